"""What somebody looks for: the words of a search, with everything that means the same."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import combinations

from django.db.models import Q

from community.limits import QUERY_LENGTH, QUERY_TERMS
from community.models import Match, SearchWord
from community.models.search import Alternative
from core.screening import without_certain
from core.spelling import distance
from core.words import all_stems_of, is_stop_word, stems_of, words_of

BEGINNING_FROM = 3
"""Letters of the last word before longer words with that beginning are looked for, too."""
COMPOUND_FROM = 4
PART_FROM = 3
LONG_PART = 6
"""A beginning of so many letters says something, also when nobody used the rest of the compound."""
TYPO_FROM = 4
OTHERS = 12
"""So many compounds or longer words of one word at most."""
LINKS = ("", "s", "en", "e", "n")
"""Letters between the parts of a Dutch compound."""
LOOSE_TERMS = 6

EXACT, BEGINNING, COMPOUND, PARTS, TYPO = 1.0, 0.8, 0.6, 0.7, 0.5
ONE_PART = 0.35
"""What one part of a compound is worth where hardly anything has the whole."""
LONGER = 0.5
"""What a longer word is worth where the last word is a word already: "autism" may become "autisme"."""


@dataclass
class Term:
    """One word of a search. `alternatives` are stems that stand for it, with how much each is worth.

    `known`: the word stands in a public text. `better`: the nearest word that does. `parts`: the public words
    that a compound is made of, for when it stands nowhere.
    """

    word: str
    alternatives: dict[Alternative, float] = field(default_factory=dict)
    per_million: int = 0
    known: bool = False
    better: str = ""
    parts: dict[str, SearchWord] = field(default_factory=dict)

    @property
    def worth(self) -> float:
        """How much it says about a text: a rare word more than a common one."""
        return math.log(1 + 1_000_000 / (self.per_million + 50))

    def add(self, stems: Iterable[Alternative], worth: float) -> None:
        for alternative in stems:
            self.alternatives[alternative] = max(worth, self.alternatives.get(alternative, 0))

    def in_parts(self) -> "Term":
        """The same, for which one of its parts is enough; itself when it has none."""
        if self.known or not self.parts:
            return self
        often = self.per_million + sum(row.per_million for row in self.parts.values())
        apart = replace(self, alternatives=dict(self.alternatives), known=True, per_million=often)
        apart.add(((stem,) for stem in self.parts), ONE_PART)
        return apart


@dataclass(frozen=True)
class Terms:
    """The words of a search, the rarest first; `better` is the search in better spelling, or ""."""

    terms: tuple[Term, ...]
    better: str = ""

    def __bool__(self) -> bool:
        return bool(self.terms)

    @property
    def worth(self) -> float:
        """Of the words that stand somewhere; what nobody ever wrote can be missed nowhere."""
        return sum(term.worth for term in self.terms if term.known) or sum(t.worth for t in self.terms)

    @property
    def stems(self) -> frozenset[str]:
        """Every stem that counts as a hit."""
        return frozenset(s for term in self.terms for alternative in term.alternatives for s in alternative)

    def in_parts(self) -> "Terms":
        """The same search, for which one part of a compound is enough; itself where there is none."""
        if not any(term.parts and not term.known for term in self.terms):
            return self
        return replace(self, terms=tuple(term.in_parts() for term in self.terms))

    def all_words(self) -> Match:
        way = tuple(tuple(term.alternatives) for term in self.terms)
        return Match(ways=(way,), per_million=min(term.per_million for term in self.terms))

    def most_words(self) -> Match:
        """Two of the rarest words that stand somewhere, whichever; with two words or one, either."""
        return self._some(2 if len(self._rarest) > 2 else 1)

    def any_word(self) -> Match:
        return self._some(1)

    @property
    def _rarest(self) -> tuple[Term, ...]:
        return (tuple(term for term in self.terms if term.known) or self.terms)[:LOOSE_TERMS]

    def _some(self, size: int) -> Match:
        ways = list(combinations(self._rarest, size))
        return Match(
            ways=tuple(tuple(tuple(term.alternatives) for term in way) for way in ways),
            per_million=max(min(term.per_million for term in way) for way in ways),
        )


def terms_of(text: str, *, typing: bool = False) -> Terms:
    """The terms of a search or a title. `typing`: the last word may be only begun. At most four queries.

    What is certainly private is not looked for: it would stand in a log of the database.
    """
    text = text[:QUERY_LENGTH]
    found = [word.folded for word in words_of(without_certain(text))]
    wanted = list(dict.fromkeys(w for w in found if not is_stop_word(w))) or list(dict.fromkeys(found))
    if not wanted:
        return Terms(())
    terms = [Term(word) for word in wanted]
    known = _look_up(terms)
    for term in terms:
        _add_itself(term, known)
        _add_parts(term, known)
    _add_longer(terms, begun=terms[-1] if terms[-1].word == found[-1] else None, typing=typing)
    _correct([term for term in terms if not term.known])
    rarest = sorted(terms, key=lambda term: (term.per_million, -len(term.word), term.word))[:QUERY_TERMS]
    return Terms(tuple(rarest), better=_better(text, terms))


def _look_up(terms: list[Term]) -> dict[str, list[SearchWord]]:
    """The public words that a term or a part of it may be, by word and by stem. One query."""
    words = {
        word for term in terms for word in (term.word, *(w for pair in _splits(term.word) for w in pair))
    }
    stems = {stem for term in terms for stem in all_stems_of(term.word)}
    known: dict[str, list[SearchWord]] = {}
    for row in SearchWord.objects.filter(Q(word__in=words) | Q(stem__in=stems)):
        for key in {row.word, row.stem}:
            known.setdefault(key, []).append(row)
    return known


def _add_itself(term: Term, known: dict[str, list[SearchWord]]) -> None:
    stems = all_stems_of(term.word)
    rows = {row.pk: row for key in (term.word, *stems) for row in known.get(key, [])}
    same = [row for row in rows.values() if row.word == term.word or row.stem in stems]
    term.known = bool(same)
    term.per_million = sum(row.per_million for row in same)
    term.add(((stem,) for stem in stems), EXACT)


def _add_parts(term: Term, known: dict[str, list[SearchWord]]) -> None:
    """ "energieschuld" is also found where "energie" and "schuld" both stand."""
    splits = _splits(term.word)
    for left, right in splits:
        if left in known and right in known and not is_stop_word(left) and not is_stop_word(right):
            term.add([(stems_of(left, "nl")[0], stems_of(right, "nl")[0])], PARTS)
            term.parts |= {row.stem: row for row in (known[left][0], known[right][0])}
    begun = [left for left, _right in splits if len(left) >= LONG_PART and left in known]
    if begun and not term.parts:
        row = known[max(begun, key=len)][0]
        term.parts[row.stem] = row


def _splits(word: str) -> list[tuple[str, str]]:
    """Every way to take a compound apart, with and without the letter between."""
    if len(word) < 2 * PART_FROM + 1:
        return []
    cuts = range(PART_FROM, len(word) - PART_FROM + 1)
    return [
        (word[: at - len(link)], word[at:])
        for at in cuts
        for link in LINKS
        if word[:at].endswith(link) and at - len(link) >= PART_FROM
    ]


def _add_longer(terms: list[Term], *, begun: Term | None, typing: bool) -> None:
    """Compounds with a term in them, and words that the last term may be the beginning of. Two queries."""
    inside = [term for term in terms if len(term.word) >= COMPOUND_FROM]
    condition = Q()
    for term in inside:
        stem = stems_of(term.word, "nl")[0]
        condition |= Q(word__startswith=stem) | Q(backwards__startswith=stem[::-1])
    if begun is not None and len(begun.word) >= BEGINNING_FROM:
        condition |= Q(word__startswith=begun.word)
    if not condition:
        return
    longer = list(SearchWord.objects.filter(condition).order_by("-per_million", "word")[: OTHERS * 40])
    if begun is not None:
        _add_begun(begun, longer, worth=BEGINNING if typing or not begun.known else LONGER)
    _add_compounds(inside, longer)


def _add_begun(term: Term, longer: list[SearchWord], *, worth: float) -> None:
    if len(term.word) < BEGINNING_FROM:
        return
    rows = [row for row in longer if row.word.startswith(term.word)][:OTHERS]
    term.add(((stems_of(row.word, "nl")[0],) for row in rows), worth)
    if rows and not term.known:
        term.known, term.per_million = True, sum(row.per_million for row in rows)


def _add_compounds(terms: list[Term], longer: list[SearchWord]) -> None:
    """Only where the rest is a word, too: "huurtoeslag" has "toeslag" in it, "terecht" has no "recht"."""
    pairs = [(term, row, rest) for term in terms for row in longer for rest in _rests(term.word, row)]
    rests = {rest for _term, _row, rest in pairs}
    words = set(SearchWord.objects.filter(word__in=rests).values_list("word", flat=True)) if rests else set()
    added: dict[str, set[str]] = {}
    for term, row, rest in pairs:
        done = added.setdefault(term.word, set())
        if rest in words and len(done) < OTHERS:
            done.add(row.word)
            term.add([(row.stem,)], COMPOUND)
            term.known = True


def _rests(word: str, row: SearchWord) -> list[str]:
    """What is left of a longer word without `word`, when that may be a word."""
    stem = stems_of(word, "nl")[0]
    rests = []
    if row.stem.endswith(stem) and row.stem != stem:
        rests += [row.stem[: -len(stem)].removesuffix(link) for link in LINKS]
    if row.word.startswith(stem):
        rests += [row.word[len(stem) :].removeprefix(link) for link in LINKS]
    return [rest for rest in dict.fromkeys(rests) if len(rest) >= PART_FROM]


def _correct(unknown: list[Term]) -> None:
    """The nearest public word to each word that nobody used: one slip in a short word, two in a long one."""
    long_enough = [term for term in unknown if len(term.word) >= TYPO_FROM]
    condition = Q()
    for term in long_enough:
        end = stems_of(term.word, "nl")[0][::-1][:3]
        condition |= Q(word__startswith=term.word[:2]) | Q(backwards__startswith=end)
    if not condition:
        return
    rows = list(SearchWord.objects.filter(condition).order_by("-per_million", "word"))
    for term in long_enough:
        limit = 1 if len(term.word) < 8 else 2
        likely = [row for row in rows if _may_be_meant(term.word, row.word)]
        near = [(distance(term.word, row.word, limit=limit), -row.per_million, row) for row in likely]
        close = sorted((d, often, row.word) for d, often, row in near if d <= limit)
        if close:
            term.better = close[0][2]
            term.add(((stem,) for stem in stems_of(term.better, "nl")), TYPO)


def _may_be_meant(written: str, word: str) -> bool:
    """Letters get lost and swapped, but the first is hardly ever another one: "poen" is not "doen"."""
    return written[0] == word[0] or len(written) != len(word) or written[:2] == word[1::-1]


def _better(text: str, terms: list[Term]) -> str:
    """The search with its unknown words replaced; "" when there is nothing to replace."""
    better = {term.word: term.better for term in terms if term.better}
    if not better:
        return ""
    pieces, at = [], 0
    for word in words_of(text):
        pieces += [text[at : word.start], better.get(word.folded, text[word.start : word.end])]
        at = word.end
    return "".join([*pieces, text[at:]])
