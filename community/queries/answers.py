"""The answers of one page of a thread, with what vouches for each."""

from collections.abc import Sequence

from django.db.models import Exists, FilteredRelation, OuterRef, Q, QuerySet

from accounts.models.role import active_grants
from accounts.policies import Viewer
from accounts.queries.blocks import blocked_by
from community.limits import ANSWERS_PER_PAGE
from community.models import Answer, Highlight, Question, Thanks
from community.policies import visible_answers
from core.paging import keyset_page

ANSWER_ORDER = ("created_at", "id")


def answers_list_name(question: Question) -> str:
    """What the cursors of this thread are bound to."""
    return f"answers:{question.pk}"


def answers_of_page(viewer: Viewer, question: Question, cursor: str) -> tuple[list[Answer], str | None]:
    """The answers of this page, each with its `open_highlight`.

    In-force highlights stand first on the first page and nowhere else; one query more brings those of
    later pages.
    """
    answers = _answers_of(viewer, question)
    page = keyset_page(
        answers,
        list_name=answers_list_name(question),
        order=ANSWER_ORDER,
        cursor=cursor,
        size=ANSWERS_PER_PAGE,
    )
    rest = [answer for answer in page.items if not _is_in_force(answer)]
    pinned: list[Answer] = []
    if not cursor:
        pinned = [answer for answer in page.items if _is_in_force(answer)]
        if page.next_cursor and len(pinned) < getattr(question, "in_force", 0):
            ids = Highlight.objects.in_force().filter(question=question).values("answer")
            here = [answer.pk for answer in pinned]
            pinned += list(answers.filter(pk__in=ids).exclude(pk__in=here).order_by(*ANSWER_ORDER))
    for answer in (*pinned, *rest):
        answer.question = question
    return [*pinned, *rest], page.next_cursor


def some_answers(viewer: Viewer, question: Question, ids: Sequence[int]) -> list[Answer]:
    """Those of these answers that the viewer may read, each with its `open_highlight`. None or one query."""
    found = list(_answers_of(viewer, question).filter(pk__in=ids).order_by(*ANSWER_ORDER)) if ids else []
    for answer in found:
        answer.question = question
    return found


def _answers_of(viewer: Viewer, question: Question) -> QuerySet[Answer]:
    answers = with_viewer(visible_answers(viewer).filter(question=question), viewer)
    open_highlight = FilteredRelation("highlights", condition=Q(highlights__ended_at__isnull=True))
    return answers.annotate(open_highlight=open_highlight).select_related(
        "author",
        "open_highlight__professional",  # type: ignore[misc]  # a filtered relation, which mypy does not know
    )


def highlight_of(answer: Answer) -> Highlight | None:
    """The open highlight that came with the answer."""
    highlight: Highlight | None = getattr(answer, "open_highlight", None)
    return highlight


def _is_in_force(answer: Answer) -> bool:
    highlight = highlight_of(answer)
    return highlight is not None and highlight.in_force


def with_viewer(answers: QuerySet[Answer], viewer: Viewer) -> QuerySet[Answer]:
    answers = answers.select_related("author").annotate(author_grants=active_grants("author_id"))
    if viewer.is_authenticated:
        thanks = Thanks.objects.filter(member_id=viewer.pk, answer=OuterRef("pk"))
        answers = answers.annotate(viewer_thanked=Exists(thanks), viewer_blocked=blocked_by(viewer))
    return answers
