"""What a decision does with a message. Only decisions call these: nothing disappears without reasons."""

from collections.abc import Sequence

from django.db import transaction

from accounts.actions.inbox import bring_back, drop
from community.actions.visibility import masked
from community.models import Visibility
from core.errors import NotFound
from core.events import publish
from core.text import RENDERER_VERSION
from realtime.actions.numbering import record_change
from realtime.actions.words import render_again
from realtime.events import MessageVisibilityChanged, What
from realtime.models import Message, Room


def lock_message(message_id: int) -> Message:
    """The message with its room, both locked, the room first. Raises `NotFound`."""
    rooms = Room.objects.select_for_update(of=("self",), no_key=True).select_related("theme")
    room = rooms.filter(messages=message_id).first()
    if room is None:
        raise NotFound
    message = Message.objects.select_for_update(of=("self",), no_key=True).get(pk=message_id)
    message.room = room
    return message


def hold_message(message_id: int) -> None:
    _show_as(message_id, Visibility.HELD, "gone")
    drop([f"message:{message_id}"])


def remove_message(message_id: int) -> None:
    _show_as(message_id, Visibility.REMOVED, "gone")
    drop([f"message:{message_id}"])


def put_message_back(message_id: int) -> None:
    """It stands where it stood, as everybody in the room sees at once."""
    _show_as(message_id, Visibility.PUBLISHED, "msg")
    bring_back([f"message:{message_id}"])


@transaction.atomic
def mask_message(message_id: int, passages: Sequence[str]) -> int:
    """Replace these passages by dots; returns how many there were."""
    message = lock_message(message_id)
    found = sum(message.body.count(passage) for passage in passages)
    message.body = masked(message.body, passages)
    message.body_html, message.renderer_version = render_again(message.body), RENDERER_VERSION
    record_change(message.room, message, "edit" if message.is_shown else "gone")
    return found


@transaction.atomic
def _show_as(message_id: int, visibility: Visibility, what: What) -> None:
    message = lock_message(message_id)
    if message.visibility in (visibility, Visibility.WITHDRAWN):
        return
    message.visibility = visibility
    record_change(message.room, message, what)
    publish(MessageVisibilityChanged(message_id=message.pk))
