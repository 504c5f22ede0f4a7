"""Remembering how far a member has read."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from community.models import AllRead, Question, ReadMark, Theme
from core.errors import NotFound


def mark_read(*, member: Member, question_id: int, until: datetime) -> None:
    """The member has this thread before them up to `until`. One statement."""
    ReadMark.objects.bulk_create(
        [ReadMark(member=member, question_id=question_id, read_until=until)],
        update_conflicts=True,
        unique_fields=["member", "question"],
        update_fields=["read_until"],
    )


@transaction.atomic
def mark_all_read(*, member: Member, theme_slug: str = "") -> None:
    """Nothing of the theme, or of any theme, is new for the member any more. Raises `NotFound`."""
    theme = Theme.objects.filter(slug=theme_slug).first()
    if theme_slug and theme is None:
        raise NotFound
    AllRead.objects.update_or_create(member=member, theme=theme, defaults={"read_at": timezone.now()})


def note_own_post(*, member_id: int, question_id: int) -> None:
    """What one writes oneself makes no thread unread. Call in the transaction of the post."""
    last = Question.objects.filter(pk=question_id).values_list("last_activity_at", flat=True).first()
    if last is not None:
        ReadMark.objects.filter(member_id=member_id, question_id=question_id).update(read_until=last)
