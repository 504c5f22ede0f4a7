"""core.screening: every screener is asked, the gravest verdict wins."""

import pytest

from core import screening
from core.screening import Finding, Submission, Verdict, register, screen

seen: list[Submission] = []


def doubtful(submission: Submission) -> list[Finding]:
    seen.append(submission)
    if "adres" not in submission.text:
        return []
    start = submission.text.index("adres")
    return [Finding(kind="address", verdict=Verdict.ASK, sentence="Staat hier een adres?", start=start)]


def certain(submission: Submission) -> list[Finding]:
    if "nummer" not in submission.text:
        return []
    return [Finding(kind="number", verdict=Verdict.BLOCK, sentence="Haal het nummer weg.")]


@pytest.fixture(autouse=True)
def _two_screeners(monkeypatch: pytest.MonkeyPatch) -> None:
    """The site's own screeners are tested elsewhere."""
    seen.clear()
    monkeypatch.setattr(screening, "_screeners", [])
    register(doubtful)
    register(certain)


def test_a_text_in_which_nobody_finds_anything_may_be_published() -> None:
    screening = screen(text="Goedemorgen", author_id=1, place="answer")
    assert screening.verdict == Verdict.PUBLISH
    assert screening.sentences == []


def test_the_gravest_verdict_wins_and_every_sentence_is_kept() -> None:
    screening = screen(text="mijn adres en nummer", author_id=1, place="answer")
    assert screening.verdict == Verdict.BLOCK
    assert screening.sentences == ["Staat hier een adres?", "Haal het nummer weg."]
    assert screening.findings[0].start == 5


def test_a_screener_knows_who_writes_and_where() -> None:
    screen(text="Goedemorgen", author_id=7, place="comment")
    assert seen == [Submission(text="Goedemorgen", author_id=7, place="comment")]


def test_a_screener_that_is_registered_twice_is_asked_once() -> None:
    register(doubtful)
    screen(text="Goedemorgen", author_id=1, place="answer")
    assert len(seen) == 1
