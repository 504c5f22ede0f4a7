"""The rows that a write decides on, locked in one order everywhere: author, question, answer, comment.

All with `no_key`: a notification or answer of somebody else may still refer to a locked row. Otherwise
two people who write in one thread would each wait for the other.
"""

from typing import TypeVar

from accounts.policies import Viewer
from community.models import Answer, Comment, Question
from community.models.post import PostQuerySet
from community.policies import visible_answers, visible_comments, visible_questions
from core.errors import NotFound

P = TypeVar("P", Answer, Comment)
LOOKS = 3
"""So often a post is looked up that goes to another thread at this very moment."""


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
    return _lock_with_question(viewer, visible_answers(viewer), answer_id)


def lock_comment(viewer: Viewer, comment_id: int) -> Comment:
    """The comment with its question, both locked, or `NotFound` when `viewer` may not read it."""
    return _lock_with_question(viewer, visible_comments(viewer), comment_id)


def _lock_with_question(viewer: Viewer, posts: PostQuerySet[P], post_id: int) -> P:
    """A moderator may take the post to another thread between the look and the lock; then look again."""
    for _turn in range(LOOKS):
        question_id = posts.filter(pk=post_id).values_list("question_id", flat=True).first()
        if question_id is None:
            break
        try:
            question = lock_question(viewer, question_id)
        except NotFound:
            continue
        post = posts.select_for_update(of=("self",), no_key=True).filter(pk=post_id).first()
        if post is not None and post.question_id == question.pk:
            post.question = question
            return post
    raise NotFound
