"""Q7: states that follow from what happened, the asker's part in them, and what the site asks by itself."""

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from accounts.models import Member, Notification
from accounts.notices import describe
from community.actions.reminding import ask_if_current, close_silent, remind_askers
from community.actions.solutions import mark_solution, unmark_solution
from community.actions.states import close_question, reopen_question, say_still_current
from community.actions.withdrawing import withdraw_answer
from community.events import InformationAsked, QuestionClosed
from community.limits import REMINDERS
from community.models import Comment, Follow, Question, State, Theme, WayOut
from community.radar_subscribers import look_who_waits
from core.errors import NotAllowed
from core.events import subscribers
from tests.community.test_answering import answer_to, comment_on
from tests.factories import make_question

pytestmark = pytest.mark.django_db

SignIn = Callable[[Member], Client]
START = datetime.fromisoformat("2026-03-02T10:00:00+01:00")


@pytest.fixture
def question(fatima: Member, debts: Theme) -> Question:
    return make_question(fatima, theme=debts, title="Hoe regel ik mijn schulden?")


def state(question: Question) -> State:
    question.refresh_from_db()
    return question.state


def page_of(client: Client, question: Question) -> str:
    return client.get(question.get_absolute_url()).content.decode()


def kinds(member: Member) -> list[str]:
    return list(Notification.objects.filter(member=member).order_by("pk").values_list("kind", flat=True))


# The state follows from what happened


def test_a_state_follows_every_turn(question: Question, fatima: Member, nicole: Member) -> None:
    assert state(question) == State.OPEN
    answer = answer_to(question, nicole)
    assert state(question) == State.ANSWERED
    comment_on(question, fatima, "Dat heb ik al geprobeerd.")
    assert state(question) == State.OPEN
    comment_on(question, nicole, "Bel dan het wijkteam.")
    assert state(question) == State.ANSWERED
    mark_solution(member=fatima, answer_id=answer.pk)
    assert state(question) == State.SOLVED
    unmark_solution(member=fatima, answer_id=answer.pk)
    assert state(question) == State.ANSWERED


def test_a_withdrawn_answer_opens_the_question_again(question: Question, nicole: Member) -> None:
    answer = answer_to(question, nicole)
    withdraw_answer(member=nicole, answer_id=answer.pk)
    assert state(question) == State.OPEN
    assert question.helper_spoke_at is None


# Needs information


def test_a_mentor_asks_for_more_and_the_question_waits(
    question: Question, joke: Member, fatima: Member, signed_in: SignIn
) -> None:
    browser = signed_in(joke)
    assert "Vraag om meer informatie" in page_of(browser, question)
    form = {"body": "Heb je een partner?", "key": str(uuid.uuid4())}
    done = browser.post(f"/questions/{question.pk}/needs-info/", form, follow=True).content.decode()
    assert "De vraagsteller krijgt bericht." in done
    assert "Heb je een partner?" in done
    assert state(question) == State.WAITING
    assert kinds(fatima) == ["comment"]
    page = page_of(signed_in(fatima), question)
    assert page.index("Iemand wil meer van je weten") < page.index("Nog geen antwoorden")
    assert f'href="/questions/{question.pk}/edit/">' in page
    assert "wacht op de vraagsteller" in browser.get("/questions/").content.decode()
    assert look_who_waits in subscribers(InformationAsked)[0]


def test_sending_it_twice_asks_once(question: Question, joke: Member, signed_in: SignIn) -> None:
    form = {"body": "Heb je een partner?", "key": str(uuid.uuid4())}
    for _turn in range(2):
        assert signed_in(joke).post(f"/questions/{question.pk}/needs-info/", form).status_code == 302
    assert Comment.objects.count() == 1


@pytest.mark.parametrize("way", ["comment", "edit"])
def test_the_asker_reacts_and_the_question_waits_no_more(
    question: Question, fatima: Member, signed_in: SignIn, way: str
) -> None:
    Question.objects.update(needs_info_at=timezone.now(), helper_spoke_at=timezone.now())
    if way == "comment":
        comment_on(question, fatima, "Nee, ik woon alleen.")
    else:
        form = {"title": question.title, "body": "Ik woon alleen.", "version": 1}
        signed_in(fatima).post(f"/questions/{question.pk}/edit/", form)
    assert state(question) == State.OPEN


