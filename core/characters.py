"""What a character is to a person: which ones can be stored, which are seen, how many there are."""

import unicodedata

import regex
from django.utils.translation import gettext as _

from core.errors import Refused

MAX_MARKS = 5
"""Combining marks on one letter; Vietnamese and Hebrew stay far below, "Zalgo" text does not."""

# A lone surrogate cannot be written as UTF-8; PostgreSQL takes no NUL; noncharacters are not text.
_UNSTORABLE = regex.compile(r"[\x00\p{Cs}\p{Noncharacter_Code_Point}]")
_CONTROLS = regex.compile(r"[\x01-\x08\x0b-\x1f\x7f-\x9f]")
_MANY_MARKS = regex.compile(rf"((?:\p{{M}}\p{{Cf}}*+){{{MAX_MARKS}}})(?:\p{{Cf}}*+\p{{M}})++")
# U+2800 (braille blank) is a symbol by name, and nothing to the eye.
_SEEN = regex.compile(r"[^\s\p{C}\p{Z}\p{M}\p{Default_Ignorable_Code_Point}\u2800]")
_UNSEEN = regex.compile(r"[\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]")
_GRAPHEME = regex.compile(r"\X")
_RIGHT_TO_LEFT = regex.compile(r"[\p{Bidi_Class=R}\p{Bidi_Class=AL}]")
_STRONG = regex.compile(r"[\p{Bidi_Class=L}\p{Bidi_Class=R}\p{Bidi_Class=AL}]")
_DIRECTION_CONTROL = regex.compile(r"[\u202a-\u202e\u2066-\u2069]")

_CLOSERS = {
    "\u202a": "\u202c",
    "\u202b": "\u202c",
    "\u202d": "\u202c",
    "\u202e": "\u202c",
    "\u2066": "\u2069",
    "\u2067": "\u2069",
    "\u2068": "\u2069",
}
_OVERRIDES = ("\u202d", "\u202e")


def require_storable(text: str, *, field: str | None = None) -> None:
    """Raise `Refused` for NUL, lone surrogates and noncharacters."""
    if _UNSTORABLE.search(text):
        raise Refused(_("De tekst bevat een teken dat we niet kunnen bewaren."), field)


def without_controls(text: str) -> str:
    """Drop C0 and C1 control characters; tab and newline stay."""
    return text if text.isprintable() else str(_CONTROLS.sub("", text))


def with_few_marks(text: str) -> str:
    """Clip every pile of combining marks to `MAX_MARKS`."""
    return text if text.isascii() else str(_MANY_MARKS.sub(r"\1", text))


def most_marks(text: str) -> int:
    """The highest pile of combining marks on one letter of the text."""
    piles = regex.findall(r"\p{M}+", unicodedata.normalize("NFC", text))
    return max(map(len, piles), default=0)


def can_be_seen(text: str) -> bool:
    """Whether anything in the text leaves ink: zero-width characters and fillers do not."""
    return _SEEN.search(text) is not None


def has_unseen(text: str) -> bool:
    """Whether the text holds characters that are invisible or turn the reading direction."""
    return _UNSEEN.search(text) is not None


def without_unseen(text: str) -> str:
    return text if text.isascii() else str(_UNSEEN.sub("", text))


def grapheme_count(text: str) -> int:
    """Characters as a person counts them: a family emoji is one, a letter with its accent is one."""
    return len(text) if text.isascii() else sum(1 for _match in _GRAPHEME.finditer(text))


def cut(text: str, limit: int) -> str:
    """The first `limit` characters as a person counts them."""
    if len(text) <= limit:
        return text
    if text.isascii():
        return text[:limit]
    end = 0
    for count, match in enumerate(_GRAPHEME.finditer(text)):
        if count == limit:
            break
        end = match.end()
    return text[:end]


def has_right_to_left(text: str) -> bool:
    return not text.isascii() and _RIGHT_TO_LEFT.search(text) is not None


def direction(text: str) -> str | None:
    """`ltr` or `rtl` after the first letter with a direction; None for digits and punctuation."""
    match = _STRONG.search(text)
    if match is None:
        return None
    return "ltr" if unicodedata.bidirectional(match[0]) == "L" else "rtl"


def has_direction_control(text: str) -> bool:
    return not text.isascii() and _DIRECTION_CONTROL.search(text) is not None


def split_at_direction_control(text: str) -> tuple[str, str]:
    """What stands before the first direction control, and the rest."""
    match = _DIRECTION_CONTROL.search(text)
    start = match.start() if match else len(text)
    return text[:start], text[start:]


def has_override(text: str) -> bool:
    """Whether the text forces letters to be shown in another order than they are stored."""
    return any(control in text for control in _OVERRIDES)


def balanced(text: str) -> str:
    """Close every direction control that the text opens, and drop closers without an opener.

    An unmatched closer would end the isolation that the page puts around the text.
    """
    kept: list[str] = []
    waiting: list[str] = []
    for character in text:
        if character in _CLOSERS:
            waiting.append(_CLOSERS[character])
        elif character in _CLOSERS.values():
            if not waiting or waiting[-1] != character:
                continue
            waiting.pop()
        kept.append(character)
    return "".join(kept + waiting[::-1])
