"""Numbers that belong to one person: citizen service number, bank account, telephone.

Figures are read in runs: groups with a few separators between them. A number is only looked for from
the start of one group to the end of another, so that a part of a longer number is never taken for one.
"""

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from stdnum import iban
from stdnum.iso7064 import mod_97_10
from stdnum.nl import bsn

from core.screening import Verdict

_RUN = re.compile(r"\+?\(?\d(?:[ \t./()_,-]{0,3}\d)*+")
_BROKEN_RUN = re.compile(
    r"\d(?:[\s./()_,|~=·•:;+<>\"'\\-]{0,8}(?:(?:en|dan|daarna|gevolgd|door|x|and|then) {1,3}){0,2}\d)*+"
)
"""Figures with what nobody writes between them who does not hide something: also on the next line."""
_GROUP = re.compile(r"\d+")
NUMBER_LENGTHS = range(5, 15)
"""Figures: from a citizen service number that is not finished to a foreign telephone number."""
BSN_WORD_WITHIN = 40
"""Characters between the number and the word that makes it certain."""

_BSN_NEAR = re.compile(
    r"bsn|(?<![a-z])b[ ._-]{1,2}s[ ._-]{1,2}n(?![a-z])|burger ?service|sofi|citizen service"
)
_DAY = r"(?:0?[1-9]|[12]\d|3[01])([-/.])(?:0?[1-9]|1[0-2])"
_DATE = re.compile(
    rf"{_DAY}\1(?:19|20)\d\d(?!\1?\d)"
    rf"|{_DAY}\2\d\d\s+(?:t/?m )?\d\d?\2\d"  # two dates with short years
    r"|(?:19|20)\d\d-\d\d-\d\d(?!\d)"
)
_YEARS = re.compile(r"(?:19|20)\d\d(?:\W{1,3}(?:19|20)\d\d)*")
_CLOCK = re.compile(r"(?<![\d.:])(?:[01]?\d|2[0-3])[.:][0-5]\d(?![\d.:])")
_MUNICIPAL = re.compile(r"140\d{2,3}")
_PHONE_NEAR = re.compile(r"\b(?:bel|app|sms|tel|whats|mobiel|nummer|call|text me|phone)")
_MONEY_NEAR = re.compile(r"(?:€|eur|euro)\s*$")
_MONEY_AFTER = re.compile(r"(?:,\d\d|,-)? ?(?:€|eur)")
_MAY_BE_LINE = re.compile(r"0[1-9]\d{8}\Z|00[1-9]|316")
_MOBILE = re.compile(r"06[1-9]\d{7}")
_LAND_LINE = re.compile(r"0[1-57]\d{8}")
_SHORTEST_FOREIGN = 10
_MOBILE_REST = re.compile(r"6[1-9]\d{7}")
_IN_A_VERSION = re.compile(r"\d\.\Z")
_SERVICE = re.compile(r"0(?:8[4578]|800|90[069])")
_NOT_A_LINE = re.compile(
    r"(?:iban|rekening|factuur|ordernummer|order|bestelnummer|isbn|kvk|btw)\W{0,3}(?:nummer|nr)?\W{0,5}$"
)
_IBAN_START = re.compile(
    r"(?:(?<![a-z0-9])|(?<=iban)|(?<=rekening)|(?<=nummer))"
    r"([a-z])[ .-]?([a-z])[\s._/:-]{0,3}\d[\s._/:-]{0,3}\d"
)
_IBAN_SIGN = re.compile(r"[\s._/|,:-]{0,3}([a-z0-9])")
_IBAN_NEAR = re.compile(r"iban|rekening|bank|account")
_NL_SHAPE = re.compile(r"nl\d{2}[a-z]{4}\d{10}")
_NL_BEGUN = re.compile(r"(?<![a-z0-9])nl ?\d{2} ?[a-z]{4} ?\d{2}")
_MOBILE_BEGUN = re.compile(r"(?<![\d])(?:0|\+31|0031)[ .-]?6(?:[ .-]?\d){4,}+")
_LENGTHS = {
    "al": 28, "ad": 24, "at": 20, "az": 28, "bh": 22, "be": 16, "ba": 20, "br": 29, "bg": 22, "hr": 21,
    "cy": 28, "cz": 24, "dk": 18, "ee": 20, "fi": 18, "fr": 27, "ge": 22, "de": 22, "gi": 23, "gr": 27,
    "hu": 28, "is": 26, "ie": 22, "il": 23, "it": 27, "kw": 30, "lv": 21, "lb": 28, "li": 21, "lt": 20,
    "lu": 20, "mk": 19, "mt": 31, "md": 24, "mc": 27, "me": 22, "nl": 18, "no": 15, "pk": 24, "pl": 28,
    "pt": 25, "qa": 29, "ro": 24, "sm": 27, "sa": 24, "rs": 22, "sk": 24, "si": 19, "es": 24, "se": 24,
    "ch": 21, "tn": 24, "tr": 26, "ae": 23, "gb": 22, "ua": 29, "xk": 20, "jo": 30, "iq": 23, "eg": 29,
    "bi": 27, "by": 28, "cr": 22, "dj": 27, "do": 28, "fk": 18, "fo": 18, "gl": 18, "gt": 28, "hn": 28,
    "kz": 20, "lc": 32, "ly": 25, "ma": 28, "mn": 20, "mr": 27, "mu": 30, "ni": 28, "om": 23, "ps": 29,
    "ru": 33, "sc": 31, "sd": 18, "so": 23, "st": 25, "sv": 28, "tl": 23, "va": 22, "vg": 24, "ye": 30,
}  # fmt: skip


