"""Many helpers at the same moment, with a connection each."""

from typing import Any

import pytest

from accounts.models import Member, Role
from community.models import Theme
from core.errors import Conflict
from realtime.actions.help_requests import agree_to_talk, refuse_helper, take_help_request
from realtime.models import HelpRequest, HelpState, Room
from tests.factories import make_member
from tests.parallel import in_parallel
from tests.realtime.helping import ask, go_on_duty

pytestmark = [pytest.mark.postgres_only, pytest.mark.django_db(transaction=True)]


def errors(outcomes: list[Any]) -> list[Exception]:
    return [outcome for outcome in outcomes if isinstance(outcome, Exception)]


def test_of_fifty_helpers_exactly_one_gets_the_request(fatima: Member, debts: Theme) -> None:
    helpers = [make_member(role=Role.MENTOR, scope=debts.slug) for _number in range(50)]
    for helper in helpers:
        go_on_duty(helper)
    request = ask(fatima, debts)
    outcomes = in_parallel(lambda n: take_help_request(helper=helpers[n], key=request.key), times=50)
    refused = errors(outcomes)
    assert len(refused) == 49
    assert {type(error) for error in refused} == {Conflict}
    winner = next(outcome for outcome in outcomes if not isinstance(outcome, Exception))
    request.refresh_from_db()
    assert (request.state, request.helper_id) == (HelpState.OFFERED, winner.helper_id)


def test_yes_and_no_at_once_leave_one_of_the_two(fatima: Member, joke: Member, debts: Theme) -> None:
    request = ask(fatima, debts)
    go_on_duty(joke)
    take_help_request(helper=joke, key=request.key)
    answers = [agree_to_talk, refuse_helper]
    outcomes = in_parallel(lambda n: answers[n](asker=fatima, key=request.key), times=2)
    assert len(errors(outcomes)) == 1
    request.refresh_from_db()
    rooms = Room.objects.filter(kind="help").count()
    assert (request.state, rooms) in ((HelpState.TALKING, 1), (HelpState.WAITING, 0))


def test_one_member_who_asks_ten_times_at_once_has_one_request(fatima: Member, debts: Theme) -> None:
    outcomes = in_parallel(lambda _n: ask(fatima, debts), times=10)
    assert errors(outcomes) == []
    assert HelpRequest.objects.count() == 1
