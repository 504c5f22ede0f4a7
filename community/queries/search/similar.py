"""Questions that are about the same."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils import timezone

from accounts.policies import Viewer, is_member
from accounts.queries.blocks import blocked_by
from community.limits import RELATED_KEPT, RELATED_SHOWN, SIMILAR_FROM, SIMILAR_SHOWN
from community.models import Question
from community.models.search import SearchEntryQuerySet
from community.policies import visible_entries, visible_questions
from community.queries.lists import with_row_fields
from community.queries.search.hits import Found, ranked
from community.queries.search.terms import terms_of
from core.words import is_stop_word

NEAR_ENOUGH = 0.07
"""Relevance below which a question has too little to do with a title."""


@dataclass(frozen=True)
class Similar:
    questions: list[Question]


@dataclass(frozen=True)
class Related:
    """A question beside another one."""

    title: str
    url: str
    is_solved: bool
    is_highlighted: bool


def similar_questions(viewer: Viewer, title: str, *, typing: bool = False) -> Similar:
    """Up to five questions that `viewer` may read and that look like `title`. At most eight queries.

    Nothing for a title of fewer than ten characters or without a subject: too little to go by.
    """
    if len(title.strip()) < SIMILAR_FROM:
        return Similar([])
    near = _nearest(visible_entries(viewer), title, typing=typing)[:SIMILAR_SHOWN]
    questions = visible_questions(viewer).filter(pk__in=[each.question_id for each in near])
    by_id = {question.pk: question for question in with_row_fields(questions, viewer)} if near else {}
    found = [by_id[each.question_id] for each in near if each.question_id in by_id]
    return Similar([question for question in found if not getattr(question, "viewer_blocked", False)])


def with_related(questions: QuerySet[Question], viewer: Viewer) -> QuerySet[Question]:
    """The questions, each with the best of its related ones that `viewer` may read, for `related_to`.

    Asked along with the question itself, because its page has no query to spare.
    """
    related = visible_questions(viewer).published().filter(related_to__question=OuterRef("pk"))
    if is_member(viewer):
        # Who asks anonymously is not told by what is missing here.
        related = related.filter(~blocked_by(viewer) | Q(anonymous=True))
    fields = ("pk", "title", "slug", "solution_id", "highlighted_until")
    rows = (
        related.order_by("-related_to__score", "-pk")
        .annotate(shown=JSONObject(**{name: name for name in fields}))
        .values("shown")
    )
    places = {f"related_{n}": Subquery(rows[n : n + 1]) for n in range(RELATED_SHOWN)}
    return questions.annotate(**places)


def related_to(question: Question) -> list[Related]:
    """Up to five questions that were found to be about the same, best first. No query: see `with_related`."""
    rows = [getattr(question, f"related_{n}") for n in range(RELATED_SHOWN)]
    return [_related(row) for row in rows if row]


def _related(row: dict[str, Any]) -> Related:
    return Related(
        title=row["title"],
        url=reverse("community:question", args=[row["pk"], row["slug"]]),
        is_solved=row["solution_id"] is not None,
        is_highlighted=(row["highlighted_until"] or "") >= timezone.localdate().isoformat(),
    )


def scores_of_related(question_id: int) -> dict[int, int]:
    """The public questions that look most like this one, for `store_related`. At most eight queries."""
    question = Question.objects.filter(pk=question_id).only("title").first()
    if question is None:
        return {}
    near = _nearest(visible_entries(AnonymousUser()).exclude(question=question), question.title)
    return {each.question_id: round(each.relevance * 10_000) for each in near[:RELATED_KEPT]}


def _nearest(entries: SearchEntryQuerySet, title: str, *, typing: bool = False) -> list[Found]:
    terms = terms_of(title, typing=typing)
    if all(is_stop_word(term.word) for term in terms.terms):
        return []
    found = ranked(entries, terms).found
    return [each for each in found if each.relevance >= NEAR_ENOUGH]
