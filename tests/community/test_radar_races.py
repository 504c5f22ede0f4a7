"""Many helpers at the same moment, with a connection each."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import Member, Notification, Role
from community.actions.alarms import raise_alarms
from community.actions.claims import claim_question, extend_claim, release_claim
from community.actions.waiting import recount_waiting
from community.models import Claim, Passport, Theme, Waiting
from core.errors import Conflict, Refused
from tests.community.waiting import answered, waits
from tests.factories import make_member
from tests.parallel import in_parallel

pytestmark = [pytest.mark.postgres_only, pytest.mark.django_db(transaction=True)]


def errors(outcomes: list[Any]) -> list[Exception]:
    return [outcome for outcome in outcomes if isinstance(outcome, Exception)]


def test_of_fifty_helpers_exactly_one_gets_the_question(fatima: Member, debts: Theme) -> None:
    helpers = [make_member(role=Role.MENTOR, scope=debts.slug) for _number in range(50)]
    question = waits(fatima, debts)
    outcomes = in_parallel(lambda n: claim_question(helper=helpers[n], question_id=question.pk), times=50)
    refused = errors(outcomes)
    assert len(refused) == 49
    assert {type(error) for error in refused} == {Conflict}
    assert Claim.objects.now().count() == 1


def test_of_fifty_helpers_exactly_one_gets_a_question_whose_claim_ran_out(
    fatima: Member, debts: Theme
) -> None:
    helpers = [make_member(role=Role.MENTOR, scope=debts.slug) for _number in range(51)]
    question = waits(fatima, debts)
    claim_question(helper=helpers[50], question_id=question.pk)
    Claim.objects.update(until=timezone.now() - timedelta(seconds=1))
    outcomes = in_parallel(lambda n: claim_question(helper=helpers[n], question_id=question.pk), times=50)
    assert len(errors(outcomes)) == 49
    assert (Claim.objects.count(), Claim.objects.now().count()) == (2, 1)


def test_one_helper_who_takes_ten_at_once_gets_as_many_as_they_may(
    fatima: Member, joke: Member, debts: Theme
) -> None:
    Passport.objects.create(member=joke, most_claims=2)
    questions = [waits(fatima, debts) for _number in range(10)]
    outcomes = in_parallel(lambda n: claim_question(helper=joke, question_id=questions[n].pk), times=10)
    assert {type(error) for error in errors(outcomes)} == {Refused}
    assert Claim.objects.now().filter(helper=joke).count() == 2


def test_taking_writing_answering_and_putting_back_at_once_leave_no_half_claim(
    fatima: Member, joke: Member, daan: Member, debts: Theme
) -> None:
    question = waits(fatima, debts)
    claim_question(helper=joke, question_id=question.pk)
    acts: list[Callable[[], object]] = [
        lambda: release_claim(helper=joke, question_id=question.pk),
        lambda: extend_claim(helper_id=joke.pk, question_id=question.pk),
        lambda: answered(question, joke),
        lambda: claim_question(helper=daan, question_id=question.pk),
    ]
    outcomes = in_parallel(lambda n: acts[n % 4](), times=8, at_once=8)
    assert not [error for error in errors(outcomes) if "deadlock" in str(error).lower()]
    assert Claim.objects.open().count() <= 1
    assert not Waiting.objects.filter(question=question).exists()


def test_ten_workers_raise_one_alarm(fatima: Member, mira: Member, debts: Theme) -> None:
    waits(fatima, debts, hours=25)
    outcomes = in_parallel(lambda _n: raise_alarms(), times=10, at_once=10)
    assert errors(outcomes) == []
    assert sum(outcomes) == 1
    assert Notification.objects.filter(kind="waiting_long").count() == 1


def test_ten_workers_that_recount_make_one_row(fatima: Member, debts: Theme) -> None:
    waits(fatima, debts)
    Waiting.objects.all().delete()
    outcomes = in_parallel(lambda _n: recount_waiting(), times=10, at_once=10)
    assert errors(outcomes) == []
    assert Waiting.objects.count() == 1
