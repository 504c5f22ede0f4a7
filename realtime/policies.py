"""Who may read and write in which room."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.models import Block, Role
from accounts.policies import Viewer, can_write, is_member, roles_of
from core.policy import Decision, allow, deny, hide
from moderation.queries.standing import muted_until
from realtime.limits import EDIT_WINDOW
from realtime.models import Duty, HelpRequest, Message, Room, RoomKind, RoomMember
from realtime.models.room import RoomAudience, RoomQuerySet

HELPER_ROLES = (Role.MENTOR, Role.PROFESSIONAL, Role.MODERATOR)


@dataclass(frozen=True)
class Openness:
    """Whether a room is open now; `opens_at` is when it opens next, if that is known."""

    is_open: bool
    opens_at: datetime | None = None


@dataclass(frozen=True)
class Silence:
    """A member reads here but does not write, until a moment. A decision has no reason of its own here."""

    until: datetime
    given: str = ""

    @property
    def reason(self) -> str:
        """Always something that the member sees."""
        return self.given or _(
            "Een moderator besloot dit. In de brief bij je meldingen staat waarom, en hoe je bezwaar maakt."
        )


def visible_rooms(viewer: Viewer) -> RoomQuerySet:
    """The rooms that `viewer` may read: shared ones for every member, help chats for whoever is in them, and
    for a visitor what staff opened to everyone."""
    if not is_member(viewer):
        return Room.objects.filter(audience=RoomAudience.EVERYONE)
    inside = RoomMember.objects.filter(member=viewer.pk, left_at__isnull=True).values("room")
    return Room.objects.filter(~Q(kind=RoomKind.HELP) | Q(pk__in=inside))


def can_see_room(viewer: Viewer, room: Room) -> Decision:
    """Not even moderators read a help chat; they see what is reported of it."""
    if not is_member(viewer):
        return allow() if room.is_public else hide()
    if room.kind != RoomKind.HELP:
        return allow()
    here = room.members.filter(member=viewer.pk, left_at__isnull=True)
    return allow() if here.exists() else hide()


def can_moderate_room(viewer: Viewer, room: Room) -> Decision:
    """Moderators of the room's theme; in rooms without theme every moderator. Nobody in a help chat."""
    if room.kind == RoomKind.HELP:
        return hide()
    scope = room.theme.slug if room.theme is not None else None
    if roles_of(viewer).has(Role.MODERATOR, scope):
        return allow()
    return deny(_("Alleen een moderator kan dit doen."))


def can_make_rooms(viewer: Viewer) -> Decision:
    roles = roles_of(viewer)
    if roles.has(Role.MODERATOR) or roles.has(Role.ADMINISTRATOR):
        return allow()
    return deny(_("Alleen moderatoren en beheerders maken gesprekken."))


def can_send(viewer: Viewer, room: Room) -> Decision:
    """Write in a room that one may read and that is open. Mutes are asked for apart: they have an end.

    Whoever asked for help writes in that room also while suspended: help stays within reach.
    """
    writing = allow() if _asked_for_help(viewer, room) else can_write(viewer)
    if not writing:
        return writing
    if room.closed_at is not None:
        return deny(_("Dit gesprek is gesloten. Je kunt het nog wel lezen."))
    if room.kind == RoomKind.HELP:
        return _can_send_in_private(viewer, room)
    if can_moderate_room(viewer, room):
        return allow()
    openness = openness_of(room, timezone.now())
    if openness.is_open:
        return allow()
    return deny(closed_sentence(openness))