@dataclass(frozen=True)
class Spot:
    """A private piece in the folded text."""

    kind: str
    verdict: Verdict
    start: int
    end: int


class Window(NamedTuple):
    """A number of a run; many are made of one text, so it is a tuple. `broken`: with odd things in it."""

    figures: str
    start: int
    end: int
    broken: bool = False


def find_bsn(text: str, windows: Iterable[Window], *, known: Collection[str]) -> Iterator[Spot]:
    """Certain with the eleven test and a word beside it; likely with one of the two."""
    words = [match.start() for match in _BSN_NEAR.finditer(text)]
    for window in windows:
        length = len(window.figures)
        if length > 9 or (not words and (length < 8 or window.broken)):
            continue
        word = bisect_left(words, window.start - BSN_WORD_WITHIN)
        near = word < len(words) and words[word] < window.end + BSN_WORD_WITHIN
        passes = length >= 8 and bsn.is_valid(window.figures.zfill(9))
        if near and passes and not (length == 8 and _is_ordinary(text, window, known)):
            yield Spot("bsn", Verdict.BLOCK, window.start, window.end)
        elif window.broken or not (near or (passes and length == 9)):
            continue
        elif not _is_ordinary(text, window, known):
            yield Spot("bsn", Verdict.ASK, window.start, window.end)


def find_phones(text: str, windows: Iterable[Window], *, known: Collection[str]) -> Iterator[Spot]:
    """Mobile numbers are certain; land lines and foreign numbers may be an organisation's.

    `known` are the numbers of helplines, figures only; service numbers (0800, 0900, 088, …) pass too.
    """
    for window in windows:
        plus = text[max(0, window.start - 2) : window.start].strip("( ").endswith("+")
        before = text[max(0, window.start - 30) : window.start]
        if not window.broken and _MOBILE_REST.fullmatch(window.figures):
            if _PHONE_NEAR.search(before) or _PHONE_NEAR.search(text[window.end : window.end + 30]):
                yield Spot("phone", Verdict.ASK, window.start, window.end)
            continue
        if len(window.figures) < 9 or not (plus or _MAY_BE_LINE.match(window.figures)):
            continue
        number = _national(window.figures, plus=plus)
        verdict = _line_verdict(number)
        if verdict is None or number in known or window.figures in known or _SERVICE.match(number):
            continue
        written = text[window.start : window.end]
        if window.broken:
            verdict = _broken_verdict(written, verdict)
        elif verdict == Verdict.ASK and _IN_A_VERSION.search(before):
            continue
        if verdict and not (_NOT_A_LINE.search(before) or _tells_time(text, window)):
            signs = len(before) - len(before.rstrip("+( ")) if plus else 0
            yield Spot("phone", verdict, window.start - signs, window.end)


def find_iban(text: str) -> Iterator[Spot]:
    """A number that passes its own test is certain; the Dutch shape without passing is likely."""
    for match in _IBAN_START.finditer(text):
        length = _LENGTHS.get(match[1] + match[2])
        found = _compact(text, match.start(), length) if length else None
        if found is None:
            continue
        number, end = found
        near = _IBAN_NEAR.search(text[max(0, match.start() - 30) : match.start()])
        if _is_iban(number):
            yield Spot("iban", Verdict.BLOCK, match.start(), end)
        elif _NL_SHAPE.fullmatch(number) or (near and sum(map(str.isdigit, number)) > 10):
            yield Spot("iban", Verdict.ASK, match.start(), end)


