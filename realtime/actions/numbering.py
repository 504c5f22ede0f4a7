"""One counter per room: whoever holds the room's row takes the next number."""

from accounts.policies import Viewer
from core.errors import NotFound
from core.events import publish
from realtime.events import RoomChanged, What
from realtime.models import Message, Room
from realtime.policies import can_see_room


def lock_room(viewer: Viewer, slug: str) -> Room:
    """The room, locked until the transaction ends, or `NotFound` when `viewer` may not read it."""
    room = lock_row(slug)
    if room is None:
        raise NotFound
    can_see_room(viewer, room).require()
    return room


def lock_row(slug: str) -> Room | None:
    """The room, locked until the transaction ends, whoever asks."""
    rooms = Room.objects.select_for_update(of=("self",), no_key=True).select_related("theme")
    return rooms.filter(slug=slug).first()


def next_number(room: Room) -> int:
    """The next event number; call with the room locked."""
    room.last_n += 1
    room.save(update_fields=["last_n"])
    return room.last_n


def record_change(room: Room, message: Message, what: What) -> None:
    """Give the message the next number and tell everybody. Saves the message."""
    message.n = next_number(room)
    message.save()
    tell(room, message, what)


def tell(room: Room, message: Message, what: What) -> None:
    publish(RoomChanged(room_id=room.pk, message_id=message.pk, seq=message.seq, n=message.n, what=what))
