"""How long first answers took, week by week, as the radar draws it. Stored figures; see `actions.weeks`."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q
from django.utils import timezone

from community.limits import WEEKS_SHOWN
from community.models import FirstAnswerWeek, Theme

CHART_HEIGHT = 72
BAR_WIDTH = 22
BAR_STEP = 34
WEEK = timedelta(days=7)
FEW = 3
"""A median of fewer answers says nothing, and could be about somebody."""


@dataclass(frozen=True)
class WeekBar:
    """One week: its Monday, the median (None: too few), how many, and its bar in the drawing."""

    starts_on: date
    median: timedelta | None
    counted: int
    is_now: bool
    x: int
    y: int
    height: int


@dataclass(frozen=True)
class Weeks:
    """The last weeks, the oldest first; `now` is this week so far and `before` the whole week before."""

    bars: list[WeekBar]
    now: timedelta | None
    before: timedelta | None
    width: int = WEEKS_SHOWN * BAR_STEP
    height: int = CHART_HEIGHT

    @property
    def is_empty(self) -> bool:
        return all(bar.median is None for bar in self.bars)

    @property
    def is_faster(self) -> bool:
        return self.now is not None and self.before is not None and self.now < self.before

    @property
    def is_slower(self) -> bool:
        return self.now is not None and self.before is not None and self.now > self.before


def weeks_of(theme: Theme | None) -> Weeks:
    """One query."""
    monday = timezone.localdate() - timedelta(days=timezone.localdate().weekday())
    first = monday - (WEEKS_SHOWN - 1) * WEEK
    wanted = Q(theme=theme) if theme is not None else Q(theme__isnull=True)
    rows = FirstAnswerWeek.objects.filter(wanted, starts_on__gte=first)
    return _weeks(monday, rows)


def _weeks(monday: date, rows: Iterable[FirstAnswerWeek]) -> Weeks:
    stored = {row.starts_on: row for row in rows}
    days = [monday - number * WEEK for number in reversed(range(WEEKS_SHOWN))]
    medians = {day: _median(stored.get(day)) for day in days}
    longest = max((median for median in medians.values() if median is not None), default=None)
    bars = [
        _bar(number, day, medians[day], stored[day].counted if day in stored else 0, longest)
        for number, day in enumerate(days)
    ]
    return Weeks(bars=bars, now=bars[-1].median, before=bars[-2].median)


def _median(row: FirstAnswerWeek | None) -> timedelta | None:
    return row.median if row is not None and row.counted >= FEW else None


def _bar(
    number: int, day: date, median: timedelta | None, counted: int, longest: timedelta | None
) -> WeekBar:
    height = max(3, round(CHART_HEIGHT * (median / longest))) if median is not None and longest else 0
    x = number * BAR_STEP + (BAR_STEP - BAR_WIDTH) // 2
    return WeekBar(
        starts_on=day,
        median=median,
        counted=counted,
        is_now=number == WEEKS_SHOWN - 1,
        x=x,
        y=CHART_HEIGHT - height,
        height=height,
    )
