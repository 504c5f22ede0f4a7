"""The look that every text gets before it is stored. Screeners are registered by other packages."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum


class Verdict(IntEnum):
    """What may happen with the text; the gravest verdict of all screeners wins."""

    PUBLISH = 0
    ASK = 1
    HOLD = 2
    BLOCK = 3


@dataclass(frozen=True)
class Finding:
    """One thing that a screener noticed: where in the text (characters), and a sentence for the writer."""

    kind: str
    verdict: Verdict
    sentence: str
    start: int = 0
    end: int = 0


@dataclass(frozen=True)
class Screening:
    """The verdict over a text with what led to it."""

    verdict: Verdict
    findings: tuple[Finding, ...] = ()

    @property
    def sentences(self) -> list[str]:
        return [finding.sentence for finding in self.findings]


@dataclass(frozen=True)
class Submission:
    """What is screened: the text, who wrote it, and the kind of place it is for ("question", "answer", …)."""

    text: str
    author_id: int
    place: str


Screener = Callable[[Submission], list[Finding]]

_screeners: list[Screener] = []


def register(screener: Screener) -> None:
    if screener not in _screeners:
        _screeners.append(screener)


def unregister(screener: Screener) -> None:
    _screeners.remove(screener)


def screen(*, text: str, author_id: int, place: str) -> Screening:
    """Ask every screener; without screeners everything may be published."""
    submission = Submission(text=text, author_id=author_id, place=place)
    findings = tuple(finding for screener in _screeners for finding in screener(submission))
    verdict = max((finding.verdict for finding in findings), default=Verdict.PUBLISH)
    return Screening(verdict=verdict, findings=findings)
