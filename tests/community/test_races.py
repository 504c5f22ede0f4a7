"""Many at the same moment, with a connection each: nothing is doubled, lost, or half decided."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from threading import Event, Thread
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.actions.standing import suspend_member
from accounts.models import Member, Notification, Role
from community.actions.answers import edit_answer, post_answer
from community.actions.comments import post_comment
from community.actions.highlights import Vouching, highlight_answer
from community.actions.reactions import say_same_here, take_back_thanks, thank
from community.actions.solutions import mark_solution
from community.models import Answer, Comment, Follow, Highlight, Question, Revision, SameHere, Thanks, Theme
from core.errors import Conflict, NotAllowed, SlowDown
from tests.factories import make_answer, make_member, make_question
from tests.parallel import in_parallel

pytestmark = [pytest.mark.postgres_only, pytest.mark.django_db(transaction=True)]

SignIn = Callable[[Member], Client]
BODY = "Bel de gemeente en vraag naar de budgetcoach."


def errors(outcomes: list[Any], kind: type[Exception] = Exception) -> list[Exception]:
    return [outcome for outcome in outcomes if isinstance(outcome, kind)]


def test_fifty_members_thank_at_once_and_all_fifty_count() -> None:
    answer = make_answer()
    members = [make_member() for _number in range(50)]
    outcomes = in_parallel(lambda n: thank(member=members[n], answer_id=answer.pk), times=50)
    answer.refresh_from_db()
    assert errors(outcomes) == []
    assert (Thanks.objects.count(), answer.thanks_count) == (50, 50)


def test_one_member_who_presses_thanks_fifty_times_counts_once(signed_in: SignIn, fatima: Member) -> None:
    answer = make_answer()
    browsers = [signed_in(fatima) for _number in range(25)]
    outcomes = in_parallel(
        lambda n: browsers[n % 25].post(f"/answers/{answer.pk}/thanks/", {"on": "1"}), times=50
    )
    answer.refresh_from_db()
    assert {outcome.status_code for outcome in outcomes} == {302}
    assert (Thanks.objects.count(), answer.thanks_count) == (1, 1)


def test_thanking_and_taking_it_back_at_once_leaves_a_counter_that_equals_the_rows() -> None:
    answer = make_answer()
    members = [make_member() for _number in range(6)]

    def press(number: int) -> object:
        act = thank if number % 2 else take_back_thanks
        return act(member=members[number % 6], answer_id=answer.pk)

    outcomes = in_parallel(press, times=24, at_once=12)
    answer.refresh_from_db()
    assert errors(outcomes) == []
    assert answer.thanks_count == Thanks.objects.count()


def test_thirty_members_have_this_question_too_and_all_count(fatima: Member) -> None:
    question = make_question(fatima, same_here_count=0)
    members = [make_member() for _number in range(30)]
    outcomes = in_parallel(lambda n: say_same_here(member=members[n], question_id=question.pk), times=30)
    question.refresh_from_db()
    assert errors(outcomes) == []
    assert (SameHere.objects.count(), question.same_here_count) == (30, 30)


@pytest.mark.parametrize("same_key", [True, False], ids=["same form", "same words, other forms"])
def test_twenty_identical_questions_make_one_and_all_lead_to_it(
    signed_in: SignIn, fatima: Member, debts: Theme, same_key: bool
) -> None:
    key = str(uuid.uuid4())
    form = {"title": "Mag ik werken naast bijstand?", "body": BODY, "theme": debts.slug}
    browsers = [signed_in(fatima) for _number in range(20)]
    outcomes = in_parallel(
        lambda n: browsers[n].post("/ask/", {**form, "key": key if same_key else str(uuid.uuid4())}), times=20
    )
    question = Question.objects.get()
    assert {outcome["location"] for outcome in outcomes} == {question.get_absolute_url()}
    assert (Follow.objects.count(), SameHere.objects.count()) == (1, 1)


@pytest.mark.parametrize("same_key", [True, False], ids=["same form", "same words, other forms"])
def test_twenty_identical_answers_make_one_and_all_lead_to_it(
    signed_in: SignIn, fatima: Member, nicole: Member, same_key: bool
) -> None:
    question, key = make_question(fatima), str(uuid.uuid4())
    browsers = [signed_in(nicole) for _number in range(20)]
    outcomes = in_parallel(
        lambda n: browsers[n].post(
            f"/questions/{question.pk}/answers/",
            {"body": BODY, "key": key if same_key else str(uuid.uuid4())},
        ),
        times=20,
    )
    answer = Answer.objects.get()
    question.refresh_from_db()
    assert {outcome["location"] for outcome in outcomes} == {answer.get_absolute_url()}
    assert question.answer_count == 1
    assert [row.member for row in Notification.objects.all()] == [fatima]


def test_twenty_answers_at_once_are_all_counted_and_the_asker_hears_of_each_once(fatima: Member) -> None:
    question = make_question(fatima)
    Follow.objects.create(member=fatima, question=question)
    members = [make_member() for _number in range(20)]
    outcomes = in_parallel(
        lambda n: post_answer(
            author=members[n], question_id=question.pk, body=f"{BODY} {n}", key=uuid.uuid4()
        ),
        times=20,
    )
    question.refresh_from_db()
    assert errors(outcomes) == []
    assert (question.answer_count, question.follower_count) == (20, 21)
    assert Notification.objects.filter(member=fatima).count() == 20


def test_of_fifty_solutions_at_once_one_stands(fatima: Member) -> None:
    question = make_question(fatima)
    answers = [make_answer(question) for _number in range(5)]
    outcomes = in_parallel(lambda n: mark_solution(member=fatima, answer_id=answers[n % 5].pk), times=50)
    question.refresh_from_db()
    assert errors(outcomes) == []
    assert question.solution_id in [answer.pk for answer in answers]
    assert question.solved_at is not None


def test_of_twenty_edits_of_the_same_version_one_wins_and_the_others_see_it() -> None:
    answer = make_answer(created_at=timezone.now() - timedelta(hours=1))
    outcomes = in_parallel(
        lambda n: edit_answer(editor=answer.author, answer_id=answer.pk, body=f"Tekst {n}", version=1),
        times=20,
    )
    stored = Answer.objects.get()
    winners = [outcome for outcome in outcomes if isinstance(outcome, Answer)]
    conflicts = [outcome for outcome in outcomes if isinstance(outcome, Conflict)]
    assert [winner.body for winner in winners] == [stored.body]
    assert len(conflicts) == 19
    assert {conflict.details["stored"]["body"] for conflict in conflicts} == {stored.body}
    assert stored.version == 2
    assert Revision.objects.count() == 1


def test_two_professionals_who_highlight_at_once_leave_one_open_highlight(debts: Theme) -> None:
    answer = make_answer(make_question(theme=debts))
    professionals = [make_member(role=Role.PROFESSIONAL, scope=debts.slug) for _number in range(10)]
    vouching = Vouching(
        organisation="Gemeente Perenburg",
        source_title="Participatiewet, artikel 31",
        source_url="",
        review_on=timezone.localdate() + timedelta(days=100),
    )
    outcomes = in_parallel(
        lambda n: highlight_answer(
            professional=professionals[n], answer_id=answer.pk, version=1, vouching=vouching
        ),
        times=10,
    )
    assert errors(outcomes) == []
    assert Highlight.objects.open().count() == 1
    assert Highlight.objects.filter(ended_at__isnull=False).count() == 9


def test_nothing_is_posted_after_a_suspension_was_decided() -> None:
    """Many rounds of the same race: whoever is suspended while posting stops at that moment."""
    question = make_question()
    rounds = 40
    members = [make_member() for _round in range(rounds)]

    def post(member: Member, number: int) -> object:
        return post_answer(author=member, question_id=question.pk, body=f"{BODY} {number}", key=uuid.uuid4())

    def suspend(member: Member) -> None:
        suspend_member(member_id=member.pk, until=timezone.now() + timedelta(days=7), suspended_by=None)

    def race(number: int) -> object:
        member = members[number // 4]
        if number % 4 == 1:
            suspend(member)
            return timezone.now()
        return post(member, number)

    outcomes = in_parallel(race, times=rounds * 4, at_once=24)
    suspended_at = {members[n // 4].pk: outcomes[n] for n in range(rounds * 4) if n % 4 == 1}
    unexpected = [e for e in errors(outcomes) if not isinstance(e, NotAllowed | SlowDown)]
    assert unexpected == []
    assert errors(outcomes, NotAllowed)
    assert Answer.objects.exists()
    late = [a for a in Answer.objects.all() if a.created_at > suspended_at[a.author_id]]
    assert late == []


def test_an_asker_and_an_answerer_who_write_at_once_do_not_wait_for_each_other(fatima: Member) -> None:
    """Each locks themselves, then the question, then writes to the other's inbox."""
    question = make_question(fatima)
    answer = make_answer(question)
    members = [make_member() for _number in range(20)]

    def write(number: int) -> object:
        if number % 2:
            return post_comment(
                author=fatima if number % 4 == 1 else answer.author,
                question_id=question.pk,
                answer_id=answer.pk if number % 8 > 3 else None,
                body=f"Dank {number}",
                key=uuid.uuid4(),
            )
        return post_answer(
            author=members[number // 2], question_id=question.pk, body=f"{BODY} {number}", key=uuid.uuid4()
        )

    outcomes = in_parallel(write, times=40)
    assert [e for e in errors(outcomes) if not isinstance(e, SlowDown)] == []
    assert Answer.objects.count() == 21
    assert Comment.objects.count() == 20 - len(errors(outcomes, SlowDown))


def test_somebody_who_writes_does_not_hold_up_what_others_send_to_their_inbox(fatima: Member) -> None:
    """The row of a member who is writing may be referred to, or two writers would wait for each other."""
    question = make_question(fatima)
    holds, go_on = Event(), Event()

    def hold() -> None:
        from django.db import transaction

        from community.actions.authors import lock_author

        try:
            with transaction.atomic():
                lock_author(fatima)
                holds.set()
                go_on.wait(timeout=20)
        finally:
            connection.close()

    holder = Thread(target=hold)
    holder.start()
    assert holds.wait(timeout=10)
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '2s'")
    try:
        post_answer(author=make_member(), question_id=question.pk, body=BODY, key=uuid.uuid4())
    finally:
        go_on.set()
        holder.join(timeout=20)
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = 0")
    assert Notification.objects.get().member == fatima
