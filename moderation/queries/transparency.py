"""What moderators did in a period, in numbers: the same tables as the work itself, nobody recognisable.

Whole months only, and those that have ended. How much of them is shown is decided by `core.small_counts`:
months with few people wait for the next, so a table says which months it is about. Each count belongs to the
month in which it happened and does not change afterwards.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from statistics import median
from typing import Any

from django.db.models import Case as When
from django.db.models import CharField, Count, F, QuerySet, Value
from django.db.models import When as If
from django.db.models.functions import Coalesce, TruncMonth
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.small_counts import SMALLEST, Part, added, parts
from moderation.models import Appeal, Case, Category, Decision, Measure, Outcome, Reason, Report, Source, Step

FIRST_DAY = date(2020, 1, 1)


@dataclass(frozen=True)
class Period:
    """Whole months, the last one included: its days are the first and the last of them."""

    first: date
    last: date

    @property
    def bounds(self) -> tuple[datetime, datetime]:
        start = timezone.make_aware(datetime.combine(self.first, time.min))
        return start, timezone.make_aware(datetime.combine(self.last + timedelta(days=1), time.min))


@dataclass(frozen=True)
class Figure:
    """`count` is None where it is not shown."""

    name: str
    label: str
    count: int | None


@dataclass(frozen=True)
class Table:
    """`total` is counted over the same rows as the figures; `covers` are the months that it is about, None
    when there is too little to show yet."""

    name: str
    title: str
    definition: str
    total: int | None
    figures: list[Figure]
    covers: Period | None


@dataclass(frozen=True)
class Fact:
    """One number in words; `value` is None where it is not shown. `unit` is "hours", "days" or "percent"."""

    name: str
    label: str
    unit: str
    value: int | None
    covers: Period | None


@dataclass(frozen=True)
class TransparencyPage:
    period: Period
    tables: list[Table]
    facts: list[Fact]


@dataclass(frozen=True)
class Division:
    """One way of dividing the rows: by `field`, into these choices."""

    name: str
    title: str
    definition: str
    field: Any
    choices: Sequence[tuple[str, Any]]


def months_to_choose() -> list[date]:
    """The first days of the months that can be asked for, the newest first."""
    found: list[date] = []
    month = _month_of(timezone.localdate())
    while (month := _before(month)) >= FIRST_DAY and len(found) < 36:
        found.append(month)
    return found


def default_period() -> Period:
    """This calendar year as far as its months have ended, as the European template asks."""
    last = _month_of(timezone.localdate()) - timedelta(days=1)
    return Period(last.replace(month=1, day=1), last)


def period_of(first: date | None, last: date | None) -> Period:
    """The months of these days; what is missing, upside down or not over yet gives the default."""
    usual = default_period()
    first, last = _month_of(first or usual.first), _month_of(last or usual.last)
    if first > last or first < FIRST_DAY or last > usual.last:
        return usual
    return Period(first, _after(last) - timedelta(days=1))


def transparency_page(period: Period) -> TransparencyPage:
    """Eleven queries whatever the period."""
    tables = [
        *_tables(Report.objects.all(), "received_at", _reports(), period),
        *_tables(Decision.objects.all(), "decided_at", _decisions(), period),
        *_tables(Appeal.objects.all(), "filed_at", _appeals(), period),
        *_tables(Appeal.objects.filter(decided_at__isnull=False), "decided_at", _outcomes(), period),
    ]
    by_name = {table.name: table for table in tables}
    return TransparencyPage(period=period, tables=tables, facts=_facts(by_name))


def _facts(tables: dict[str, Table]) -> list[Fact]:
    """Over the same months as the tables that they belong to. Two queries."""
    decided, outcomes = tables["decisions"].covers, tables["outcomes"]
    return [
        Fact(
            name="medianHoursToDecision",
            label=_("van zaak tot besluit (mediaan)"),
            unit="hours",
            value=_median(Case.objects.all(), "opened_at", "closed_at", decided, timedelta(hours=1)),
            covers=decided,
        ),
        Fact(
            name="medianDaysToAppealDecision",
            label=_("van bezwaar tot beslissing (mediaan)"),
            unit="days",
            value=_median(Appeal.objects.all(), "filed_at", "decided_at", outcomes.covers, timedelta(days=1)),
            covers=outcomes.covers,
        ),
        Fact(
            name="reversedOnAppealPercent",
            label=_("van de bezwaren kreeg gelijk"),
            unit="percent",
            value=_reversed_share(outcomes),
            covers=outcomes.covers,
        ),
    ]


def _reports() -> list[Division]:
    definition = _("Wat iemand meldde, naar reden. Meer meldingen over één tekst tellen elk.")
    return [
        Division(
            "reports", pgettext("of what is wrong", "Meldingen"), definition, F("reason"), Reason.choices
        )
    ]


def _decisions() -> list[Division]:
    no_rule = ("none", _("geen huisregel genoemd"))
    return [
        Division(
            "decisions",
            _("Besluiten"),
            _("Wat een moderator besloot over een tekst of een deelnemer."),
            F("measure"),
            Measure.choices,
        ),
        Division(
            "sanctions",
            _("Maatregelen tegen deelnemers"),
            _("Bij een besluit kan een waarschuwing of schorsing horen."),
            F("step"),
            Step.choices,
        ),
        Division(
            "categories",
            _("Besluiten naar soort regel"),
            _("Welke soort huisregel bij het besluit is genoemd."),
            Coalesce(F("rule__category"), Value("none"), output_field=CharField()),
            [*Category.choices, no_rule],
        ),
        Division(
            "sources",
            _("Hoe we het zagen"),
            _("Door een melding, of doordat we zelf keken."),
            F("source"),
            Source.choices,
        ),
        Division(
            "detection",
            _("Wie het zag"),
            _("De controle vooraf wijst ons op teksten. Daarna besluit altijd een mens."),
            When(
                If(automated_detection=True, then=Value("automated")),
                default=Value("people"),
                output_field=CharField(),
            ),
            [("automated", _("de controle vooraf")), ("people", _("een mens"))],
        ),
    ]


def _appeals() -> list[Division]:
    who = When(
        If(report__isnull=True, then=Value("author")), default=Value("reporter"), output_field=CharField()
    )
    choices = [("author", _("van wie het besluit gaat")), ("reporter", _("van wie iets meldde"))]
    definition = _("Bezwaren die in deze tijd binnenkwamen, en van wie.")
    return [Division("appeals", _("Bezwaren"), definition, who, choices)]


def _outcomes() -> list[Division]:
    definition = _("Bezwaren waarover in deze tijd is beslist.")
    return [Division("outcomes", _("Beslist op bezwaar"), definition, F("outcome"), Outcome.choices)]


def _tables(rows: QuerySet[Any], moment: str, divisions: Sequence[Division], period: Period) -> list[Table]:
    """The tables of the same rows, which are shown for the same months. One query a table."""
    months = _all_months()
    counted = [_by_month(rows, moment, division) for division in divisions]
    steps = [[per_month(month) for per_month in counted] for month in months]
    inside = [part for part in parts(steps) if _is_inside(part, months, period)]
    return [_table(division, place, inside, months) for place, division in enumerate(divisions)]


def _by_month(rows: QuerySet[Any], moment: str, division: Division) -> Callable[[date], list[int]]:
    found = (
        rows.order_by()
        .annotate(month=TruncMonth(moment), part=division.field)
        .values("month", "part")
        .annotate(n=Count("pk"))
    )
    counts = {(timezone.localtime(row["month"]).date(), row["part"]): row["n"] for row in found}
    return lambda month: [counts.get((month, value), 0) for value, _label in division.choices]


def _is_inside(part: Part, months: Sequence[date], period: Period) -> bool:
    return period.first <= months[part.first] and months[part.last - 1] <= period.last


def _table(division: Division, place: int, inside: list[Part], months: Sequence[date]) -> Table:
    covers = None
    shown: Iterable[int | None] = [None] * len(division.choices)
    if inside:
        last = _after(months[inside[-1].last - 1]) - timedelta(days=1)
        covers, shown = Period(months[inside[0].first], last), added(inside, place)
    labels = zip(division.choices, shown, strict=True)
    return Table(
        name=division.name,
        title=division.title,
        definition=division.definition,
        total=sum(part.total for part in inside) if inside else None,
        figures=[Figure(value, str(label), count) for (value, label), count in labels],
        covers=covers,
    )


def _median(rows: QuerySet[Any], begin: str, end: str, covers: Period | None, unit: timedelta) -> int | None:
    """How long it took in the middle, of what ended in these months; not shown over few. One query."""
    if covers is None:
        return None
    first, last = covers.bounds
    ended = rows.filter(**{f"{end}__gte": first, f"{end}__lt": last}).values_list(begin, end)
    lengths = [(ended_at - began_at) / unit for began_at, ended_at in ended]
    return round(median(lengths)) if len(lengths) >= SMALLEST else None


def _reversed_share(outcomes: Table) -> int | None:
    """Says no more than the table beside it."""
    counts = {figure.name: figure.count for figure in outcomes.figures}
    reversed_ = counts[Outcome.REVERSED]
    if not outcomes.total or reversed_ is None or counts[Outcome.UPHELD] is None:
        return None
    return round(100 * reversed_ / outcomes.total)


def _all_months() -> list[date]:
    """Every month that has ended, the oldest first."""
    month, found = FIRST_DAY, []
    while month < _month_of(timezone.localdate()):
        found.append(month)
        month = _after(month)
    return found


def _month_of(day: date) -> date:
    return day.replace(day=1)


def _after(month: date) -> date:
    return (month + timedelta(days=31)).replace(day=1)


def _before(month: date) -> date:
    return (month - timedelta(days=1)).replace(day=1)
