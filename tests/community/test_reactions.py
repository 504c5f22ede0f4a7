"""Q5: solution, thanks, same here and follow. Once is enough, and each can be taken back."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import Member, Notification
from community.actions.reactions import say_same_here, take_back_same_here, thank
from community.actions.solutions import mark_solution, unmark_solution
from community.events import AnswerThanked, SolutionMarked, SolutionUnmarked
from community.limits import THANKING
from community.models import Answer, Follow, Question, SameHere, Thanks, Theme, Visibility
from core import events
from core.errors import NotAllowed, Refused, SlowDown
from core.events import Event
from tests.factories import make_answer, make_member, make_question

pytestmark = pytest.mark.django_db

SignIn = Callable[[Member], Client]


@pytest.fixture
def question(fatima: Member, debts: Theme) -> Question:
    return make_question(fatima, theme=debts, title="Hoe regel ik mijn schulden?")


@pytest.fixture
def answer(question: Question, nicole: Member) -> Answer:
    return make_answer(question, nicole)


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[Event]:
    """Every event of the kinds of this module, in order."""
    heard: list[Event] = []
    for kind in (AnswerThanked, SolutionMarked, SolutionUnmarked):
        monkeypatch.setitem(events._in_transaction, kind, [*events._in_transaction[kind], heard.append])
    return heard


# Thanks


def test_thanks_counts_once_however_often_it_is_pressed(
    answer: Answer, fatima: Member, signed_in: SignIn, heard: list[Event]
) -> None:
    browser = signed_in(fatima)
    for _time in range(3):
        assert browser.post(f"/answers/{answer.pk}/thanks/", {"on": "1"}).status_code == 302
    answer.refresh_from_db()
    assert (Thanks.objects.count(), answer.thanks_count) == (1, 1)
    assert heard == [AnswerThanked(answer.pk, answer.question_id, fatima.pk)]


def test_thanks_can_be_taken_back_and_given_again(answer: Answer, fatima: Member, signed_in: SignIn) -> None:
    browser = signed_in(fatima)
    counts = []
    for on in ("1", "0", "0", "1"):
        browser.post(f"/answers/{answer.pk}/thanks/", {"on": on})
        answer.refresh_from_db()
        counts.append((Thanks.objects.count(), answer.thanks_count))
    assert counts == [(1, 1), (0, 0), (0, 0), (1, 1)]


def test_the_answer_to_our_script_is_the_changed_part_with_the_new_number(
    answer: Answer, fatima: Member, signed_in: SignIn
) -> None:
    page = (
        signed_in(fatima)
        .post(f"/answers/{answer.pk}/thanks/", {"on": "1"}, headers={"X-Fragment": "1"})
        .content.decode()
    )
    assert f'id="answer-actions-{answer.pk}"' in page
    assert 'aria-pressed="true"' in page
    assert "<html" not in page


def test_nobody_thanks_themselves(answer: Answer, nicole: Member, signed_in: SignIn) -> None:
    page = signed_in(nicole).post(f"/answers/{answer.pk}/thanks/", {"on": "1"})
    assert page.status_code == 403
    assert "Dit is je eigen antwoord." in page.content.decode()
    assert not Thanks.objects.exists()


def test_an_answer_that_others_cannot_see_is_not_there_to_thank(
    answer: Answer, fatima: Member, mira: Member, signed_in: SignIn
) -> None:
    Answer.objects.update(visibility=Visibility.HELD)
    assert signed_in(fatima).post(f"/answers/{answer.pk}/thanks/", {"on": "1"}).status_code == 404
    with pytest.raises(NotAllowed, match="niet meer te zien voor anderen"):
        thank(member=mira, answer_id=answer.pk)


def test_a_suspended_member_cannot_thank(answer: Answer, sol: Member) -> None:
    with pytest.raises(NotAllowed, match="Je kunt tot"):
        thank(member=sol, answer_id=answer.pk)


def test_a_visitor_is_led_to_signing_in(answer: Answer, client: Client) -> None:
    page = client.post(f"/answers/{answer.pk}/thanks/", {"on": "1"})
    assert page["location"].startswith("/accounts/login/")


@pytest.mark.parametrize("form", [{}, {"on": ""}, {"on": "2"}, {"on": "ja"}, {"on": "1\x00"}])
def test_a_button_with_another_value_changes_nothing(
    answer: Answer, fatima: Member, signed_in: SignIn, form: dict[str, str]
) -> None:
    page = signed_in(fatima).post(f"/answers/{answer.pk}/thanks/", form)
    assert page.status_code == 422
    assert "Er klopte iets niet in wat je browser stuurde." in page.content.decode()
    assert not Thanks.objects.exists()


def test_more_thanks_than_a_person_can_mean_wait_a_minute(fatima: Member, question: Question) -> None:
    answers = [make_answer(question) for _number in range(THANKING[0].times + 1)]
    for answer in answers[:-1]:
        thank(member=fatima, answer_id=answer.pk)
    with pytest.raises(SlowDown):
        thank(member=fatima, answer_id=answers[-1].pk)
    assert Thanks.objects.count() == THANKING[0].times


# Same here


def test_same_here_counts_once_and_can_be_taken_back(
    question: Question, nicole: Member, signed_in: SignIn
) -> None:
    SameHere.objects.create(member=question.author, question=question)
    browser, counts = signed_in(nicole), []
    for on in ("1", "1", "0", "0"):
        browser.post(f"/questions/{question.pk}/same-here/", {"on": on})
        question.refresh_from_db()
        counts.append(question.same_here_count)
    assert counts == [2, 2, 1, 1]


def test_the_asker_counts_already_and_stays_counted(question: Question, fatima: Member) -> None:
    SameHere.objects.create(member=fatima, question=question)
    with pytest.raises(NotAllowed, match=r"Dit is je eigen vraag\. Je telt al mee\."):
        say_same_here(member=fatima, question_id=question.pk)
    take_back_same_here(member=fatima, question_id=question.pk)
    question.refresh_from_db()
    assert question.same_here_count == 1


# Follow


def test_following_changes_how_and_stops(question: Question, nicole: Member, signed_in: SignIn) -> None:
    browser, seen = signed_in(nicole), []
    for mode in ("any", "solved", "solved", "off", "off"):
        browser.post(f"/questions/{question.pk}/follow/", {"mode": mode})
        question.refresh_from_db()
        seen.append((list(Follow.objects.values_list("mode", flat=True)), question.follower_count))
    assert seen == [(["any"], 1), (["solved"], 1), (["solved"], 1), ([], 0), ([], 0)]


def test_a_suspended_member_may_still_follow(question: Question, sol: Member, signed_in: SignIn) -> None:
    assert signed_in(sol).post(f"/questions/{question.pk}/follow/", {"mode": "any"}).status_code == 302
    assert Follow.objects.get().member == sol


def test_an_unknown_way_of_following_changes_nothing(
    question: Question, nicole: Member, signed_in: SignIn
) -> None:
    assert signed_in(nicole).post(f"/questions/{question.pk}/follow/", {"mode": "x"}).status_code == 422
    assert not Follow.objects.exists()


# Solution


def test_the_asker_marks_the_answer_that_helped(
    answer: Answer, question: Question, fatima: Member, signed_in: SignIn, heard: list[Event]
) -> None:
    page = signed_in(fatima).post(f"/answers/{answer.pk}/solution/", {"on": "1"}, follow=True)
    question.refresh_from_db()
    assert question.solution == answer
    assert question.solved_at is not None
    assert heard == [SolutionMarked(question.pk, answer.pk, fatima.pk)]
    assert "hielp de vraagsteller" in page.content.decode()


def test_there_is_one_solution_and_another_choice_takes_its_place(
    answer: Answer, question: Question, fatima: Member
) -> None:
    other = make_answer(question)
    mark_solution(member=fatima, answer_id=answer.pk)
    mark_solution(member=fatima, answer_id=other.pk)
    question.refresh_from_db()
    assert question.solution == other
    assert Question.objects.filter(solution__isnull=False).count() == 1


def test_marking_the_same_answer_again_tells_nobody_again(
    answer: Answer, fatima: Member, nicole: Member, heard: list[Event]
) -> None:
    mark_solution(member=fatima, answer_id=answer.pk)
    mark_solution(member=fatima, answer_id=answer.pk)
    assert len(heard) == 1
    assert Notification.objects.filter(member=nicole, kind="solution").count() == 1


def test_unmarking_opens_the_question_again(
    answer: Answer, question: Question, fatima: Member, signed_in: SignIn, heard: list[Event]
) -> None:
    browser = signed_in(fatima)
    for on in ("1", "0", "0"):
        browser.post(f"/answers/{answer.pk}/solution/", {"on": on})
    question.refresh_from_db()
    assert (question.solution, question.solved_at) == (None, None)
    assert [type(event) for event in heard] == [SolutionMarked, SolutionUnmarked]


def test_a_stale_tab_does_not_unmark_the_answer_that_was_chosen_since(
    answer: Answer, question: Question, fatima: Member, signed_in: SignIn
) -> None:
    other, browser = make_answer(question), signed_in(fatima)
    browser.post(f"/answers/{other.pk}/solution/", {"on": "1"})
    browser.post(f"/answers/{answer.pk}/solution/", {"on": "0"})
    question.refresh_from_db()
    assert question.solution == other


def test_only_the_asker_chooses_what_helped(
    answer: Answer, question: Question, nicole: Member, daan: Member, mira: Member, signed_in: SignIn
) -> None:
    for somebody in (nicole, daan, mira):
        page = signed_in(somebody).post(f"/answers/{answer.pk}/solution/", {"on": "1"})
        assert page.status_code == 403
        assert "Alleen wie de vraag stelde, kiest het antwoord dat hielp." in page.content.decode()
    with pytest.raises(NotAllowed):
        unmark_solution(member=nicole, answer_id=answer.pk)
    question.refresh_from_db()
    assert question.solution is None


def test_an_answer_that_others_cannot_see_is_no_solution(question: Question, fatima: Member) -> None:
    own = make_answer(question, fatima, visibility=Visibility.HELD)
    with pytest.raises(Refused, match="niet meer te zien voor anderen"):
        mark_solution(member=fatima, answer_id=own.pk)


def test_the_asker_may_mark_their_own_answer_and_nobody_is_told(question: Question, fatima: Member) -> None:
    own = make_answer(question, fatima)
    mark_solution(member=fatima, answer_id=own.pk)
    question.refresh_from_db()
    assert question.solution == own
    assert not Notification.objects.exists()


def test_followers_of_both_kinds_hear_that_it_is_solved(
    answer: Answer, question: Question, fatima: Member, nicole: Member
) -> None:
    waiting, reading = make_member(), make_member()
    Follow.objects.create(member=waiting, question=question, mode="solved")
    Follow.objects.create(member=reading, question=question, mode="any")
    Follow.objects.create(member=nicole, question=question)
    mark_solution(member=fatima, answer_id=answer.pk)
    told = Notification.objects.values_list("member_id", "kind")
    assert sorted(told) == sorted(
        [(nicole.pk, "solution"), (waiting.pk, "followed_solution"), (reading.pk, "followed_solution")]
    )


def test_a_solution_far_down_has_a_link_above_the_answers(
    question: Question, fatima: Member, client: Client
) -> None:
    answers = [make_answer(question) for _number in range(3)]
    link = "Naar het antwoord dat hielp"
    mark_solution(member=fatima, answer_id=answers[1].pk)
    assert link not in client.get(question.get_absolute_url()).content.decode()
    mark_solution(member=fatima, answer_id=answers[2].pk)
    page = client.get(question.get_absolute_url()).content.decode()
    assert link in page
    assert f'href="/answers/{answers[2].pk}/"' in page
