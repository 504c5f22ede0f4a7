"""Track and trace: noting that a helper read a question, and measuring how long a first answer takes."""

from datetime import timedelta
from statistics import median

from django.db.models import F
from django.utils import timezone

from community.limits import PACE_OVER, PACE_QUESTIONS
from community.models import Question, Theme, ThemePace


def note_helper_read(*, question_id: int) -> None:
    """The first time a helper of the theme has it before them. One statement."""
    unread = Question.objects.published().filter(pk=question_id, read_by_helper_at__isnull=True)
    unread.update(read_by_helper_at=timezone.now())


def measure_paces() -> int:
    """Measure every theme anew; returns how many themes have a pace. One query per theme, and one write."""
    since = timezone.now() - PACE_OVER
    measured = 0
    for theme in Theme.objects.all():
        answered = Question.objects.published().filter(
            theme=theme, created_at__gte=since, first_answer_at__gte=F("created_at")
        )
        moments = answered.order_by("-created_at").values_list("created_at", "first_answer_at")
        seconds = [(first - asked).total_seconds() for asked, first in moments[:PACE_QUESTIONS] if first]
        if seconds:
            usual = timedelta(seconds=median(seconds))
            values = {"median": usual, "counted": len(seconds), "measured_at": timezone.now()}
            ThemePace.objects.update_or_create(theme=theme, defaults=values)
            measured += 1
    return measured
