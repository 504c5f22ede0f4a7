"""The rows that a write decides on, locked in one order everywhere: author, question, answer, comment.

All with `no_key`: a notification or answer of somebody else may still refer to a locked row. Otherwise
two people who write in one thread would each wait for the other.
"""

from accounts.policies import Viewer
from community.models import Answer, Comment, Question
from community.policies import visible_answers, visible_comments, visible_questions
from core.errors import NotFound


def lock_question(viewer: Viewer, question_id: int) -> Question:
    """The question as it is now, or `NotFound` when `viewer` may not read it."""
    question = (
        visible_questions(viewer)
        .select_for_update(of=("self",), no_key=True)
        .select_related("theme")
        .filter(pk=question_id)
        .first()
    )
    if question is None:
        raise NotFound
    return question


def lock_answer(viewer: Viewer, answer_id: int) -> Answer:
    """The answer with its question, both locked, or `NotFound` when `viewer` may not read it."""
    question_id = visible_answers(viewer).filter(pk=answer_id).values_list("question_id", flat=True).first()
    if question_id is None:
        raise NotFound
    question = lock_question(viewer, question_id)
    answer = visible_answers(viewer).select_for_update(of=("self",), no_key=True).filter(pk=answer_id).first()
    if answer is None:
        raise NotFound
    answer.question = question
    return answer


def lock_comment(viewer: Viewer, comment_id: int) -> Comment:
    """The comment with its question, both locked, or `NotFound` when `viewer` may not read it."""
    question_id = visible_comments(viewer).filter(pk=comment_id).values_list("question_id", flat=True).first()
    if question_id is None:
        raise NotFound
    question = lock_question(viewer, question_id)
    comment = (
        visible_comments(viewer).select_for_update(of=("self",), no_key=True).filter(pk=comment_id).first()
    )
    if comment is None:
        raise NotFound
    comment.question = question
    return comment
