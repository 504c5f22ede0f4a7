"""Answers that are ready: one's own and shared ones, and which fit a search."""

from dataclasses import dataclass

from django.db.models import Q

from accounts.policies import Viewer
from community.limits import CANNED_SHOWN
from community.models import CannedAnswer, Question
from community.policies import can_answer, can_change_canned, can_share_canned, can_use_canned, visible_canned
from community.queries.posts import get_question
from core.errors import NotFound
from core.policy import Decision

SEARCH_LENGTH = 100


@dataclass(frozen=True)
class CannedPage:
    """`question` is the one that an answer is chosen for; None on one's own page."""

    own: list[CannedAnswer]
    shared: list[CannedAnswer]
    search: str
    can_share: Decision
    question: Question | None = None


def my_canned(viewer: Viewer, *, search: str) -> CannedPage:
    """One query. Raises `NotAllowed`."""
    can_use_canned(viewer).require()
    return _page(viewer, search, None)


def choose_canned(viewer: Viewer, *, question_id: int, search: str) -> CannedPage:
    """Two queries. Raises `NotFound`, `NotAllowed`."""
    question = get_question(viewer, question_id)
    can_use_canned(viewer).require()
    can_answer(viewer, question).require()
    return _page(viewer, search, question)


def own_canned(viewer: Viewer, *, canned_id: int) -> CannedAnswer:
    """One query. Raises `NotFound`, `NotAllowed`."""
    canned = visible_canned(viewer).filter(pk=canned_id).first()
    if canned is None:
        raise NotFound
    can_change_canned(viewer, canned).require()
    return canned


def _page(viewer: Viewer, search: str, question: Question | None) -> CannedPage:
    """Every word of the search stands in the title or in the text."""
    search = search.replace("\x00", "")[:SEARCH_LENGTH].strip()
    found = visible_canned(viewer).select_related("owner")
    for word in search.split():
        found = found.filter(Q(title__icontains=word) | Q(body__icontains=word))
    canned = list(found.order_by("title", "pk")[:CANNED_SHOWN])
    return CannedPage(
        own=[each for each in canned if each.owner_id == viewer.pk],
        shared=[each for each in canned if each.owner_id != viewer.pk],
        search=search,
        can_share=can_share_canned(viewer),
        question=question,
    )
