"""Q10: an asker sees what happened to the question so far, and how long it usually takes."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Member
from community.actions.pace import measure_paces
from community.limits import PACE_FROM
from community.models import Question, Theme, ThemePace, Visibility
from tests.factories import make_answer, make_highlight, make_question

pytestmark = pytest.mark.django_db

SignIn = Callable[[Member], Client]
READ = "Gelezen door iemand die helpt"


@pytest.fixture
def question(fatima: Member, debts: Theme) -> Question:
    return make_question(fatima, theme=debts, created_at=timezone.now() - timedelta(minutes=30))


def page_of(client: Client, question: Question) -> str:
    return client.get(question.get_absolute_url()).content.decode()


def steps_done(page: str) -> list[str]:
    """The labels of the steps that happened."""
    parts = page.split('<li class="steps__done">')[1:]
    return [part.split("<", 1)[0].strip() for part in parts]


def test_reading_by_a_helper_is_a_step(
    question: Question, fatima: Member, joke: Member, signed_in: SignIn
) -> None:
    asker = signed_in(fatima)
    assert steps_done(page_of(asker, question)) == ["Gevraagd"]
    page_of(signed_in(joke), question)
    assert steps_done(page_of(asker, question)) == ["Gevraagd", READ]


def test_every_step_is_dated_when_it_happened(
    question: Question, fatima: Member, daan: Member, signed_in: SignIn
) -> None:
    page_of(signed_in(daan), question)
    answer = make_answer(question)
    make_highlight(answer, daan)
    Question.objects.update(solution=answer, solved_at=timezone.now())
    page = page_of(signed_in(fatima), question)
    assert steps_done(page) == ["Gevraagd", READ, "Beantwoord", "Uitgelicht", "Opgelost"]
    assert "na 30 minuten" in page


def test_only_helpers_of_the_theme_count_and_only_the_first(
    question: Question, fatima: Member, nicole: Member, joke: Member, daan: Member, signed_in: SignIn
) -> None:
    for member in (fatima, nicole):
        page_of(signed_in(member), question)
    question.refresh_from_db()
    assert question.read_by_helper_at is None
    page_of(signed_in(joke), question)
    question.refresh_from_db()
    first = question.read_by_helper_at
    page_of(signed_in(daan), question)
    question.refresh_from_db()
    assert question.read_by_helper_at == first


def test_a_role_in_another_theme_reads_as_a_neighbour(
    housing: Theme, fatima: Member, joke: Member, signed_in: SignIn
) -> None:
    elsewhere = make_question(fatima, theme=housing)
    page_of(signed_in(joke), elsewhere)
    elsewhere.refresh_from_db()
    assert elsewhere.read_by_helper_at is None


def test_others_do_not_see_who_read(
    question: Question, nicole: Member, joke: Member, client: Client, signed_in: SignIn
) -> None:
    page_of(signed_in(joke), question)
    for browser in (client, signed_in(nicole), signed_in(joke)):
        assert READ not in page_of(browser, question)


def test_the_usual_wait_is_the_median_of_the_theme(debts: Theme, housing: Theme) -> None:
    now = timezone.now()
    for hours in (1, 2, 9):
        asked = now - timedelta(days=2)
        make_question(theme=debts, created_at=asked, first_answer_at=asked + timedelta(hours=hours))
    make_question(theme=debts)
    old = now - timedelta(days=91)
    make_question(theme=housing, created_at=old, first_answer_at=old)
    make_question(theme=housing, created_at=now, first_answer_at=now, visibility=Visibility.REMOVED)
    assert measure_paces() == 1
    pace = ThemePace.objects.get()
    assert (pace.theme, pace.median, pace.counted) == (debts, timedelta(hours=2), 3)


def test_measuring_again_keeps_one_row_per_theme(debts: Theme) -> None:
    asked = timezone.now() - timedelta(hours=5)
    make_question(theme=debts, created_at=asked, first_answer_at=asked + timedelta(hours=1))
    measure_paces()
    make_question(theme=debts, created_at=asked, first_answer_at=asked + timedelta(hours=3))
    measure_paces()
    assert ThemePace.objects.get().median == timedelta(hours=2)


def test_who_waits_reads_how_long_it_usually_takes(
    question: Question, debts: Theme, fatima: Member, nicole: Member, signed_in: SignIn
) -> None:
    pace = ThemePace.objects.create(theme=debts, median=timedelta(hours=3), counted=PACE_FROM)
    usual = "In Geld en schulden komt het eerste antwoord meestal binnen 3 uur."
    assert usual in page_of(signed_in(fatima), question)
    assert "eerste antwoord meestal" not in page_of(signed_in(nicole), question)
    pace.median = timedelta(minutes=10)
    pace.save()
    late = page_of(signed_in(fatima), question)
    assert "Meestal komt het eerste antwoord binnen 10 minuten. Het duurt nu langer." in late
    assert 'href="/help-now/">Heb je meteen hulp nodig?' in late
    make_answer(question)
    assert "Het duurt nu langer." not in page_of(signed_in(fatima), question)


def test_a_few_questions_say_nothing_about_what_is_usual(
    question: Question, debts: Theme, fatima: Member, signed_in: SignIn
) -> None:
    ThemePace.objects.create(theme=debts, median=timedelta(hours=3), counted=PACE_FROM - 1)
    assert "meestal binnen" not in page_of(signed_in(fatima), question)


def test_tracing_costs_no_query(
    question: Question, debts: Theme, fatima: Member, signed_in: SignIn, django_assert_max_num_queries: Any
) -> None:
    ThemePace.objects.create(theme=debts, median=timedelta(hours=3), counted=9)
    browser = signed_in(fatima)
    page_of(browser, question)
    with django_assert_max_num_queries(7):
        assert "meestal binnen 3 uur" in page_of(browser, question)
