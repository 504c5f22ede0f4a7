"""Statements of reasons in the format of the EU transparency database, for who hands them in there."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings

from moderation.models import Category, Decision, Ground, Measure, Step
from moderation.queries.transparency import Period

AGAINST_THE_LAW = "Content against the law"
STATEMENTS = 100
"""The EU database takes so many in one call."""


@dataclass(frozen=True)
class StatementsPage:
    """`next_after` is the number of the last one here when there are more, to ask for those after it."""

    statements: list[dict[str, Any]]
    next_after: int | None


def statements(period: Period, *, after: int = 0) -> StatementsPage:
    """Restricting decisions in the format of the EU transparency database, the oldest first. One query.

    Without personal data: free text stays here, the facts are the words of the rule. A warning alone
    restricts nothing in the sense of that database, which has no field for it.
    """
    start, end = period.bounds
    decisions = Decision.objects.restricting().filter(decided_at__gte=start, decided_at__lt=end, pk__gt=after)
    decisions = decisions.exclude(step=Step.WARN, measure__in=_NOTHING_TAKEN)
    rows = list(decisions.select_related("rule__version").order_by("pk")[: STATEMENTS + 1])
    return StatementsPage(
        statements=[_statement(decision) for decision in rows[:STATEMENTS]],
        next_after=rows[STATEMENTS - 1].pk if len(rows) > STATEMENTS else None,
    )


_VISIBILITY = {
    Measure.REMOVE: "DECISION_VISIBILITY_CONTENT_REMOVED",
    Measure.HOLD: "DECISION_VISIBILITY_CONTENT_DISABLED",
    Measure.LABEL: "DECISION_VISIBILITY_CONTENT_LABELLED",
    Measure.MASK: "DECISION_VISIBILITY_OTHER",
}


_NOTHING_TAKEN = (Measure.NONE, Measure.RELEASE, Measure.RESTORE)


def _statement(decision: Decision) -> dict[str, Any]:
    """The keys and values of the EU's own schema, in its English; what does not apply is not there."""
    fields = {**_what(decision), **_ground(decision), **_around(decision)}
    return {name: value for name, value in fields.items() if value is not None}


def _what(decision: Decision) -> dict[str, Any]:
    visibility = _VISIBILITY.get(Measure(decision.measure))
    ends_on = decision.ends_at.date().isoformat() if decision.ends_at else None
    return {
        "puid": f"peerplein-{decision.pk}",
        "decision_visibility": [visibility] if visibility else None,
        "decision_visibility_other": "Personal data masked" if decision.measure == Measure.MASK else None,
        "decision_account": "DECISION_ACCOUNT_SUSPENDED" if decision.step == Step.SUSPEND else None,
        "decision_provision": "DECISION_PROVISION_PARTIAL_SUSPENSION" if decision.step == Step.MUTE else None,
        "end_date_account_restriction": ends_on if decision.step == Step.SUSPEND else None,
        "end_date_service_restriction": ends_on if decision.step == Step.MUTE else None,
    }


def _ground(decision: Decision) -> dict[str, Any]:
    """A law or a rule of the house, each with the explanation that goes with it."""
    rule = decision.rule
    facts = {
        "decision_facts": rule.title_en if rule else AGAINST_THE_LAW,
        "decision_ground": f"DECISION_GROUND_{decision.ground}",
        "category": rule.category if rule else Category.OTHER,
    }
    if decision.ground == Ground.LAW:
        explanation = rule.why_en if rule else AGAINST_THE_LAW
        law = {
            "illegal_content_legal_ground": decision.legal_ground,
            "illegal_content_explanation": explanation,
        }
        return facts | law
    if rule is None:
        return facts
    return facts | {
        "incompatible_content_ground": f"House rule {rule.number}, version {rule.version.number}",
        "incompatible_content_explanation": rule.why_en,
        "incompatible_content_illegal": "No",
        "decision_ground_reference_url": f"{settings.SITE_URL}/rules/{rule.version.number}/",
    }


def _around(decision: Decision) -> dict[str, Any]:
    return {
        "content_type": ["CONTENT_TYPE_TEXT"],
        "content_language": "NL",
        "territorial_scope": ["NL"],
        "content_date": decision.content_date.date().isoformat(),
        "application_date": decision.decided_at.date().isoformat(),
        "source_type": decision.source,
        "automated_detection": "Yes" if decision.automated_detection else "No",
        "automated_decision": "AUTOMATED_DECISION_NOT_AUTOMATED",
    }
