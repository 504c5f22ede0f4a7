"""Links in a text lead where they say they lead, or they are no links."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.links import judge
from core.text import render
from tests.core.written_html import read


def html(text: str) -> str:
    return render(text).html.strip()


def link(text: str) -> dict[str, str]:
    (only,) = read(html(text)).links
    return only


def test_a_link_to_another_site_is_marked_and_says_where_it_leads() -> None:
    assert link("[dit](https://www.nibud.nl/a?b=1&c=2)") == {
        "href": "https://www.nibud.nl/a?b=1&c=2",
        "title": "www.nibud.nl",
        "rel": "nofollow ugc noopener noreferrer",
    }


def test_a_link_within_the_site_is_a_plain_path() -> None:
    assert link("[dit](/questions/3/)") == {"href": "/questions/3/"}
    assert link("http://testserver/questions/3/?a=1") == {"href": "/questions/3/?a=1"}


@pytest.mark.parametrize(
    ("typed", "suffix"),
    [
        ("[www.digid.nl](https://kwaad.example/digid)", "(kwaad.example)"),
        ("[https://digid.nl/inloggen](https://kwaad.example)", "(kwaad.example)"),
        ("[digid.nl](https://digid.nl.kwaad.example)", "(digid.nl.kwaad.example)"),
        ("[digid．nl](https://kwaad.example)", "(kwaad.example)"),
        ("[digid.nl.](https://kwaad.example)", "(kwaad.example)"),
        ("[ok](http://аррӏе.com)", "(xn--80ak6aa92e.com)"),
        ("<http://аррӏе.com>", "(xn--80ak6aa92e.com)"),
        ("[\u202eln.digid](https://kwaad.example)", "(kwaad.example)"),
        ("![digid.nl](https://kwaad.example/x.png)", "(kwaad.example)"),
    ],
)
def test_a_link_whose_text_names_another_site_is_followed_by_the_true_one(typed: str, suffix: str) -> None:
    shown = html(typed)
    assert f"<small>{suffix}</small>" in shown
    assert "title=" not in shown


@pytest.mark.parametrize(
    "typed",
    [
        "[nibud.nl](https://www.nibud.nl)",
        "[www.nibud.nl/x](https://nibud.nl)",
        "https://service.nibud.nl",
        "[J.P. (12.30 uur)](https://a.nl)",
    ],
)
def test_a_link_that_names_its_own_site_gets_nothing_added(typed: str) -> None:
    assert "<small>" not in html(typed)


@pytest.mark.parametrize("written", ['"digid.nl"', "'Klik hier'", "(titel)"])
def test_a_writer_cannot_choose_what_a_link_says_about_itself(written: str) -> None:
    assert link(f"[dit](https://kwaad.example {written})")["title"] == "kwaad.example"


@pytest.mark.parametrize(
    ("typed", "href"),
    [
        ("Zie https://www.nibud.nl/a.", "https://www.nibud.nl/a"),
        ("(https://nl.wikipedia.org/wiki/Schuld_(recht))", "https://nl.wikipedia.org/wiki/Schuld_(recht)"),
        ("www.nibud.nl, dus", "http://www.nibud.nl"),
        ("*https://a.nl/b*", "https://a.nl/b"),
        ("https://a.nl/?a=1&b=2&copy=3", "https://a.nl/?a=1&b=2&copy=3"),
        ("https://a.nl/café", "https://a.nl/caf%C3%A9"),
        ("http://аррӏе.com", "http://xn--80ak6aa92e.com"),
        ("<hulp@nibud.nl>", "mailto:hulp@nibud.nl"),
    ],
)
def test_an_address_in_the_text_becomes_a_link(typed: str, href: str) -> None:
    assert link(typed)["href"] == href


def test_a_bare_address_in_another_alphabet_is_shown_as_the_network_knows_it() -> None:
    assert read(html("http://аррӏе.com")).words.strip() == "http://xn--80ak6aa92e.com"


@pytest.mark.parametrize(
    "text", ["bestand.py", "m.nl", "jan@example.nl", "`https://a.nl`", "```\nwww.a.nl\n```", "x@www.a.nl"]
)
def test_what_is_not_clearly_an_address_stays_text(text: str) -> None:
    assert read(html(text)).links == []


def test_a_refused_autolink_keeps_its_brackets() -> None:
    assert read(html("<javascript:alert(1)>")).words.strip() == "<javascript:alert(1)>"


def test_a_picture_becomes_a_link_and_is_never_loaded() -> None:
    shown = html(
        "![foto van brief](https://volger.example/x.gif) ![](https://volger.example/y.gif) ![](/logout)"
    )
    page = read(shown)
    assert "img" not in page.tags
    assert page.words.strip() == (
        "foto van brief (afbeelding op een andere site) afbeelding op een andere site afbeelding"
    )
    assert [one["href"] for one in page.links] == [
        "https://volger.example/x.gif",
        "https://volger.example/y.gif",
        "/logout",
    ]


def test_a_refused_picture_leaves_its_description() -> None:
    assert html("![foto](javascript:alert(1))") == "<p>foto</p>"


@given(st.text(st.characters(), max_size=60))
@settings(max_examples=300, deadline=None)
def test_judging_an_address_never_fails_and_never_changes_twice(text: str) -> None:
    for href in (text, f"https://{text}", f"/{text}", f"https://ok.example/{text}", f"mailto:{text}"):
        target = judge(href)
        if target is not None:
            assert judge(target.href) == target


@given(st.text(st.sampled_from("ab@[]()!<>*_`~|#-+>.:/ \n\t\\&;'\"1\u202e\u2069\u05d0é"), max_size=120))
@settings(max_examples=300, deadline=None)
def test_no_mixture_of_signs_makes_harmful_markup(text: str) -> None:
    assert read(html(text)).harm == []
