"""What lies in the inboxes of the demo people: the answers to their own questions."""

from datetime import timedelta

from django.utils import timezone

from accounts.models import Notification
from community.models import Answer
from community.subscribers import post_key

UNREAD_DAYS = 21
"""What is older than this has been read."""


def fill_inboxes() -> None:
    """One notification per answer for the asker; none of them is mailed."""
    unread_since = timezone.now() - timedelta(days=UNREAD_DAYS)
    answers = Answer.objects.select_related("question").exclude(question__author_id=None)
    Notification.objects.bulk_create(
        Notification(
            member_id=answer.question.author_id,
            kind="answer",
            event_key=post_key("answer", answer.pk),
            place_id=answer.question_id,
            thing_id=answer.pk,
            actor_id=answer.author_id,
            created_at=answer.created_at,
            read_at=None if answer.created_at > unread_since else answer.created_at,
            mailed_at=answer.created_at,
        )
        for answer in answers
        if answer.author_id != answer.question.author_id
    )
