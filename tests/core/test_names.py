"""Names say who someone is here, never who they are outside, and nobody can pass for somebody else."""

from itertools import combinations

import pytest

from core.errors import Refused
from core.names import RESERVED, clean_handle, clean_name, is_reserved, resembles_address, skeleton
from tests.core.written_html import corpus

LOOKALIKES = corpus("lookalikes")

TOO_SHORT_OR_LONG = "Kies een naam van 3 tot 20 letters."
FOR_STAFF = "Deze naam is voor medewerkers. Kies een andere naam."
FOR_THE_SITE = "Deze naam gebruikt de site zelf. Kies een andere naam."
UNSEEN = "Gebruik zichtbare letters."
PRIVATE = "Gebruik liever geen adres of nummer. Zo bescherm je jezelf."
PLAIN_LETTERS = "Gebruik alleen de letters a tot z, cijfers, - en _."
NAME_LETTERS = "Gebruik alleen letters, cijfers, spaties en streepjes."
ONE_ALPHABET = "Gebruik letters uit één alfabet."


def refusal_of_handle(raw: str) -> str:
    with pytest.raises(Refused) as refused:
        clean_handle(raw)
    assert refused.value.field == "handle"
    return refused.value.message


def refusal_of_name(raw: str) -> str:
    with pytest.raises(Refused) as refused:
        clean_name(raw)
    assert refused.value.field == "name"
    return refused.value.message


@pytest.mark.parametrize(
    "raw", ["", "   ", "\u00a0", "a", "ab", ".", "..", "-", "a" * 21, "a" * 65, "a" * 10_000]
)
def test_a_handle_that_is_too_short_or_too_long_is_told_the_lengths(raw: str) -> None:
    assert refusal_of_handle(raw) == TOO_SHORT_OR_LONG


@pytest.mark.parametrize("raw", LOOKALIKES["handles for staff"])
def test_a_handle_that_passes_for_staff_is_refused(raw: str) -> None:
    message = refusal_of_handle(raw)
    assert message == FOR_STAFF


@pytest.mark.parametrize("raw", LOOKALIKES["names for staff"])
def test_a_name_that_passes_for_staff_is_refused(raw: str) -> None:
    assert refusal_of_name(raw) in {FOR_STAFF, ONE_ALPHABET}
    assert is_reserved(raw)


def test_the_collection_of_lookalikes_is_as_large_as_promised() -> None:
    assert len({*LOOKALIKES["handles for staff"], *LOOKALIKES["names for staff"]}) >= 60


@pytest.mark.parametrize(("one", "other"), LOOKALIKES["pairs that look the same"])
def test_names_that_look_the_same_have_one_skeleton(one: str, other: str) -> None:
    assert skeleton(one) == skeleton(other)


def test_names_of_different_people_have_different_skeletons() -> None:
    fine = sorted({name.casefold() for name in LOOKALIKES["handles that are fine"]})
    same = [pair for pair in combinations(fine, 2) if skeleton(pair[0]) == skeleton(pair[1])]
    assert same == []


@pytest.mark.parametrize("raw", LOOKALIKES["handles that are fine"])
def test_an_ordinary_handle_is_taken_in_lower_case(raw: str) -> None:
    assert clean_handle(f" {raw.title()} ") == raw


@pytest.mark.parametrize("raw", LOOKALIKES["names that are fine"])
def test_an_ordinary_name_is_taken_as_it_is_in_every_script(raw: str) -> None:
    assert clean_name(f" {raw} ") == raw


@pytest.mark.parametrize(
    "raw",
    [
        "an\u200bna",
        "anna\ufeff",
        "an\u00adna",
        "\u3164\u3164\u3164",
        "anna\u202e",
        "\u2066anna",
        "an\u2069na",
        "\u200d\u200d\u200d",
        "anna\U000e0041",
        "ann\ufe0fa",
        "\u2800\u2800\u2800",
        "an\u034fna",
        "an\u115fna",
    ],
)
def test_characters_that_nobody_sees_are_refused_in_names(raw: str) -> None:
    assert refusal_of_handle(raw) == UNSEEN
    assert refusal_of_name(raw) == UNSEEN


@pytest.mark.parametrize(
    "raw", ["null", "undefined", "new", "edit", "NaN", "everyone", "iedereen", "anoniem", "system", "help"]
)
def test_words_of_the_site_itself_are_refused_as_a_whole_name(raw: str) -> None:
    assert refusal_of_handle(raw) == FOR_THE_SITE
    assert refusal_of_name(raw) == FOR_THE_SITE