def test_asking_for_more_needs_words_and_keeps_what_was_refused(
    question: Question, joke: Member, signed_in: SignIn
) -> None:
    browser = signed_in(joke)
    empty = browser.post(f"/questions/{question.pk}/needs-info/", {"body": " "})
    assert empty.status_code == 422
    long = browser.post(f"/questions/{question.pk}/needs-info/", {"body": "Waarom? " * 400})
    assert long.status_code == 422
    assert "Waarom? Waarom?" in long.content.decode()
    assert state(question) == State.OPEN


def test_only_helpers_of_the_theme_ask_for_more(
    question: Question, nicole: Member, fatima: Member, signed_in: SignIn
) -> None:
    for member in (nicole, fatima):
        answer = signed_in(member).get(f"/questions/{question.pk}/needs-info/")
        assert answer.status_code == 403
        assert "vragen zo om meer" in answer.content.decode()
    assert "Vraag om meer informatie" not in page_of(signed_in(nicole), question)


# Closing


@pytest.mark.parametrize("way_out", WayOut.values)
def test_the_asker_closes_and_says_what_helped(
    question: Question, fatima: Member, nicole: Member, signed_in: SignIn, way_out: str
) -> None:
    Follow.objects.create(member=nicole, question=question, mode="solved")
    browser = signed_in(fatima)
    page = page_of(browser, question)
    assert page.index("Nog geen antwoorden") < page.index("Rond je vraag af")
    done = browser.post(f"/questions/{question.pk}/close/", {"way_out": way_out}, follow=True)
    assert "Je vraag is afgerond. Anderen hebben er nog wat aan." in done.content.decode()
    assert (state(question), question.way_out, question.solution) == (State.SOLVED, way_out, None)
    assert str(WayOut(way_out).label) in done.content.decode()
    assert kinds(nicole) == ["followed_closing"]
    told = describe(nicole, Notification.objects.filter(member=nicole))
    assert [notice.text for notice in told.values()] == ["“Hoe regel ik mijn schulden?” is afgerond."]


def test_what_helped_is_for_the_asker_and_the_figures_only(
    question: Question, fatima: Member, nicole: Member, signed_in: SignIn
) -> None:
    close_question(member=fatima, question_id=question.pk, way_out=WayOut.VOLUNTEER)
    page = page_of(signed_in(nicole), question)
    assert "opgelost" in page
    assert "vrijwilliger in de buurt" not in page


def test_after_choosing_a_solution_the_asker_is_asked_what_helped(
    question: Question, fatima: Member, nicole: Member, signed_in: SignIn
) -> None:
    answer = answer_to(question, nicole)
    mark_solution(member=fatima, answer_id=answer.pk)
    page = page_of(signed_in(fatima), question)
    assert page.count("Zeg wat hielp") == 1
    assert page.index("Zeg wat hielp") < page.index("Jouw antwoord")
    close_question(member=fatima, question_id=question.pk, way_out=WayOut.PEER)
    question.refresh_from_db()
    assert (question.solution, question.way_out) == (answer, "peer")
    assert "followed_closing" not in kinds(nicole)


@pytest.mark.parametrize("way_out", ["", "magic", "x" * 5000])
def test_a_way_out_is_one_of_four(
    question: Question, fatima: Member, signed_in: SignIn, way_out: str
) -> None:
    answer = signed_in(fatima).post(f"/questions/{question.pk}/close/", {"way_out": way_out})
    assert answer.status_code == 422
    assert state(question) == State.OPEN


def test_only_the_asker_closes_and_opens(question: Question, nicole: Member, mira: Member) -> None:
    for member in (nicole, mira):
        with pytest.raises(NotAllowed, match="Alleen wie de vraag stelde"):
            close_question(member=member, question_id=question.pk, way_out=WayOut.SELF)
        with pytest.raises(NotAllowed, match="Alleen wie de vraag stelde"):
            reopen_question(member=member, question_id=question.pk)


