"""A text is shown the way its writer meant it: its markup, its people, its direction, its first words."""

import pytest

from core.text import MAX_MENTIONS, Mention, plain, render
from tests.core.written_html import read

FAMILY = "👩‍👩‍👧‍👦"


def html(text: str) -> str:
    return render(text).html.strip()


def test_ordinary_markdown_looks_as_expected() -> None:
    assert html("Hoi **vet** en *schuin* en ~~weg~~ en `code`") == (
        "<p>Hoi <strong>vet</strong> en <em>schuin</em> en <s>weg</s> en <code>code</code></p>"
    )
    assert html("een\ntwee") == "<p>een<br>\ntwee</p>"
    assert html("7. zeven\n8. acht") == '<ol start="7">\n<li>zeven</li>\n<li>acht</li>\n</ol>'
    assert html("> citaat") == "<blockquote>\n<p>citaat</p>\n</blockquote>"
    assert html("```py\n<b>\n```") == "<pre><code>&lt;b&gt;\n</code></pre>"


def test_html_is_shown_as_it_was_typed() -> None:
    assert read(html("<img src=x onerror=alert(1)> <details open>")).words.strip() == (
        "<img src=x onerror=alert(1)> <details open>"
    )


@pytest.mark.parametrize(
    "typed", ["[let op]: bel eerst", "[1]: https://a.nl", "    vier spaties", "{{ x }}", "<mexico)"]
)
def test_nothing_that_was_typed_vanishes(typed: str) -> None:
    assert read(html(f"Hallo\n\n{typed}")).words.split() == ["Hallo", *typed.split()]


def test_a_line_of_dashes_makes_no_heading_of_what_stands_above_it() -> None:
    assert read(html("Groeten, Jan\n---")).tags == ["p", "hr"]


def test_headings_stay_below_those_of_the_page_and_skip_no_level() -> None:
    assert read(html("# A\n\n## B\n\n### C\n\n###### D")).tags == ["h3", "h3", "h4", "h4"]
    assert read(html("###### D\n\n### C\n\n# A")).tags == ["h3", "h4", "h3"]


def test_a_table_says_what_its_headers_are_and_carries_no_style() -> None:
    shown = html("|post|euro|\n|:-|-:|\n|huur|700|")
    assert '<th scope="col">euro</th>' in shown
    assert "style" not in shown
    assert "align" not in shown


def test_levels_beyond_ten_are_shown_as_typed_and_said_so() -> None:
    shown = render("> " * 25 + "diep\n\nerna")
    page = read(shown.html)
    assert page.tags.count("blockquote") == 10
    assert page.words.split() == [*(">" * 15), "diep", "erna"]
    assert shown.notices == (
        "Je tekst heeft heel veel lagen of onderdelen. Een deel staat er als gewone tekst.",
    )
    assert render("> > > gewoon").notices == ()


def test_five_hundred_lines_stay_a_list_and_a_hundred_rows_a_table() -> None:
    assert read(html("- regel\n" * 500)).tags.count("li") == 500
    assert read(html("|a|b|c|d|\n|-|-|-|-|\n" + "|1|2|3|4|\n" * 100)).tags.count("tr") == 101


@pytest.mark.parametrize("text", ["|a|\n|-|\n" * 1_250, "- - a\n" * 1_600, "# a\n" * 2_400])
def test_more_markup_than_anybody_needs_is_shown_as_typed_and_said_so(text: str) -> None:
    shown = render(text)
    page = read(shown.html)
    assert len(page.tags) < 6_500
    assert page.words.count("a") == text.count("a")
    assert shown.notices != ()


def test_a_thousand_nested_lists_lose_no_item() -> None:
    text = "\n".join("  " * step + f"- item{step}" for step in range(90))
    words = read(html(text)).words
    assert all(f"item{step}" in words for step in range(90))


def everybody_but_nobody(names: set[str]) -> dict[str, Mention]:
    return {name: Mention(url=f"/people/{name}/", label=name) for name in names - {"nobody"}}


