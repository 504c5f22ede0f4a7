"""S07: what is busy, over a week, a month and a year."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Member
from community.actions.popularity import measure_popularity
from community.models import Popularity, Question, SameHere, Thanks, Theme, Visibility
from tests.factories import make_answer, make_member, make_question

pytestmark = pytest.mark.django_db


def shown(client: Client, period: str = "week", place: str = "/questions/") -> list[str]:
    """The titles in the list, from the top."""
    page = client.get(place, {"show": "popular", "period": period}).content.decode()
    parts = page.split('class="rows__link"')[1:]
    return [part.partition(">")[2].partition("<")[0] for part in parts]


def make_busy(
    title: str, *, answers: int = 0, same: int = 0, ago: int = 0, theme: Theme | None = None
) -> Question:
    question = make_question(title=title, theme=theme)
    at = timezone.now() - timedelta(days=ago)
    for _number in range(answers):
        answer = make_answer(question, created_at=at)
        Thanks.objects.create(member=make_member(), answer=answer, created_at=at)
    for _number in range(same):
        SameHere.objects.create(member=make_member(), question=question, created_at=at)
    return question


def test_the_busiest_of_the_period_stands_first(client: Client, debts: Theme) -> None:
    make_busy("Vorige maand druk", answers=5, ago=20, theme=debts)
    make_busy("Nu een beetje", same=1, theme=debts)
    make_busy("Nu druk", answers=1, same=2, theme=debts)
    make_busy("Stil", theme=debts)
    assert measure_popularity() == 2 + 3 + 3
    assert shown(client) == ["Nu druk", "Nu een beetje"]
    assert shown(client, "month") == ["Vorige maand druk", "Nu druk", "Nu een beetje"]
    assert shown(client, "eeuw") == shown(client)
    assert shown(client, place="/themes/geld-en-schulden/") == shown(client)


def test_one_person_counts_once_and_the_asker_not_at_all(client: Client, nicole: Member) -> None:
    chatty = make_question(title="Eén mens praat veel")
    for _number in range(9):
        make_answer(chatty, nicole)
        make_answer(chatty, chatty.author)
    make_busy("Twee mensen", same=2)
    measure_popularity()
    assert shown(client) == ["Twee mensen", "Eén mens praat veel"]
    assert Popularity.objects.get(question=chatty, period="week").score == 1


@pytest.mark.parametrize("visibility", [Visibility.HELD, Visibility.WITHDRAWN, Visibility.REMOVED])
def test_what_is_hidden_neither_counts_nor_shows(visibility: str, client: Client) -> None:
    question = make_busy("Weg", same=3)
    other = make_busy("Blijft", same=1)
    make_answer(other, visibility=visibility)
    measure_popularity()
    Question.objects.filter(pk=question.pk).update(visibility=visibility)
    assert shown(client) == ["Blijft"]
    assert Popularity.objects.get(question=other, period="week").score == 1


def test_more_leads_on_without_gap_or_repeat(client: Client) -> None:
    for number in range(25):
        make_busy(f"Vraag {number:02}", same=1 + number % 3)
    measure_popularity()
    page = client.get("/questions/?show=popular&period=month").content.decode()
    more = next(
        part
        for part in page.split('href="?')[1:]
        if part.startswith("show=popular&amp;") and "cursor" in part.split('"')[0]
    )
    rest = client.get("/questions/?" + more.split('"')[0].replace("&amp;", "&")).content.decode()
    titles = [
        title for title in (f"Vraag {n:02}" for n in range(25)) if (title in page) + (title in rest) == 1
    ]
    assert len(titles) == 25


def test_a_quiet_time_says_so(client: Client, debts: Theme) -> None:
    assert "Het is hier rustig in deze tijd." in client.get("/questions/?show=popular").content.decode()
