from realtime.models.duty import Duty
from realtime.models.message import Message, MessageReaction
from realtime.models.room import Mute, OpeningHours, ReadMark, Room, RoomKind, RoomMember

__all__ = [
    "Duty",
    "Message",
    "MessageReaction",
    "Mute",
    "OpeningHours",
    "ReadMark",
    "Room",
    "RoomKind",
    "RoomMember",
]
