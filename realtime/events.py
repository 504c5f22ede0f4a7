"""What happens in rooms. Ids and numbers only; what a socket may hear is decided when it is said."""

from dataclasses import dataclass
from typing import Literal

from core.events import Event

What = Literal["msg", "edit", "gone", "react"]


@dataclass(frozen=True)
class MessagesSent(Event):
    """New messages of a room, in the order of their numbers; one or several that came at the same moment."""

    room_id: int
    message_ids: tuple[int, ...]


@dataclass(frozen=True)
class RoomChanged(Event):
    """Event number `n` of a room: something happened to the message `seq`."""

    room_id: int
    message_id: int
    seq: int
    n: int
    what: What


@dataclass(frozen=True)
class MessageScreened(Event):
    """Screening found something in a message that was stored. `kinds` and `rules` never hold words of it."""

    message_id: int
    kinds: tuple[str, ...]
    rules: tuple[str, ...]


@dataclass(frozen=True)
class MessageVisibilityChanged(Event):
    """A decision took a message out of sight, or put it back: so do its quotations."""

    message_id: int


@dataclass(frozen=True)
class RoomClosed(Event):
    room_id: int


@dataclass(frozen=True)
class RoomPaceChanged(Event):
    """A room opened again, or its messages come slower or faster."""

    room_id: int


@dataclass(frozen=True)
class RoomAudienceChanged(Event):
    """Others may read along than before."""

    room_id: int


@dataclass(frozen=True)
class MemberLeftRoom(Event):
    """Somebody is out of a private room: passed it on, or was blocked."""

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


@dataclass(frozen=True)
class HelpRequested(Event):
    request_id: int


@dataclass(frozen=True)
class HelpRequestTaken(Event):
    """A helper wants to talk; the asker has not said yes yet."""

    request_id: int
    helper_id: int


@dataclass(frozen=True)
class HelpRequestReturned(Event):
    """It waits again: the asker rather has somebody else, or the helper cannot after all."""

    request_id: int
    helper_id: int


@dataclass(frozen=True)
class HelpChatStarted(Event):
    """Both said yes and the room is open."""

    request_id: int
    helper_id: int


@dataclass(frozen=True)
class HelpChatHandedOver(Event):
    request_id: int
    helper_id: int


@dataclass(frozen=True)
class HelperReplaced(Event):
    """The asker goes on with somebody else; `helper_id` is who helped until then, 0 when they are gone."""

    request_id: int
    helper_id: int


@dataclass(frozen=True)
class HelpRequestClosed(Event):
    """`helper_id` is whoever was helping then; `member_id` who closed it (None: time)."""

    request_id: int
    helper_id: int | None
    member_id: int | None


@dataclass(frozen=True)
class OfficeHourChanged(Event):
    """Planned, changed, ended, archived, or something in its queue: open pages look again."""

    office_hour_id: int


@dataclass(frozen=True)
class OfficeHourMoved(Event):
    """It is at another time than those in the queue know."""

    office_hour_id: int


@dataclass(frozen=True)
class OfficeHourOver(Event):
    """Its time has passed and its host has not closed the books; said again until they are."""

    office_hour_id: int


@dataclass(frozen=True)
class OfficeHourArchived(Event):
    office_hour_id: int


@dataclass(frozen=True)
class OfficeHourCancelled(Event):
    office_hour_id: int


@dataclass(frozen=True)
class OfficeQuestionAnswered(Event):
    office_question_id: int


@dataclass(frozen=True)
class OfficeQuestionDeclined(Event):
    office_question_id: int


@dataclass(frozen=True)
class OfficeQuestionLeft(Event):
    """The office hour is over, and this question got no answer and no place in the community."""

    office_question_id: int


@dataclass(frozen=True)
class ConsentAsked(Event):
    """Somebody wants to make a question out of messages of these members."""

    chat_question_id: int
    member_ids: tuple[int, ...]


@dataclass(frozen=True)
class ConsentAnswered(Event):
    chat_question_id: int
    member_id: int


@dataclass(frozen=True)
class ChatQuestionEnded(Event):
    """Posted or dropped: nobody has to answer any more."""

    chat_question_id: int
