"""A title for a text that has none."""

import re

from community.limits import TITLE_LENGTH
from core.text import MAX_BODY, plain, render

SHORT = 20

_END_OF_SENTENCE = re.compile(r"(?<=[.?!])\s+")


def title_of(body: str) -> str:
    """The first sentence with a question mark, else the first; shortened at a word.

    A very short one ("Mag dat?") says what it is about only with the sentence before it.
    """
    sentences = _END_OF_SENTENCE.split(plain(render(body).html, MAX_BODY).strip())
    at = next((number for number, sentence in enumerate(sentences) if sentence.endswith("?")), 0)
    asking = sentences[at]
    if at and len(asking) < SHORT:
        asking = f"{sentences[at - 1]} {asking}"
    if len(asking) <= TITLE_LENGTH:
        return asking
    return asking[: TITLE_LENGTH - 1].rsplit(" ", 1)[0] + "…"