def find_unfinished(text: str) -> Iterator[Spot]:
    """Numbers that somebody is still typing; only a draft can hold them."""
    for kind, pattern in (("iban", _NL_BEGUN), ("phone", _MOBILE_BEGUN)):
        for match in pattern.finditer(text):
            yield Spot(kind, Verdict.ASK, *match.span())


def number_windows(text: str) -> Iterator[Window]:
    """Every number of 5 to 14 figures that begins and ends with a group of a run. Linear."""
    yield from _windows(text, _RUN, broken=False)
    for window in _windows(text, _BROKEN_RUN, broken=True):
        if "," in text[window.start : window.end] or not _RUN.fullmatch(text, window.start, window.end):
            yield window


def _windows(text: str, runs: re.Pattern[str], *, broken: bool) -> Iterator[Window]:
    for run in runs.finditer(text):
        groups = [(m[0], run.start() + m.start()) for m in _GROUP.finditer(run[0])]
        for first in range(len(groups)):
            figures = ""
            for last in range(first, len(groups)):
                figures += groups[last][0]
                if len(figures) >= NUMBER_LENGTHS.stop:
                    break
                start, end = groups[first][1], groups[last][1] + len(groups[last][0])
                listed = not broken and "," in text[start:end] and len(figures) > last - first + 1
                if len(figures) >= NUMBER_LENGTHS.start and not listed:
                    yield Window(figures, start, end, broken)


def _is_ordinary(text: str, window: Window, known: Collection[str]) -> bool:
    """An amount, a date, years, or a number that everybody may call."""
    written = text[window.start : window.end]
    return bool(
        _MONEY_NEAR.search(text[max(0, window.start - 8) : window.start])
        or _MONEY_AFTER.match(text, window.end)
        or _in_a_date(text, window)
        or _YEARS.fullmatch(written)
        or window.figures in known
        or _SERVICE.match(window.figures)
        or _MUNICIPAL.fullmatch(window.figures)
    )


def _in_a_date(text: str, window: Window) -> bool:
    around = max(0, window.start - 6)
    return any(
        around + date.start() <= window.start and window.end <= around + date.end()
        for date in _DATE.finditer(text[around : window.end + 6])
    )


def _tells_time(text: str, window: Window) -> bool:
    """A date and what comes after it, or two times of the clock or more."""
    written = text[window.start : window.end + 3]
    return _DATE.match(text, window.start) is not None or len(_CLOCK.findall(written)) > 1


def _broken_verdict(written: str, verdict: Verdict) -> Verdict | None:
    """A mobile number with odd signs in it is one; a land line is too much like a sum."""
    if verdict != Verdict.BLOCK:
        return None
    return Verdict.ASK if "," in written else Verdict.BLOCK


def _line_verdict(number: str) -> Verdict | None:
    if _MOBILE.fullmatch(number):
        return Verdict.BLOCK
    foreign = number.startswith("+") and len(number) > _SHORTEST_FOREIGN
    return Verdict.ASK if foreign or _LAND_LINE.fullmatch(number) else None


def _national(figures: str, *, plus: bool) -> str:
    """0612345678 for every way of writing it; a foreign number keeps a plus."""
    for prefix in ("0031", "31") if not plus else ("31",):
        rest = figures.removeprefix(prefix)
        if rest != figures and (prefix != "31" or plus or re.fullmatch(r"6\d{8}", rest)):
            return "0" + rest.removeprefix("0")
    if plus:
        return "+" + figures
    return "+" + figures[2:] if figures.startswith("00") else figures


def _compact(text: str, start: int, length: int) -> tuple[str, int] | None:
    """The next `length` letters and figures without what stands between, and where they end."""
    signs: list[str] = []
    place = start
    while len(signs) < length:
        match = _IBAN_SIGN.match(text, place)
        if match is None:
            return None
        signs.append(match[1])
        place = match.end()
    if text[place : place + 1].isalnum():
        return None
    return "".join(signs), place


def _is_iban(number: str) -> bool:
    """Of Morocco stdnum does not know the form; there the check figures decide."""
    if number.startswith("ma"):
        return mod_97_10.is_valid(number[4:] + number[:4])
    return iban.is_valid(number, check_country=False)
