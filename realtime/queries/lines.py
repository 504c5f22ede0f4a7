"""Messages as one viewer sees them on a page: what belongs together, what is theirs, what they may do."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.policies import Viewer
from accounts.queries.blocks import blocked_handles
from core.text import plain
from realtime.models import MessageReaction, Room
from realtime.queries.messages import ShownMessage, readable, show

GROUP_WITHIN = timedelta(minutes=5)
"""Messages of one author within this time stand under one name."""
QUOTE_LENGTH = 80
YEAR = 300
"""After so many days a date needs its year."""


@dataclass(frozen=True)
class Quote:
    """The beginning of the message that this one answers; no words of whom the viewer blocked."""

    seq: int
    name: str
    words: str


@dataclass(frozen=True)
class Line:
    """`day` is set on the first line of a day; `starts` when the author's name goes above it; `folded` when
    the viewer blocked the author."""

    message: ShownMessage
    own: bool
    starts: bool
    day: date | None
    is_first_unread: bool
    quote: Quote | None
    mine: frozenset[str] = field(default_factory=frozenset)
    folded: bool = False

    @property
    def day_label(self) -> str:
        """Such as: Vandaag; Gisteren; dinsdag 3 maart."""
        if self.day is None:
            return ""
        match (timezone.localdate() - self.day).days:
            case 0:
                return _("Vandaag")
            case 1:
                return _("Gisteren")
            case days if days < YEAR:
                return date_format(self.day, _("l j F"))
        return date_format(self.day, _("j F Y"))

    @property
    def reactions(self) -> list[tuple[str, int, bool]]:
        """Emoji, count, and whether one of them is the viewer's."""
        return [(emoji, n, emoji in self.mine) for emoji, n in self.message.reactions.items()]


def lines(
    viewer: Viewer, room: Room, messages: Sequence[ShownMessage], *, first_unread: int | None = None
) -> list[Line]:
    """In the order of `messages`. Three queries: whom the viewer blocked, their reactions, what is answered.

    What waits for a moderator is shown to its author only.
    """
    readable_here = [m for m in messages if m.gone_by != "held" or m.author_id == viewer.pk]
    blocked = blocked_handles(viewer)
    mine, quotes = _mine(viewer, room, readable_here), _quotes(room, readable_here, blocked)
    found: list[Line] = []
    before: ShownMessage | None = None
    for message in readable_here:
        day = timezone.localdate(message.at)
        new_day = before is None or timezone.localdate(before.at) != day
        found.append(
            Line(
                message=message,
                own=message.author_id == viewer.pk,
                starts=new_day or before is None or not _belong_together(before, message),
                day=day if new_day else None,
                is_first_unread=message.seq == first_unread,
                quote=quotes.get(message.reply_to or 0),
                mine=mine[message.seq],
                folded=message.author.handle in blocked,
            )
        )
        before = message
    return found


def _belong_together(before: ShownMessage, message: ShownMessage) -> bool:
    same = before.author_id == message.author_id and not before.gone and not message.gone
    return same and message.at - before.at < GROUP_WITHIN


def _mine(viewer: Viewer, room: Room, messages: Sequence[ShownMessage]) -> dict[int, frozenset[str]]:
    seqs = [message.seq for message in messages if message.reactions]
    rows = MessageReaction.objects.filter(member=viewer.pk, message__room=room, message__seq__in=seqs)
    mine: dict[int, frozenset[str]] = defaultdict(frozenset)
    for seq, emoji in rows.values_list("message__seq", "emoji"):
        mine[seq] |= {emoji}
    return mine


def _quotes(room: Room, messages: Sequence[ShownMessage], blocked: frozenset[str]) -> dict[int, Quote]:
    answered = {message.reply_to for message in messages if message.reply_to is not None}
    if not answered:
        return {}
    shown = show(room, readable(room).filter(seq__in=answered))
    return {
        m.seq: Quote(
            m.seq, m.author.name, "…" if m.author.handle in blocked else m.gone or plain(m.html, QUOTE_LENGTH)
        )
        for m in shown
    }


def quote_of(room: Room, seq: int | None, blocked: frozenset[str]) -> Quote | None:
    """The message that somebody is about to answer, if it stands in this room and has words. One query."""
    if seq is None:
        return None
    shown = show(room, readable(room).filter(seq=seq))
    quotes = (
        Quote(m.seq, m.author.name, "…" if m.author.handle in blocked else plain(m.html, QUOTE_LENGTH))
        for m in shown
        if not m.gone
    )
    return next(quotes, None)
