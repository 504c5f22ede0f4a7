"""Words as a search meets them: folded, in their stems, the same on every database.

Stems are made here and not by the database, so that SQLite and PostgreSQL give the same hits. Two Dutch
stemmers are used side by side: the newer one knows "huizen" and "aangevraagd", the older one "schulden".
"""

import re
import threading
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

import snowballstemmer

from core.irregular_words import BASE
from core.stop_words import DUTCH, ENGLISH

STEMS_VERSION = "2-3.1"
"""Ours and the stemmers'. Whatever changes an entry changes this, and `rebuild_search` writes all anew."""

LONGEST_WORD = 40
"""Characters; of a longer word the beginning counts."""

_WORD = re.compile(r"[^\W_]+")
_stemmers = threading.local()


@dataclass(frozen=True)
class Word:
    """A word with its place in the text that it comes from."""

    start: int
    end: int
    folded: str


def words_of(text: str) -> Iterator[Word]:
    """Every word of a text, small and without accents."""
    for found in _WORD.finditer(text):
        folded = fold(found.group())
        if folded:
            yield Word(found.start(), found.end(), folded)


@lru_cache(maxsize=100_000)
def fold(word: str) -> str:
    """Small letters and digits without accents; "" when nothing of that is left."""
    apart = unicodedata.normalize("NFKD", word.casefold()).casefold()
    return "".join(sign for sign in apart if sign.isalnum())[:LONGEST_WORD]


def is_stop_word(folded: str) -> bool:
    return folded in DUTCH or folded in ENGLISH


def language_of(folded: Iterable[str]) -> str:
    """ "en" when there are more little English words than Dutch ones, else "nl"."""
    dutch = english = 0
    for word in folded:
        dutch += word in DUTCH
        english += word in ENGLISH
    return "en" if english > dutch else "nl"


@lru_cache(maxsize=200_000)
def stems_of(folded: str, language: str) -> tuple[str, ...]:
    """The stems of one word in a text of this language, without doubles; the first is the plainest."""
    if language == "en":
        return (_stem("english", folded),)
    plain = BASE.get(folded, folded)
    return tuple(dict.fromkeys((_stem("dutch_porter", plain), _stem("dutch", plain))))


def all_stems_of(folded: str) -> tuple[str, ...]:
    """The stems of a word whose language nobody knows, as in a search."""
    return tuple(dict.fromkeys((*stems_of(folded, "nl"), *stems_of(folded, "en"))))


def stems_in(text: str, language: str) -> str:
    """All stems of a text, separated by spaces, as the index stores them."""
    return " ".join(stem for word in words_of(text) for stem in stems_of(word.folded, language))


def _stem(algorithm: str, word: str) -> str:
    # A stemmer keeps state, and requests run in threads.
    stemmer = getattr(_stemmers, algorithm, None)
    if stemmer is None:
        stemmer = snowballstemmer.stemmer(algorithm)
        setattr(_stemmers, algorithm, stemmer)
    return str(stemmer.stemWord(word)) or word
