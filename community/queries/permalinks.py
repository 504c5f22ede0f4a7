"""Where in its thread an answer or comment stands."""

from django.db.models import Q

from accounts.policies import Viewer
from community.limits import ANSWERS_PER_PAGE
from community.models import Answer, Comment, Highlight
from community.policies import visible_answers
from community.queries.posts import get_answer, get_comment
from community.queries.thread import ANSWER_ORDER, answers_list_name
from core.paging import cursor_after


def address_of_answer(viewer: Viewer, answer_id: int) -> str:
    """The page and anchor of an answer. At most four queries. Raises `NotFound`."""
    answer = get_answer(viewer, answer_id)
    return f"{_page_with(viewer, answer)}#antwoord-{answer.pk}"


def address_of_comment(viewer: Viewer, comment_id: int) -> str:
    """The page and anchor of a comment. At most five queries. Raises `NotFound`."""
    comment: Comment = get_comment(viewer, comment_id)
    if comment.answer_id is None:
        return f"{comment.question.get_absolute_url()}#reactie-{comment.pk}"
    answer = get_answer(viewer, comment.answer_id)
    return f"{_page_with(viewer, answer)}#reactie-{comment.pk}"


def _page_with(viewer: Viewer, answer: Answer) -> str:
    """The first page when the answer stands there; else the page that begins with the answer."""
    url = answer.question.get_absolute_url()
    if Highlight.objects.in_force().filter(answer=answer).exists():
        return url
    earlier = Q(created_at__lt=answer.created_at) | Q(created_at=answer.created_at, pk__lt=answer.pk)
    before = visible_answers(viewer).filter(earlier, question=answer.question)
    if before.count() < ANSWERS_PER_PAGE:
        return url
    last = before.order_by("-created_at", "-pk")[0]
    cursor = cursor_after(last, list_name=answers_list_name(answer.question), order=ANSWER_ORDER)
    return f"{url}?cursor={cursor}"
