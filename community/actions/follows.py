"""Following a question, as a member or by e-mail without an account."""

from django.db import transaction

from accounts.models import Member
from community.actions.counters import recount_followers
from community.actions.locking import lock_question
from community.models import Follow, FollowMode, Question
from community.policies import can_follow


@transaction.atomic
def follow_question(*, member: Member, question_id: int, mode: str = FollowMode.ANY) -> Question:
    """Follow, or change how. Raises `NotFound`, `NotAllowed`."""
    question = lock_question(member, question_id)
    can_follow(member, question).require()
    Follow.objects.update_or_create(member=member, question=question, defaults={"mode": mode})
    recount_followers(question.pk)
    return question


@transaction.atomic
def unfollow_question(*, member: Member, question_id: int) -> Question:
    """Stop following; harmless when not following. Raises `NotFound`."""
    question = lock_question(member, question_id)
    Follow.objects.filter(member=member, question=question).delete()
    recount_followers(question.pk)
    return question


def follow_by_taking_part(*, member: Member, question: Question) -> None:
    """Whoever answers wants to hear what comes next; a choice made earlier stays. Call in a transaction."""
    _follow, made = Follow.objects.get_or_create(member=member, question=question)
    if made:
        recount_followers(question.pk)
