"""Statements of reasons in the format of the EU transparency database, for who hands them in there."""

from typing import Any

from django.conf import settings

from moderation.models import Category, Decision, Measure, Step
from moderation.queries.transparency import Period

STATEMENTS = 100
"""The EU database takes so many in one call."""


def statements(period: Period) -> list[dict[str, Any]]:
    """The newest restricting decisions in the format of the EU transparency database. One query.

    Without personal data: free text stays here, the facts are the words of the rule.
    """
    start, end = period.bounds
    decisions = Decision.objects.restricting().filter(decided_at__gte=start, decided_at__lt=end)
    rows = decisions.select_related("rule__version").order_by("-decided_at")[:STATEMENTS]
    return [_statement(decision) for decision in rows]


_VISIBILITY = {
    Measure.REMOVE: "DECISION_VISIBILITY_CONTENT_REMOVED",
    Measure.HOLD: "DECISION_VISIBILITY_CONTENT_DISABLED",
    Measure.LABEL: "DECISION_VISIBILITY_CONTENT_LABELLED",
    Measure.MASK: "DECISION_VISIBILITY_OTHER",
}


def _statement(decision: Decision) -> dict[str, Any]:
    """The keys and values of the EU's own schema, in its English."""
    visibility = _VISIBILITY.get(Measure(decision.measure))
    rule = decision.rule
    return {
        "puid": f"peerplein-{decision.pk}",
        "decision_visibility": [visibility] if visibility else None,
        "decision_visibility_other": "Personal data masked" if decision.measure == Measure.MASK else None,
        "decision_account": "DECISION_ACCOUNT_SUSPENDED" if decision.step == Step.SUSPEND else None,
        "decision_provision": "DECISION_PROVISION_PARTIAL_SUSPENSION" if decision.step == Step.MUTE else None,
        "decision_facts": rule.title_en if rule else "Content against the law",
        "decision_ground": f"DECISION_GROUND_{decision.ground}",
        "incompatible_content_ground": f"House rule {rule.number}, version {rule.version.number}"
        if rule
        else None,
        "incompatible_content_explanation": rule.why_en if rule else None,
        "illegal_content_legal_ground": decision.legal_ground or None,
        "decision_ground_reference_url": f"{settings.SITE_URL}/rules/{rule.version.number}/"
        if rule
        else None,
        "category": rule.category if rule else Category.OTHER,
        "content_type": ["CONTENT_TYPE_TEXT"],
        "content_language": "NL",
        "territorial_scope": ["NL"],
        "content_date": decision.content_date.date().isoformat(),
        "application_date": decision.decided_at.date().isoformat(),
        "end_date_account_restriction": decision.ends_at.date().isoformat() if decision.ends_at else None,
        "source_type": decision.source,
        "automated_detection": "Yes" if decision.automated_detection else "No",
        "automated_decision": "AUTOMATED_DECISION_NOT_AUTOMATED",
    }
