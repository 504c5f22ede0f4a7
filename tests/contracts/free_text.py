"""Every place where a person can write something that is kept: which form leads to it, or why none does.

`SENDS` are the forms, each with the texts in it; `free_text_columns` says what they fill.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from django.utils import timezone

from moderation.actions.rule_drafts import NAMES
from moderation.models import Appeal, RulesVersion
from realtime.models import OfficeHour
from tests.contracts.world import World


@dataclass(frozen=True)
class Send:
    """A form of the site: who sends it where, with what besides the texts; `before` prepares the world."""

    who: str
    path: str
    texts: tuple[str, ...]
    form: dict[str, str] = field(default_factory=dict)
    before: Callable[[World], object] | None = None
    status: int = 422
    masked: bool = True
    """The page shows the masked piece; Django's admin only says the sentence."""


def _no_appeal(_world: World) -> None:
    Appeal.objects.all().delete()


def _decided_without_measure(world: World) -> None:
    """The report about the open answer was answered: nothing was done."""
    world.browser("mira").post(
        world.path("/moderation/cases/{case}/"),
        {"round": "1", "version": "2", "measure": "none", "facts": "Dit mag hier.", "step": "none"},
    )


def _announced(_world: World) -> None:
    later = timezone.now() + timedelta(days=20)
    RulesVersion.objects.create(number=3, summary="Anders", comments_until=later, effective_from=later)


def _live(world: World) -> None:
    begun = timezone.now() - timedelta(minutes=5)
    OfficeHour.objects.filter(pk=world.ids["coming-office"]).update(starts_at=begun)


DECISION = {"round": "1", "version": "2", "measure": "label", "step": "none", "label": "Kijk ook bij de wet.",
            "facts": "Je noemde iemand dom.", "legal_ground": "Wetboek van Strafrecht"}  # fmt: skip
HIGHLIGHT = {"version": "2", "organisation": "Gemeente", "source_title": "Wet", "review_on": "{next-year}"}
OFFICE = {"title": "Brieven", "day": "{tomorrow}", "starts": "10:00", "until": "11:00"}
RULE = {"key": "nieuw", "kind": "suicide", "severity": "acute", "phrases": "zomaar", "found": "zomaar"}
HOUSE_RULE = dict.fromkeys(NAMES, "Een regel.") | {"category": "STATEMENT_CATEGORY_VIOLENCE"}
QUESTION = {"title": "Hulp?", "theme": "geld-en-schulden", "body": "Ik zoek hulp."}
EDITED = {"title": "Hulp?", "body": "Ik zoek hulp.", "version": "2"}
BLOCKS = ("title", "body", "situation", "need", "tried", "hope")

