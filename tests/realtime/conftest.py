"""Rooms for the tests, and a live side that ends with the test."""

from collections.abc import AsyncIterator

import pytest

from accounts.models import Member
from community.models import Theme
from realtime.live import live
from realtime.models import Message, Room, RoomKind
from tests.realtime.speak import say_in


@pytest.fixture
def room(debts: Theme) -> Room:
    """The room of Geld en schulden, always open."""
    return Room.objects.create(slug=debts.slug, kind=RoomKind.THEME, theme=debts, name=debts.name)


@pytest.fixture
def cafe(db: None) -> Room:
    """A room without theme."""
    return Room.objects.create(slug="koffietafel", name="Koffietafel")


@pytest.fixture
def private(db: None, fatima: Member, joke: Member) -> Room:
    """A help chat of fatima and joke."""
    room = Room.objects.create(slug="hulp-1", kind=RoomKind.HELP, name="Hulpgesprek")
    room.members.create(member=fatima, shown_as="Anonieme bewoner")
    room.members.create(member=joke)
    return room


@pytest.fixture
def said(room: Room, fatima: Member) -> Message:
    """What fatima said in the room of Geld en schulden."""
    return say_in(room, fatima, "Mijn huur ging omhoog.")


@pytest.fixture
async def _live() -> AsyncIterator[None]:
    live.start()
    yield
    await live.stop()
