"""The rows of screening: its figures and the rules of the safety net."""

from tests.contracts.matrix import LOGIN, Section, form

DESK = f"visitor:{LOGIN} mira:200 wil:200 ada:200 ina:302 *:404"
"""Moderators of any theme, and administrators. Whose role waits for a second factor sets that up first."""
KEEPERS = f"visitor:{LOGIN} ada:200 ina:302 *:404"
RULE = {
    "key": "proef",
    "kind": "suicide",
    "severity": "acute",
    "phrases": "wil verdwijnen",
    "found": "ik wil verdwijnen",
    "is_active": "on",
}

SCREENING = Section(
    "Screening",
    "Moderators see how the screening does and try a text on it, which is not stored. The rules of "
    "the safety net hold for every theme, so administrators keep them.",
    (
        form(
            "moderation:screening",
            "/moderation/screening/",
            "figures and the box to try a text",
            DESK,
            DESK,
            {"text": "ik wil niet meer leven"},
        ),
        form(
            "moderation:new-danger-rule",
            "/moderation/screening/rules/new/",
            "a new rule of the safety net",
            KEEPERS,
            KEEPERS.replace("ada:200", "ada:302"),
            RULE,
        ),
        form(
            "moderation:danger-rule",
            "/moderation/screening/rules/{danger-rule}/",
            "change a rule",
            KEEPERS,
            KEEPERS.replace("ada:200", "ada:409"),
            RULE,
        ),
    ),
)