def test_a_closed_question_opens_again(question: Question, fatima: Member, signed_in: SignIn) -> None:
    close_question(member=fatima, question_id=question.pk, way_out=WayOut.SELF)
    page = signed_in(fatima).post(f"/questions/{question.pk}/reopen/", follow=True).content.decode()
    assert "Je vraag staat weer open." in page
    assert (state(question), question.way_out, question.solved_at) == (State.OPEN, "", None)
    with pytest.raises(NotAllowed, match="staat nog open"):
        reopen_question(member=fatima, question_id=question.pk)


def test_a_closed_question_waits_for_nobody(question: Question, fatima: Member, client: Client) -> None:
    assert question.title in client.get("/questions/?show=unanswered").content.decode()
    close_question(member=fatima, question_id=question.pk, way_out=WayOut.SELF)
    assert question.title not in client.get("/questions/?show=unanswered").content.decode()
    assert question.title in client.get("/questions/?show=solved").content.decode()


def test_closing_tells_whoever_listens_once(question: Question, fatima: Member) -> None:
    assert len(subscribers(QuestionClosed)[0]) >= 1
    for way_out in (WayOut.SELF, WayOut.PEER):
        close_question(member=fatima, question_id=question.pk, way_out=way_out)
    question.refresh_from_db()
    assert question.way_out == "peer"


# Reminders


def test_an_asker_who_says_nothing_is_reminded_once_per_turn(
    question: Question, fatima: Member, nicole: Member
) -> None:
    with time_machine.travel(START, tick=False) as clock:
        Question.objects.update(created_at=timezone.now())
        answer_to(question, nicole)
        clock.shift(timedelta(days=2, hours=23))
        assert remind_askers() == 0
        clock.shift(timedelta(hours=2))
        assert (remind_askers(), remind_askers()) == (1, 0)
        clock.shift(timedelta(minutes=1))
        comment_on(question, nicole, "Lukt het?")
        clock.shift(timedelta(days=4))
        assert remind_askers() == 1
    assert kinds(fatima) == ["answer", "reminder", "comment", "reminder"]
    told = describe(fatima, Notification.objects.filter(member=fatima, kind="reminder"))
    assert "Hielp dit bij je vraag “Hoe regel ik mijn schulden?”?" in next(iter(told.values())).text


def test_nobody_is_reminded_who_reacted_is_done_or_was_reminded_enough(
    question: Question, fatima: Member, nicole: Member
) -> None:
    with time_machine.travel(START, tick=False) as clock:
        answer_to(question, nicole)
        clock.shift(timedelta(days=4))
        Question.objects.update(reminders=REMINDERS)
        assert remind_askers() == 0
        Question.objects.update(reminders=0)
        comment_on(question, fatima, "Ik ga bellen.")
        assert remind_askers() == 0
        comment_on(question, nicole, "Succes.")
        close_question(member=fatima, question_id=question.pk, way_out=WayOut.PEER)
        clock.shift(timedelta(days=4))
        assert remind_askers() == 0


def test_what_happened_long_ago_surprises_nobody(question: Question, nicole: Member) -> None:
    with time_machine.travel(START, tick=False) as clock:
        answer_to(question, nicole)
        clock.shift(timedelta(days=31))
        assert remind_askers() == 0


def test_an_asker_who_was_asked_for_more_is_reminded_too(
    question: Question, fatima: Member, joke: Member, signed_in: SignIn
) -> None:
    with time_machine.travel(START, tick=False) as clock:
        browser = signed_in(joke)
        browser.post(f"/questions/{question.pk}/needs-info/", {"body": "Heb je een partner?"})
        clock.shift(timedelta(days=3, minutes=1))
        assert remind_askers() == 1
    assert kinds(fatima) == ["comment", "reminder"]
    told = describe(fatima, Notification.objects.filter(member=fatima, kind="reminder"))
    assert "Iemand wil meer weten over je vraag" in next(iter(told.values())).text


