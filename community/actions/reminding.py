"""What the site asks askers by itself: did it help, and is this still current?

Each turn takes one question, locked, so that two workers never ask the same.
"""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from community.events import AskedIfCurrent, AskerReminded, QuestionFellSilent
from community.limits import CLOSED_AFTER, REMIND_AFTER, REMIND_UNTIL, REMINDERS, SILENT_AFTER
from community.models import Question
from community.models.post import QuestionQuerySet
from core.events import publish

AT_ONCE = 500
"""The most questions of one run; what is left comes with the next."""


def remind_askers() -> int:
    """Ask who got an answer, or was asked for more, and said nothing since; returns how many."""
    now = timezone.now()
    helped = Q(answer_count__gt=0) | Q(needs_info_at__isnull=False)
    asker_silent = Q(asker_spoke_at__isnull=True) | Q(asker_spoke_at__lt=F("helper_spoke_at"))
    not_reminded = Q(reminded_at__isnull=True) | Q(reminded_at__lt=F("helper_spoke_at"))
    due = _pending().filter(
        helped,
        asker_silent,
        not_reminded,
        helper_spoke_at__lte=now - REMIND_AFTER,
        helper_spoke_at__gte=now - REMIND_UNTIL,
        reminders__lt=REMINDERS,
    )
    return _each(due, now, _remind)


def ask_if_current() -> int:
    """Ask the askers of questions in which nothing happened for half a year; returns how many.

    Whoever was asked once and got an answer instead of giving one is asked again.
    """
    now = timezone.now()
    not_asked = Q(asked_if_current_at__isnull=True) | Q(asked_if_current_at__lt=F("last_activity_at"))
    due = _pending().filter(not_asked, last_activity_at__lte=now - SILENT_AFTER)
    return _each(due, now, _ask_if_current)


def close_silent() -> int:
    """Close what nobody called current; returns how many."""
    now = timezone.now()
    due = _pending().filter(
        asked_if_current_at__lte=now - CLOSED_AFTER,
        asked_if_current_at__gte=F("last_activity_at"),
        last_activity_at__lte=now - SILENT_AFTER,
    )
    return _each(due, now, _close)


def _pending() -> QuestionQuerySet:
    return Question.objects.published().filter(solved_at__isnull=True, locked_at__isnull=True)


def _each(due: QuestionQuerySet, now: datetime, act: Callable[[Question, datetime], None]) -> int:
    done = 0
    for question_id in list(due.order_by("pk").values_list("pk", flat=True)[:AT_ONCE]):
        with transaction.atomic():
            question = due.select_for_update(of=("self",), no_key=True).filter(pk=question_id).first()
            if question is not None:
                act(question, now)
                done += 1
    return done


def _remind(question: Question, now: datetime) -> None:
    question.reminded_at, question.reminders = now, question.reminders + 1
    question.save(update_fields=["reminded_at", "reminders"])
    publish(AskerReminded(question_id=question.pk, number=question.reminders))


def _ask_if_current(question: Question, now: datetime) -> None:
    question.asked_if_current_at = now
    question.save(update_fields=["asked_if_current_at"])
    publish(AskedIfCurrent(question_id=question.pk))


def _close(question: Question, now: datetime) -> None:
    question.locked_at, question.locked_for_silence, question.asked_if_current_at = now, True, None
    question.save(update_fields=["locked_at", "locked_for_silence", "asked_if_current_at"])
    publish(QuestionFellSilent(question_id=question.pk))
