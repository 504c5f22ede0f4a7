"""Advertising for dangerous money, and members who speak as if they were staff: a person looks first."""

import tomllib
from functools import cache
from pathlib import Path

from django.utils.translation import gettext as _

from core.screening import Finding, Submission, Verdict
from moderation.screeners.newcomers import POSTS, has_role
from moderation.screeners.phrases import PhraseBook, parse_lines, sentences

FILE = Path(__file__).parents[1] / "spam_phrases.toml"
HARMLESS = "harmless"


def look_for_spam(submission: Submission) -> list[Finding]:
    """No query, unless a text speaks for others."""
    if submission.place not in POSTS:
        return []
    found = kinds_in(submission.text)
    if "pretending" in found and has_role(submission.author_id):
        found.discard("pretending")
    return [Finding(f"spam.{kind}", Verdict.HOLD, _sentence(kind)) for kind in sorted(found)]


def kinds_in(text: str) -> set[str]:
    """ "advertising", "pretending", both or nothing."""
    found: set[str] = set()
    for words in sentences(text):
        here = {kind for kind, _start, _end in _book().found_in(words)}
        found |= set() if HARMLESS in here else here
    return found


@cache
def _book() -> PhraseBook:
    book = PhraseBook()
    for kind, row in tomllib.loads(FILE.read_text(encoding="utf-8")).items():
        book.add(kind, parse_lines(row["phrases"]))
    return book


def _sentence(kind: str) -> str:
    if kind == "pretending":
        return _(
            "Je tekst klinkt alsof je namens de gemeente of Peerplein schrijft. "
            "Een moderator leest het eerst."
        )
    return _("Je tekst leest als reclame. Een moderator leest het eerst.")
