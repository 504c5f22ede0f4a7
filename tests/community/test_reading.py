"""Q11: what is new for me, the way to the first of it, and calling everything read."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Member, Notification
from community.actions.reading import mark_all_read, mark_read
from community.actions.threads import merge_questions
from community.limits import ANSWERS_PER_PAGE, NEW_FOR
from community.models import AllRead, Answer, Question, ReadMark, Theme, Visibility
from tests.community.test_answering import answer_to
from tests.factories import make_answer, make_member, make_question

pytestmark = pytest.mark.django_db

SignIn = Callable[[Member], Client]
NEW_HERE = "nieuw sinds je vorige bezoek"
NEVER = "nieuw voor jou"


@pytest.fixture
def eric(db: None) -> Member:
    return make_member("eric", name="Eric", joined_at=timezone.now() - timedelta(days=100))


@pytest.fixture
def question(fatima: Member, debts: Theme) -> Question:
    asked = timezone.now() - timedelta(days=2)
    return make_question(
        fatima, theme=debts, title="Hoe regel ik dit?", created_at=asked, last_activity_at=asked
    )


def answered(question: Question, author: Member | None = None, **ago: float) -> Answer:
    """An answer of so long ago, as the thread was left by it."""
    at = timezone.now() - timedelta(**ago)
    answer = make_answer(question, author, created_at=at)
    Question.objects.filter(pk=question.pk).update(last_activity_at=at)
    return answer


def words(client: Client, path: str) -> str:
    return client.get(path).content.decode()


def test_a_thread_that_i_never_opened_is_new_until_i_do(
    question: Question, eric: Member, signed_in: SignIn
) -> None:
    browser = signed_in(eric)
    assert NEVER in words(browser, "/questions/")
    browser.get(question.get_absolute_url())
    assert NEVER not in words(browser, "/questions/")
    assert ReadMark.objects.get().member == eric


def test_old_threads_are_not_new_only_because_i_never_opened_them(
    question: Question, eric: Member, signed_in: SignIn
) -> None:
    Question.objects.update(last_activity_at=timezone.now() - NEW_FOR - timedelta(hours=1))
    assert NEVER not in words(signed_in(eric), "/questions/")


def test_what_was_there_before_i_joined_is_not_new(question: Question, signed_in: SignIn) -> None:
    assert NEVER not in words(signed_in(make_member(joined_at=timezone.now())), "/questions/")


def test_my_own_question_and_my_own_answer_are_not_new(
    question: Question, fatima: Member, eric: Member, signed_in: SignIn
) -> None:
    assert NEVER not in words(signed_in(fatima), "/questions/")
    browser = signed_in(eric)
    browser.get(question.get_absolute_url())
    answer_to(question, eric)
    page = words(browser, "/questions/")
    assert "badge--new" not in page
    assert NEVER not in page
    assert NEW_HERE not in words(browser, question.get_absolute_url())


def test_a_list_counts_new_answers_and_leads_to_the_first(
    question: Question, nicole: Member, eric: Member, signed_in: SignIn
) -> None:
    answered(question, nicole, hours=30)
    browser = signed_in(eric)
    browser.get(question.get_absolute_url())
    first, _second = answered(question, nicole, hours=-1), answered(question, nicole, hours=-2)
    assert "2 nieuwe antwoorden" in words(browser, "/questions/")
    assert f'href="/questions/{question.pk}/unread/"' in words(browser, "/questions/")
    found = browser.get(f"/questions/{question.pk}/unread/")
    assert found["location"] == f"{question.get_absolute_url()}#antwoord-{first.pk}"


def test_the_page_marks_new_answers_once_and_jumps_to_them(
    question: Question, nicole: Member, eric: Member, signed_in: SignIn
) -> None:
    old = answered(question, nicole, hours=30)
    mark_read(member=eric, question_id=question.pk, until=old.created_at)
    new = answered(question, nicole, hours=1)
    browser = signed_in(eric)
    page = words(browser, question.get_absolute_url())
    assert page.count(NEW_HERE) == 1
    assert f'href="#antwoord-{new.pk}"' in page
    assert "Naar 1 nieuw antwoord" in page
    again = words(browser, question.get_absolute_url())
    assert NEW_HERE not in again
    assert "Naar 1 nieuw antwoord" not in again


def test_a_comment_makes_a_thread_updated(question: Question, eric: Member, signed_in: SignIn) -> None:
    browser = signed_in(eric)
    browser.get(question.get_absolute_url())
    Question.objects.update(last_activity_at=timezone.now() + timedelta(seconds=5))
    assert "bijgewerkt" in words(browser, "/questions/")


def test_answers_on_a_later_page_stay_new_until_that_page_is_read(
    question: Question, nicole: Member, eric: Member, signed_in: SignIn
) -> None:
    start = timezone.now() - timedelta(days=1)
    for number in range(ANSWERS_PER_PAGE + 3):
        make_answer(question, nicole, created_at=start + timedelta(minutes=number))
    Question.objects.update(last_activity_at=start + timedelta(minutes=ANSWERS_PER_PAGE + 2))
    browser = signed_in(eric)
    browser.get(question.get_absolute_url())
    page = words(browser, question.get_absolute_url())
    assert f'href="/questions/{question.pk}/unread/"' in page
    assert "Naar het eerste van 3 nieuwe antwoorden" in page
    found = browser.get(f"/questions/{question.pk}/unread/", follow=True)
    assert "cursor=" in found.redirect_chain[0][0]
    assert found.content.decode().count(NEW_HERE) == 3
    assert "badge--new" not in words(browser, "/questions/")


def test_held_answers_are_nobodys_news(
    question: Question, nicole: Member, eric: Member, signed_in: SignIn
) -> None:
    browser = signed_in(eric)
    browser.get(question.get_absolute_url())
    make_answer(question, nicole, visibility=Visibility.HELD, created_at=timezone.now() + timedelta(hours=1))
    assert "badge--new" not in words(browser, "/questions/")
    assert browser.get(f"/questions/{question.pk}/unread/")["location"] == question.get_absolute_url()


def test_calling_a_theme_read_leaves_other_themes_new(
    question: Question, housing: Theme, eric: Member, signed_in: SignIn
) -> None:
    make_question(theme=housing, title="Mag de verhuurder dit?")
    browser = signed_in(eric)
    assert "Zet dit thema op gelezen" in words(browser, "/themes/wonen/")
    answer = browser.post("/me/read-all/", {"theme": "wonen"}, follow=True)
    assert answer.redirect_chain[-1][0] == "/themes/wonen/"
    assert "Alles staat nu als gelezen." in answer.content.decode()
    assert "Zet dit thema op gelezen" not in answer.content.decode()
    assert words(browser, "/questions/").count(NEVER) == 1
    assert AllRead.objects.get().theme == housing


def test_calling_everything_read_twice_keeps_one_row_and_new_answers_come_back(
    question: Question, nicole: Member, eric: Member, signed_in: SignIn
) -> None:
    browser = signed_in(eric)
    browser.get(question.get_absolute_url())
    answered(question, nicole, hours=-1)
    for _turn in range(2):
        mark_all_read(member=eric)
    AllRead.objects.update(read_at=timezone.now() + timedelta(hours=2))
    assert AllRead.objects.count() == 1
    assert "badge--new" not in words(browser, "/questions/")
    answered(question, nicole, hours=-3)
    assert "1 nieuw antwoord" in words(browser, "/questions/")


def test_the_way_to_the_first_new_answer_passes_what_was_called_read(
    question: Question, nicole: Member, eric: Member, signed_in: SignIn
) -> None:
    browser = signed_in(eric)
    browser.get(question.get_absolute_url())
    answered(question, nicole, hours=-1)
    mark_all_read(member=eric)
    AllRead.objects.update(read_at=timezone.now() + timedelta(hours=2))
    assert browser.get(f"/questions/{question.pk}/unread/")["location"] == question.get_absolute_url()
    new = answered(question, nicole, hours=-3)
    found = browser.get(f"/questions/{question.pk}/unread/")
    assert found["location"] == f"{question.get_absolute_url()}#antwoord-{new.pk}"


@pytest.mark.parametrize("theme", ["nergens", "é é", "x" * 200])
def test_a_theme_that_does_not_exist_is_not_called_read(eric: Member, signed_in: SignIn, theme: str) -> None:
    assert signed_in(eric).post("/me/read-all/", {"theme": theme}).status_code == 404
    assert not AllRead.objects.exists()


def test_a_browser_that_fetches_in_advance_has_read_nothing(
    question: Question, eric: Member, signed_in: SignIn
) -> None:
    browser = signed_in(eric)
    browser.get(question.get_absolute_url(), headers={"Sec-Purpose": "prefetch"})
    browser.head(question.get_absolute_url())
    assert not ReadMark.objects.exists()


def test_visitors_see_no_marks_and_leave_none(question: Question, client: Client) -> None:
    assert "badge--new" not in words(client, "/questions/")
    assert client.get(f"/questions/{question.pk}/unread/")["location"] == question.get_absolute_url()
    assert client.get("/questions/999999/unread/").status_code == 404
    client.get(question.get_absolute_url())
    assert not ReadMark.objects.exists()


def unread_of(member: Member) -> list[str]:
    unread = Notification.objects.filter(member=member).shown().unread()
    return list(unread.order_by("pk").values_list("kind", flat=True))


def test_who_reads_the_thread_has_no_news_of_it_left_and_gets_no_mail(
    question: Question, debts: Theme, fatima: Member, nicole: Member, signed_in: SignIn
) -> None:
    elsewhere = make_question(fatima, theme=debts)
    answer_to(question, nicole)
    answer_to(elsewhere, nicole, "Iets anders.")
    browser = signed_in(fatima)
    browser.head(question.get_absolute_url())
    browser.get(question.get_absolute_url(), headers={"Sec-Purpose": "prefetch"})
    # A page that stands open brings itself up to date, also when nobody sits before it.
    browser.get(f"/questions/{question.pk}/parts/?head=1&last=1")
    assert unread_of(fatima) == ["answer", "answer"]
    browser.get(question.get_absolute_url())
    assert unread_of(fatima) == ["answer"]
    waiting = Notification.objects.filter(member=fatima, place_id=question.pk)
    assert not waiting.waiting_for_mail().exists()
    browser.get(elsewhere.get_absolute_url())
    assert unread_of(fatima) == []


def test_news_of_a_later_page_waits_until_that_page_is_read(
    question: Question, fatima: Member, nicole: Member, signed_in: SignIn
) -> None:
    start = timezone.now() - timedelta(hours=5)
    for number in range(ANSWERS_PER_PAGE):
        make_answer(question, nicole, created_at=start + timedelta(minutes=number))
    answer = answer_to(question, nicole)
    browser = signed_in(fatima)
    browser.get(question.get_absolute_url())
    assert unread_of(fatima) == ["answer"]
    browser.get(f"/answers/{answer.pk}/", follow=True)
    assert unread_of(fatima) == []


def test_news_of_a_merged_question_is_read_in_the_other_one(
    question: Question, debts: Theme, fatima: Member, nicole: Member, mira: Member, signed_in: SignIn
) -> None:
    answer_to(question, nicole)
    other = make_question(theme=debts)
    merge_questions(moderator=mira, question_id=question.pk, into_id=other.pk, reason="Zelfde vraag.")
    assert unread_of(fatima) == ["answer", "question_merged"]
    signed_in(fatima).get(question.get_absolute_url(), follow=True)
    assert unread_of(fatima) == []


@pytest.mark.parametrize("size", [2, 12])
def test_marks_cost_a_list_no_query(
    debts: Theme, eric: Member, signed_in: SignIn, size: int, django_assert_max_num_queries: Any
) -> None:
    for _number in range(size):
        make_answer(make_question(theme=debts))
    browser = signed_in(eric)
    with django_assert_max_num_queries(6):
        assert NEVER in words(browser, "/themes/geld-en-schulden/")


@pytest.mark.parametrize("size", [2, 12])
def test_a_question_page_costs_the_same_however_many_answers(
    question: Question, eric: Member, signed_in: SignIn, client: Client, size: int,
    django_assert_max_num_queries: Any,
) -> None:  # fmt: skip
    for _number in range(size):
        make_answer(question)
    browser = signed_in(eric)
    with django_assert_max_num_queries(8):
        browser.get(question.get_absolute_url())
    with django_assert_max_num_queries(7):
        browser.get(question.get_absolute_url())
    with django_assert_max_num_queries(5):
        client.get(question.get_absolute_url())
