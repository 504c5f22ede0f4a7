"""Rooms themselves: made, closed, slowed down, read; who may not write for a while."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Member
from community.models import Theme
from core.errors import NotFound, Refused
from core.events import publish
from moderation.actions.log import write_log
from realtime.actions.numbering import lock_room
from realtime.actions.texts import checked_line
from realtime.events import RoomAudienceChanged, RoomClosed, RoomPaceChanged, RoomRead
from realtime.limits import LONGEST_SLOW_MODE, RESERVED_SLUGS
from realtime.models import Message, Mute, ReadMark, Room, RoomKind
from realtime.models.room import RoomAudience
from realtime.policies import can_make_rooms, can_moderate_room, can_see_room


@transaction.atomic
def make_room(
    *,
    maker: Member,
    slug: str,
    name: str,
    line: str = "",
    name_en: str = "",
    audience: str = RoomAudience.MEMBERS,
) -> Room:
    """A room beside those of the themes."""
    can_make_rooms(maker).require()
    if slug in RESERVED_SLUGS or Room.objects.filter(slug=slug).exists():
        raise Refused(_("Er is al een gesprek met dit kenmerk."), field="slug")
    empty = _("Geef het gesprek een naam.")
    room = Room.objects.create(
        slug=slug,
        kind=RoomKind.OPEN,
        name=checked_line(name, author=maker, place="room", empty=empty, field="name"),
        name_en=checked_line(name_en, author=maker, place="room", field="name_en"),
        line=checked_line(line, author=maker, place="room", limit=160, field="line"),
        audience=audience,
        created_by=maker,
    )
    _log("room_made", maker, room)
    return room


def ensure_theme_rooms() -> int:
    """Every theme has a room; returns how many were made."""
    made = 0
    for theme in Theme.objects.filter(rooms__isnull=True):
        _room, new = Room.objects.get_or_create(
            theme=theme,
            kind=RoomKind.THEME,
            defaults={
                "slug": _free_slug(theme.slug),
                "name": theme.name,
                "name_en": theme.name_en,
                "line": theme.line,
            },
        )
        made += new
    return made


def _free_slug(wanted: str) -> str:
    """The theme's own address, unless a page or a room of staff has it already."""
    taken = wanted in RESERVED_SLUGS or Room.objects.filter(slug=wanted).exists()
    return f"thema-{wanted}" if taken else wanted


@transaction.atomic
def close_room(*, moderator: Member, room_slug: str) -> Room:
    """Nobody writes any more; everybody who could read still can. Publishes `RoomClosed`."""
    room = lock_room(moderator, room_slug)
    can_moderate_room(moderator, room).require()
    if room.closed_at is None:
        room.closed_at = timezone.now()
        room.save(update_fields=["closed_at"])
        _log("room_closed", moderator, room)
        publish(RoomClosed(room_id=room.pk))
    return room


@transaction.atomic
def reopen_room(*, moderator: Member, room_slug: str) -> Room:
    """Publishes `RoomPaceChanged`."""
    room = lock_room(moderator, room_slug)
    can_moderate_room(moderator, room).require()
    if room.closed_at is not None:
        room.closed_at = None
        room.save(update_fields=["closed_at"])
        _log("room_reopened", moderator, room)
        publish(RoomPaceChanged(room_id=room.pk))
    return room


@transaction.atomic
def set_slow_mode(*, moderator: Member, room_slug: str, seconds: int) -> Room:
    """So many seconds between two messages of the same member; 0: off. Publishes `RoomPaceChanged`."""
    room = lock_room(moderator, room_slug)
    can_moderate_room(moderator, room).require()
    if not 0 <= seconds <= LONGEST_SLOW_MODE:
        raise Refused(_("Kies 0 tot %(max)d seconden.") % {"max": LONGEST_SLOW_MODE}, field="seconds")
    room.slow_seconds = seconds
    room.save(update_fields=["slow_seconds"])
    _log("room_slowed", moderator, room, seconds=seconds)
    publish(RoomPaceChanged(room_id=room.pk))
    return room


@transaction.atomic
def set_audience(*, moderator: Member, room_slug: str, audience: str) -> Room:
    """Who may read along. Publishes `RoomAudienceChanged` when it is another than before.

    What members wrote for each other stays theirs: only a room in which nothing stands opens to everyone.
    """
    room = lock_room(moderator, room_slug)
    can_moderate_room(moderator, room).require()
    if room.audience == audience:
        return room
    if audience == RoomAudience.EVERYONE and Message.objects.filter(room=room).exists():
        raise Refused(
            _("Hier schreven deelnemers al voor elkaar. Maak een nieuw gesprek dat iedereen kan lezen."),
            field="audience",
        )
    room.audience = audience
    room.save(update_fields=["audience"])
    _log("room_audience", moderator, room, audience=str(audience))
    publish(RoomAudienceChanged(room_id=room.pk))
    return room


@transaction.atomic
def lift_mutes(*, moderator: Member, room_slug: str, handle: str) -> None:
    """Let somebody write again before their mute of this room ends."""
    room = lock_room(moderator, room_slug)
    can_moderate_room(moderator, room).require()
    now = timezone.now()
    if Mute.objects.filter(room=room, member__handle=handle.lower(), until__gt=now).update(until=now):
        _log("room_unmuted", moderator, room)


@transaction.atomic
def mark_read(*, member: Member, room_slug: str, seq: int) -> None:
    """Read up to `seq`; never backwards, never beyond the newest. Publishes `RoomRead` when it moved.

    Takes no lock on the room: readers may not hold up writers.
    """
    room = Room.objects.filter(slug=room_slug).first()
    if room is None:
        raise NotFound
    can_see_room(member, room).require()
    seq = min(seq, room.last_n)
    _mark, made = ReadMark.objects.get_or_create(room=room, member=member, defaults={"seq": seq})
    moved = made or ReadMark.objects.filter(room=room, member=member, seq__lt=seq).update(seq=seq)
    if moved:
        publish(RoomRead(room_id=room.pk, member_id=member.pk, seq=seq))


def _log(what: str, moderator: Member, room: Room, **details: object) -> None:
    write_log(what=what, actor_id=moderator.pk, thing=f"room:{room.pk}", details=details)


def forget_old_messages() -> int:
    """Delete messages past the retention of their room, unless it is archived; returns how many."""
    forgotten = 0
    for room in Room.objects.filter(archived=False, retention_days__gt=0):
        before = timezone.now() - timedelta(days=room.retention_days)
        deleted, _by_model = Message.objects.filter(room=room, created_at__lt=before).delete()
        forgotten += deleted
    Mute.objects.filter(until__lt=timezone.now() - timedelta(days=365)).delete()
    return forgotten
