"""What somebody who comes in is told is read once for all who ask at that moment, and is never old."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from accounts.models import Member
from realtime import history
from realtime.actions.messages import take_back_message
from realtime.history import History
from realtime.limits import HISTORY_SIZE
from realtime.models import Room
from tests.realtime.speak import say_in, say_many


def queries(told: History, room: Room, n: int | None) -> int:
    with CaptureQueriesContext(connection) as asked:
        told.after(room.pk, n)
    return len(asked)


def seqs(texts: tuple[str, ...]) -> list[int]:
    return [json.loads(text)["seq"] for text in texts]


def test_whoever_asks_for_the_same_a_moment_later_costs_one_query(room: Room, fatima: Member) -> None:
    say_many(room, fatima, HISTORY_SIZE + 10)
    told = History()
    first = told.after(room.pk, None)
    assert seqs(first.texts) == list(range(11, HISTORY_SIZE + 11))
    assert queries(told, room, None) == 1
    assert told.after(room.pk, None) is first
    assert seqs(told.after(room.pk, HISTORY_SIZE).texts) == list(range(HISTORY_SIZE + 1, HISTORY_SIZE + 11))


def test_a_new_event_is_in_what_the_next_one_is_told(room: Room, fatima: Member) -> None:
    told = History()
    say_in(room, fatima)
    assert seqs(told.after(room.pk, None).texts) == [1]
    say_in(room, fatima)
    assert seqs(told.after(room.pk, None).texts) == [1, 2]
    assert told.after(room.pk, None).newest == 2


def test_a_name_that_changed_is_told_within_a_second(
    room: Room, fatima: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = History()
    say_in(room, fatima)
    told.after(room.pk, None)
    fatima.name = "Fatima B."
    fatima.save()
    monkeypatch.setattr(history, "KEPT_SECONDS", 0)
    assert json.loads(told.after(room.pk, None).texts[0])["author"]["name"] == "Fatima B."


def test_what_is_told_to_all_is_in_the_language_of_the_site_whoever_asked_first(
    room: Room, fatima: Member
) -> None:
    said = say_in(room, fatima)
    take_back_message(member=fatima, room_slug=room.slug, seq=said.seq)
    with translation.override("en"):
        frame = json.loads(History().after(room.pk, None).texts[0])
    assert (frame["t"], frame["why"]) == ("gone", "Dit bericht is ingetrokken door de schrijver.")


def test_one_room_is_never_told_in_another(room: Room, cafe: Room, fatima: Member) -> None:
    told = History()
    say_in(room, fatima, "In de ene")
    say_in(cafe, fatima, "In de andere")
    assert "In de ene" in told.after(room.pk, None).texts[0]
    assert "In de andere" in told.after(cafe.pk, None).texts[0]


def test_long_replays_are_not_kept_and_only_so_many_pages_are(
    room: Room, fatima: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history, "KEPT_PAGES", 2)
    say_many(room, fatima, HISTORY_SIZE + 1)
    told = History()
    told.after(room.pk, 0)
    assert queries(told, room, 0) > 1
    for n in (10, 20, 30):
        told.after(room.pk, n)
    assert queries(told, room, 10) > 1
    assert queries(told, room, 30) == 1
