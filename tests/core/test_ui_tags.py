"""The tags of `core.templatetags.ui`, seen from a template."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

NOW = datetime(2026, 11, 21, 19, 30, tzinfo=UTC)  # a Saturday, 20.30 in Amsterdam


def rendered(source: str, **context: object) -> str:
    return Template("{% load ui %}" + source).render(Context(context))


def test_an_icon_is_silent_unless_it_has_a_label() -> None:
    assert 'aria-hidden="true"' in rendered('{% icon "heart" %}')
    labelled = rendered('{% icon "heart" label="Bedankt" %}')
    assert 'role="img"' in labelled
    assert 'aria-label="Bedankt"' in labelled
    assert "aria-hidden" not in labelled


def test_an_icon_is_drawn_inline_without_any_request() -> None:
    svg = rendered('{% icon "bell" %}')
    assert svg.startswith("<svg")
    assert 'class="icon"' in svg
    assert "xlink" not in svg


def test_an_icon_label_cannot_break_out_of_its_attribute() -> None:
    assert "<script" not in rendered('{% icon "bell" label=label %}', label='"><script>')


def test_an_avatar_has_the_first_letter_and_always_the_same_colour() -> None:
    first, second = (rendered('{% avatar "Fatima" "fatima b" %}') for _time in range(2))
    assert ">F</span>" in first
    assert first == second


def test_an_avatar_without_a_handle_is_a_question_mark() -> None:
    html = rendered('{% avatar "" "" %}')
    assert "avatar--anonymous" in html
    assert ">?</span>" in html


def test_an_avatar_escapes_the_name() -> None:
    assert "&lt;" in rendered("{% avatar handle name %}", handle="x", name="<b>")


@pytest.mark.parametrize(
    ("ago", "words"),
    [
        (timedelta(minutes=16), "vandaag 20.14 uur"),
        (timedelta(days=1), "gisteren 20.30 uur"),
        (timedelta(days=4), "dinsdag 20.30 uur"),
        (timedelta(days=7), "14 november 2026"),
        (timedelta(days=-1), "22 november 2026"),
    ],
)
def test_a_moment_is_said_the_way_people_say_it(ago: timedelta, words: str) -> None:
    with time_machine.travel(NOW, tick=False), translation.override("nl"):
        assert rendered("{{ at|moment }}", at=NOW - ago) == words


def test_yesterday_begins_at_midnight_in_amsterdam() -> None:
    with (
        time_machine.travel(datetime(2026, 11, 21, 23, 30, tzinfo=UTC), tick=False),
        translation.override("nl"),
    ):
        assert rendered("{{ at|moment }}", at=NOW) == "gisteren 20.30 uur"


def test_a_moment_tag_also_tells_machines_when_it_was() -> None:
    with time_machine.travel(NOW, tick=False):
        assert 'datetime="2026-11-21T19:30:00+00:00"' in rendered("{% moment at %}", at=NOW)


def test_no_moment_is_nothing() -> None:
    assert rendered("{{ at|moment }}{{ at|day }}", at=None) == ""


def test_a_day_is_written_in_full_for_moments_and_dates() -> None:
    with translation.override("nl"):
        assert rendered("{{ at|day }}", at=date(2027, 7, 1)) == "1 juli 2027"
        assert rendered("{{ at|day }}", at=NOW) == "21 november 2026"


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (timedelta(seconds=5), "1 minuut"),
        (timedelta(minutes=48), "48 minuten"),
        (timedelta(hours=2, minutes=10), "2 uur"),
        (timedelta(days=3), "3 dagen"),
    ],
)
def test_a_span_uses_the_largest_unit_that_says_enough(length: timedelta, words: str) -> None:
    with translation.override("nl"):
        assert rendered("{{ length|span }}", length=length) == words


def test_since_counts_from_now() -> None:
    with time_machine.travel(NOW, tick=False), translation.override("nl"):
        assert rendered("{{ at|since }}", at=NOW - timedelta(hours=5)) == "5 uur"


def test_a_stored_post_is_printed_as_it_was_sanitised() -> None:
    @dataclass
    class Post:
        body_html: str = "<p>Ja, dat <strong>mag</strong>.</p>"

    assert rendered("{% post_html post %}", post=Post()) == "<p>Ja, dat <strong>mag</strong>.</p>"


def test_a_link_to_the_next_page_keeps_the_choice_of_list() -> None:
    request = RequestFactory().get("/questions/", {"show": "solved", "cursor": "old"})
    html = rendered("{% query_with cursor=cursor %}", request=request, cursor="new")
    assert html == "?show=solved&amp;cursor=new"


def test_an_empty_value_takes_its_name_out_of_the_link() -> None:
    request = RequestFactory().get("/questions/", {"show": "solved", "cursor": "old"})
    assert rendered('{% query_with cursor="" %}', request=request) == "?show=solved"


def test_what_follows_soon_is_told_as_a_waiting_time() -> None:
    with translation.override("nl"):
        assert rendered("{{ at|after:start }}", at=NOW + timedelta(minutes=48), start=NOW) == "na 48 minuten"


def test_what_follows_late_is_told_as_a_moment() -> None:
    with time_machine.travel(NOW, tick=False), translation.override("nl"):
        assert rendered("{{ at|after:start }}", at=NOW, start=NOW - timedelta(days=9)) == "vandaag 20.30 uur"


def test_an_icon_that_does_not_exist_becomes_a_plain_one() -> None:
    assert rendered('{% icon "no-such-drawing" %}') == rendered('{% icon "message-circle" %}')


def test_every_form_gets_its_own_key() -> None:
    assert rendered("{% new_key %}") != rendered("{% new_key %}")
