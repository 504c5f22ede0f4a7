"""What members write comes in clean, whole, and with a sentence when it cannot be taken."""

import unicodedata

import pytest
from django.utils import translation

from core.errors import Refused
from core.text import clean_body, clean_line, grapheme_count, notices, render
from tests.core.written_html import read

FAMILY = "👩‍👩‍👧‍👦"
FLAG = "🏴󠁧󠁢󠁳󠁣󠁴󠁿"


def refusal(text: str) -> str:
    with pytest.raises(Refused) as refused:
        clean_body(text)
    return refused.value.message


def test_a_text_over_the_limit_is_refused_with_both_numbers() -> None:
    assert refusal("a" * 10_412) == "10.000 tekens is het maximum, jouw tekst heeft er 10.412."


def test_the_numbers_are_written_in_the_language_of_the_reader() -> None:
    with translation.override("en"):
        assert "10,412" in refusal("a" * 10_412)


def test_a_text_of_exactly_the_limit_is_taken_and_a_megabyte_is_not() -> None:
    assert len(clean_body("a" * 10_000)) == 10_000
    assert "1.000.000" in refusal("a" * 1_000_000)


def test_windows_line_ends_do_not_count_twice() -> None:
    assert clean_body("a\r\n" * 4_999 + "bc") == "a\n" * 4_999 + "bc"


def test_a_limit_and_a_field_can_be_given() -> None:
    with pytest.raises(Refused) as refused:
        clean_body("a" * 601, limit=600, field="tried")
    assert refused.value.message == "600 tekens is het maximum, jouw tekst heeft er 601."
    assert refused.value.field == "tried"


@pytest.mark.parametrize("bad", ["\x00", "\ufffe", "\uffff", "\ufdd0", "\U0001fffe", "\ud800"])
def test_what_cannot_be_stored_is_refused_in_words(bad: str) -> None:
    assert refusal(f"Hallo {bad}") == "De tekst bevat een teken dat we niet kunnen bewaren."
    with pytest.raises(Refused, match="niet kunnen bewaren"):
        clean_line(f"Hallo {bad}")


@pytest.mark.parametrize(
    "empty",
    [
        "",
        " \n\t ",
        "\u200b\u200d",
        "\u00a0",
        "\u3164",
        "\u2800",
        "\ufeff\u2060",
        "> citaat\n> meer",
        "***",
        "---",
        "![](https://a.nl/x.png)",
        "![foto](https://a.nl/x.png)",
        "# ",
        "```\n```",
        "> " * 5_000,
        "\u0301\u0301",
    ],
)
def test_a_text_without_words_of_ones_own_is_refused(empty: str) -> None:
    assert refusal(empty) == "Schrijf een paar woorden."


@pytest.mark.parametrize("short", ["?", "ja", "👍", ":)", "5", "> citaat\n\nDank je", "نعم", "好"])
def test_a_short_answer_is_an_answer(short: str) -> None:
    assert clean_body(short) == short


def test_control_characters_go_and_tabs_and_new_lines_stay() -> None:
    assert clean_body("PK\x03\x04 a\tb\r\nc\rd\u2028e\x85f\x9bg\x7f") == "PK a\tb\nc\nd\ne\nfg"


def test_letters_and_accents_are_stored_in_one_way() -> None:
    assert clean_body("cafe\u0301") == "caf\u00e9"


def test_a_pile_of_accents_is_clipped_to_five_also_with_joiners_between() -> None:
    assert clean_body("x" + "\u0323" * 1_000 + "y") == "x" + "\u0323" * 5 + "y"
    assert clean_body("x" + "\u0323\u200d" * 1_000 + "y").count("\u0323") == 5


