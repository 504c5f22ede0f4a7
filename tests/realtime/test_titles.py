import pytest

from community.limits import TITLE_LENGTH
from realtime.titles import title_of


@pytest.mark.parametrize(
    ("body", "title"),
    [
        ("Hoe lang duurt beslag? Ik weet het niet.", "Hoe lang duurt beslag?"),
        ("Er staat rente op de rekening. Mag dat?", "Er staat rente op de rekening. Mag dat?"),
        ("Ik **snap** mijn brief niet.", "Ik snap mijn brief niet."),
        ("Mag dat?", "Mag dat?"),
    ],
)
def test_a_title_is_the_first_sentence_that_asks(body: str, title: str) -> None:
    assert title_of(body) == title


def test_a_long_sentence_is_shortened_at_a_word() -> None:
    title = title_of("woord " * 60)
    assert len(title) <= TITLE_LENGTH
    assert title.endswith("woord…")
