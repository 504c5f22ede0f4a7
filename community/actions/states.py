"""What changes how a thread stands: asking for more, closing, opening again, saying it is still current."""

import uuid

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from community.actions.authors import Posted, lock_author
from community.actions.comments import post_comment
from community.actions.counters import touch
from community.actions.locking import lock_question
from community.actions.solutions import clear_solution
from community.events import InformationAsked, QuestionClosed, QuestionReopened
from community.models import Comment, Question, WayOut
from community.policies import can_ask_information, can_close, can_reopen
from core.events import publish


@transaction.atomic
def ask_for_information(
    *, member: Member, question_id: int, body: str, key: uuid.UUID, sure: bool = False
) -> Posted[Comment]:
    """A helper says in a comment what is missing; the question waits for its asker until they react.

    Raises as `post_comment` does. Publishes `InformationAsked`.
    """
    question = lock_question(lock_author(member), question_id)
    can_ask_information(member, question).require()
    posted = post_comment(
        author=member, question_id=question_id, answer_id=None, body=body, key=key, sure=sure
    )
    if posted.post.is_published and not posted.repeated:
        Question.objects.filter(pk=question_id).update(needs_info_at=timezone.now())
        publish(InformationAsked(question_id=question_id, comment_id=posted.post.pk, member_id=member.pk))
    return posted


def note_asker_reacted(*, member_id: int, question_id: int) -> None:
    """The asker wrote something, so nobody waits for them. Call in the transaction of the post."""
    own = Question.objects.filter(pk=question_id, author_id=member_id)
    own.update(needs_info_at=None, asked_if_current_at=None)


@transaction.atomic
def close_question(*, member: Member, question_id: int, way_out: WayOut) -> Question:
    """The asker is done, and says what helped; said again, it changes the way out.

    Raises `NotFound`, `NotAllowed`. Publishes `QuestionClosed` the first time.
    """
    question = lock_question(lock_author(member), question_id)
    can_close(member, question).require()
    told_before = question.way_out != ""
    question.solved_at = question.solved_at or timezone.now()
    question.way_out, question.needs_info_at, question.asked_if_current_at = way_out, None, None
    question.save(update_fields=["solved_at", "way_out", "needs_info_at", "asked_if_current_at"])
    if not told_before:
        publish(QuestionClosed(question_id=question.pk, member_id=member.pk, way_out=way_out))
    return question


@transaction.atomic
def reopen_question(*, member: Member, question_id: int) -> Question:
    """It is not solved after all, or not silent any more. Publishes `QuestionReopened`."""
    question = lock_question(lock_author(member), question_id)
    can_reopen(member, question).require()
    clear_solution(question)
    question.locked_at, question.locked_for_silence, question.asked_if_current_at = None, False, None
    question.save(update_fields=["locked_at", "locked_for_silence", "asked_if_current_at"])
    touch(question.pk)
    publish(QuestionReopened(question_id=question.pk, member_id=member.pk))
    return question


@transaction.atomic
def say_still_current(*, member: Member, question_id: int) -> Question:
    """The question moves up again, so that others look. Raises `NotFound`, `NotAllowed`."""
    question = lock_question(lock_author(member), question_id)
    can_close(member, question).require()
    if question.asked_if_current_at is not None:
        question.asked_if_current_at = None
        question.save(update_fields=["asked_if_current_at"])
        touch(question.pk)
    return question