def test_a_two_letter_word_of_the_site_is_too_short_anyway() -> None:
    assert refusal_of_handle("me") in {TOO_SHORT_OR_LONG, FOR_THE_SITE}


@pytest.mark.parametrize(
    "raw",
    [
        "<b>",
        '"><script>',
        "{{7*7}}",
        "${7*7}",
        "%00abc",
        "jan!",
        "zoë",
        "jan de",
        "-jan",
        "jan_",
        "j--an",
        "j_-an",
    ],
)
def test_a_handle_has_plain_letters_figures_and_single_dashes(raw: str) -> None:
    assert refusal_of_handle(raw) == PLAIN_LETTERS


@pytest.mark.parametrize(
    "raw",
    ["<b>x", '"><script>', "{{a*7}}", "${a*7}", "%00abc", "jan!", "@jan", "a/b", "👍 jan", "-jan", "a---b"],
)
def test_a_name_has_letters_figures_spaces_and_dashes(raw: str) -> None:
    assert refusal_of_name(raw) == NAME_LETTERS


@pytest.mark.parametrize(
    "raw",
    [
        "bank.example",
        "http://x",
        "a@b.nl",
        "0612345678",
        "06-12345678",
        "06 12 34 56 78",
        "+31612345678",
        "www.jan",
        "jan.nl",
        "anna010203",
        "1234ab",
        "1234 AB",
        "dorpsstraat12",
        "kerkweg-5",
        "٠٦١٢٣٤٥٦",
    ],
)
def test_an_address_or_number_is_refused_to_protect_its_owner(raw: str) -> None:
    assert refusal_of_handle(raw) == PRIVATE
    assert refusal_of_name(raw) == PRIVATE


@pytest.mark.parametrize("raw", ["👩‍👩‍👧‍👦", "😀😀😀", "123", "e" + "\u0323" * 30 + "va", "..."])
def test_emoji_figures_or_piles_of_accents_alone_are_no_name(raw: str) -> None:
    assert refusal_of_name(raw) in {UNSEEN, NAME_LETTERS}
    with pytest.raises(Refused):
        clean_handle(raw)


@pytest.mark.parametrize("raw", ["S\u0430ra", "\u0410nna", "Ann\u03b1", "\u041e\u043b\u0435na"])
def test_a_name_mixes_no_alphabets(raw: str) -> None:
    assert refusal_of_name(raw) == ONE_ALPHABET


def test_a_name_with_a_letter_from_another_alphabet_is_no_handle() -> None:
    assert refusal_of_handle("\u0410nna") == PLAIN_LETTERS


@pytest.mark.parametrize("bad", ["an\x00na", "an\ud800na", "an\ufffena"])
def test_what_cannot_be_stored_is_refused_in_names_too(bad: str) -> None:
    assert refusal_of_handle(bad) == "De tekst bevat een teken dat we niet kunnen bewaren."


def test_a_name_has_its_own_lengths_and_one_space_between_words() -> None:
    assert clean_name("Jan   de\u00a0Boer") == "Jan de Boer"
    assert clean_name("Bo") == "Bo"
    assert refusal_of_name("B") == "Kies een naam van 2 tot 40 letters."
    assert refusal_of_name("a" * 41) == "Kies een naam van 2 tot 40 letters."


def test_a_sign_that_unfolds_into_a_sentence_has_a_skeleton_that_can_be_stored() -> None:
    assert clean_name("\ufdfa" * 40) == "\ufdfa" * 40
    assert len(skeleton("\ufdfa" * 40)) == 80


def test_every_reserved_word_is_reserved_in_every_case() -> None:
    assert len(RESERVED) > 150
    for word in RESERVED:
        assert is_reserved(word), word
        assert is_reserved(word.upper()), word


@pytest.mark.parametrize(
    ("name", "email", "resembles"),
    [
        ("fatima", "fatima.yilmaz@example.nl", True),
        ("Fatima Y", "f4tima-yilmaz@example.nl", False),
        ("yilmaz65", "f.yilmaz65@example.nl", True),
        ("tulp", "fatima@tulp.example", False),
        ("Bo", "bo@example.nl", False),
    ],
)
def test_a_name_from_the_mail_address_is_noticed(name: str, email: str, *, resembles: bool) -> None:
    assert resembles_address(name, email) is resembles


@pytest.mark.parametrize(
    ("one", "other"), [("İ", "i̇"), ("ẞ", "ß"), ("ß", "ss"), ("ﬁets", "fiets"), ("I", "ı")]
)
def test_capitals_of_every_language_fold_to_one(one: str, other: str) -> None:
    assert skeleton(one) == skeleton(other)
