"""Questions that are about the same."""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser

from accounts.policies import Viewer
from community.limits import RELATED_KEPT, RELATED_SHOWN, SIMILAR_FROM, SIMILAR_SHOWN
from community.models import Question
from community.policies import visible_entries, visible_questions
from community.queries.lists import with_row_fields
from community.queries.search.hits import Found, ranked
from community.queries.search.terms import terms_of

NEAR_ENOUGH = 0.08
"""Relevance below which a question has too little to do with a title."""


@dataclass(frozen=True)
class Similar:
    questions: list[Question]


def similar_questions(viewer: Viewer, title: str, *, typing: bool = False) -> Similar:
    """Up to five questions that `viewer` may read and that look like `title`. At most eight queries.

    Nothing for a title of fewer than ten characters: too little to go by.
    """
    if len(title.strip()) < SIMILAR_FROM:
        return Similar([])
    near = _nearest(viewer, title, typing=typing)[:SIMILAR_SHOWN]
    questions = visible_questions(viewer).filter(pk__in=[each.question_id for each in near])
    by_id = {question.pk: question for question in with_row_fields(questions)} if near else {}
    return Similar([by_id[each.question_id] for each in near if each.question_id in by_id])


def related_questions(viewer: Viewer, question: Question) -> list[Question]:
    """Up to five questions that were found to be about the same, best first. One query."""
    related = visible_questions(viewer).published().filter(related_to__question=question)
    return list(with_row_fields(related).order_by("-related_to__score", "-pk")[:RELATED_SHOWN])


def scores_of_related(question_id: int) -> dict[int, int]:
    """The public questions that look most like this one, for `store_related`. At most eight queries."""
    question = Question.objects.filter(pk=question_id).only("title").first()
    if question is None:
        return {}
    near = [each for each in _nearest(AnonymousUser(), question.title) if each.question_id != question_id]
    return {each.question_id: round(each.relevance * 10_000) for each in near[:RELATED_KEPT]}


def _nearest(viewer: Viewer, title: str, *, typing: bool = False) -> list[Found]:
    terms = terms_of(title, typing=typing)
    if not terms:
        return []
    found = ranked(visible_entries(viewer), terms).found
    return [each for each in found if each.relevance >= NEAR_ENOUGH]
