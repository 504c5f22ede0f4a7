"""The part of a text in which words were found, with the words marked."""

from dataclasses import dataclass

from core.words import all_stems_of, words_of

LENGTH = 220
"""Characters of an excerpt, about."""
LEAD = 60
"""Characters before the first word that was found."""


@dataclass(frozen=True)
class Piece:
    """A piece of plain text; `hit` when it is a word that was looked for."""

    text: str
    hit: bool = False


def excerpt(text: str, stems: frozenset[str]) -> list[Piece]:
    """About `LENGTH` characters of `text`, where most of the words stand."""
    found = [word for word in words_of(text) if not stems.isdisjoint(all_stems_of(word.folded))]
    hits = [(word.start, word.end) for word in found]
    start = _best_start(text, hits)
    end = _at_a_space(text, min(len(text), start + LENGTH))
    pieces = marked(text[start:end], [(a - start, b - start) for a, b in hits if a >= start and b <= end])
    before = [Piece("… ")] if start else []
    return before + pieces + ([Piece(" …")] if end < len(text) else [])


def mark(text: str, stems: frozenset[str]) -> list[Piece]:
    """The whole text with the words marked."""
    found = [word for word in words_of(text) if not stems.isdisjoint(all_stems_of(word.folded))]
    return marked(text, [(word.start, word.end) for word in found])


def marked(text: str, hits: list[tuple[int, int]]) -> list[Piece]:
    pieces, at = [], 0
    for start, end in hits:
        pieces += [Piece(text[at:start]), Piece(text[start:end], hit=True)]
        at = end
    return [piece for piece in [*pieces, Piece(text[at:])] if piece.text]


def _best_start(text: str, hits: list[tuple[int, int]]) -> int:
    """Shortly before the hit that has the most others in the length of an excerpt."""
    if not hits:
        return 0
    room = LENGTH - LEAD
    best, best_count, last = hits[0][0], 0, 0
    for first, (start, _end) in enumerate(hits):
        while last < len(hits) and hits[last][1] <= start + room:
            last += 1
        if last - first > best_count:
            best, best_count = start, last - first
    if best <= LEAD:
        return 0
    space = text.find(" ", best - LEAD, best)
    return space + 1 if space >= 0 else best


def _at_a_space(text: str, end: int) -> int:
    if end == len(text):
        return end
    space = text.rfind(" ", max(0, end - 30), end)
    return space if space > 0 else end