def can_change_message(viewer: Viewer, message: Message) -> Decision:
    """Edit one's own message shortly after it was sent."""
    if not is_member(viewer) or message.author_id != viewer.pk:
        return deny(_("Je kunt alleen je eigen berichten aanpassen."))
    if not message.is_shown:
        return deny(_("Dit bericht staat er niet meer."))
    if timezone.now() > message.created_at + EDIT_WINDOW:
        minutes = int(EDIT_WINDOW.total_seconds() // 60)
        return deny(_("Je kunt een bericht tot %(n)d minuten na het sturen aanpassen.") % {"n": minutes})
    return can_write(viewer)


def can_take_back_message(viewer: Viewer, message: Message) -> Decision:
    """One's own message, always. Those of others go by a decision with reasons, also for moderators."""
    if not is_member(viewer) or not message.is_shown:
        return deny(_("Dit bericht staat er niet meer."))
    if message.author_id == viewer.pk:
        return allow()
    return deny(_("Over het bericht van een ander neemt een moderator een besluit, met redenen."))


def can_decide_about_message(viewer: Viewer, message: Message) -> Decision:
    """Moderators of the room, about what somebody else said there for all to read."""
    if not message.is_shown or message.author_id == viewer.pk or message.room.kind == RoomKind.HELP:
        return hide()
    return can_moderate_room(viewer, message.room)


def can_be_on_duty(viewer: Viewer) -> Decision:
    roles = roles_of(viewer)
    if any(roles.has(role) for role in HELPER_ROLES):
        return can_write(viewer)
    return deny(_("Alleen maatjes, professionals en moderatoren hebben dienst."))


def open_mute(viewer: Viewer, room: Room) -> Silence | None:
    """The silence that holds the longest now. Two queries at most."""
    return open_mutes({viewer.pk}, room).get(viewer.pk) if is_member(viewer) else None


def open_mutes(member_ids: Collection[int], room: Room) -> dict[int, Silence]:
    """Who of these may not write: by a mute of this room, or a decision that holds in all shared rooms.

    A help chat stays within reach. Two queries at most.
    """
    here = room.mutes.filter(member__in=member_ids, until__gt=timezone.now()).order_by("until")
    silences = {mute.member_id: Silence(mute.until, mute.reason) for mute in here}
    decided = muted_until(member_ids) if room.kind != RoomKind.HELP else {}
    for member_id, until in decided.items():
        if member_id not in silences or until > silences[member_id].until:
            silences[member_id] = Silence(until)
    return silences


def openness_of(room: Room, moment: datetime) -> Openness:
    """Reads `room.opening_hours` (prefetch them for lists)."""
    hours = list(room.opening_hours.all())
    if not hours or any(stretch.covers(moment) for stretch in hours):
        return Openness(is_open=True)
    return Openness(is_open=False, opens_at=min(stretch.next_opening(moment) for stretch in hours))


def closed_sentence(openness: Openness) -> str:
    if openness.opens_at is None:
        return _("Dit gesprek is nu dicht.")
    form = pgettext("format of a day and time", "l j F H.i")
    at = date_format(timezone.localtime(openness.opens_at), form)
    return _("Dit gesprek is nu dicht. Het gaat weer open op %(at)s uur.") % {"at": at}


def _can_send_in_private(viewer: Viewer, room: Room) -> Decision:
    """Whoever left it, by handing over or because the other blocked them, knows it no longer.

    Who blocked the other on their profile meanwhile ends the contact here too; neither is told by whom.
    """
    seeing = can_see_room(viewer, room)
    if not seeing:
        return seeing
    here = RoomMember.objects.filter(room=room, left_at__isnull=True).values("member")
    if Block.objects.filter(member__in=here, blocked__in=here).exists():
        return deny(_("Dit gesprek is gestopt. Vraag gerust om iemand anders."))
    return seeing


def _asked_for_help(viewer: Viewer, room: Room) -> bool:
    if room.kind != RoomKind.HELP or not is_member(viewer):
        return False
    return HelpRequest.objects.filter(room=room, asker=viewer.pk).exists()


def members_on_duty() -> list[int]:
    """Who says that they are there now, whatever their role. One query."""
    return list(Duty.objects.now().values_list("member_id", flat=True))