SENDS: dict[str, Send] = {
    "ask": Send("fatima", "/ask/", BLOCKS, QUESTION),
    "edit question": Send("fatima", "/questions/{open}/edit/", BLOCKS, EDITED),
    "answer": Send("nicole", "/questions/{open}/answers/", ("body",)),
    "edit answer": Send("nicole", "/answers/{open-answer}/edit/", ("body",), {"version": "2"}),
    "comment": Send("nicole", "/answers/{open-answer}/comments/", ("body",)),
    "edit comment": Send("noor", "/comments/{open-answer-comment}/edit/", ("body",), {"version": "2"}),
    "hand over question": Send(
        "joke", "/questions/{claimed}/hand-over/", ("note",), {"to": "role:professional"}
    ),
    "needs info": Send("joke", "/questions/{members}/needs-info/", ("body",)),
    "draft": Send("fatima", "/drafts/question/", BLOCKS, masked=False),
    "canned": Send("joke", "/me/canned/new/", ("title", "body"), {"title": "Naam", "body": "Woorden"}),
    "highlight": Send(
        "daan",
        "/answers/{open-answer}/highlight/",
        ("organisation", "function", "source_title", "source_url", "correction"),
        HIGHLIGHT,
    ),
    "move": Send("mira", "/questions/{open}/moderate/", ("reason",), {"act": "move", "theme": "wonen"}),
    "lock": Send("mira", "/questions/{open}/moderate/", ("reason",), {"act": "lock"}),
    "merge": Send(
        "mira", "/questions/{open}/moderate/", ("reason",), {"act": "merge", "into": "{elsewhere}"}
    ),
    "split": Send("mira", "/answers/{open-answer}/split/", ("title",)),
    "profile": Send("fatima", "/me/profile/", ("name", "about", "experience"), {"name": "Fatima"}),
    "report": Send(
        "fatima", "/report/answer/{open-answer}/", ("explanation",), {"reason": "other", "good_faith": "on"}
    ),
    "visitor's report": Send(
        "visitor",
        "/report/answer/{open-answer}/",
        ("name", "explanation"),
        {"reason": "other", "good_faith": "on"},
    ),
    "decision": Send(
        "mira",
        "/moderation/cases/{case}/",
        ("legal_ground", "label", "facts", "explanation", "extra"),
        DECISION,
    ),
    "letter": Send(
        "mira",
        "/moderation/cases/{case}/",
        ("legal_ground", "label", "facts", "explanation", "extra"),
        DECISION | {"letter": "1"},
    ),
    "appeal": Send("nicole", "/letters/{decision}/", ("body",), before=_no_appeal),
    "reporter's appeal": Send("noor", "/reports/{report-token}/", ("body",), before=_decided_without_measure),
    "appeal decision": Send("bram", "/appeals/{appeal}/", ("reasons",), {"outcome": "upheld"}),
    "comment on rules": Send("fatima", "/rules/3/comments/", ("body",), before=_announced),
    "answer on rules": Send(
        "ada",
        "/moderation/rules/comments/{rules-comment}/answer/",
        ("answer",),
        {"seen": "{rules-comment-seen}"},
    ),
    "rule of a draft": Send("ada", "/moderation/rules/draft/new/", NAMES, HOUSE_RULE),
    "announcement": Send(
        "ada",
        "/moderation/rules/draft/announce/",
        ("summary", "summary_en"),
        {"summary": "Anders.", "comments_until": "{next-year}", "effective_from": "{next-year}"},
    ),
    "danger rule": Send(
        "ada",
        "/moderation/screening/rules/new/",
        ("phrases", "also", "unless", "found", "passed"),
        RULE,
    ),
    "message": Send("fatima", "/chat/geld-en-schulden/", ("body",)),
    "edit message": Send("nicole", "/chat/geld-en-schulden/messages/1/edit/", ("body",)),
    "room": Send("mira", "/chat/new/", ("name", "line"), {"name": "Koffie", "slug": "koffie"}),
    "help request": Send("noor", "/chat/help/", ("about",), {"theme": "geld-en-schulden"}),
    "hand over": Send("joke", "/chat/help/{talking-help}/hand-over/", ("note",)),
    "chat question": Send(
        "fatima",
        "/chat/geld-en-schulden/to-question/",
        ("title", "intro"),
        {"title": "Mag dat?", "theme": "geld-en-schulden", "messages": "1"},
    ),
    "office hour": Send(
        "daan", "/chat/office-hours/new/", ("title", "about"), OFFICE | {"theme": "geld-en-schulden"}
    ),
    "change office hour": Send(
        "daan", "/chat/office-hours/{coming-office}/edit/", ("title", "about"), OFFICE
    ),
    "cancel office hour": Send("daan", "/chat/office-hours/{coming-office}/cancel/", ("reason",)),
    "queue": Send("fatima", "/chat/office-hours/{coming-office}/queue/", ("body",)),
    "answer queued": Send("daan", "/chat/office-hours/queue/{queued}/answer/", ("body",), before=_live),
    "decline queued": Send("daan", "/chat/office-hours/queue/{queued}/decline/", ("reason",), before=_live),
    "role": Send(
        "ada",
        "/admin/accounts/rolegrant/add/",
        ("function", "organisation"),
        {"member": "{id of fatima}", "role": "mentor", "scope": "", "expires_on": "{next-year}"},
        status=200,
        masked=False,
    ),
    "theme": Send(
        "ada",
        "/admin/community/theme/add/",
        ("name", "name_en", "line", "line_en", "budget_field"),
        {
            "slug": "nieuw",
            "name": "Nieuw",
            "line": "Nieuw",
            "icon": "euro",
            "position": "1",
            "first_posts": "free",
        },
        status=200,
        masked=False,
    ),
    "life event": Send(
        "ada",
        "/admin/community/lifeevent/add/",
        ("name", "name_en"),
        {"slug": "nieuw", "name": "Nieuw"},
        status=200,
        masked=False,
    ),
    "district": Send(
        "ada", "/admin/community/district/add/", ("name",), {"slug": "nieuw"}, status=200, masked=False
    ),
}
