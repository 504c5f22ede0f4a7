"""Quotations in Markdown: where they stand, and whether they come from a certain text."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

CERTAIN = 8
"""Letters and figures that a quotation shares with a text, when it names who wrote it."""
ALIKE = 25
"""The same for a quotation that names nobody: short sentences are said by many."""

_LINE = re.compile(r"[ ]{0,3}>")
_MARK = re.compile(r"^(?:[ ]{0,3}>[ ]?)+")
_NAME = re.compile(r"\s*\*\*(.{1,80}):\*\*\s*")


@dataclass(frozen=True)
class Quote:
    """Lines `first` up to `last` of a text; `name` is whom the quotation names, `said` what it repeats."""

    first: int
    last: int
    name: str
    said: Sequence[str]


@dataclass(frozen=True)
class Source:
    """A text that may be quoted: who wrote it, and its words however they are marked up.

    `known`: that it is quoted here is stored, so whom a quotation names says nothing more.
    """

    author: str
    texts: tuple[str, ...]
    known: bool = False

    @property
    def folded(self) -> tuple[str, ...]:
        return tuple(_fold(text) for text in self.texts)


def quotes_in(text: str) -> Iterator[Quote]:
    """Every run of lines that begin with `>`; one that names somebody anew begins another."""
    lines = text.split("\n")
    first = None
    for number, line in enumerate([*lines, ""]):
        inside = number < len(lines) and _LINE.match(line) is not None
        if first is not None and (not inside or _NAME.fullmatch(_MARK.sub("", line))):
            yield _quote(lines, first, number)
            first = None
        if inside and first is None:
            first = number


def comes_from(quote: Quote, source: Source) -> bool:
    """Whether a line of the quotation, or all of it, stands in the source, or repeats all of it."""
    named = source.known or (quote.name and _fold(quote.name) == _fold(source.author))
    least = CERTAIN if named else ALIKE
    said = [_fold(line) for line in quote.said]
    if source.known and "".join(said) in source.folded:
        return True
    pieces = [piece for piece in (*said, "".join(said)) if len(piece) >= least]
    for words in source.folded:
        if any(piece in words for piece in pieces):
            return True
        if len(words) >= least and words in "".join(said):
            return True
    return False


def without_quotes(text: str, of: Source, instead: Callable[[str], str]) -> str:
    """The text with every quotation of this source replaced by what `instead` makes of its lines."""
    lines = text.split("\n")
    for quote in reversed(list(quotes_in(text))):
        if comes_from(quote, of):
            words = "\n".join(lines[quote.first : quote.last])
            lines[quote.first : quote.last] = instead(words).split("\n")
    return "\n".join(lines)


def in_quotes(text: str, change: Callable[[str], str]) -> str:
    """The text with every quotation changed."""
    lines = text.split("\n")
    for quote in reversed(list(quotes_in(text))):
        changed = change("\n".join(lines[quote.first : quote.last]))
        lines[quote.first : quote.last] = changed.split("\n")
    return "\n".join(lines)


def _quote(lines: Sequence[str], first: int, last: int) -> Quote:
    said = [_MARK.sub("", line) for line in lines[first:last]]
    named = _NAME.fullmatch(said[0]) if said else None
    return Quote(first, last, named[1] if named else "", said[1:] if named else said)


def _fold(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalnum())
