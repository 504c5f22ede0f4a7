"""Sending a message and what happens to it afterwards."""

import uuid
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions.inbox import drop, notify
from accounts.models import Member
from community.actions.authors import lock_author
from community.models import Visibility
from core.errors import Conflict, NotFound, SlowDown
from core.events import publish
from core.ratelimit import take
from realtime.actions.numbering import lock_room, next_number, record_change, tell, touch_room
from realtime.actions.words import Words, clean, prepare
from realtime.events import MessageScreened
from realtime.limits import CHANGING, SENDING
from realtime.models import Message, MessageReaction, Room, RoomKind
from realtime.models.message import EMOJI
from realtime.policies import (
    can_change_message,
    can_moderate_room,
    can_send,
    can_take_back_message,
    open_mute,
    openness_of,
)
from realtime.refusals import ChatRefusal


@dataclass(frozen=True)
class Sent:
    """The stored message; `repeated` when the same `cid` had been stored before. `noticed` are the kinds of
    what screening found: whoever is in danger is shown where to find help."""

    message: Message
    repeated: bool
    noticed: tuple[str, ...] = ()


@transaction.atomic
def send_message(
    *, author: Member, room_slug: str, body: str, cid: uuid.UUID, reply_to: int | None = None
) -> Sent:
    """Store a message under the room's next number. The same (`author`, `cid`) is stored once.

    Raises `NotFound`, `ChatRefusal` (with the protocol's code), `Refused` for text that cannot be
    stored, `Conflict` when `cid` was used for other words. Publishes `RoomChanged`.
    """
    author = lock_author(author)
    text = clean(body)
    earlier = Message.objects.select_related("room").filter(author=author, cid=cid).first()
    if earlier is not None:
        return _same_message(earlier, room_slug, text)
    # All that takes time comes before the lock: whoever holds the room's row holds everybody up.
    words = prepare(text, author)
    room = lock_room(author, room_slug)
    _check_may_write(author, room)
    number = next_number(room)
    message = Message(room=room, seq=number, n=number, author=author, cid=cid)
    message.reply_to = _answered(room, reply_to)
    words.put_on(message)
    message.save(force_insert=True)
    touch_room(room, message.created_at)
    tell(room, message, "msg" if message.is_shown else "gone")
    _tell_screened(message, words)
    _tell_mentioned(room, message, words)
    return Sent(message=message, repeated=False, noticed=words.kinds)


@transaction.atomic
def edit_message(*, author: Member, room_slug: str, seq: int, body: str) -> Message:
    """Replace the words of one's own message. Publishes `RoomChanged`."""
    author = lock_author(author)
    room = lock_room(author, room_slug)
    message = _locked(room, seq)
    can_change_message(author, message).require()
    _check_not_muted(author, room)
    text = clean(body)
    if text == message.body:
        return message
    _take("chat_change", author)
    words = prepare(text, author)
    words.put_on(message)
    message.edited_at = timezone.now()
    record_change(room, message, "edit" if message.is_shown else "gone")
    _tell_screened(message, words)
    return message


@transaction.atomic
def take_back_message(*, member: Member, room_slug: str, seq: int) -> Message:
    """The author takes it back. A second time changes nothing. Publishes `RoomChanged`."""
    room = lock_room(member, room_slug)
    message = _locked(room, seq)
    if not message.is_shown:
        return message
    can_take_back_message(member, message).require()
    message.visibility = Visibility.WITHDRAWN
    record_change(room, message, "gone")
    drop([f"message:{message.pk}"])
    return message


@transaction.atomic
def react(*, member: Member, room_slug: str, seq: int, emoji: str, on: bool) -> Message:
    """Put an emoji under a message or take it away; counts are made anew from the rows."""
    if emoji not in EMOJI:
        raise ChatRefusal("not_allowed", _("Dit teken kan hier niet."))
    member = lock_author(member)
    room = lock_room(member, room_slug)
    can_send(member, room).require()
    message = _locked(room, seq)
    if not message.is_shown:
        raise NotFound
    rows = MessageReaction.objects.filter(message=message, member=member, emoji=emoji)
    if on == rows.exists():
        return message
    _take("chat_change", member)
    if on:
        MessageReaction.objects.create(message=message, member=member, emoji=emoji)
    else:
        rows.delete()
    given = MessageReaction.objects.filter(message=message).values_list("emoji", flat=True)
    message.reactions = dict(Counter(given))
    record_change(room, message, "react")
    return message


def _same_message(earlier: Message, room_slug: str, text: str) -> Sent:
    if earlier.room.slug != room_slug or (earlier.body != text and earlier.edited_at is None):
        raise Conflict(_("Dit bericht was al verstuurd met andere woorden."))
    return Sent(message=earlier, repeated=True)


def _check_may_write(author: Member, room: Room) -> None:
    decision = can_send(author, room)
    if not decision:
        if decision.hidden:
            raise NotFound
        openness = openness_of(room, timezone.now())
        if room.closed_at is not None or not openness.is_open:
            raise ChatRefusal("closed", decision.reason, opens_at=openness.opens_at)
        raise ChatRefusal("not_allowed", decision.reason)
    _check_not_muted(author, room)
    if not can_moderate_room(author, room):
        _check_slow_mode(author, room)
    _take("chat", author)


def _check_not_muted(author: Member, room: Room) -> None:
    mute = open_mute(author, room)
    if mute is not None:
        raise ChatRefusal(
            "muted",
            _("Je kunt hier even niet schrijven. Reden: %(why)s") % {"why": mute.reason},
            until=mute.until,
        )


def _check_slow_mode(author: Member, room: Room) -> None:
    if not room.slow_seconds:
        return
    last = Message.objects.filter(room=room, author=author).order_by("-seq").first()
    if last is None:
        return
    free_at = last.created_at + timedelta(seconds=room.slow_seconds)
    wait = int((free_at - timezone.now()).total_seconds()) + 1
    if wait > 0:
        raise ChatRefusal(
            "slow_down",
            _("Dit gesprek staat in de rustige stand. Je kunt over %(n)d seconden weer iets sturen.")
            % {"n": wait},
            retry_after=wait,
        )


def _take(action: str, author: Member) -> None:
    try:
        take(action, author.pk, SENDING if action == "chat" else CHANGING)
    except SlowDown as error:
        raise ChatRefusal("slow_down", error.message, retry_after=error.retry_after) from error


def _answered(room: Room, reply_to: int | None) -> int | None:
    """The message that this one answers, when it stands in this room."""
    if reply_to is None or not Message.objects.filter(room=room, seq=reply_to).exists():
        return None
    return reply_to


def _tell_screened(message: Message, words: Words) -> None:
    if words.kinds:
        publish(MessageScreened(message_id=message.pk, kinds=words.kinds, rules=words.rules))


def _tell_mentioned(room: Room, message: Message, words: Words) -> None:
    """Whoever is named in a shared room finds it in the inbox."""
    if message.is_shown and words.mentioned_ids and room.kind != RoomKind.HELP:
        notify(
            kind="mention_in_message",
            event_key=f"message:{message.pk}",
            member_ids=words.mentioned_ids,
            actor_id=message.author_id,
            place_id=room.pk,
            thing_id=message.pk,
        )


def _locked(room: Room, seq: int) -> Message:
    message = Message.objects.select_for_update(no_key=True).filter(room=room, seq=seq).first()
    if message is None:
        raise NotFound
    message.room = room
    return message
