"""Where in its thread an answer or comment stands."""

from django.db.models import Q

from accounts.policies import Viewer
from community.limits import ANSWERS_PER_PAGE
from community.models import Answer, Comment, Highlight
from community.policies import visible_answers, visible_questions
from community.queries.answers import ANSWER_ORDER, answers_list_name
from community.queries.posts import get_answer, get_comment
from community.queries.reading import with_unread
from core.errors import NotFound
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


def address_of_first_unread(viewer: Viewer, question_id: int) -> str:
    """The first answer that is new for the viewer, else the question itself. At most five queries."""
    question = with_unread(visible_questions(viewer), viewer).filter(pk=question_id).first()
    if question is None:
        raise NotFound
    if getattr(question, "opened_until", None) is None:
        return question.get_absolute_url()
    since = question.read_until  # type: ignore[attr-defined]
    new = visible_answers(viewer).published().filter(question=question, created_at__gt=since)
    first = new.exclude(author_id=viewer.pk).oldest_first().values_list("pk", flat=True).first()
    return address_of_answer(viewer, first) if first is not None else question.get_absolute_url()


def cursor_to_answer(viewer: Viewer, answer_id: int) -> str:
    """The page on which an answer stands, "" for the first one. At most four queries. Raises `NotFound`."""
    return _cursor_to(viewer, get_answer(viewer, answer_id))


def _page_with(viewer: Viewer, answer: Answer) -> str:
    url, cursor = answer.question.get_absolute_url(), _cursor_to(viewer, answer)
    return f"{url}?cursor={cursor}" if cursor else url


def _cursor_to(viewer: Viewer, answer: Answer) -> str:
    """The first page when the answer stands there; else the page that begins with the answer."""
    if Highlight.objects.in_force().filter(answer=answer).exists():
        return ""
    earlier = Q(created_at__lt=answer.created_at) | Q(created_at=answer.created_at, pk__lt=answer.pk)
    before = visible_answers(viewer).filter(earlier, question=answer.question)
    if before.count() < ANSWERS_PER_PAGE:
        return ""
    last = before.order_by("-created_at", "-pk")[0]
    return cursor_after(last, list_name=answers_list_name(answer.question), order=ANSWER_ORDER)
