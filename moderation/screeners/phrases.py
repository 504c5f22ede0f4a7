"""Phrases that an administrator writes, looked for in sentences. No regular expressions of users.

One phrase a line. A word stands for itself, also as it is said or mistyped ("nie", "m'n"); `dood|sterven`
for one of them; `zelfmoord*` for every word that begins so; `_` for nothing up to three words, `_ _` for up
to six. A `.` at the end: nothing but a comma, a full stop or a smiley comes after it ("ik kan niet meer ." is
not "ik kan niet meer inloggen"). The words of one phrase stand in one sentence.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from moderation.screeners.folding import Folded, fold

GAP = 3
"""So many words at most may stand where a phrase has `_`."""
SHORTEST_BEGINNING = 3
"""Letters before a `*`."""
LONGEST_PHRASE = 12
"""Words and gaps."""

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_CLOSED = re.compile(r"\s{0,9}(?:[^\s\w]|\n|\Z)")
_LINK = re.compile(r"https?://\S+")
_END = re.compile(r"[.!?…\n;]+")
_LETTER_FIGURES = str.maketrans("013457@$", "oieastas")
_REPEATED = re.compile(r"(.)\1{2,}")
_MEANT = {
    spelling: word
    for word, spellings in {
        "niet": "nie neit niett", "het": "t", "een": "n", "ik": "k", "mijn": "m'n mn",
        "wil": "wilt", "leven": "leve levn leeven lefen", "dood": "doot doodt", "eind": "eint",
        "einde": "einte", "zelfmoord": "zelfmoort", "mezelf": "mezelluf mzelf", "mijzelf": "mijzelluf",
    }.items()
    for spelling in spellings.split()
}  # fmt: skip
"""How words are said or mistyped; both in a text and in a phrase they stand for the word."""
_BESIDE = " \t.-*_"


class BadPhrase(ValueError):
    """The line is not a phrase; the message is the line."""


@dataclass(frozen=True)
class Word:
    text: str
    start: int
    end: int
    closes: bool = False
    """No other word comes after it before a comma or another sign."""


@dataclass(frozen=True)
class Slot:
    """One place of a phrase: words, beginnings of words, and how many words may stand before it."""

    words: frozenset[str]
    beginnings: tuple[str, ...]
    gap: int

    def fits(self, word: str) -> bool:
        return word in self.words or word.startswith(self.beginnings)

    @property
    def weight(self) -> int:
        """Long words are rare: the search begins at the slot with the longest shortest word."""
        return min(map(len, [*self.words, *self.beginnings]))


@dataclass(frozen=True)
class Phrase:
    slots: tuple[Slot, ...]
    closes: bool = False

    @cached_property
    def anchor(self) -> int:
        return max(range(len(self.slots)), key=lambda place: self.slots[place].weight)

    def at(self, words: Sequence[Word], place: int) -> tuple[int, int] | None:
        """First and last word of the phrase in `words` when its anchor stands at `place`."""
        last = _reach(words, place, [(slot, slot.gap) for slot in self.slots[self.anchor + 1 :]], step=1)
        gaps = [slot.gap for slot in self.slots[1 : self.anchor + 1]]
        before = list(zip(self.slots[: self.anchor], gaps, strict=True))[::-1]
        first = _reach(words, place, before, step=-1)
        if first is None or last is None or (self.closes and not words[last].closes):
            return None
        return first, last


@dataclass
class PhraseBook:
    """Many phrases of many owners, found together."""

    _by_word: dict[str, list[tuple[str, Phrase]]] = field(default_factory=dict)
    _by_beginning: dict[str, list[tuple[str, Phrase]]] = field(default_factory=dict)

    def add(self, owner: str, phrases: Iterable[Phrase]) -> None:
        for phrase in phrases:
            anchor = phrase.slots[phrase.anchor]
            for word in anchor.words:
                self._by_word.setdefault(word, []).append((owner, phrase))
            for beginning in anchor.beginnings:
                self._by_beginning.setdefault(beginning, []).append((owner, phrase))

    def found_in(self, words: Sequence[Word]) -> Iterator[tuple[str, int, int]]:
        """(owner, start, end) in characters of the text; one owner may be found several times."""
        for place, word in enumerate(words):
            for owner, phrase in self._starting(word.text):
                span = phrase.at(words, place)
                if span is not None:
                    yield owner, words[span[0]].start, words[span[1]].end

    def _starting(self, word: str) -> Iterator[tuple[str, Phrase]]:
        yield from self._by_word.get(word, ())
        for length in range(SHORTEST_BEGINNING, len(word) + 1):
            yield from self._by_beginning.get(word[:length], ())


def parse_lines(text: str) -> list[Phrase]:
    """The phrases of a text with one a line; empty lines and lines with `#` are left out."""
    lines = (line.strip() for line in text.splitlines())
    return [parse(line) for line in lines if line and not line.startswith("#")]


def parse(line: str) -> Phrase:
    """Raises `BadPhrase`."""
    slots: list[Slot] = []
    gap = 0
    parts = line.split()
    closes = parts[-1:] == ["."]
    for part in parts[:-1] if closes else parts:
        if part == "_":
            gap += GAP
            continue
        slots.append(_slot(part, gap, line))
        gap = 0
    if not slots or gap or slots[0].gap or len(parts) > LONGEST_PHRASE:
        raise BadPhrase(line)
    return Phrase(tuple(slots), closes)


def sentences(text: str) -> list[list[Word]]:
    """The words of every sentence outside links; figures for letters, l e t t e r s apart undone."""
    folded = fold(_LINK.sub(lambda link: " " * len(link[0]), text))
    found: list[list[Word]] = []
    start = 0
    for stop in [*(match.start() for match in _END.finditer(folded.text)), len(folded.text)]:
        words = list(_words(folded, start, stop))
        if words:
            found.append(words)
        start = stop
    return _spelled_together(found)


def _words(folded: Folded, start: int, stop: int) -> Iterator[Word]:
    for match in _WORD.finditer(folded.text, start, stop):
        begin, end = folded.span(*match.span())
        yield Word(_plain(match[0]), begin, end, _CLOSED.match(folded.text, match.end()) is not None)


def _plain(word: str) -> str:
    if not word.isdigit() and any(sign.isdigit() for sign in word):
        word = word.translate(_LETTER_FIGURES)
    return _REPEATED.sub(r"\1\1", word.replace("’", "'"))


def _spelled_together(found: list[list[Word]]) -> list[list[Word]]:
    """Four single letters or more after each other make one word, also with full stops between."""
    joined: list[list[Word]] = []
    for words in found:
        after_letters = joined and all(len(word.text) == 1 for word in [*joined[-1], *words])
        if after_letters:
            joined[-1].extend(words)
        else:
            joined.append(list(words))
    return [[_as_meant(word) for word in _one_word(words)] for words in joined]


def _as_meant(word: Word) -> Word:
    meant = _MEANT.get(word.text)
    return word if meant is None else Word(meant, word.start, word.end, word.closes)


def _one_word(words: list[Word]) -> list[Word]:
    kept: list[Word] = []
    letters: list[Word] = []
    for word in [*words, None]:
        if word is not None and len(word.text) == 1:
            letters.append(word)
            continue
        if len(letters) > GAP:
            text = "".join(letter.text for letter in letters)
            kept.append(Word(text, letters[0].start, letters[-1].end, letters[-1].closes))
        else:
            kept.extend(letters)
        letters = []
        if word is not None:
            kept.append(word)
    return kept


def _slot(part: str, gap: int, line: str) -> Slot:
    words, beginnings = set(), set()
    for option in part.split("|"):
        plain = _plain(fold(option.removesuffix("*")).text)
        if not _WORD.fullmatch(plain):
            raise BadPhrase(line)
        if option.endswith("*"):
            if len(plain) < SHORTEST_BEGINNING:
                raise BadPhrase(line)
            beginnings.add(plain)
        else:
            words.add(_MEANT.get(plain, plain))
    return Slot(frozenset(words), tuple(sorted(beginnings)), gap)


def _reach(words: Sequence[Word], place: int, slots: list[tuple[Slot, int]], *, step: int) -> int | None:
    """The nearest word at which the last of `slots` fits, `step` by step; None when one fits nowhere."""
    reached = [place]
    for slot, gap in slots:
        tried = dict.fromkeys(at + step * (1 + skipped) for at in reached for skipped in range(gap + 1))
        reached = [at for at in tried if 0 <= at < len(words) and slot.fits(words[at].text)]
        if not reached:
            return None
    return reached[0]
