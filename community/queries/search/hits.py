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
COMMENT_WEIGHT = 0.5
WEIGHTS = {"question": QUESTION_WEIGHT, "answer": ANSWER_WEIGHT, "comment": COMMENT_WEIGHT}
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
    "question_id", "answer_id", "comment_id", "asked_at", "title_stems", "body_stems",
    "question__solution_id", "question__highlighted_until",
)  # fmt: skip


@dataclass
class Found:
    """A question in which something matched. `best_answer` or `best_comment` matched best, or the question
    itself where both are None; `relevance` is between 0 (nothing) and about 1 (every word, in the title)."""

    question_id: int
    asked_at: datetime
    relevance: float = 0.0
    best_answer: int | None = None
    best_comment: int | None = None
    best_worth: float = -1.0
    by_term: dict[str, dict[str, float]] = field(default_factory=dict)
    bonus: float = 1.0


@dataclass(frozen=True)
class Ranking:
    """Questions by relevance. `capped`: more posts matched than are looked at. `terms`: what was a hit."""

    found: list[Found]
    capped: bool
    loose: bool
    terms: Terms


def ranked(entries: SearchEntryQuerySet, terms: Terms) -> Ranking:
    """The questions among the newest `RANKED` posts with all words; with few of these, also with most words,
    and when even that gives hardly any, with any word or part of a compound. One to three queries.
    """
    strict = _rows(entries, terms.all_words())
    found = _grouped(strict, terms)
    parts = terms.in_parts()
    if len(found) >= LIST_SIZE or (len(terms.terms) == 1 and (parts is terms or len(found) >= FEW)):
        return Ranking(_by_relevance(found), capped=len(strict) == RANKED, loose=False, terms=terms)
    more = _rows(entries, terms.most_words()) if len(terms.terms) > 1 else []
    if len({row[0] for row in (*strict, *more)}) < FEW:
        terms, more = parts, [*more, *_rows(entries, parts.any_word())]
    rows = {row[:3]: row for row in (*strict, *more)}
    near = _by_relevance(_grouped(rows.values(), terms))
    return Ranking(near, capped=len(more) >= RANKED, loose=not found, terms=terms)


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
    for question_id, answer_id, comment_id, asked_at, title, body, solution_id, highlighted_until in rows:
        found = groups.setdefault(question_id, Found(question_id, asked_at))
        found.bonus = _bonus(solution_id, highlighted_until, today)
        worth = _weigh(found, terms, _part(answer_id, comment_id), title, body)
        _keep_best(found, terms, worth, answer_id, comment_id)
    counted = _counted(groups.values(), terms)
    for found in groups.values():
        _total(found, counted)
    return list(groups.values())


def _bonus(solution_id: int | None, highlighted_until: date | None, today: date) -> float:
    highlighted = highlighted_until is not None and highlighted_until >= today
    return (HIGHLIGHTED_BONUS if highlighted else 1) * (SOLVED_BONUS if solution_id else 1)


def _part(answer_id: int | None, comment_id: int | None) -> str:
    if comment_id is not None:
        return "comment"
    return "question" if answer_id is None else "answer"


def _weigh(found: Found, terms: Terms, part: str, title: str, body: str) -> float:
    """Keep for every term the best that a title and each kind of post say; the worth of this text."""
    in_title, in_body = Counter(title.split()), Counter(body.split())
    length = SATURATION * (0.3 + 0.7 * in_body.total() / USUAL_LENGTH)
    worth = 0.0
    for term in terms.terms:
        best = found.by_term.setdefault(term.word, {})
        heading = _strength(term, in_title, 0.2)
        text = _strength(term, in_body, length)
        best["title"] = max(best.get("title", 0), heading)
        best[part] = max(best.get(part, 0), text)
        worth += term.worth * text
    return worth


def _keep_best(
    found: Found, terms: Terms, worth: float, answer_id: int | None, comment_id: int | None
) -> None:
    """Which post is shown: the question's own text before an answer, and a short remark last."""
    if comment_id is not None:
        worth *= COMMENT_WEIGHT
    is_question = answer_id is None and comment_id is None
    if worth > found.best_worth + (0.0 if is_question else 0.05 * terms.worth):
        found.best_worth = worth
        found.best_answer = answer_id if comment_id is None else None
        found.best_comment = comment_id


def _strength(term: Term, counts: Counter[str], length: float) -> float:
    best = 0.0
    for alternative, worth in term.alternatives.items():
        times = min(counts[stem] for stem in alternative)
        if times:
            best = max(best, worth * times / (times + length))
    return best


def _counted(found: Iterable[Found], terms: Terms) -> list[Term]:
    """The terms that something can be missing: what stands in no public text and in nothing found, cannot."""
    met = {word for each in found for word, best in each.by_term.items() if any(best.values())}
    return [term for term in terms.terms if term.known or term.word in met]


def _total(found: Found, terms: list[Term]) -> None:
    total = covered = 0.0
    worth = sum(term.worth for term in terms) or 1.0
    for term in terms:
        best = found.by_term[term.word]
        text = max(weight * best.get(part, 0) for part, weight in WEIGHTS.items())
        strength = TITLE_WEIGHT * best["title"] + text
        total += term.worth * strength
        covered += term.worth * min(1.0, 2 * strength)
    found.relevance = found.bonus * (covered / worth) * total / (worth * (TITLE_WEIGHT + QUESTION_WEIGHT))
