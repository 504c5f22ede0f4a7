"""A title for a text that has none."""

import re

from community.limits import TITLE_LENGTH
from core.text import plain, render

_END_OF_SENTENCE = re.compile(r"(?<=[.?!])\s+")


def title_of(body: str) -> str:
    """The first sentence with a question mark, else the first; shortened at a word."""
    sentences = _END_OF_SENTENCE.split(plain(render(body).html, 10_000).strip())
    asking = next((sentence for sentence in sentences if sentence.endswith("?")), sentences[0])
    if len(asking) <= TITLE_LENGTH:
        return asking
    return asking[: TITLE_LENGTH - 1].rsplit(" ", 1)[0] + "…"
