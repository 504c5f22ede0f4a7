"""From terms to questions: which posts match, and what they are worth."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone

from community.limits import LIST_SIZE, RANKED
from community.models import Match
from community.models.search import SearchEntryQuerySet
from community.queries.search.plans import fetch
from community.queries.search.terms import Term, Terms

TITLE_WEIGHT = 1.6
QUESTION_WEIGHT = 1.0
ANSWER_WEIGHT = 0.8
FEW = 5
"""With fewer questions than this, one word is enough."""
SATURATION = 1.2
USUAL_LENGTH = 90
"""Stems in an ordinary post; in a longer one a word says less."""
FAR_BEHIND = 0.1
"""Below this part of the best relevance a question has nothing to do with the search."""
HIGHLIGHTED_BONUS = 1.08
SOLVED_BONUS = 1.04

Row = tuple[Any, ...]
"""The values of `_COLUMNS`."""
_COLUMNS = (
    "question_id", "answer_id", "asked_at", "title_stems", "body_stems",
    "question__solution_id", "question__highlighted_until",
)  # fmt: skip


@dataclass
class Found:
    """A question in which something matched. `best_answer` is the answer that matched best, or None when the
    question itself did; `relevance` is between 0 (nothing) and about 1 (every word, in the title)."""

    question_id: int
    asked_at: datetime
    relevance: float = 0.0
    best_answer: int | None = None
    best_worth: float = -1.0
    by_term: dict[str, dict[str, float]] = field(default_factory=dict)
    bonus: float = 1.0


@dataclass(frozen=True)
class Ranking:
    """Questions by relevance. `capped`: more posts matched than are looked at."""

    found: list[Found]
    capped: bool
    loose: bool


def ranked(entries: SearchEntryQuerySet, terms: Terms) -> Ranking:
    """The questions among the newest `RANKED` posts with all words; with few of these, also with most words,
    and when even that gives hardly any, with any. One to three queries.
    """
    strict = _rows(entries, terms.all_words())
    found = _grouped(strict, terms)
    if len(found) >= LIST_SIZE or len(terms.terms) == 1:
        return Ranking(_by_relevance(found), capped=len(strict) == RANKED, loose=False)
    more = _rows(entries, terms.most_words())
    if len({row[0] for row in (*strict, *more)}) < FEW:
        more += _rows(entries, terms.any_word())
    rows = {(row[0], row[1]): row for row in (*strict, *more)}
    loose = _grouped(rows.values(), terms)
    return Ranking(_by_relevance(loose), capped=len(more) >= RANKED, loose=not found)


def in_order_of_time(
    entries: SearchEntryQuerySet, match: Match, terms: Terms, *, window: int
) -> tuple[list[Found], bool]:
    """The questions of the newest `window` posts that match, newest first, and whether there may be more.

    One query.
    """
    rows = fetch(entries, match, _COLUMNS, window)
    return _grouped(rows, terms), len(rows) == window


def after(asked_at: datetime, question_id: int) -> Q:
    """Entries of questions older than this one, written so that the index on moments is used."""
    return Q(asked_at__lte=asked_at) & (
        Q(asked_at__lt=asked_at) | Q(asked_at=asked_at, question_id__lt=question_id)
    )


def _rows(entries: SearchEntryQuerySet, match: Match) -> list[Row]:
    return fetch(entries, match, _COLUMNS, RANKED)


def _by_relevance(found: list[Found]) -> list[Found]:
    """Best first, without what is far behind the best."""
    best = max((each.relevance for each in found), default=0.0)
    near = [each for each in found if each.relevance >= best * FAR_BEHIND]
    return sorted(near, key=lambda each: (-each.relevance, -each.question_id))


def _grouped(rows: Iterable[Row], terms: Terms) -> list[Found]:
    groups: dict[int, Found] = {}
    today = timezone.localdate()
    for question_id, answer_id, asked_at, title, body, solution_id, highlighted_until in rows:
        found = groups.setdefault(question_id, Found(question_id, asked_at))
        found.bonus = _bonus(solution_id, highlighted_until, today)
        _weigh(found, terms, answer_id, title, body)
    for found in groups.values():
        _total(found, terms)
    return list(groups.values())


def _bonus(solution_id: int | None, highlighted_until: date | None, today: date) -> float:
    highlighted = highlighted_until is not None and highlighted_until >= today
    return (HIGHLIGHTED_BONUS if highlighted else 1) * (SOLVED_BONUS if solution_id else 1)


def _weigh(found: Found, terms: Terms, answer_id: int | None, title: str, body: str) -> None:
    """Keep for every term the best that a title, a question and an answer say about it."""
    in_title, in_body = Counter(title.split()), Counter(body.split())
    part = "question" if answer_id is None else "answer"
    length = SATURATION * (0.3 + 0.7 * in_body.total() / USUAL_LENGTH)
    worth = 0.0
    for term in terms.terms:
        best = found.by_term.setdefault(term.word, {})
        heading = _strength(term, in_title, 0.2)
        text = _strength(term, in_body, length)
        best["title"] = max(best.get("title", 0), heading)
        best[part] = max(best.get(part, 0), text)
        worth += term.worth * text
    if worth > found.best_worth + (0.0 if answer_id is None else 0.05 * terms.worth):
        found.best_worth, found.best_answer = worth, answer_id


def _strength(term: Term, counts: Counter[str], length: float) -> float:
    best = 0.0
    for alternative, worth in term.alternatives.items():
        times = min(counts[stem] for stem in alternative)
        if times:
            best = max(best, worth * times / (times + length))
    return best


def _total(found: Found, terms: Terms) -> None:
    total = covered = 0.0
    for term in terms.terms:
        best = found.by_term[term.word]
        text = max(QUESTION_WEIGHT * best.get("question", 0), ANSWER_WEIGHT * best.get("answer", 0))
        strength = TITLE_WEIGHT * best["title"] + text
        total += term.worth * strength
        covered += term.worth * min(1.0, 2 * strength)
    share = covered / terms.worth
    found.relevance = found.bonus * share * total / (terms.worth * (TITLE_WEIGHT + QUESTION_WEIGHT))
