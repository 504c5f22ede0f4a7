"""Counters that stay current: of the rooms in the list, and of the bell in every tab."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from accounts.actions.inbox import drop, mark_place_read, mark_read, notify
from accounts.models import Member, Notification
from realtime import news, subscribers
from realtime.actions.messages import edit_message
from realtime.frames import FrameError
from realtime.models import Room
from realtime.topics import place_of
from tests.realtime.speak import say_in

pytestmark = pytest.mark.django_db
Rings = list[tuple[str, dict[str, Any]]]
OnCommit = Callable[..., AbstractContextManager[Any]]


@pytest.fixture
def rings(monkeypatch: pytest.MonkeyPatch) -> Rings:
    found: Rings = []
    for module in (news, subscribers):
        monkeypatch.setattr(module, "ring", lambda group, frame: found.append((group, frame)))
    monkeypatch.setattr(news, "GATHERED_FOR", 3600)
    news._said.clear()
    return found


def test_what_is_said_in_the_rooms_is_told_together_with_slugs_and_numbers_only(
    room: Room,
    cafe: Room,
    private: Room,
    fatima: Member,
    rings: Rings,
    django_capture_on_commit_callbacks: OnCommit,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        for where in (room, room, cafe, private):
            said = say_in(where, fatima)
        said = say_in(cafe, fatima)
        edit_message(author=fatima, room_slug=cafe.slug, seq=said.seq, body="Anders")
    news.tell_news()
    news.tell_news()
    told = [frame for group, frame in rings if group == "rooms"]
    new = {room.slug: 2, cafe.slug: 2}
    assert told == [{"t": "changed", "topic": "rooms", "what": "messages", "new": new}]


def test_the_counters_are_for_members(fatima: Member) -> None:
    from django.contrib.auth.models import AnonymousUser

    assert place_of("rooms", fatima).group == "rooms"
    with pytest.raises(FrameError):
        place_of("rooms", AnonymousUser())


def _tell(*members: Member) -> None:
    notify(
        kind="mention_in_message",
        event_key="message:1",
        member_ids=[m.pk for m in members],
        actor_id=None,
        place_id=1,
    )


@pytest.mark.parametrize(
    ("read", "who"),
    [
        (lambda m: mark_read(m), ["fatima"]),
        (lambda m: mark_place_read(m, ["mention_in_message"], 1), ["fatima"]),
        (lambda _m: drop(["message:1"]), ["fatima", "nicole"]),
    ],
)
def test_what_is_read_or_gone_rings_at_the_bells_that_counted_it(
    read: Callable[[Member], int],
    who: list[str],
    fatima: Member,
    nicole: Member,
    rings: Rings,
    django_capture_on_commit_callbacks: OnCommit,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        _tell(fatima, nicole)
    rings.clear()
    people = {"fatima": fatima, "nicole": nicole}
    with django_capture_on_commit_callbacks(execute=True):
        read(fatima)
    assert sorted(group for group, _frame in rings) == sorted(f"inbox:{people[name].pk}" for name in who)
    rings.clear()
    with django_capture_on_commit_callbacks(execute=True):
        read(fatima)
    assert rings == []
    assert Notification.objects.filter(member=fatima).shown().unread().count() == 0


def test_times_are_written_as_the_language_of_the_reader_writes_them(
    room: Room, fatima: Member, signed_in: Callable[[Member], Client]
) -> None:
    said = say_in(room, fatima)
    said.created_at = said.created_at.replace(hour=18, minute=2)
    said.save()
    browser = signed_in(fatima)
    dutch = browser.get(room.get_absolute_url()).content.decode()
    assert "19.02</time>" in dutch
    fatima.language = "en"
    fatima.save()
    with translation.override("nl"):
        english = browser.get(room.get_absolute_url()).content.decode()
    assert "19:02</time>" in english
    assert "19.02</time>" not in english
