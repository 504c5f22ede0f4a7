"""The list of rooms and the page of one room."""

from dataclasses import dataclass, field
from datetime import date, datetime, time

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import Member, Role, Roles
from accounts.models.role import STAFF_ROLES, active_grants
from accounts.policies import Viewer
from core.errors import NotFound
from core.policy import Decision
from realtime.limits import HISTORY_SIZE
from realtime.models import Duty, Message, Mute, ReadMark, Room
from realtime.models.message import EMOJI
from realtime.policies import (
    Openness,
    can_be_on_duty,
    can_make_rooms,
    can_moderate_room,
    can_see_room,
    can_send,
    open_mute,
    openness_of,
    visible_rooms,
)
from realtime.queries.messages import ShownMessage, newest_messages, show

UNREAD_SHOWN = 100


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
    """`duty` is the viewer's own, when they are on duty."""

    rooms: list[ListedRoom]
    on_duty: list[OnDuty]
    duty: Duty | None
    can_be_on_duty: Decision
    can_make: Decision


@dataclass(frozen=True)
class RoomCan:
    send: Decision
    moderate: Decision


@dataclass(frozen=True)
class RoomPage:
    """`messages` oldest first; `has_older` when history goes on; `first_unread` is a seq or None."""

    room: Room
    can: RoomCan
    openness: Openness
    on_duty: list[OnDuty]
    messages: list[ShownMessage]
    has_older: bool
    newest_n: int
    first_unread: int | None
    mute: Mute | None
    query: str = ""
    emoji: tuple[str, ...] = field(default=EMOJI)


def rooms_page(viewer: Member) -> RoomsPage:
    """The shared rooms with unread counts. Four queries."""
    rooms = _with_unread(visible_rooms(viewer).shared().in_use(), viewer)
    moment = timezone.now()
    return RoomsPage(
        rooms=[
            ListedRoom(room, min(getattr(room, "unread", 0) or 0, UNREAD_SHOWN), openness_of(room, moment))
            for room in rooms.select_related("theme").prefetch_related("opening_hours")
        ],
        on_duty=people_on_duty(None),
        duty=Duty.objects.now().filter(member=viewer).first(),
        can_be_on_duty=can_be_on_duty(viewer),
        can_make=can_make_rooms(viewer),
    )


def get_room(viewer: Viewer, slug: str) -> Room:
    """Raises `NotFound` for a room that is not there and for one that the viewer may not know."""
    room = Room.objects.select_related("theme").prefetch_related("opening_hours").filter(slug=slug).first()
    if room is None:
        raise NotFound
    can_see_room(viewer, room).require()
    return room


def room_page(
    viewer: Member, *, slug: str, before: int | None = None, on: date | None = None, query: str = ""
) -> RoomPage:
    """One page of a room: the newest, those before a seq, those from a day on, or those with a word.

    Seven queries at most. Raises `NotFound`.
    """
    room = get_room(viewer, slug)
    if query:
        messages = _found(room, query)
    elif on is not None:
        messages = _from_day(room, on)
    else:
        messages = newest_messages(room, before=before)
    mark = ReadMark.objects.filter(room=room, member=viewer).values_list("seq", flat=True).first()
    unread = [m.seq for m in messages if mark is not None and m.seq > mark and m.author_id != viewer.pk]
    return RoomPage(
        room=room,
        can=RoomCan(send=can_send(viewer, room), moderate=can_moderate_room(viewer, room)),
        openness=openness_of(room, timezone.now()),
        on_duty=people_on_duty(room.theme.slug if room.theme else None),
        messages=messages,
        has_older=not query and bool(messages) and _has_older(room, messages[0].seq),
        newest_n=room.last_n,
        first_unread=unread[0] if unread else None,
        mute=open_mute(viewer, room),
        query=query,
    )


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


def _with_unread(rooms: QuerySet[Room], viewer: Member) -> QuerySet[Room]:
    """A room that was never opened has no unread count: nobody has to catch up with what they never saw."""
    marks = ReadMark.objects.filter(room=OuterRef("pk"), member=viewer)
    return rooms.annotate(
        read_to=Subquery(marks.values("seq")[:1]),
        unread=Count(
            "messages",
            filter=Q(messages__seq__gt=Coalesce("read_to", F("last_n")), messages__visibility="published")
            & ~Q(messages__author=viewer),
        ),
    ).order_by(F("theme__position").asc(nulls_last=True), "name")


def _from_day(room: Room, on: date) -> list[ShownMessage]:
    start = timezone.make_aware(datetime.combine(on, time()))
    first = Message.objects.filter(room=room, created_at__gte=start).order_by("seq").first()
    if first is None:
        return newest_messages(room)
    return newest_messages(room, before=first.seq + HISTORY_SIZE)


def _found(room: Room, query: str) -> list[ShownMessage]:
    """Messages with all the words, newest first in time but shown oldest first."""
    messages = Message.objects.shown().filter(room=room).select_related("author")
    for word in query.split()[:6]:
        messages = messages.filter(body__icontains=word)
    found = messages.annotate(author_grants=active_grants("author_id")).order_by("-seq")[:HISTORY_SIZE]
    return show(room, list(found)[::-1])


def _has_older(room: Room, seq: int) -> bool:
    return Message.objects.filter(room=room, seq__lt=seq).exists()
