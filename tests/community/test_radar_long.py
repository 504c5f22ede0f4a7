"""F4: a radar on which many wait: page by page, and the same work however many there are."""

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.test import Client

from accounts.models import Member
from community.actions.threads import move_question
from community.actions.waiting import recount_waiting
from community.models import QuestionHandOver, Theme, Waiting
from community.queries.radar import question_section
from tests.community.waiting import waits
from tests.factories import make_theme

pytestmark = pytest.mark.django_db

SignIn = Callable[[Member], Client]


def titles(viewer: Member, **fields: Any) -> list[str]:
    return [item.question.title for item in question_section(viewer, **fields).waiting]


def test_page_by_page_every_question_stands_on_the_radar_once(
    signed_in: SignIn, fatima: Member, joke: Member, debts: Theme, housing: Theme
) -> None:
    for number in range(45):
        waits(fatima, debts if number % 3 else housing, hours=number, title=f"Nummer{number:02}.")
    client, seen, path = signed_in(joke), [], "/radar/"
    for more in ("Er wachten nog 25 vragen.", "Er wachten nog 5 vragen.", ""):
        page = client.get(path).content.decode()
        seen += re.findall(r">(Nummer\d\d\.)</a>", page)
        assert more in page
        link = re.search(r'href="(/radar/\?theme=&amp;page=\d)"', page)
        path = unescape(link[1]) if link else ""
    assert path == ""
    assert len(seen) == 45
    assert set(seen) == {f"Nummer{number:02}." for number in range(45)}
    assert 'href="/radar/?theme="' in page
    assert "Er wachten nog" not in page
    assert "alle vragen zonder antwoord" not in page


@pytest.mark.parametrize("page", ["0", "-1", "twee", "9999", "99999999999999999999", "²", ""])
def test_a_page_that_was_made_up_is_answered(
    page: str, signed_in: SignIn, fatima: Member, joke: Member
) -> None:
    waits(fatima, make_theme(), title="Een vraag")
    answer = signed_in(joke).get("/radar/", {"page": page})
    assert answer.status_code == 200
    text = answer.content.decode()
    assert ("Een vraag" in text) != ("Verder staat hier niemand." in text)


def test_beyond_what_is_put_in_order_the_radar_leads_to_the_rest(
    signed_in: SignIn, fatima: Member, joke: Member, debts: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("community.queries.radar_score.RADAR_SCORED", 2)
    monkeypatch.setattr("community.queries.radar_figures.RADAR_COUNTED", 3)
    for number in range(5):
        waits(fatima, debts, hours=number)
    page = signed_in(joke).get("/radar/").content.decode()
    assert page.count('class="card request') == 2
    assert "Er wachten nog veel meer vragen." in page
    assert 'href="/questions/?show=unanswered"' in page
    assert "<b>3+</b>" in page
    assert "Geld en schulden (3+)" in page


def test_a_small_theme_is_found_behind_a_long_row_of_others(
    fatima: Member, daan: Member, joke: Member, debts: Theme, housing: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And so is what a colleague gave on, whatever its theme."""
    monkeypatch.setattr("community.queries.radar_score.RADAR_SCORED", 3)
    own = waits(fatima, debts, hours=0, title="Uit eigen thema")
    given = waits(fatima, housing, hours=0, title="Van een collega")
    for number in range(8):
        waits(fatima, housing, hours=2 + number)
    QuestionHandOver.objects.create(question=given, giver=daan, receiver=joke, note="Kijk jij?")
    assert {own.title, given.title} <= set(titles(joke))
    assert given.title not in titles(joke, chosen="mine")


def test_who_gave_on_a_question_that_one_may_not_read_shows_nothing(
    fatima: Member, daan: Member, joke: Member, debts: Theme
) -> None:
    closed = waits(fatima, debts, audience="professionals")
    QuestionHandOver.objects.create(question=closed, giver=daan, receiver=joke, note="Kijk jij?")
    assert titles(joke) == []


def test_a_moved_question_waits_in_its_new_theme(
    fatima: Member, joke: Member, mira: Member, debts: Theme, housing: Theme
) -> None:
    question = waits(fatima, debts)
    move_question(moderator=mira, question_id=question.pk, theme=housing, reason="Gaat over wonen.")
    assert titles(joke, chosen="wonen") == [question.title]
    assert titles(joke, chosen="geld-en-schulden") == []
    Waiting.objects.update(theme=None)
    assert recount_waiting() == 1
    assert titles(joke, chosen="wonen") == [question.title]
