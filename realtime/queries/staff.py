"""What moderators read of a room."""

from dataclasses import dataclass

from django.utils import timezone

from accounts.models import Member
from realtime.models import Mute, Room
from realtime.policies import can_make_rooms, can_moderate_room
from realtime.queries.rooms import get_room


@dataclass(frozen=True)
class RoomSettingsPage:
    room: Room
    mutes: list[Mute]


def room_settings_page(moderator: Member, *, slug: str) -> RoomSettingsPage:
    """Three queries. Raises `NotFound`, `NotAllowed`."""
    room = get_room(moderator, slug)
    can_moderate_room(moderator, room).require()
    mutes = room.mutes.filter(until__gt=timezone.now()).select_related("member", "muted_by")
    return RoomSettingsPage(room=room, mutes=list(mutes.order_by("until")))


def new_room_page(maker: Member) -> None:
    """Raises `NotAllowed` for whoever may not make rooms."""
    can_make_rooms(maker).require()
