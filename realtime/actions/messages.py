"""What happens to a message after it was sent."""

from collections import Counter

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions.inbox import drop
from accounts.models import Member
from community.actions.authors import lock_author
from community.models import Visibility
from core.errors import NotFound, SlowDown
from core.events import publish
from core.ratelimit import take
from realtime.actions.halves import refuse_halves_around
from realtime.actions.numbering import lock_room, record_change
from realtime.actions.words import Words, clean, prepare
from realtime.events import MessageScreened
from realtime.limits import CHANGING
from realtime.models import Message, MessageReaction, Room
from realtime.models.message import EMOJI
from realtime.policies import (
    can_change_message,
    can_send,
    can_take_back_message,
    open_mute,
)
from realtime.refusals import ChatRefusal, TooFast, muted


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
    _take_turn(author)
    words = prepare(text, author.pk)
    refuse_halves_around(message, text)
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
    _take_turn(member)
    if on:
        MessageReaction.objects.create(message=message, member=member, emoji=emoji)
    else:
        rows.delete()
    given = MessageReaction.objects.filter(message=message).values_list("emoji", flat=True)
    message.reactions = dict(Counter(given))
    record_change(room, message, "react")
    return message


def _check_not_muted(author: Member, room: Room) -> None:
    mute = open_mute(author, room)
    if mute is not None:
        raise muted(mute.reason, mute.until)


def _take_turn(author: Member) -> None:
    try:
        take("chat_change", author.pk, CHANGING)
    except SlowDown as error:
        raise TooFast(error.message, retry_after=error.retry_after) from error


def _tell_screened(message: Message, words: Words) -> None:
    if words.kinds:
        publish(MessageScreened(message_id=message.pk, kinds=words.kinds, rules=words.rules))


def _locked(room: Room, seq: int) -> Message:
    message = Message.objects.select_for_update(no_key=True).filter(room=room, seq=seq).first()
    if message is None:
        raise NotFound
    message.room = room
    return message
