"""One kind sentence at the right moment: once, never in the way, and put away for good with one press."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Member
from community.limits import MUCH_FROM, SILENT_AFTER, WALL_OF_TEXT
from community.models import Answer, HintKind, HintSeen, Question, Theme, Visibility
from tests.factories import make_answer, make_question

pytestmark = pytest.mark.django_db

SignIn = Callable[[Member], Client]

FIRST_QUESTION = "Een tip voor je eerste vraag"
FIRST_ANSWER = "Een tip voor je eerste antwoord"
IN_A_ROW = "Je laatste antwoorden staan hier onder elkaar"
MUCH = "Je denkt hier al veel mee"
OLD = "Dit is een oudere vraag"
LONG = "met een witregel hier en daar"


@pytest.fixture
def browser(nicole: Member, signed_in: SignIn) -> Client:
    return signed_in(nicole)


@pytest.fixture
def thread(fatima: Member, debts: Theme) -> Question:
    return make_question(fatima, theme=debts)


@pytest.fixture
def experienced(nicole: Member, housing: Theme) -> None:
    """Nicole answered before."""
    make_answer(make_question(theme=housing), nicole)


def page_of(browser: Client, question: Question) -> str:
    return browser.get(question.get_absolute_url()).content.decode()


def answer(browser: Client, question: Question, body: str = "Bel ze eens.", **fields: str) -> str:
    """Post an answer; the page that comes after it."""
    response = browser.post(f"/questions/{question.pk}/answers/", {"body": body, **fields}, follow=True)
    assert response.status_code == 200
    return response.content.decode()


def test_before_a_first_question_it_says_how_a_good_one_looks(browser: Client, nicole: Member) -> None:
    assert FIRST_QUESTION in browser.get("/ask/").content.decode()
    make_question(nicole)
    assert FIRST_QUESTION not in browser.get("/ask/").content.decode()


def test_a_visitor_is_taught_nothing(client: Client, thread: Question) -> None:
    assert "data-hint" not in client.get("/ask/").content.decode()
    assert "data-hint" not in page_of(client, thread)


def test_before_a_first_answer_it_says_how_one_helps(browser: Client, thread: Question) -> None:
    assert FIRST_ANSWER in page_of(browser, thread)
    after = answer(browser, thread, hint="first_answer")
    assert "Je eerste antwoord staat erbij." in after
    assert FIRST_ANSWER not in page_of(browser, make_question())
    assert "Fijn dat je meedenkt." in answer(browser, make_question(), "En dit ook.")


@pytest.mark.usefixtures("experienced")
def test_a_third_answer_in_a_row_may_be_an_addition(
    browser: Client, nicole: Member, thread: Question
) -> None:
    make_answer(thread, nicole)
    assert IN_A_ROW not in page_of(browser, thread)
    last = make_answer(thread, nicole)
    page = page_of(browser, thread)
    assert IN_A_ROW in page
    assert f'href="/answers/{last.pk}/edit/"' in page
    make_answer(thread)
    assert IN_A_ROW not in page_of(browser, thread)


@pytest.mark.usefixtures("experienced")
def test_two_in_a_row_are_only_those_that_others_see(
    browser: Client, nicole: Member, thread: Question
) -> None:
    make_answer(thread, nicole)
    make_answer(thread, nicole, visibility=Visibility.WITHDRAWN)
    assert IN_A_ROW not in page_of(browser, thread)


@pytest.mark.usefixtures("experienced")
def test_whoever_writes_much_in_one_thread_leaves_room(
    browser: Client, nicole: Member, thread: Question
) -> None:
    for number in range(MUCH_FROM):
        make_answer(thread, nicole if number % 2 else None)
    make_answer(thread)
    assert MUCH in page_of(browser, thread)


def test_an_old_thread_warns_once(browser: Client, nicole: Member, debts: Theme) -> None:
    long_ago = timezone.now() - SILENT_AFTER - timedelta(days=1)
    old = make_question(theme=debts, created_at=long_ago, last_activity_at=long_ago)
    page = page_of(browser, old)
    assert OLD in page
    assert "Hier gebeurde 181 dagen niets." in page
    assert FIRST_ANSWER not in page
    browser.post("/me/hints/", {"hint": "old_thread", "question": old.pk})
    page = page_of(browser, old)
    assert OLD not in page
    assert FIRST_ANSWER in page


def test_a_hint_is_put_away_for_good_and_what_was_typed_stays(
    browser: Client, nicole: Member, thread: Question
) -> None:
    """Without a script the button of the hint sends the form."""
    fields = {"body": "Ik was net begonnen", "hint": "first_answer", "put_away": "1"}
    response = browser.post(f"/questions/{thread.pk}/answers/", fields)
    page = response.content.decode()
    assert response.status_code == 200
    assert "Ik was net begonnen" in page
    assert FIRST_ANSWER not in page
    assert not Answer.objects.exists()
    assert HintSeen.objects.get().kind == HintKind.FIRST_ANSWER
    assert FIRST_ANSWER not in page_of(browser, make_question())


def test_the_hint_for_a_first_question_is_put_away_for_good(browser: Client) -> None:
    assert browser.post("/me/hints/", {"hint": "first_question"})["location"] == "/ask/"
    assert FIRST_QUESTION not in browser.get("/ask/").content.decode()


@pytest.mark.usefixtures("experienced")
def test_a_hint_of_one_thread_comes_once_in_that_thread_only(
    browser: Client, nicole: Member, thread: Question, housing: Theme
) -> None:
    make_answer(thread, nicole)
    make_answer(thread, nicole)
    answer(browser, thread, "En nog iets.", hint="in_a_row")
    assert IN_A_ROW not in page_of(browser, thread)
    other = make_question(theme=housing)
    make_answer(other, nicole)
    make_answer(other, nicole)
    assert IN_A_ROW in page_of(browser, other)


@pytest.mark.usefixtures("experienced")
def test_a_long_piece_without_blank_lines_gets_one_tip_after_it_stands(
    browser: Client, thread: Question, housing: Theme
) -> None:
    wall = "Dit overkwam mij ook. " * (WALL_OF_TEXT // 20)
    assert LONG in answer(browser, thread, wall)
    assert LONG not in answer(browser, make_question(theme=housing), f"{wall} Echt waar.")
    assert Answer.objects.filter(body__startswith="Dit overkwam").count() == 2


@pytest.mark.usefixtures("experienced")
def test_a_long_piece_with_blank_lines_is_fine(browser: Client, thread: Question) -> None:
    assert LONG not in answer(browser, thread, "\n\n".join(["Dit overkwam mij ook. " * 20] * 5))


def test_whoever_wants_no_tips_gets_none(nicole: Member, thread: Question, signed_in: SignIn) -> None:
    browser = signed_in(nicole)
    browser.post("/me/preferences/", {"mail_followed": "on"})
    assert Member.objects.get(pk=nicole.pk).hints is False
    assert "data-hint" not in browser.get("/ask/").content.decode()
    assert "data-hint" not in page_of(browser, thread)
    assert LONG not in answer(browser, thread, "Dit overkwam mij ook. " * (WALL_OF_TEXT // 20))
    browser.post("/me/preferences/", {"hints": "on"})
    assert Member.objects.get(pk=nicole.pk).hints is True


@pytest.mark.parametrize("hint", ["nergens", "", "x" * 30])
def test_a_hint_that_does_not_exist_is_not_found_and_stops_no_answer(
    hint: str, browser: Client, thread: Question
) -> None:
    assert browser.post("/me/hints/", {"hint": hint}).status_code == 404
    answer(browser, thread, hint=hint)
    assert Answer.objects.count() == 1
    assert not HintSeen.objects.exists()


def test_a_hint_about_a_thread_that_one_may_not_read_is_not_found(
    browser: Client, fatima: Member, debts: Theme
) -> None:
    hidden = make_question(fatima, theme=debts, visibility=Visibility.HELD)
    response = browser.post("/me/hints/", {"hint": "in_a_row", "question": hidden.pk})
    assert response.status_code == 404
    assert not HintSeen.objects.exists()


def test_hints_go_with_the_account(noor: Member) -> None:
    HintSeen.objects.create(member=noor, kind=HintKind.FIRST_ANSWER)
    noor.delete()
    assert not HintSeen.objects.exists()
