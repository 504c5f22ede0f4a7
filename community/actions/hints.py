"""Remembering which hints a member had, so that each comes once."""

from django.db import transaction

from accounts.models import Member
from community.models import HintKind, HintSeen
from community.policies import visible_questions
from core.errors import NotFound

IN_EVERY_THREAD = frozenset({HintKind.OLD_THREAD, HintKind.IN_A_ROW, HintKind.MUCH_IN_ONE})
"""Come once in each thread; the others once in a lifetime."""


@transaction.atomic
def note_hint(*, member: Member, kind: str, question_id: int | None = None) -> None:
    """The member had this hint, and is not shown it again. Repeating it changes nothing.

    Raises `NotFound` for a kind that does not exist, and for a thread that the member may not read.
    """
    if kind not in HintKind.values:
        raise NotFound
    if kind not in IN_EVERY_THREAD:
        question_id = None
    elif question_id is None or not visible_questions(member).filter(pk=question_id).exists():
        raise NotFound
    HintSeen.objects.bulk_create(
        [HintSeen(member=member, kind=kind, question_id=question_id)], ignore_conflicts=True
    )
