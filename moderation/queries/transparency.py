"""What moderators did in a period, in numbers: the same tables as the work itself, nobody recognisable.

A count from 1 to 4 is not shown. Where one such count could be worked out from the total, the smallest
other one is not shown either.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from statistics import median
from typing import Any

from django.conf import settings
from django.db.models import Count, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from moderation.limits import SMALLEST_NUMBER_SHOWN
from moderation.models import Appeal, Case, Category, Decision, Measure, Outcome, Reason, Report, Source, Step

FIRST_DAY = date(2020, 1, 1)
STATEMENTS = 100
"""The EU database takes so many in one call."""


@dataclass(frozen=True)
class Period:
    """Whole days, the last one included."""

    first: date
    last: date

    @property
    def bounds(self) -> tuple[datetime, datetime]:
        start = timezone.make_aware(datetime.combine(self.first, time.min))
        return start, timezone.make_aware(datetime.combine(self.last + timedelta(days=1), time.min))


@dataclass(frozen=True)
class Figure:
    """`count` is None where it is too small to show."""

    name: str
    label: str
    count: int | None


@dataclass(frozen=True)
class Table:
    """`total` is counted over the rows of the table itself, so it equals the sum of all figures."""

    name: str
    title: str
    definition: str
    total: int | None
    figures: list[Figure]


@dataclass(frozen=True)
class TransparencyPage:
    period: Period
    tables: list[Table]
    median_hours: int | None
    reversed_share: int | None


def default_period() -> Period:
    """This calendar year up to today, as the European template asks."""
    today = timezone.localdate()
    return Period(today.replace(month=1, day=1), today)


def period_of(first: date | None, last: date | None) -> Period:
    """A period within reason; what is missing or upside down gives the default."""
    usual = default_period()
    first, last = first or usual.first, last or usual.last
    if first > last or first < FIRST_DAY or last > timezone.localdate():
        return usual
    return Period(first, last)


def transparency_page(period: Period) -> TransparencyPage:
    """Nine queries whatever the period."""
    start, end = period.bounds
    reports = Report.objects.filter(received_at__gte=start, received_at__lt=end)
    decisions = Decision.objects.filter(decided_at__gte=start, decided_at__lt=end)
    appeals = Appeal.objects.filter(filed_at__gte=start, filed_at__lt=end)
    decided = appeals.filter(decided_at__isnull=False).count()
    reversed_ = appeals.filter(outcome=Outcome.REVERSED).count()
    shown = decided >= SMALLEST_NUMBER_SHOWN and not 0 < reversed_ < SMALLEST_NUMBER_SHOWN
    return TransparencyPage(
        period=period,
        tables=_tables(reports, decisions, appeals),
        median_hours=_median_hours(start, end),
        reversed_share=round(100 * reversed_ / decided) if shown else None,
    )


def statements(period: Period) -> list[dict[str, Any]]:
    """The newest restricting decisions in the format of the EU transparency database. One query.

    Without personal data: free text stays here, the facts are the words of the rule.
    """
    start, end = period.bounds
    decisions = Decision.objects.restricting().filter(decided_at__gte=start, decided_at__lt=end)
    rows = decisions.select_related("rule__version").order_by("-decided_at")[:STATEMENTS]
    return [_statement(decision) for decision in rows]


def suppress(counts: Mapping[str, int]) -> dict[str, int | None]:
    """The counts as they may be shown. One hidden number could be worked out, so a second goes with it."""
    small = [name for name, count in counts.items() if 0 < count < SMALLEST_NUMBER_SHOWN]
    if len(small) == 1:
        others = [name for name, count in counts.items() if count and name not in small]
        small += sorted(others, key=lambda name: counts[name])[:1]
    return {name: None if name in small else count for name, count in counts.items()}


def _tables(
    reports: QuerySet[Report], decisions: QuerySet[Decision], appeals: QuerySet[Appeal]
) -> list[Table]:
    outcomes = {"": _("Loopt nog"), **{value: str(label) for value, label in Outcome.choices}}
    return [
        _table(
            "reports",
            _("Meldingen"),
            _("Wat iemand meldde, naar reden. Meer meldingen over één tekst tellen elk."),
            _grouped(reports, "reason"),
            Reason.choices,
        ),
        _table(
            "decisions",
            _("Besluiten"),
            _("Wat een moderator besloot over een tekst of een deelnemer."),
            _grouped(decisions, "measure"),
            Measure.choices,
        ),
        _table(
            "sanctions",
            _("Maatregelen tegen deelnemers"),
            _("Bij een besluit kan een waarschuwing of schorsing horen."),
            _grouped(decisions, "step"),
            Step.choices,
        ),
        _table(
            "categories",
            _("Besluiten naar soort regel"),
            _("Alleen besluiten waarbij een huisregel is genoemd."),
            _grouped(decisions.filter(rule__isnull=False), "rule__category"),
            Category.choices,
        ),
        _table(
            "sources",
            _("Hoe we het zagen"),
            _("Door een melding, of doordat we zelf keken."),
            _grouped(decisions, "source"),
            Source.choices,
        ),
        _table(
            "appeals",
            _("Bezwaren"),
            _("Bezwaren die in deze tijd binnenkwamen, en wat daarvan is geworden."),
            _grouped(appeals, "outcome"),
            outcomes.items(),
        ),
    ]


def _grouped(rows: QuerySet[Any], field: str) -> dict[str, int]:
    return dict(rows.order_by().values_list(field).annotate(n=Count("pk")))


def _table(
    name: str,
    title: str,
    definition: str,
    counts: Mapping[str, int],
    choices: Iterable[tuple[str, Any]],
) -> Table:
    all_counts = {value: counts.get(value, 0) for value, _label in choices}
    shown = suppress(all_counts)
    total = sum(all_counts.values())
    return Table(
        name=name,
        title=title,
        definition=definition,
        total=None if 0 < total < SMALLEST_NUMBER_SHOWN else total,
        figures=[Figure(value or "open", str(label), shown[value]) for value, label in choices],
    )


def _median_hours(start: datetime, end: datetime) -> int | None:
    """From opening to closing a case; not shown over few cases."""
    closed = Case.objects.filter(closed_at__gte=start, closed_at__lt=end).values_list(
        "opened_at", "closed_at"
    )
    hours = [(closed_at - opened_at).total_seconds() / 3600 for opened_at, closed_at in closed if closed_at]
    return round(median(hours)) if len(hours) >= SMALLEST_NUMBER_SHOWN else None


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
