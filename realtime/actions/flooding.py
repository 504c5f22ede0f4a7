"""What follows when somebody sends faster than people read."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Member
from realtime.limits import FLOOD_MUTE
from realtime.models import Mute, Room, RoomKind
from realtime.refusals import ChatRefusal, muted


@transaction.atomic
def mute_for_flooding(member: Member, room_slug: str) -> ChatRefusal | None:
    """A minute of silence in this room, given by nobody; never longer, and never more than that.

    None in a help chat: whoever is in need may write as it comes.
    """
    room = Room.objects.filter(slug=room_slug).exclude(kind=RoomKind.HELP).first()
    if room is None:
        return None
    mute = Mute.objects.create(
        room=room,
        member=member,
        until=timezone.now() + FLOOD_MUTE,
        reason=_("Je stuurde te veel berichten achter elkaar."),
    )
    return muted(mute.reason, mute.until)
