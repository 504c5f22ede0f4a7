"""After a day without any answer the moderators of the theme are told, once."""

from django.db import transaction
from django.utils import timezone

from community.events import QuestionWaitsLong
from community.limits import ALARM_AFTER, ALARM_UNTIL
from community.models import Question
from core.events import publish

AT_ONCE = 200
"""The most questions of one run; what is left comes with the next."""


def raise_alarms() -> int:
    """Tell of every question that nobody answered for a day; returns how many. Each in a turn of its own.

    The row is locked and looked at again, so that two workers never tell the same. Publishes
    `QuestionWaitsLong`.
    """
    now = timezone.now()
    due = Question.objects.published().filter(
        answer_count=0,
        solved_at__isnull=True,
        locked_at__isnull=True,
        needs_info_at__isnull=True,
        alarmed_at__isnull=True,
        created_at__lte=now - ALARM_AFTER,
        created_at__gte=now - ALARM_UNTIL,
    )
    told = 0
    for question_id in list(due.order_by("created_at").values_list("pk", flat=True)[:AT_ONCE]):
        with transaction.atomic():
            question = due.select_for_update(of=("self",), no_key=True).filter(pk=question_id).first()
            if question is None:
                continue
            question.alarmed_at = now
            question.save(update_fields=["alarmed_at"])
            publish(QuestionWaitsLong(question_id=question.pk))
            told += 1
    return told