def mentioned(text: str) -> tuple[str, ...]:
    return render(text, resolve_mentions=everybody_but_nobody).mentions


def test_a_name_becomes_a_link_to_the_person() -> None:
    shown = render("Dank @Fatima!", resolve_mentions=everybody_but_nobody)
    assert shown.html.strip() == '<p>Dank <a href="/people/fatima/" class="mention">@fatima</a>!</p>'
    assert shown.mentions == ("fatima",)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("@fatima, @eric en @fatima.", ("fatima", "eric")),
        ("**@jan_de_boer** _@eva-2_ (@bram)", ("jan_de_boer", "eva-2", "bram")),
        ("> @eva schreef", ("eva",)),
        ("@nobody @fatima", ("fatima",)),
        ("mail a@fatima.nl, @@fatima, /@fatima, x@fatima", ()),
        ("`@fatima` [@fatima](/x) https://a.nl/@fatima <https://a.nl/@fatima>", ()),
        ("```\n@fatima\n```", ()),
        ("@ab @" + "a" * 21, ()),
        ("geen namen", ()),
    ],
)
def test_only_names_in_running_text_are_people(text: str, names: tuple[str, ...]) -> None:
    assert mentioned(text) == names


def test_all_names_are_looked_up_at_once_and_not_more_than_fifty() -> None:
    calls: list[set[str]] = []

    def resolve(names: set[str]) -> dict[str, Mention]:
        calls.append(names)
        return everybody_but_nobody(names)

    shown = render(" ".join(f"@naam{n}" for n in range(200)), resolve_mentions=resolve)
    assert [len(names) for names in calls] == [MAX_MENTIONS]
    assert shown.mentions == tuple(f"naam{n}" for n in range(MAX_MENTIONS))
    render("geen namen", resolve_mentions=resolve)
    assert len(calls) == 1


def test_arabic_and_dutch_blocks_each_have_their_own_direction() -> None:
    shown = html("مرحبا\n\n- نعم\n- Nederlands\n\nHallo\n\n> שלום")
    assert '<p dir="rtl">مرحبا</p>' in shown
    assert '<ul dir="rtl">\n<li>نعم</li>\n<li dir="ltr">Nederlands</li>' in shown
    assert "<p>Hallo</p>" in shown
    assert '<blockquote dir="rtl">\n<p>שלום</p>' in shown


def test_text_that_turns_the_direction_is_isolated_closed_and_marked() -> None:
    assert html("Bel \u202e5678 nu") == "<p>Bel <bdi>⇄\u202e5678 nu\u202c</bdi></p>"
    assert html("a \u2067b") == "<p>a <bdi>\u2067b\u2069</bdi></p>"
    assert html("a \u2069\u202c b") == "<p>a <bdi> b</bdi></p>"
    assert html("`\u202ecode`") == "<p><bdi>⇄<code>\u202ecode\u202c</code></bdi></p>"
    assert html("&#x202e;5678") == "<p><bdi>⇄\u202e5678\u202c</bdi></p>"


def test_an_excerpt_is_words_without_markup_that_ends_at_a_word() -> None:
    shown = html("# Kop\n\nEerste **alinea** & meer.\n\n- een\n- twee")
    assert plain(shown, 200) == "Kop Eerste alinea & meer. een twee"
    assert plain(shown, 20) == "Kop Eerste alinea…"
    assert plain("", 20) == ""


def test_an_excerpt_is_cut_between_characters_and_not_inside_one() -> None:
    assert plain(html(FAMILY * 30), 10) == FAMILY * 9 + "…"
    assert plain(html("a" * 30), 10) == "a" * 9 + "…"


def test_a_long_text_is_read_only_as_far_as_the_excerpt_needs() -> None:
    assert plain(html("woord " * 1_600), 12) == "woord woord…"


def test_an_excerpt_of_escaped_markup_is_text_again() -> None:
    assert plain(html('<b> & "x"'), 50) == '<b> & "x"'
