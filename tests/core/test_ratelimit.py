"""core.ratelimit: so many times, then a sentence that names the wait."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import transaction

from core.errors import SlowDown
from core.models import RateBucket
from core.ratelimit import RateLimit, forget_old_buckets, take
from tests.parallel import in_parallel

NOON = datetime(2026, 3, 3, 12, 0, tzinfo=UTC)
THREE_A_MINUTE = (RateLimit(times=3, per=timedelta(minutes=1)),)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.mark.django_db
def test_n_are_allowed_and_the_next_is_told_how_long_to_wait(clock: time_machine.Traveller) -> None:
    for _time in range(3):
        take("knock", 1, THREE_A_MINUTE)
        clock.shift(10)
    with pytest.raises(SlowDown) as refusal:
        take("knock", 1, THREE_A_MINUTE)
    assert refusal.value.retry_after == 30
    assert refusal.value.message == "Je gaat snel. Je kunt over 30 seconden verder. Je tekst blijft staan."


@pytest.mark.django_db
def test_after_the_wait_that_was_named_it_goes_on(clock: time_machine.Traveller) -> None:
    for _time in range(3):
        take("knock", 1, THREE_A_MINUTE)
    with pytest.raises(SlowDown) as refusal:
        take("knock", 1, THREE_A_MINUTE)
    clock.shift(refusal.value.retry_after)
    take("knock", 1, THREE_A_MINUTE)


@pytest.mark.django_db
def test_the_window_slides_and_does_not_open_at_the_full_minute(clock: time_machine.Traveller) -> None:
    clock.shift(59)
    for _time in range(3):
        take("knock", 1, THREE_A_MINUTE)
    clock.shift(2)
    with pytest.raises(SlowDown):
        take("knock", 1, THREE_A_MINUTE)


@pytest.mark.django_db
def test_a_refused_try_costs_no_turn(clock: time_machine.Traveller) -> None:
    for _time in range(3):
        take("knock", 1, THREE_A_MINUTE)
    for _time in range(20):
        with pytest.raises(SlowDown):
            take("knock", 1, THREE_A_MINUTE)
    clock.shift(60)
    take("knock", 1, THREE_A_MINUTE)


@pytest.mark.django_db
def test_people_and_actions_do_not_use_up_each_others_turns(clock: time_machine.Traveller) -> None:
    for _time in range(3):
        take("knock", 1, THREE_A_MINUTE)
    take("knock", 2, THREE_A_MINUTE)
    take("ring", 1, THREE_A_MINUTE)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("per", "words"),
    [
        (timedelta(seconds=1), "over 1 seconde verder"),
        (timedelta(minutes=10), "over 10 minuten verder"),
        (timedelta(hours=20), "over 20 uur verder"),
    ],
)
def test_the_wait_is_told_in_the_unit_that_people_use(
    clock: time_machine.Traveller, per: timedelta, words: str
) -> None:
    limits = (RateLimit(times=1, per=per),)
    take("knock", 1, limits)
    with pytest.raises(SlowDown, match=words):
        take("knock", 1, limits)


@pytest.mark.django_db
def test_the_longest_wait_of_several_limits_counts(clock: time_machine.Traveller) -> None:
    limits = (RateLimit(1, timedelta(seconds=10)), RateLimit(2, timedelta(hours=1)))
    take("knock", 1, limits)
    clock.shift(11)
    take("knock", 1, limits)
    clock.shift(11)
    with pytest.raises(SlowDown) as refusal:
        take("knock", 1, limits)
    assert refusal.value.retry_after == 3600 - 22


@pytest.mark.django_db
def test_a_write_that_fails_gives_its_turn_back(clock: time_machine.Traveller) -> None:
    for _time in range(5):
        with transaction.atomic():
            take("knock", 1, THREE_A_MINUTE)
            transaction.set_rollback(True)
    take("knock", 1, THREE_A_MINUTE)


@pytest.mark.django_db
def test_buckets_are_forgotten_when_nothing_in_them_can_count(clock: time_machine.Traveller) -> None:
    take("knock", 1, THREE_A_MINUTE)
    assert forget_old_buckets() == 0
    clock.shift(timedelta(days=3))
    assert forget_old_buckets() == 1
    assert not RateBucket.objects.exists()


@pytest.mark.postgres_only
@pytest.mark.django_db(transaction=True)
def test_a_hundred_at_once_overshoot_by_none() -> None:
    limits = (RateLimit(times=7, per=timedelta(minutes=1)),)
    outcomes = in_parallel(lambda _number: take("knock", 1, limits), times=100)
    assert sum(outcome is None for outcome in outcomes) == 7
    assert sum(isinstance(outcome, SlowDown) for outcome in outcomes) == 93
    assert len(RateBucket.objects.get().hits) == 7
