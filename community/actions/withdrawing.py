"""Authors take back what they wrote, or put it back."""

from django.db import transaction

from accounts.models import Member
from community.actions.counters import recount_answers, recount_highlights
from community.actions.locking import lock_answer, lock_comment, lock_question
from community.actions.solutions import clear_solution
from community.events import PostRestored, PostWithdrawn
from community.models import Answer, Comment, Post, Question, Visibility
from community.policies import can_restore, can_withdraw
from core.events import publish


@transaction.atomic
def withdraw_question(*, member: Member, question_id: int) -> Question:
    """Take back one's question: the whole thread disappears for everybody else. Publishes `PostWithdrawn`."""
    question = lock_question(member, question_id)
    _withdraw(member, question)
    publish(PostWithdrawn(kind="question", post_id=question.pk, question_id=question.pk))
    return question


@transaction.atomic
def withdraw_answer(*, member: Member, answer_id: int) -> Answer:
    """Take back one's answer; it stops being a solution and its highlight has no effect."""
    answer = lock_answer(member, answer_id)
    _withdraw(member, answer)
    if answer.question.solution_id == answer.pk:
        clear_solution(answer.question)
    _recount(answer)
    publish(PostWithdrawn(kind="answer", post_id=answer.pk, question_id=answer.question_id))
    return answer


@transaction.atomic
def withdraw_comment(*, member: Member, comment_id: int) -> Comment:
    comment = lock_comment(member, comment_id)
    _withdraw(member, comment)
    publish(PostWithdrawn(kind="comment", post_id=comment.pk, question_id=comment.question_id))
    return comment


@transaction.atomic
def restore_question(*, member: Member, question_id: int) -> Question:
    """Put back one's withdrawn question, thread and all. Publishes `PostRestored`."""
    question = lock_question(member, question_id)
    _restore(member, question)
    publish(PostRestored(kind="question", post_id=question.pk, question_id=question.pk))
    return question


@transaction.atomic
def restore_answer(*, member: Member, answer_id: int) -> Answer:
    answer = lock_answer(member, answer_id)
    _restore(member, answer)
    _recount(answer)
    publish(PostRestored(kind="answer", post_id=answer.pk, question_id=answer.question_id))
    return answer


@transaction.atomic
def restore_comment(*, member: Member, comment_id: int) -> Comment:
    comment = lock_comment(member, comment_id)
    _restore(member, comment)
    publish(PostRestored(kind="comment", post_id=comment.pk, question_id=comment.question_id))
    return comment


def _withdraw(member: Member, post: Post) -> None:
    can_withdraw(member, post).require()
    post.withdrawn_while_held = post.visibility == Visibility.HELD
    post.visibility = Visibility.WITHDRAWN
    post.save(update_fields=["visibility", "withdrawn_while_held"])


def _restore(member: Member, post: Post) -> None:
    """What waited for a moderator waits again: taking it back and putting it back is no way around."""
    can_restore(member, post).require()
    post.visibility = Visibility.HELD if post.withdrawn_while_held else Visibility.PUBLISHED
    post.save(update_fields=["visibility"])


def _recount(answer: Answer) -> None:
    recount_answers(answer.question_id)
    recount_highlights(answer.question_id)
