"""A number or an address that somebody cuts in pieces, over messages that others read as one."""

from collections.abc import Collection, Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from core.screening import may_be_a_part, screen_between
from realtime.actions.words import blocked
from realtime.limits import HALVES, HALVES_WITHIN
from realtime.models import Message, Room

_ROWS = 200


def just_said(room: Room, author_ids: Collection[int]) -> dict[int, list[str]]:
    """The last messages of each author in the room, oldest first. One query, none without authors."""
    if not author_ids:
        return {}
    lately = timezone.now() - HALVES_WITHIN
    rows = Message.objects.shown().filter(room=room, author__in=author_ids, created_at__gt=lately)
    said: dict[int, list[str]] = {}
    for author_id, body in rows.order_by("-seq").values_list("author", "body")[:_ROWS]:
        bodies = said.setdefault(author_id, [])
        if len(bodies) < HALVES:
            bodies.insert(0, body)
    return said


def refuse_halves_around(message: Message, text: str) -> None:
    """The same for new words of a message that stands already: what its author wrote before and after."""
    if not may_be_a_part(text):
        return
    own = Message.objects.shown().filter(room=message.room_id, author=message.author_id)
    near = own.filter(
        created_at__range=(message.created_at - HALVES_WITHIN, message.created_at + HALVES_WITHIN)
    )
    before = near.filter(seq__lt=message.seq).order_by("-seq").values_list("body", flat=True)[:HALVES]
    after = near.filter(seq__gt=message.seq).order_by("seq").values_list("body", flat=True)[:HALVES]
    refuse_halves(list(before)[::-1], text, list(after), author_id=message.author_id)


def refuse_halves(before: Sequence[str], text: str, after: Sequence[str] = (), *, author_id: int) -> None:
    """Raise `ChatRefusal` when `text` makes something private whole."""
    if not (before or after) or not may_be_a_part(text):
        return
    screening = screen_between(before, text, after, author_id=author_id)
    if screening.findings:
        raise blocked(screening, " ".join([_("Samen met je andere berichten:"), *screening.sentences]))
