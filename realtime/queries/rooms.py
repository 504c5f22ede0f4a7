"""The list of rooms and the page of one room."""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Count, F, Q
from django.utils import timezone

from accounts.models import Role, Roles
from accounts.models.role import STAFF_ROLES, active_grants
from accounts.policies import Viewer, is_member
from accounts.queries.blocks import blocked_handles
from community.models import Visibility
from core.errors import NotFound
from core.policy import Decision, hide
from realtime.limits import HISTORY_SIZE
from realtime.models import Duty, HelpRequest, Message, ReadMark, Room
from realtime.models.message import EMOJI
from realtime.policies import (
    Openness,
    Silence,
    can_be_on_duty,
    can_change_message,
    can_decide_about_message,
    can_make_rooms,
    can_moderate_room,
    can_see_room,
    can_send,
    can_take_back_message,
    open_mute,
    openness_of,
    visible_rooms,
)
from realtime.queries.help_requests import HelpNow, help_in_room, open_help
from realtime.queries.lines import Line, Quote, lines, quote_of
from realtime.queries.messages import ShownMessage, newest_messages, one_message, readable, show

UNREAD_SHOWN = 100
UNREAD_LOOKS_BACK = 1000
"""Events of a room among which unread messages are counted."""


@dataclass(frozen=True)
class OnDuty:
    """Somebody who is there now."""

    name: str
    handle: str
    role: Role | None
    until: datetime

    @property
    def role_label(self) -> str:
        return str(self.role.label) if self.role else ""


@dataclass(frozen=True)
class ListedRoom:
    room: Room
    unread: int
    openness: Openness


@dataclass(frozen=True)
class RoomsPage:
    """`duty` is the viewer's own, when they are on duty; `help` is a help chat of theirs that goes on."""

    rooms: list[ListedRoom]
    on_duty: list[OnDuty]
    help: HelpRequest | None
    duty: Duty | None
    can_be_on_duty: Decision
    can_make: Decision


@dataclass(frozen=True)
class RoomCan:
    send: Decision
    moderate: Decision


@dataclass(frozen=True)
class RoomPage:
    """`lines` oldest first; `has_older` when history goes on; `first_unread` is a seq or None.

    `is_live`: the newest messages, to which new ones may be added; else a part of the history.
    """

    room: Room
    rooms: list[ListedRoom]
    can: RoomCan
    openness: Openness
    on_duty: list[OnDuty]
    lines: list[Line]
    has_older: bool
    newest_n: int
    read_to: int
    first_unread: int | None
    mute: Silence | None
    answers: Quote | None
    is_live: bool
    help: HelpNow | None
    query: str = ""
    blocked: frozenset[str] = frozenset()
    """Handles whose messages the script of the page folds away too."""

    @property
    def can_write(self) -> bool:
        return bool(self.can.send) and self.mute is None

    @property
    def oldest_seq(self) -> int:
        return self.lines[0].message.seq if self.lines else 0


@dataclass(frozen=True)
class MessagePage:
    """One message and what the viewer may do with it; `body` is the source of their own."""

    pk: int
    room: Room
    line: Line
    can_change: Decision
    can_take_back: Decision
    can_react: Decision
    can_decide: Decision
    body: str
    emoji: tuple[str, ...] = EMOJI


def rooms_page(viewer: Viewer) -> RoomsPage:
    """The shared rooms with unread counts. Seven queries however many rooms and messages."""
    return RoomsPage(
        help=open_help(viewer),
        rooms=listed_rooms(viewer),
        on_duty=people_on_duty(None) if is_member(viewer) else [],
        duty=Duty.objects.now().filter(member=viewer.pk).first(),
        can_be_on_duty=can_be_on_duty(viewer),
        can_make=can_make_rooms(viewer),
    )


def listed_rooms(viewer: Viewer) -> list[ListedRoom]:
    """The shared rooms in the order of their themes, closed ones last. Four queries."""
    rooms = visible_rooms(viewer).shared().select_related("theme").prefetch_related("opening_hours")
    order = (F("closed_at").asc(nulls_first=True), F("theme__position").asc(nulls_last=True), "name")
    found = list(rooms.order_by(*order))
    unread, moment = _unread(viewer, found), timezone.now()
    return [ListedRoom(room, unread.get(room.pk, 0), openness_of(room, moment)) for room in found]


def get_room(viewer: Viewer, slug: str) -> Room:
    """Raises `NotFound` for a room that is not there and for one that the viewer may not know."""
    room = Room.objects.select_related("theme").prefetch_related("opening_hours").filter(slug=slug).first()
    if room is None:
        raise NotFound
    can_see_room(viewer, room).require()
    return room


