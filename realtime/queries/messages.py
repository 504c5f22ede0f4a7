"""Messages as everybody in a room may see them, for pages and for frames alike."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import Role, Roles
from accounts.models.role import STAFF_ROLES, active_grants
from accounts.queries.standing import grants_of
from community.models import Visibility
from realtime.limits import HISTORY_SIZE, REPLAY_LIMIT
from realtime.models import Message, Room, RoomKind, RoomMember


@dataclass(frozen=True)
class ChatAuthor:
    """`handle` is empty when the author is anonymous here."""

    name: str
    handle: str
    role: Role | None

    @property
    def role_label(self) -> str:
        return str(self.role.label) if self.role else ""


@dataclass(frozen=True)
class ShownMessage:
    """A message in its present state; `gone` says in words why there is no text, `gone_by` who did it."""

    seq: int
    n: int
    cid: str
    author: ChatAuthor
    author_id: int
    html: str
    at: datetime
    edited: bool
    reply_to: int | None
    reactions: dict[str, int]
    gone: str = ""
    gone_by: str = ""

    @property
    def body_html(self) -> str:
        """For the tag that prints stored posts."""
        return self.html


@dataclass(frozen=True)
class Replay:
    """What came after a number, in the order of the events; `reset` when it was too much to send."""

    messages: list[ShownMessage]
    newest: int
    reset: bool


def newest_messages(room: Room, *, before: int | None = None, size: int = HISTORY_SIZE) -> list[ShownMessage]:
    """The newest messages (older than `before`), oldest first. One query, two in a help chat."""
    messages = readable(room).order_by("-seq")
    if before is not None:
        messages = messages.filter(seq__lt=before)
    return show(room, list(messages[:size])[::-1])


def replay(room: Room, *, after: int | None) -> Replay:
    """What happened after event `after` (None: the newest messages). Reads the number first, so that
    nothing can fall between. Two queries."""
    newest = newest_event(room.pk)
    if after is None:
        return Replay(sorted(newest_messages(room), key=lambda message: message.n), newest, reset=False)
    if after > newest:
        # From a database that is no more: whatever this client knows, it is not this room.
        return Replay([], newest, reset=True)
    changed = readable(room).filter(n__gt=after, n__lte=newest).order_by("n")[: REPLAY_LIMIT + 1]
    messages = show(room, list(changed))
    if len(messages) > REPLAY_LIMIT:
        return Replay([], newest, reset=True)
    return Replay(messages, newest, reset=False)


def newest_event(room_id: int) -> int:
    """The number of the last event of a room. One query."""
    return Room.objects.values_list("last_n", flat=True).get(pk=room_id)


def one_message(room: Room, message_id: int) -> ShownMessage | None:
    found = readable(room).filter(pk=message_id)
    return next(iter(show(room, found)), None)


def new_frames(message_ids: Collection[int]) -> tuple[Room | None, list[dict[str, Any]]]:
    """The frames of these messages of one room as first told, and that room. Two queries, or three."""
    found = Message.objects.filter(pk__in=message_ids).select_related("author", "room__theme")
    messages = list(found.only(*_TOLD).order_by("seq"))
    if not messages:
        return None, []
    room, grants = messages[0].room, grants_of({message.author_id for message in messages})
    for message in messages:
        message.author_grants = grants.get(message.author_id)  # type: ignore[attr-defined]
    # Later events may have changed a row already; the number is that of this one.
    return room, [message_frame(room.topic, one) | {"n": one.seq} for one in show(room, messages)]


_TOLD = (
    *("seq", "n", "cid", "body_html", "visibility", "created_at", "edited_at", "reply_to", "reactions"),
    *("author__name", "author__handle", "room__slug", "room__kind", "room__theme__slug"),
)
"""What frames are made of: every column costs."""


def show(room: Room, messages: Iterable[Message]) -> list[ShownMessage]:
    """Needs `author` and `author_grants` loaded, as `readable` does."""
    aliases = _aliases(room)
    return [_shown(room, message, aliases) for message in messages]


def message_frame(topic: str, message: ShownMessage) -> dict[str, Any]:
    """The frame of the live protocol for a message in its present state."""
    if message.gone:
        frame = {"t": "gone", "topic": topic, "n": message.n, "seq": message.seq}
        return frame | {"why": message.gone, "by": message.gone_by}
    role = message.author.role
    return {
        "t": "msg",
        "topic": topic,
        "n": message.n,
        "seq": message.seq,
        "cid": message.cid,
        "author": {
            "handle": message.author.handle,
            "name": message.author.name,
            "role": role.value if role else "",
        },
        "html": message.html,
        "at": message.at.isoformat().replace("+00:00", "Z"),
        "reply_to": message.reply_to,
        "edited": message.edited,
        "counts": message.reactions,
    }


def change_frame(topic: str, message: ShownMessage, what: str) -> dict[str, Any]:
    """The frame for one event as it happens: a message, an edit, a removal or a reaction."""
    if what == "msg" or message.gone:
        return message_frame(topic, message)
    frame = {"t": what, "topic": topic, "n": message.n, "seq": message.seq}
    return frame | ({"html": message.html} if what == "edit" else {"counts": message.reactions})


def readable(room: Room) -> QuerySet[Message]:
    """Messages of a room with all that `show` needs."""
    messages = Message.objects.filter(room=room).select_related("author")
    return messages.annotate(author_grants=active_grants("author_id"))


def _aliases(room: Room) -> dict[int, str]:
    """Who is anonymous here, by member id."""
    if room.kind != RoomKind.HELP:
        return {}
    rows = RoomMember.objects.filter(room=room).exclude(shown_as="")
    return dict(rows.values_list("member_id", "shown_as"))


def _shown(room: Room, message: Message, aliases: dict[int, str]) -> ShownMessage:
    gone = _why_gone(message)
    return ShownMessage(
        seq=message.seq,
        n=message.n,
        cid=str(message.cid),
        author=_author(room, message, aliases),
        author_id=message.author_id,
        html="" if gone else message.body_html,
        at=message.created_at,
        edited=message.edited_at is not None,
        reply_to=message.reply_to,
        reactions={} if gone else message.reactions,
        gone=gone,
        gone_by=_GONE_BY.get(Visibility(message.visibility), ""),
    )


def _author(room: Room, message: Message, aliases: dict[int, str]) -> ChatAuthor:
    if message.author_id in aliases:
        return ChatAuthor(name=aliases[message.author_id], handle="", role=None)
    roles = Roles.parse(getattr(message, "author_grants", ""))
    scope = room.theme.slug if room.theme is not None else None
    role = next((role for role in STAFF_ROLES if roles.has(role, scope)), None)
    return ChatAuthor(name=message.author.name, handle=message.author.handle, role=role)


def _why_gone(message: Message) -> str:
    match message.visibility:
        case Visibility.WITHDRAWN:
            return _("Dit bericht is ingetrokken door de schrijver.")
        case Visibility.REMOVED:
            return _("Een moderator haalde dit bericht weg.")
        case Visibility.HELD:
            return _("Een moderator leest dit bericht eerst.")
    return ""


_GONE_BY = {Visibility.WITHDRAWN: "author", Visibility.REMOVED: "moderator", Visibility.HELD: "held"}
"""For clients that say it in a language of their own."""
