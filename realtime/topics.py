"""What a viewer may listen to. Asked at `sub`, and again whenever rights may have changed."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Member, Role
from accounts.policies import Viewer, is_member, roles_of
from community.models import Question, Theme
from community.policies import visible_questions
from realtime.frames import FrameError
from realtime.models import Room, RoomMember
from realtime.policies import HELPER_ROLES, can_see_room

ROOMS = "rooms"
"""Topic and group of whoever sees the list of rooms: how much was said in each that all members read."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a topic leads. `group` is what the hub knows it by; `room_id` is None where only pings go.

    `shown_as` is the viewer's name there, for who is typing.
    """

    topic: str
    group: str
    room_id: int | None = None
    shown_as: str = ""


def place_of(topic: str, viewer: Viewer) -> Place:
    """Raises FrameError `not_found` for what is not there and for what the viewer may not know."""
    kind, _colon, name = topic.partition(":")
    match kind:
        case "inbox" if not name and is_member(viewer):
            return Place(topic, inbox_group(viewer.pk))
        case "radar" if not name and any(roles_of(viewer).has(role) for role in HELPER_ROLES):
            return Place(topic, topic)
        case "moderation" if not name and roles_of(viewer).has(Role.MODERATOR):
            return Place(topic, topic)
        case "room" if name:
            return _room(topic, name, viewer)
        case "question" if name.isascii() and name.isdigit() and len(name) < 19:
            question = visible_questions(viewer).filter(pk=int(name)).first()
            if question is not None:
                return Place(topic, question_group(question.pk), shown_as=_name_under(question, viewer))
        case "questions" | "rooms" if not name and (kind == "questions" or is_member(viewer)):
            return Place(topic, topic)
        case "theme" if name:
            if Theme.objects.filter(slug=name).exists():
                return Place(topic, theme_group(name))
    raise FrameError("not_found", "there is no such topic for you")


def member_group(member_id: int) -> str:
    """All sockets of a member, whatever they listen to."""
    return f"member:{member_id}"


def visitors_group(topic: str) -> str:
    """Those in a room who have no account."""
    return f"visitors:{topic}"


def inbox_group(member_id: int) -> str:
    return f"inbox:{member_id}"


def question_group(question_id: int) -> str:
    return f"question:{question_id}"


def theme_group(slug: str) -> str:
    return f"theme:{slug}"


def typing_frame(place: Place, member: Member) -> dict[str, Any]:
    """Who types there; who blocked them leaves it out. Another name than their own tells no handle."""
    handles = [member.handle] if place.shown_as == member.name else []
    return {"t": "typing", "topic": place.topic, "names": [place.shown_as], "handles": handles}


def _name_under(question: Question, viewer: Viewer) -> str:
    if not is_member(viewer):
        return ""
    if question.anonymous and question.author_id == viewer.pk:
        return _("De vraagsteller")
    return viewer.name


def _room(topic: str, slug: str, viewer: Viewer) -> Place:
    room = Room.objects.filter(slug=slug).first()
    if room is None or not can_see_room(viewer, room):
        raise FrameError("not_found", "there is no such topic for you")
    if not is_member(viewer):
        return Place(topic, topic, room_id=room.pk)
    alias = RoomMember.objects.filter(room=room, member=viewer).values_list("shown_as", flat=True)
    return Place(topic, topic, room_id=room.pk, shown_as=alias.first() or viewer.name)
