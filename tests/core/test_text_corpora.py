"""Hostile text of every kind we know: nothing in it runs, leads astray or hangs."""

import sys
from typing import Any

import pytest
from django.utils.html import escape

from core.links import judge
from core.text import MAX_BODY, Mention, clean_body, clean_line, plain, render
from tests.core.pathological import PATTERNS, grown
from tests.core.written_html import MAY_STAND, corpus, elements_in_a_browser, read

XSS: dict[str, list[str]] = corpus("xss")
SMALL = corpus("small_fields")["small fields"]
HREFS = corpus("hrefs")


def everybody(names: set[str]) -> dict[str, Mention]:
    return {name: Mention(url=f"/people/{name}/", label=name) for name in names}


def surroundings(payload: str) -> list[str]:
    """The payload by itself and in the places where Markdown treats text differently."""
    return [
        payload,
        f"Hallo {payload} daar",
        f"**{payload}** @fatima {payload}",
        f"> {payload}\n\n- {payload}\n\n# {payload}",
        f"[{payload}](https://ok.example/) ![{payload}](https://ok.example/x.png)",
        f"| {payload} |\n|:-:|\n| {payload} |",
    ]


def test_the_collections_are_as_large_as_promised() -> None:
    assert len({payload for payloads in XSS.values() for payload in payloads}) >= 240
    assert len(set(SMALL)) >= 40
    assert len(PATTERNS) >= 34


@pytest.mark.parametrize("kind", XSS)
def test_no_payload_leaves_anything_but_words_and_allowed_markup(kind: str) -> None:
    harmful = {}
    for text in (text for payload in XSS[kind] for text in surroundings(payload)):
        html = render(text, resolve_mentions=everybody).html
        if read(html).harm or elements_in_a_browser(html) - MAY_STAND:
            harmful[text] = html
    assert harmful == {}


@pytest.mark.parametrize("kind", XSS)
def test_what_is_stored_from_a_payload_is_clean_and_renders_the_same_again(kind: str) -> None:
    for payload in XSS[kind]:
        stored = clean_body(f"Hallo {payload}")
        assert clean_body(stored) == stored
        assert render(stored) == render(stored)


@pytest.mark.parametrize("kind", XSS)
def test_an_excerpt_of_a_payload_is_text_that_escapes_to_words(kind: str) -> None:
    for payload in XSS[kind]:
        excerpt = plain(render(payload).html, 40)
        assert read(f"<p>{escape(excerpt)}</p>").tags == ["p"]


@pytest.mark.parametrize("payload", SMALL)
def test_a_payload_in_a_small_field_stays_one_line_of_text(payload: str) -> None:
    line = clean_line(payload)
    assert line.splitlines() == [line]
    assert read(f"<p>{escape(line)}</p>").tags == ["p"]
    assert read(render(payload).html).harm == []


@pytest.mark.parametrize("row", HREFS, ids=lambda row: ascii(row["written"])[:50])
def test_an_address_leads_where_the_table_says_or_nowhere(row: dict[str, Any]) -> None:
    target = judge(row["written"])
    assert (target.href if target else None) == row["stored"]
    assert (target.host if target else "") == row["host"]


def test_a_judged_address_is_judged_the_same_again() -> None:
    for row in HREFS:
        target = judge(row["written"])
        assert target is None or judge(target.href) == target


def test_the_text_of_a_refused_link_stays_readable() -> None:
    for row in HREFS:
        page = read(render(f"Kijk [hier vooral]({row['written']}) even").html)
        assert page.harm == []
        assert "hier vooral" in page.words


@pytest.mark.parametrize("name", PATTERNS)
def test_a_pathological_text_of_the_greatest_length_comes_out_whole_and_bounded(name: str) -> None:
    text = grown(PATTERNS[name], MAX_BODY)
    assert len(text) <= MAX_BODY
    html = render(text, resolve_mentions=everybody).html
    page = read(html)
    assert page.harm == []
    assert len(html) <= 16 * MAX_BODY
    assert deepest(html) <= 20


def deepest(html: str) -> int:
    depth = most = 0
    for piece in html.split("<")[1:]:
        if piece.startswith("/"):
            depth -= 1
        elif not piece.startswith(("br", "hr")):
            depth += 1
            most = max(most, depth)
    return most


@pytest.mark.parametrize("name", PATTERNS)
def test_twice_the_text_is_at_most_about_twice_the_work(name: str) -> None:
    small, large = (work(grown(PATTERNS[name], size)) for size in (1_000, 2_000))
    assert large <= 2.6 * small + 2_000


def work(text: str) -> int:
    """How many functions are called to render the text: the same on a fast and on a slow machine."""
    calls = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event in {"call", "c_call"}

    sys.setprofile(count)
    try:
        render(text, resolve_mentions=everybody)
    finally:
        sys.setprofile(None)
    return calls