def room_page(
    viewer: Viewer,
    *,
    slug: str,
    before: int | None = None,
    on: date | None = None,
    query: str = "",
    reply_to: int | None = None,
) -> RoomPage:
    """One page of a room: the newest, those before a seq, those from a day on, or those with a word.

    Seventeen queries at most, however many messages. Raises `NotFound`.
    """
    room, blocked = get_room(viewer, slug), blocked_handles(viewer)
    messages = _messages(room, before=before, on=on, query=query)
    mark = ReadMark.objects.filter(room=room, member=viewer.pk).values_list("seq", flat=True).first()
    is_live = before is None and on is None and not query
    unread = [m.seq for m in messages if mark is not None and m.seq > mark and m.author_id != viewer.pk]
    first_unread = unread[0] if unread and is_live else None
    return RoomPage(
        room=room,
        rooms=listed_rooms(viewer),
        can=RoomCan(send=can_send(viewer, room), moderate=can_moderate_room(viewer, room)),
        openness=openness_of(room, timezone.now()),
        on_duty=_on_duty_here(viewer, room),
        lines=lines(viewer, room, messages, first_unread=first_unread),
        has_older=not query and bool(messages) and _has_older(room, messages[0].seq),
        newest_n=room.last_n,
        read_to=mark or 0,
        first_unread=first_unread,
        mute=open_mute(viewer, room),
        answers=quote_of(room, reply_to, blocked),
        is_live=is_live,
        help=help_in_room(viewer, room),
        query=query,
        blocked=blocked,
    )


def message_page(viewer: Viewer, *, slug: str, seq: int) -> MessagePage:
    """Raises `NotFound` for a message that is not there, or that only its author may see."""
    room = get_room(viewer, slug)
    message = Message.objects.filter(room=room, seq=seq).first()
    shown = lines(viewer, room, [found]) if message and (found := one_message(room, message.pk)) else []
    if message is None or not shown:
        raise NotFound
    message.room = room
    return MessagePage(
        pk=message.pk,
        room=room,
        line=shown[0],
        can_change=can_change_message(viewer, message),
        can_take_back=can_take_back_message(viewer, message),
        can_react=can_send(viewer, room) if message.is_shown else hide(),
        can_decide=can_decide_about_message(viewer, message),
        body=message.body if message.author_id == viewer.pk else "",
    )


def _messages(room: Room, *, before: int | None, on: date | None, query: str) -> list[ShownMessage]:
    if query:
        return _found(room, query)
    if on is not None:
        return _from_day(room, on)
    return newest_messages(room, before=before)


def _on_duty_here(viewer: Viewer, room: Room) -> list[OnDuty]:
    """Who is there now is for those who are there with a name themselves."""
    if not is_member(viewer):
        return []
    return people_on_duty(room.theme.slug if room.theme else None)


def people_on_duty(theme_slug: str | None) -> list[OnDuty]:
    """Who is on duty now, for one theme or for any. One query."""
    duties = Duty.objects.now().select_related("member").annotate(grants=active_grants("member_id"))
    people = []
    for duty in duties.order_by("started_at"):
        roles = Roles.parse(getattr(duty, "grants", ""))
        role = next((role for role in STAFF_ROLES if roles.has(role, theme_slug)), None)
        if role is not None and not duty.member.is_suspended:
            people.append(OnDuty(duty.member.name, duty.member.handle, role, duty.until))
    return people


def _unread(viewer: Viewer, rooms: list[Room]) -> dict[int, int]:
    """How many messages of others each room has that `viewer` has not read, up to `UNREAD_SHOWN`.

    A room that was never opened has none: nobody has to catch up with what they never saw. Two queries;
    the second looks at the last events of each room only, however long the viewer was away.
    """
    if not is_member(viewer):
        return {}
    marks = dict(ReadMark.objects.filter(member=viewer, room__in=rooms).values_list("room_id", "seq"))
    behind = Q(pk__in=[])
    for room in rooms:
        mark = marks.get(room.pk, room.last_n)
        if mark < room.last_n:
            behind |= Q(room=room, seq__gt=max(mark, room.last_n - UNREAD_LOOKS_BACK))
    counts = (
        Message.objects.shown().filter(behind).exclude(author=viewer).values("room").annotate(n=Count("pk"))
    )
    return {row["room"]: min(row["n"], UNREAD_SHOWN) for row in counts.order_by("room")}


def _from_day(room: Room, on: date) -> list[ShownMessage]:
    start = timezone.make_aware(datetime.combine(on, time()))
    first = Message.objects.filter(room=room, created_at__gte=start).order_by("seq").first()
    if first is None:
        return newest_messages(room)
    return newest_messages(room, before=first.seq + HISTORY_SIZE)


def _found(room: Room, query: str) -> list[ShownMessage]:
    """Messages with all the words, newest first in time but shown oldest first."""
    found = readable(room).filter(visibility=Visibility.PUBLISHED)
    for word in query.split()[:6]:
        found = found.filter(body__icontains=word)
    return show(room, list(found.order_by("-seq")[:HISTORY_SIZE])[::-1])


def _has_older(room: Room, seq: int) -> bool:
    return Message.objects.filter(room=room, seq__lt=seq).exists()
