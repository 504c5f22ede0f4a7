"""The look that every text gets before it is stored. Screeners are registered by other packages.

A finding of the family "private" is about a piece that may not be shown or kept; its span is masked.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import IntEnum

from core.errors import Refused

MASK = "•••••"
"""Stands for a private piece, however long the piece was."""

WORDS_AROUND = 24
"""Characters that are shown on either side of a masked piece."""


_PART = re.compile(
    r"@|\.(?:nl|com|be|org|net|eu)\b"
    r"|\b(?:nul|een|één|twee|drie|vier|vijf|zes|zeven|acht|negen|apenstaart\w*|zero|one|two|three|four|five)\b",
    re.IGNORECASE,
)


class Verdict(IntEnum):
    """What may happen with the text; the gravest verdict of all screeners wins."""

    PUBLISH = 0
    ASK = 1
    HOLD = 2
    BLOCK = 3


@dataclass(frozen=True)
class Finding:
    """One thing that a screener noticed: where in the text (characters), and a sentence for the writer.

    `kind` is "family.name", such as "private.iban" or "danger.suicide"; `rule` names the rule, if there are
    several of a kind.
    """

    kind: str
    verdict: Verdict
    sentence: str
    start: int = 0
    end: int = 0
    rule: str = ""

    @property
    def family(self) -> str:
        return self.kind.partition(".")[0]

    @property
    def is_private(self) -> bool:
        return self.family == "private"


@dataclass(frozen=True)
class Screening:
    """The verdict over a text with what led to it."""

    verdict: Verdict
    findings: tuple[Finding, ...] = ()
    text: str = field(default="", repr=False)

    @property
    def sentences(self) -> list[str]:
        """Each sentence for the writer once, in the order of the screeners."""
        return list(dict.fromkeys(finding.sentence for finding in self.findings if finding.sentence))

    @property
    def kinds(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(finding.kind for finding in self.findings))

    @property
    def rules(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(finding.rule for finding in self.findings if finding.rule))

    @property
    def private(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.is_private)

    @property
    def pieces(self) -> tuple[str, ...]:
        """The private pieces, masked, each with the words around it."""
        return tuple(dict.fromkeys(self._around(finding) for finding in self.private))

    def _around(self, finding: Finding) -> str:
        start, end = max(0, finding.start - WORDS_AROUND), finding.end + WORDS_AROUND
        whole = [other for other in self.private if other.start < end and other.end > start]
        start = min([start, *(other.start for other in whole)])
        end = max([end, *(other.end for other in whole)])
        shown = masked(self.text[start:end], [_moved(other, -start) for other in whole])
        before, after = "…" if start else "", "…" if end < len(self.text) else ""
        return f"{before}{' '.join(shown.split())}{after}"


@dataclass(frozen=True)
class Submission:
    """What is screened: the text, who wrote it, and the kind of place it is for ("question", "answer", …).

    `theme` is the slug of the theme, `replaces` the id of the post whose words these are to become.
    """

    text: str
    author_id: int
    place: str
    theme: str = ""
    replaces: int | None = None


Screener = Callable[[Submission], list[Finding]]

_screeners: list[Screener] = []


def register(screener: Screener) -> None:
    if screener not in _screeners:
        _screeners.append(screener)


def unregister(screener: Screener) -> None:
    _screeners.remove(screener)


def screen(
    *, text: str, author_id: int, place: str, theme: str = "", replaces: int | None = None
) -> Screening:
    """Ask every screener; without screeners everything may be published."""
    submission = Submission(text=text, author_id=author_id, place=place, theme=theme, replaces=replaces)
    findings = [finding for screener in _screeners for finding in screener(submission)]
    verdict = max((finding.verdict for finding in findings), default=Verdict.PUBLISH)
    return Screening(verdict=verdict, findings=tuple(findings), text=text)


def may_be_a_part(text: str) -> bool:
    """Whether the text could be half of something private: a figure, an "@", the end of an address."""
    return any(sign.isdigit() for sign in text) or _PART.search(text) is not None


def screen_between(
    before: Sequence[str], text: str, after: Sequence[str] = (), *, author_id: int
) -> Screening:
    """Private pieces that only show when `text` is read together with what the same person wrote around it.

    The spans are those in `text`.
    """
    head = "".join(f"{line}\n" for line in before)
    joined = "\n".join([head + text, *after])
    start, end = len(head), len(head) + len(text)
    alone = {finding.kind for finding in screen(text=text, author_id=author_id, place="comparison").private}
    findings = tuple(
        replace(found, start=max(found.start, start) - start, end=min(found.end, end) - start)
        for found in screen(text=joined, author_id=author_id, place="comparison").private
        if found.start < end and found.end > start and found.kind not in alone
    )
    verdict = max((finding.verdict for finding in findings), default=Verdict.PUBLISH)
    return Screening(verdict=verdict, findings=findings, text=text)


def require_nothing_private(
    fields: Mapping[str, str], *, author_id: int, place: str, least: Verdict = Verdict.ASK
) -> None:
    """Raise `Refused` with the first field that holds a private piece of at least this verdict.

    A piece that is cut over two fields is found where it is made whole.
    """
    before: list[str] = []
    for name, text in fields.items():
        looks = [screen(text=text, author_id=author_id, place=place)]
        if any(before) and may_be_a_part(text):
            looks.append(screen_between(before, text, author_id=author_id))
        for screening in looks:
            found = [finding for finding in screening.private if finding.verdict >= least]
            if found:
                sentences = " ".join(dict.fromkeys(finding.sentence for finding in found))
                raise Refused(sentences, field=name, pieces=screening.pieces, kinds=screening.kinds)
        before.append(text)


def refuse_certain(fields: Mapping[str, str], *, author_id: int, place: str) -> None:
    """For texts that only staff writes or reads, where the number of a desk may stand: what is certain."""
    require_nothing_private(fields, author_id=author_id, place=place, least=Verdict.BLOCK)


def without_certain(text: str) -> str:
    """What is certainly private taken out, for a text of which words go into a question to the database."""
    found = screen(text=text, author_id=0, place="search").private
    return masked(text, [finding for finding in found if finding.verdict == Verdict.BLOCK])


def masked(text: str, findings: Sequence[Finding]) -> str:
    """The text with every private piece masked; overlapping pieces become one mask."""
    shown: list[str] = []
    end = 0
    for finding in sorted(findings, key=lambda finding: finding.start):
        if not finding.is_private or finding.end <= end:
            continue
        shown += [text[end : finding.start], MASK] if finding.start >= end else []
        end = finding.end
    return "".join([*shown, text[end:]])


def masked_fields(fields: Mapping[str, str], *, author_id: int, place: str) -> dict[str, str]:
    """The fields of one form, screened as one text, with every private piece masked where it stands."""
    joined = "\n".join(fields.values())
    findings = screen(text=joined, author_id=author_id, place=place).private
    cleaned: dict[str, str] = {}
    start = 0
    for name, text in fields.items():
        here = [_moved(finding, -start) for finding in findings]
        inside = [finding for finding in here if finding.start < len(text) and finding.end > 0]
        cleaned[name] = masked(text, inside)
        start += len(text) + 1
    return cleaned


def _moved(finding: Finding, by: int) -> Finding:
    start, end = max(0, finding.start + by), finding.end + by
    return replace(finding, start=start, end=end)
