"""core.events: what happens with the write, what happens after it."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.db import transaction

from core import events
from core.events import Event, after_commit, in_transaction, publish
from core.models import PeriodicJob


@dataclass(frozen=True)
class PearFell(Event):
    pear_id: int


@pytest.fixture(autouse=True)
def _no_handlers_left() -> Iterator[None]:
    yield
    events._in_transaction.pop(PearFell, None)
    events._after_commit.pop(PearFell, None)


def write_and_publish(name: str) -> None:
    with transaction.atomic():
        PeriodicJob.objects.create(name=name, period=1)
        publish(PearFell(7))


@pytest.mark.django_db(transaction=True)
def test_publishing_outside_a_transaction_is_a_programmers_error() -> None:
    with pytest.raises(RuntimeError, match="PearFell was published outside a transaction"):
        publish(PearFell(1))


@pytest.mark.django_db
def test_a_handler_in_the_transaction_gets_the_event_at_once() -> None:
    heard: list[int] = []
    in_transaction(PearFell, lambda event: heard.append(event.pear_id))
    with transaction.atomic():
        publish(PearFell(7))
        assert heard == [7]


@pytest.mark.django_db(transaction=True)
def test_a_handler_that_fails_in_the_transaction_undoes_the_write() -> None:
    def fail(event: PearFell) -> None:
        raise ValueError("no room for this pear")

    in_transaction(PearFell, fail)
    with pytest.raises(ValueError, match="no room"):
        write_and_publish("pear")
    assert not PeriodicJob.objects.filter(name="pear").exists()


@pytest.mark.django_db(transaction=True)
def test_a_handler_after_commit_waits_for_the_commit_and_hears_nothing_of_an_undone_write() -> None:
    heard: list[int] = []
    after_commit(PearFell, lambda event: heard.append(event.pear_id))
    with transaction.atomic():
        publish(PearFell(7))
        assert heard == []
    assert heard == [7]
    with transaction.atomic():
        publish(PearFell(8))
        transaction.set_rollback(True)
    assert heard == [7]


@pytest.mark.django_db(transaction=True)
def test_a_handler_that_fails_after_commit_leaves_the_write_and_the_other_handlers_alone(
    caplog: pytest.LogCaptureFixture,
) -> None:
    heard: list[int] = []

    def fail(event: PearFell) -> None:
        raise ValueError("the letter box is full")

    after_commit(PearFell, fail)
    after_commit(PearFell, lambda event: heard.append(event.pear_id))
    with caplog.at_level(logging.ERROR):
        write_and_publish("pear")
    assert PeriodicJob.objects.filter(name="pear").exists()
    assert heard == [7]
    assert "fail" in caplog.text


@pytest.mark.django_db
def test_wiring_the_same_handler_twice_calls_it_once() -> None:
    heard: list[int] = []

    def hear(event: PearFell) -> None:
        heard.append(event.pear_id)

    in_transaction(PearFell, hear)
    in_transaction(PearFell, hear)
    with transaction.atomic():
        publish(PearFell(7))
    assert heard == [7]
    assert events.subscribers(PearFell) == ([hear], [])
