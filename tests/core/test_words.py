"""Words as a search meets them: the same stem for what means the same."""

import pytest

from core.excerpts import Piece, excerpt, mark
from core.spelling import distance
from core.words import STEMS_VERSION, all_stems_of, fold, language_of, stems_in, stems_of, words_of


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("schulden", "schuld"),
        ("huizen", "huis"),
        ("kinderen", "kind"),
        ("aangevraagde", "aanvragen"),
        ("gemeenten", "gemeente"),
        ("toeslagen", "toeslag"),
        ("cafés", "cafe"),
        ("zag", "zien"),
        ("debts", "debt"),
    ],
)
def test_forms_of_one_word_share_a_stem(one: str, other: str) -> None:
    assert set(all_stems_of(fold(one))) & set(all_stems_of(fold(other)))


@pytest.mark.parametrize(("raw", "folded"), [("Café", "cafe"), ("ĲSSEL", "ijssel"), ("½", "12"), ("…", "")])
def test_words_are_folded_to_small_letters_and_digits(raw: str, folded: str) -> None:
    assert fold(raw) == folded


def test_a_word_longer_than_the_index_holds_keeps_its_beginning() -> None:
    assert fold("a" * 100_000) == "a" * 40


def test_words_know_their_place_in_the_text() -> None:
    text = "Hé, zzp'er!"
    assert [text[word.start : word.end] for word in words_of(text)] == ["Hé", "zzp", "er"]


def test_stems_hold_letters_and_digits_only() -> None:
    hostile = "a'b\"c\\d:*&|!() NEAR/2 \x00 drop--table € 😀 ﷺ १२ ﬁn"
    assert all(stem.isalnum() for stem in stems_in(hostile, "nl").split())


def test_the_language_of_a_text_is_told_by_its_little_words() -> None:
    assert language_of(["how", "do", "i", "ask", "for", "the", "benefits"]) == "en"
    assert language_of(["hoe", "vraag", "ik", "de", "bijstand", "aan"]) == "nl"
    assert stems_of("benefits", "en") == ("benefit",)


def test_the_version_names_the_stemmers_that_are_installed() -> None:
    """Another version may give other stems: change STEMS_VERSION, and `rebuild_search` does the rest."""
    import snowballstemmer
    import Stemmer

    assert STEMS_VERSION.split("-")[1] == ".".join(str(Stemmer.version()).split(".")[:2])
    assert type(snowballstemmer.stemmer("dutch")).__module__ == "Stemmer"


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [("traplift", "traplift", 0), ("traplfit", "traplift", 1), ("schimel", "schimmel", 1), ("ab", "abcd", 2)],
)
def test_distance_counts_slips(one: str, other: str, expected: int) -> None:
    assert distance(one, other, limit=2) == distance(other, one, limit=2) == expected


def test_distance_stops_at_its_limit() -> None:
    assert distance("wasmachine", "voedselbank", limit=2) == 3


def test_an_excerpt_shows_the_place_with_most_of_the_words() -> None:
    text = f"{'Eerst iets anders. ' * 30}Hier gaat het over huurtoeslag en zorgtoeslag. {'Daarna. ' * 60}"
    pieces = excerpt(text, frozenset({"huurtoeslag", "zorgtoeslag"}))
    assert [piece.text for piece in pieces if piece.hit] == ["huurtoeslag", "zorgtoeslag"]
    shown = "".join(piece.text for piece in pieces)
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert len(shown) < 240


def test_marked_pieces_are_the_whole_text_again() -> None:
    pieces = mark("Schulden & <b>", frozenset({"schuld"}))
    assert pieces == [Piece("Schulden", hit=True), Piece(" & <b>")]
