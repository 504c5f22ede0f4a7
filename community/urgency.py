"""How pressing a question is: what its words say about time, beside what the safety net found in them.

The rules are data (`urgency_signs.toml`) that everybody can read. Out come keys, never words of the asker.
"""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from community.models import Level
from core.screening import Finding
from core.words import fold, is_stop_word, language_of, words_of

FILE = Path(__file__).with_name("urgency_signs.toml")
GAP = r"(?:\S+ ){0,3}"
"""What `_` stands for."""
DANGER = "danger"
MODERATE_DANGER = frozenset({"danger.eviction"})
"""Danger that is now only when the sentence says when; all other danger is now."""
MOST_SIGNS = 3

_SENTENCE = re.compile(r"[^.!?…;\n]+")
_SCRIPTS: dict[str, re.Pattern[str]] = {
    "ar": re.compile(r"[\u0600-\u06ff]"),
    "uk": re.compile(r"[\u0400-\u04ff]"),
    "ti": re.compile(r"[\u1200-\u137f]"),
    "pl": re.compile(r"[łęąśźż]", re.IGNORECASE),
    "tr": re.compile(r"[ğşı]"),
}
"""Letters by which a language shows; `LETTERS_FROM` of them are no coincidence."""
LETTERS_FROM = 3


@dataclass(frozen=True)
class Urgency:
    """`signs` are keys such as "danger.suicide", "eviction", "when.tomorrow"; the gravest first."""

    level: Level
    signs: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Sign:
    key: str
    level: int
    pattern: re.Pattern[str]


@dataclass(frozen=True)
class _Signs:
    signs: tuple[_Sign, ...]
    when: tuple[tuple[str, re.Pattern[str]], ...]
    unless: re.Pattern[str]


def urgency_of(text: str, findings: Iterable[Finding]) -> Urgency:
    """How pressing a text is; `findings` are those of the screening of this very text."""
    danger = [finding for finding in findings if finding.family == DANGER]
    found: dict[str, int] = {}
    when = ""
    for match in _SENTENCE.finditer(text):
        here = {finding.kind for finding in danger if match.start() <= finding.start < match.end()}
        signs, moment = _in_sentence(match[0], here)
        for key, level in signs.items():
            found[key] = max(found.get(key, 0), level)
        when = when or moment
    if not found:
        return Urgency(Level.CALM)
    keys = sorted(_without_doubles(found), key=lambda key: (-found[key], key))[:MOST_SIGNS]
    signs_shown = (*keys, f"when.{when}") if when else tuple(keys)
    return Urgency(Level(max(found.values())), signs_shown)


def language_of_text(text: str) -> str:
    """The code of the language that a text seems to be in: by its letters, else by its little words."""
    for code, letters in _SCRIPTS.items():
        if len(letters.findall(text)) >= LETTERS_FROM:
            return code
    folded = [word.folded for word in words_of(text)]
    return language_of(folded) if any(is_stop_word(word) for word in folded) else "nl"


def _in_sentence(sentence: str, danger: set[str]) -> tuple[dict[str, int], str]:
    """The signs of one sentence with their levels, and the moment that it names along with them."""
    rules, folded = _rules(), _folded(sentence)
    signs = {} if rules.unless.search(folded) else {
        sign.key: sign.level for sign in rules.signs if sign.pattern.search(folded)
    }  # fmt: skip
    signs |= {kind: Level.PRESSING if kind in MODERATE_DANGER else Level.NOW for kind in danger}
    when = next((key for key, pattern in rules.when if pattern.search(folded)), "") if signs else ""
    if when:
        signs = {key: min(level + 1, int(Level.NOW)) for key, level in signs.items()}
    return signs, when


def _without_doubles(found: dict[str, int]) -> list[str]:
    """The safety net's sign stands for ours of the same name."""
    return [key for key in found if f"{DANGER}.{key}" not in found]


@cache
def _rules() -> _Signs:
    data = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return _Signs(
        signs=tuple(_Sign(row["key"], row["level"], _pattern(row["phrases"])) for row in data["sign"]),
        when=tuple((key, _pattern(phrases)) for key, phrases in data["when"].items()),
        unless=_pattern(data["unless"]["phrases"]),
    )


def _folded(sentence: str) -> str:
    """Every word small and without accents, each with a space after it, one before the first."""
    return " " + "".join(f"{word.folded} " for word in words_of(sentence))


def _pattern(phrases: str) -> re.Pattern[str]:
    lines = [line.strip() for line in phrases.splitlines() if line.strip()]
    return re.compile("|".join(f" {''.join(map(_part, line.split()))}" for line in lines))


def _part(word: str) -> str:
    if word == "_":
        return GAP
    ways = [
        re.escape(fold(way.removesuffix("*"))) + (r"\S*" if way.endswith("*") else "")
        for way in word.split("|")
    ]
    return f"(?:{'|'.join(ways)}) "
