"""Messages as things that can be reported and decided on; see `moderation.targets`."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from accounts.policies import Viewer
from community.models import Visibility
from core.errors import NotFound
from core.text import plain
from moderation.targets import Neighbour, TargetKind, Thing, register, version_of
from realtime.actions import moderating
from realtime.models import Message, RoomKind
from realtime.policies import visible_rooms

AROUND = 8
"""So many messages before and after one are shown with it."""
HIDDEN = (Visibility.WITHDRAWN, Visibility.REMOVED)


def register_messages() -> None:
    register(
        TargetKind(
            name="message",
            label=_("bericht"),
            your=_("je bericht"),
            find=_find,
            readable=_readable,
            around=_around,
            hold=lambda pk, _rule: moderating.hold_message(pk),
            release=moderating.put_message_back,
            remove=lambda pk, _rule: moderating.remove_message(pk),
            restore=lambda pk, _appeal: moderating.put_message_back(pk),
            mask=moderating.mask_message,
        )
    )


def _find(pk: int, *, lock: bool = False) -> Thing | None:
    if lock:
        try:
            return _thing(moderating.lock_message(pk))
        except NotFound:
            return None
    message = Message.objects.select_related("room__theme").filter(pk=pk).first()
    return _thing(message) if message is not None else None


def _readable(viewer: Viewer, pk: int) -> bool:
    return Message.objects.shown().filter(pk=pk, room__in=visible_rooms(viewer)).exists()


def _thing(message: Message) -> Thing:
    room, words = message.room, {"body": message.body}
    return Thing(
        kind="message",
        id=message.pk,
        author_id=message.author_id,
        theme=room.theme.slug if room.theme else "",
        url=message.get_absolute_url(),
        place=room.label,
        version=version_of(words),
        words=words,
        state=message.visibility,
        written_at=message.created_at,
        shielded=True,
        anonymous=room.kind == RoomKind.HELP,
        html={"body": message.body_html},
    )


def _around(thing: Thing) -> Sequence[Neighbour]:
    """What was said around it. Of a help chat nothing but what was reported. At most three queries."""
    message = Message.objects.select_related("room", "author").get(pk=thing.id)
    if message.room.kind == RoomKind.HELP:
        return ()
    rows = Message.objects.filter(room=message.room).select_related("room", "author")
    before = list(rows.filter(seq__lte=message.seq).order_by("-seq")[: AROUND + 1])
    after = list(rows.filter(seq__gt=message.seq).order_by("seq")[:AROUND])
    return [_neighbour(row, thing) for row in [*reversed(before), *after]]


def _neighbour(message: Message, thing: Thing) -> Neighbour:
    gone = message.visibility in HIDDEN
    return Neighbour(
        author=message.author.name,
        text=str(_("(staat hier niet meer)")) if gone else plain(message.body_html, 300),
        at=message.created_at,
        url=message.get_absolute_url(),
        is_thing=message.pk == thing.id,
    )
