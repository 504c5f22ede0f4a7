"""What is new for a member: in lists, and in a thread that they opened before."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import BooleanField, Case, Count, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, Greatest
from django.urls import reverse
from django.utils import timezone

from accounts.policies import Viewer, is_member
from community.limits import NEW_FOR
from community.models import AllRead, Answer, Post, Question, ReadMark

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
"""Before anything was written here: when somebody never called anything read."""


@dataclass(frozen=True)
class Unread:
    """What a member finds new on the page of a thread.

    `since` is None when they never opened it. `jump` leads to the first new answer, "" when there is none.
    """

    since: datetime | None = None
    answers: int = 0
    jump: str = ""


def with_unread(questions: QuerySet[Question], viewer: Viewer) -> QuerySet[Question]:
    """Mark what is new for a member: `opened_until`, `is_unread` and `new_answers`. No query of its own.

    New is what happened after they last had it before them, or after they called everything read; a
    thread that they never opened and did not start is new for two weeks.
    """
    if not is_member(viewer):
        return questions
    opened = ReadMark.objects.filter(member_id=viewer.pk, question=OuterRef("pk")).values("read_until")
    floor = max(timezone.now() - NEW_FOR, viewer.joined_at)
    return questions.annotate(
        opened_until=Subquery(opened[:1]),
        read_until=Greatest(Coalesce("opened_until", floor), Coalesce(_called_read(viewer), LONG_AGO)),
    ).annotate(
        is_unread=Case(
            When(opened_until__isnull=True, author_id=viewer.pk, then=Value(False)),
            When(last_activity_at__gt=F("read_until"), then=Value(True)),
            default=Value(False),
            output_field=BooleanField(),
        ),
        new_answers=Coalesce(Subquery(_answers_since(viewer)), 0),
    )


def unread_in(viewer: Viewer, question: Question, answers: list[Answer], next_cursor: str | None) -> Unread:
    """What is new on this page of a thread; reads the `opened_until` that `with_unread` gave."""
    if getattr(question, "opened_until", None) is None or not is_member(viewer):
        return Unread()
    since: datetime = question.read_until  # type: ignore[attr-defined]
    new = [answer for answer in answers if is_new_for(viewer, question, answer)]
    jump = f"#antwoord-{min(new, key=lambda answer: answer.created_at).pk}" if new else ""
    waiting: int = getattr(question, "new_answers", 0)
    if not new and waiting and next_cursor:
        jump = reverse("community:first-unread", args=[question.pk])
    return Unread(since=since, answers=waiting, jump=jump)


def is_new_for(viewer: Viewer, question: Question, post: Post) -> bool:
    """Whether somebody else posted it after the viewer last had this thread before them."""
    if getattr(question, "opened_until", None) is None or not is_member(viewer):
        return False
    return post.created_at > question.read_until and post.author_id != viewer.pk  # type: ignore[attr-defined]


def seen_until(question: Question, answers: list[Answer], next_cursor: str | None) -> datetime:
    """Up to where a member has read who has this page before them: what stands on a later one stays new."""
    if next_cursor is None or not answers:
        return max(question.last_activity_at, *(answer.created_at for answer in answers), question.created_at)
    return answers[-1].created_at


def _called_read(viewer: Any) -> Subquery:
    everything = Q(theme__isnull=True) | Q(theme=OuterRef("theme"))
    called = AllRead.objects.filter(everything, member_id=viewer.pk)
    return Subquery(called.order_by("-read_at").values("read_at")[:1])


def _answers_since(viewer: Any) -> Any:
    new = (
        Answer.objects.published()
        .filter(question=OuterRef("pk"), created_at__gt=OuterRef("read_until"))
        .exclude(author_id=viewer.pk)
    )
    return new.order_by().values("question").annotate(n=Count("pk")).values("n")
