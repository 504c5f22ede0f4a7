"""How long first answers took, by the week in which they came."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from statistics import median

from django.db.models import F
from django.utils import timezone

from community.limits import WEEK_QUESTIONS, WEEKS_SHOWN
from community.models import Audience, FirstAnswerWeek, Question

WEEK = timedelta(days=7)


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def measure_weeks() -> int:
    """This week and the one before, and earlier ones that nobody measured; returns how many weeks.

    One query a week, and one write a theme. Questions for professionals alone do not count: a figure of one
    would tell that there is one.
    """
    this_week = monday_of(timezone.localdate())
    known = set(FirstAnswerWeek.objects.filter(theme=None).values_list("starts_on", flat=True))
    weeks = [this_week - number * WEEK for number in range(WEEKS_SHOWN)]
    due = [week for number, week in enumerate(weeks) if number < 2 or week not in known]
    for week in due:
        _measure(week)
    FirstAnswerWeek.objects.filter(starts_on__lt=weeks[-1] - WEEK).delete()
    return len(due)


def _measure(week: date) -> None:
    start, end = (timezone.make_aware(datetime.combine(day, time.min)) for day in (week, week + WEEK))
    answered = Question.objects.published().exclude(audience=Audience.PROFESSIONALS)
    answered = answered.filter(first_answer_at__gte=F("created_at"))
    rows = answered.filter(first_answer_at__gte=start, first_answer_at__lt=end).order_by("-first_answer_at")
    waits: dict[int | None, list[float]] = defaultdict(list)
    for theme, asked, first in rows.values_list("theme", "created_at", "first_answer_at")[:WEEK_QUESTIONS]:
        seconds = (first - asked).total_seconds() if first else 0.0
        waits[theme].append(seconds)
        waits[None].append(seconds)
    waits.setdefault(None, [])
    for theme_id, seconds_of_theme in waits.items():
        _keep(week, theme_id, seconds_of_theme)
    stale = FirstAnswerWeek.objects.filter(starts_on=week, theme__isnull=False)
    stale.exclude(theme__in=[theme_id for theme_id in waits if theme_id is not None]).delete()


def _keep(week: date, theme_id: int | None, seconds: Iterable[float]) -> None:
    found = list(seconds)
    values = {
        "median": timedelta(seconds=median(found)) if found else None,
        "counted": len(found),
        "measured_at": timezone.now(),
    }
    FirstAnswerWeek.objects.update_or_create(theme_id=theme_id, starts_on=week, defaults=values)  # type: ignore[misc]
