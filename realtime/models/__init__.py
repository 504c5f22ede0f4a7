from realtime.models.chat_question import ChatQuestion, QuotedMessage
from realtime.models.duty import Duty
from realtime.models.help_request import (
    DutyPlan,
    Ending,
    HandOver,
    HelpBlock,
    HelpDecline,
    HelpRequest,
    HelpState,
    Outcome,
    Wanted,
)
from realtime.models.message import Message, MessageReaction
from realtime.models.office_hour import OfficeHour, OfficeQuestion, Phase, QueueState
from realtime.models.room import Mute, OpeningHours, ReadMark, Room, RoomKind, RoomMember

__all__ = [
    "ChatQuestion",
    "Duty",
    "DutyPlan",
    "Ending",
    "HandOver",
    "HelpBlock",
    "HelpDecline",
    "HelpRequest",
    "HelpState",
    "Message",
    "MessageReaction",
    "Mute",
    "OfficeHour",
    "OfficeQuestion",
    "OpeningHours",
    "Outcome",
    "Phase",
    "QueueState",
    "QuotedMessage",
    "ReadMark",
    "Room",
    "RoomKind",
    "RoomMember",
    "Wanted",
]