# Silence


@pytest.fixture
def silent(question: Question) -> Question:
    Question.objects.update(last_activity_at=timezone.now() - timedelta(days=181))
    question.refresh_from_db()
    return question


def test_after_half_a_year_the_asker_is_asked_and_says_yes(
    silent: Question, fatima: Member, signed_in: SignIn
) -> None:
    assert (ask_if_current(), ask_if_current()) == (1, 0)
    assert kinds(fatima) == ["still_current"]
    page = page_of(signed_in(fatima), silent)
    assert page.index("Is dit nog actueel?") < page.index("Nog geen antwoorden")
    before = timezone.now()
    page = signed_in(fatima).post(f"/questions/{silent.pk}/current/", follow=True).content.decode()
    assert "Je vraag staat weer bovenaan" in page
    silent.refresh_from_db()
    assert silent.asked_if_current_at is None
    assert silent.last_activity_at >= before


def test_who_says_nothing_finds_the_question_closed_and_can_open_it(
    silent: Question, fatima: Member, nicole: Member, signed_in: SignIn
) -> None:
    ask_if_current()
    assert close_silent() == 0
    Question.objects.update(asked_if_current_at=timezone.now() - timedelta(days=15))
    assert (close_silent(), close_silent()) == (1, 0)
    assert state(silent) == State.LOCKED
    assert kinds(fatima) == ["still_current", "fell_silent"]
    with pytest.raises(NotAllowed, match="omdat er lang niets gebeurde"):
        answer_to(silent, nicole)
    assert "Stel gerust zelf een nieuwe vraag." in page_of(signed_in(nicole), silent)
    assert "Open je vraag weer" in page_of(signed_in(fatima), silent)
    reopen_question(member=fatima, question_id=silent.pk)
    assert state(silent) == State.OPEN
    assert answer_to(silent, nicole).pk


def test_an_answer_in_between_keeps_the_question_open(silent: Question, nicole: Member) -> None:
    ask_if_current()
    answer_to(silent, nicole)
    Question.objects.update(asked_if_current_at=timezone.now() - timedelta(days=15))
    assert close_silent() == 0


def test_who_was_asked_once_is_asked_again_after_the_next_silence(
    silent: Question, fatima: Member, nicole: Member, signed_in: SignIn
) -> None:
    with time_machine.travel(START, tick=False) as clock:
        Question.objects.update(last_activity_at=timezone.now() - timedelta(days=181))
        assert ask_if_current() == 1
        clock.shift(timedelta(days=5))
        answer_to(silent, nicole)
        assert "Is dit nog actueel?" not in page_of(signed_in(fatima), silent)
        clock.shift(timedelta(days=181))
        assert (close_silent(), ask_if_current(), ask_if_current()) == (0, 1, 0)
        clock.shift(timedelta(days=13))
        assert close_silent() == 0
        assert "Is dit nog actueel?" in page_of(signed_in(fatima), silent)
        clock.shift(timedelta(days=2))
        assert close_silent() == 1
    assert kinds(fatima) == ["still_current", "answer", "still_current", "fell_silent"]


def test_saying_that_it_is_current_unasked_changes_nothing(question: Question, fatima: Member) -> None:
    before = question.last_activity_at
    say_still_current(member=fatima, question_id=question.pk)
    question.refresh_from_db()
    assert question.last_activity_at == before


def test_an_old_thread_warns_whoever_wants_to_answer(
    silent: Question, nicole: Member, fatima: Member, question: Question, signed_in: SignIn
) -> None:
    page = page_of(signed_in(nicole), silent)
    assert "Hier gebeurde 181 dagen niets." in page
    assert 'href="/ask/?theme=geld-en-schulden"' in page
    assert "Hier gebeurde" not in page_of(signed_in(fatima), silent)
    Question.objects.update(last_activity_at=timezone.now())
    assert "Hier gebeurde" not in page_of(signed_in(nicole), silent)
