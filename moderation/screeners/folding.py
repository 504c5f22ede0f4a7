"""A text as a machine can search it, with the way back to the characters that were written.

Full-width and circled figures, figures of other scripts, letters that look like ours, accents and invisible
characters are folded away; spoken figures and signs ("nul zes", "apenstaartje") become the figure or the
sign. `as_read` takes the marks away that a page does not show.
"""

import html
import re
import unicodedata
from dataclasses import dataclass

from core.characters import has_unseen

_FIGURES = {
    "nul": "0", "een": "1", "twee": "2", "drie": "3", "vier": "4", "vijf": "5", "zes": "6", "zeven": "7",
    "acht": "8", "negen": "9", "zero": "0", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5",
    "six": "6", "seven": "7", "eight": "8", "nine": "9",
}  # fmt: skip
_SIGNS = {
    "apenstaartje": "@", "apestaartje": "@", "apenstaart": "@", "punt": ".", "streepje": "-",
}  # fmt: skip
_BRACKETED = {
    f"{left}{word}{right}": sign
    for left, right in ("()", "[]", "{}")
    for word, sign in (("at", "@"), ("dot", "."), ("punt", "."), ("apenstaart", "@"), ("apenstaartje", "@"))
}
_MEANS = {**_FIGURES, **_SIGNS, **_BRACKETED, "o": "0"}
_SPOKEN = re.compile(
    rf"(?<![a-z])(?:{'|'.join([*_FIGURES, *_SIGNS])})(?![a-z])"
    rf"|{'|'.join(re.escape(sign) for sign in _BRACKETED)}"
    r"|(?<![a-z0-9])o(?=[ .-]?6[ .-]?\d)"
)
_MARKUP = re.compile(
    r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,31});"  # entities
    r"|%[2-7][0-9a-f]"  # in addresses of pages
    r"|\\(?=[!-/:-@\[-`{-~])|[*`~]+|!?\[|\]\([^()\s]{0,400}\)",
    re.IGNORECASE,
)
_LOOKS_LATIN = str.maketrans(
    "АаВвСсЕеԀԁНнҺһІіЈјКкӀӏМмОоРрЅѕТтУуХхԜԝΑαΒβΕεΖΗΙιΚκΜΝνΟοΡρΤτΥΧχ",
    "aabbcceeddhhhhiijjkkllmmooppssttyyxxwwaabbeezhiikkmnvooppttyxx",
)
_DASHES = dict.fromkeys("‐‑‒–—―−﹣－", "-")


@dataclass(frozen=True)
class Folded:
    """`text` with, for each of its characters, where it began and ended in what was written."""

    text: str
    starts: list[int]
    ends: list[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where the characters `start` up to `end` of the folded text stand in what was written."""
        return self.starts[start], self.ends[end - 1]


def fold(text: str) -> Folded:
    """Lower case, plain letters and figures, nothing invisible. Linear in the length of the text."""
    if text.isascii():
        return Folded(text.lower(), list(range(len(text))), list(range(1, len(text) + 1)))
    shown: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for place, character in enumerate(text):
        plain = _plain(character)
        if plain:
            shown += plain
            starts += [place] * len(plain)
            ends += [place + 1] * len(plain)
        elif ends:
            ends[-1] = place + 1
    return Folded("".join(shown), starts, ends)


def as_read(text: str) -> Folded | None:
    """The folded text without the marks of Markdown, entities and addresses; None when it has none."""
    shown: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    done = 0
    for match in _MARKUP.finditer(text):
        means = _meaning(match[0])
        shown += [text[done : match.start()], means]
        starts += [*range(done, match.start()), *[match.start()] * len(means)]
        ends += [*range(done + 1, match.start() + 1), *[match.end()] * len(means)]
        done = match.end()
    if not done:
        return None
    folded = fold("".join([*shown, text[done:]]))
    starts += range(done, len(text))
    ends += range(done + 1, len(text) + 1)
    return Folded(folded.text, [starts[at] for at in folded.starts], [ends[at - 1] for at in folded.ends])


def speak(folded: Folded) -> Folded:
    """The folded text with spoken figures and signs written as figures and signs."""
    shown: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    done = 0
    for match in _SPOKEN.finditer(folded.text):
        start, end = match.span()
        shown += [folded.text[done:start], _MEANS[match[0]]]
        starts += [*folded.starts[done:start], folded.starts[start]]
        ends += [*folded.ends[done:start], folded.ends[end - 1]]
        done = end
    if not done:
        return folded
    return Folded(
        "".join([*shown, folded.text[done:]]), starts + folded.starts[done:], ends + folded.ends[done:]
    )


def _meaning(mark: str) -> str:
    if mark[0] == "&":
        return html.unescape(mark)
    return chr(int(mark[1:], 16)) if mark[0] == "%" else ""


def _plain(character: str) -> str:
    if character.isascii():
        return character.lower()
    if character in _DASHES:
        return "-"
    if has_unseen(character):
        return ""
    decomposed = unicodedata.normalize("NFKD", character).translate(_LOOKS_LATIN).lower()
    return "".join(_sign(sign) for sign in decomposed if not unicodedata.category(sign).startswith("M"))


def _sign(sign: str) -> str:
    if sign.isspace():
        return "\n" if sign in "\u2028\u2029\x85" else " "
    return str(unicodedata.digit(sign)) if sign.isdigit() else sign
