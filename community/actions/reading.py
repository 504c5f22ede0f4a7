"""Remembering how far a member has read."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.actions.inbox import mark_places_read
from accounts.models import Member
from community.models import AllRead, Question, ReadMark, Theme
from community.notices import KINDS
from core.errors import NotFound


def mark_read(*, member: Member, question_id: int, until: datetime) -> None:
    """The member has this thread before them up to `until`. One statement."""
    ReadMark.objects.bulk_create(
        [ReadMark(member=member, question_id=question_id, read_until=until)],
        update_conflicts=True,
        unique_fields=["member", "question"],
        update_fields=["read_until"],
    )


def mark_told(*, member: Member, question_id: int) -> None:
    """The member has the thread before them, so nothing is new that they were told of it, or of what was
    merged into it. One statement."""
    here = Q(pk=question_id) | Q(merged_into=question_id) | Q(merged_into__merged_into=question_id)
    mark_places_read(member, KINDS, Question.objects.filter(here).order_by().values("pk"))


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
