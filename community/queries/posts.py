"""One post, for a form or a redirect."""

from dataclasses import dataclass

from accounts.policies import Viewer
from community.models import Answer, Comment, Highlight, Question
from community.policies import (
    can_edit,
    can_highlight,
    can_withdraw,
    visible_answers,
    visible_comments,
    visible_questions,
    who_can_read,
)
from community.queries.bylines import Byline, byline
from core.errors import NotFound


@dataclass(frozen=True)
class EditPage:
    """A post that its author may edit now, with who reads along."""

    kind: str
    post: Question | Answer | Comment
    question: Question
    readers: str


@dataclass(frozen=True)
class WithdrawPage:
    kind: str
    post: Question | Answer | Comment
    question: Question


@dataclass(frozen=True)
class HighlightPage:
    """An answer that a professional may vouch for, and what an earlier confirmation said."""

    answer: Answer
    question: Question
    author: Byline
    current: Highlight | None


def get_question(viewer: Viewer, question_id: int) -> Question:
    """One query. Raises `NotFound`."""
    question = visible_questions(viewer).select_related("theme", "author").filter(pk=question_id).first()
    if question is None:
        raise NotFound
    return question


def get_answer(viewer: Viewer, answer_id: int) -> Answer:
    """One query. Raises `NotFound`."""
    answers = visible_answers(viewer).select_related("question__theme", "author")
    answer = answers.filter(pk=answer_id).first()
    if answer is None:
        raise NotFound
    return answer


def get_comment(viewer: Viewer, comment_id: int) -> Comment:
    """One query. Raises `NotFound`."""
    comments = visible_comments(viewer).select_related("question__theme", "answer", "author")
    comment = comments.filter(pk=comment_id).first()
    if comment is None:
        raise NotFound
    return comment


def get_post(viewer: Viewer, kind: str, post_id: int) -> Question | Answer | Comment:
    """The question, answer or comment with this id. One query. Raises `NotFound`."""
    match kind:
        case "question":
            return get_question(viewer, post_id)
        case "answer":
            return get_answer(viewer, post_id)
    return get_comment(viewer, post_id)


def question_of(post: Question | Answer | Comment) -> Question:
    return post if isinstance(post, Question) else post.question


def edit_page(viewer: Viewer, *, kind: str, post_id: int) -> EditPage:
    """One query. Raises `NotFound`, `NotAllowed` with the edit window in words."""
    post = get_post(viewer, kind, post_id)
    can_edit(viewer, post).require()
    question = question_of(post)
    readers = who_can_read(question.audience, theme_label=question.theme.label)
    return EditPage(kind=kind, post=post, question=question, readers=readers)


def withdraw_page(viewer: Viewer, *, kind: str, post_id: int) -> WithdrawPage:
    """One query. Raises `NotFound`, `NotAllowed`."""
    post = get_post(viewer, kind, post_id)
    can_withdraw(viewer, post).require()
    return WithdrawPage(kind=kind, post=post, question=question_of(post))


def highlight_page(viewer: Viewer, *, answer_id: int) -> HighlightPage:
    """Two queries. Raises `NotFound`, `NotAllowed`."""
    answer = get_answer(viewer, answer_id)
    can_highlight(viewer, answer).require()
    current = Highlight.objects.open().filter(answer=answer).select_related("professional").first()
    author = byline(answer, question=answer.question, viewer=viewer)
    return HighlightPage(answer=answer, question=answer.question, author=author, current=current)
