"""What happens in rooms. Ids and numbers only; what a socket may hear is decided when it is said."""

from dataclasses import dataclass
from typing import Literal

from core.events import Event

What = Literal["msg", "edit", "gone", "react"]


@dataclass(frozen=True)
class RoomChanged(Event):
    """Event number `n` of a room: something happened to the message `seq`."""

    room_id: int
    message_id: int
    seq: int
    n: int
    what: What


@dataclass(frozen=True)
class RoomClosed(Event):
    room_id: int


@dataclass(frozen=True)
class MemberMuted(Event):
    room_id: int
    member_id: int


@dataclass(frozen=True)
class DutyChanged(Event):
    member_id: int


@dataclass(frozen=True)
class RoomRead(Event):
    """A member has read up to `seq`: their other tabs may forget the count."""

    room_id: int
    member_id: int
    seq: int
