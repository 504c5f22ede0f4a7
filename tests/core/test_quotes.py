"""Quotations in Markdown are found, and told from other quotations."""

import pytest

from core.quotes import Source, comes_from, quotes_in, without_quotes

SAID = "Bel eerst de gemeente.\n\nVraag daarna **bijzondere bijstand** aan, dat hielp mij."
SOURCE = Source("Nicole", (SAID,))


def quoted(*lines: str, name: str = "Nicole") -> str:
    return "\n".join([f"> **{name}:**", ">", *(f"> {line}" for line in lines)])


@pytest.mark.parametrize(
    "text",
    [
        quoted("Bel eerst de gemeente."),
        quoted("Vraag daarna bijzondere bijstand aan, dat hielp mij."),
        quoted("bel EERST de gemeente!"),
        quoted("Vraag daarna bijzondere bijstand aan, dat hielp mij.", name="Iemand"),
        "> Vraag daarna bijzondere bijstand aan, dat hielp mij.",
        ">Vraag daarna bijzondere bijstand aan, dat hielp mij.",
        ">> Vraag daarna bijzondere bijstand aan, dat hielp mij.",
        quoted("Bel eerst de gemeente.", "En nog iets van mij."),
        quoted(*SAID.split("\n")),
    ],
)
def test_a_quotation_is_known_by_its_words(text: str) -> None:
    assert [comes_from(quote, SOURCE) for quote in quotes_in(text)] == [True]


@pytest.mark.parametrize(
    "text",
    [
        quoted("Iets heel anders."),
        "> Bel eerst de gemeente.",
        quoted("Bel eerst de gemeente.", name="Daan"),
        quoted("Bel"),
        ">",
        "> ",
    ],
)
def test_a_short_sentence_that_anybody_says_is_nobodys(text: str) -> None:
    assert not any(comes_from(quote, SOURCE) for quote in quotes_in(text))


def test_only_the_quotation_goes_and_the_rest_stays() -> None:
    mine, other = "Dat doe ik.", quoted("Wat een goed idee van jou.", name="Daan")
    text = f"{quoted('Bel eerst de gemeente.')}\n{other}\n\n{mine}\n\n{quoted(SAID.splitlines()[2])}\nEinde."
    taken: list[str] = []

    def keep(words: str) -> str:
        taken.append(words)
        return "> weg"

    assert without_quotes(text, SOURCE, keep) == f"> weg\n{other}\n\n{mine}\n\n> weg\nEinde."
    assert len(taken) == 2


def test_a_text_without_quotations_has_none() -> None:
    assert list(quotes_in("a > b\n\n    > code\n- > lijst")) == []


def test_what_is_known_to_be_quoted_may_be_short() -> None:
    known = Source("Fatima", ("Ja, mag.",), known=True)
    assert [comes_from(quote, known) for quote in quotes_in(quoted("Ja, mag.", name="Deelnemer 1"))] == [True]
    assert [comes_from(quote, known) for quote in quotes_in(quoted("Nee.", name="Deelnemer 1"))] == [False]