@pytest.mark.parametrize(
    "text",
    [
        "السلام عليكم ورحمة الله وبركاته",
        "שָׁלוֹם עֲלֵיכֶם",
        "नमस्ते क्षत्रिय",
        "สวัสดีครับ ที่นี่",
        "你好，世界",
        "さくら",
        "İstanbul ı",
        FAMILY,
        FLAG,
        "👍🏽 1️⃣ 🇳🇱",
        "Ångström ﷽",
        "می‌خواهم",
        "<mexico) <test.test",
        "{{ csrf_token }} {% debug %}",
        "%s %(x)s {0.real} ${7*7}",
        "=1+1",
        "🤷🏽‍♀️",
    ],
)
def test_every_script_and_every_odd_sign_is_kept_to_the_letter(text: str) -> None:
    kept = unicodedata.normalize("NFC", text)
    assert clean_body(text) == kept
    assert clean_line(text) == kept
    assert read(render(text).html).words.strip() == kept


def test_the_preview_says_what_will_be_changed_and_what_looks_broken() -> None:
    assert notices("Gewoon een tekst\r\nmet é en 👍🏽.") == ()
    assert notices("a\x03b") == ("Je tekst heeft onzichtbare stuurtekens. Die halen we weg.",)
    assert notices("e" + "\u0323" * 9) == (
        "Op sommige letters staan te veel tekens. Wij laten er vijf staan.",
    )
    assert notices("Bel \u202e5678") == ("Je tekst draait de leesrichting om. Wij zetten daar een ⇄ bij.",)
    assert notices("caf\ufffd") == ("Sommige tekens kwamen niet goed over. Kijk je tekst nog even na.",)


@pytest.mark.parametrize("between", ["\n", "\r\n", "\u2028", "\u2029", "\t", "\x0b", "\x85", "\u00a0", "   "])
def test_every_kind_of_white_space_in_a_title_is_one_space(between: str) -> None:
    assert clean_line(f" Hulp{between}gezocht ") == "Hulp gezocht"


def test_a_title_cannot_start_another_header_of_a_mail() -> None:
    assert clean_line("Vraag\r\nBcc: iedereen@example.nl") == "Vraag Bcc: iedereen@example.nl"


@pytest.mark.parametrize("empty", ["", "  ", "\u200b", "\u3164", "\u202e"])
def test_a_title_without_anything_to_see_gets_the_sentence_of_its_form(empty: str) -> None:
    with pytest.raises(Refused) as refused:
        clean_line(empty, empty="Geef je vraag een titel.", field="title")
    assert refused.value.message == "Geef je vraag een titel."
    assert refused.value.field == "title"
    with pytest.raises(Refused, match="Vul hier iets in"):
        clean_line(empty)


def test_a_title_counts_characters_the_way_a_person_does() -> None:
    assert clean_line(FAMILY * 120, stored=1_000) == FAMILY * 120
    with pytest.raises(Refused, match="120 tekens is het maximum, jouw tekst heeft er 121"):
        clean_line(FAMILY * 121)
    with pytest.raises(Refused, match="120 tekens is het maximum, jouw tekst heeft er 256"):
        clean_line("a" * 256)


def test_a_line_that_its_column_cannot_hold_is_refused_in_words_instead_of_failing_later() -> None:
    with pytest.raises(Refused, match="te veel emoji of accenten"):
        clean_line(FAMILY * 18)
    with pytest.raises(Refused, match="te veel emoji of accenten"):
        clean_line(FAMILY * 120, stored=500)
    # NFC writes this letter with two code points.
    with pytest.raises(Refused, match="te veel emoji of accenten"):
        clean_line("\u0958" * 120)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("abc", 3),
        ("e\u0301", 1),
        (FAMILY, 1),
        (FLAG, 1),
        ("🇳🇱🇧🇪", 2),
        ("1️⃣", 1),
        ("👍🏽", 1),
        ("ก็", 1),
        ("각", 1),
    ],
)
def test_what_a_person_sees_as_one_character_counts_as_one(text: str, count: int) -> None:
    assert grapheme_count(text) == count
