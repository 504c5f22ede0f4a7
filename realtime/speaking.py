"""What a frame of a member does: the same actions that the pages use."""

from functools import partial
from typing import Any

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import Member
from accounts.policies import Viewer, is_member
from community.actions.claims import extend_claim
from community.models import Visibility
from realtime.actions import messages, rooms
from realtime.actions.drafts import Draft, Sent
from realtime.actions.sending import send_messages
from realtime.database import in_database
from realtime.frames import Delete, Edit, Frame, FrameError, React, Read, Send
from realtime.limits import STORED_TOGETHER
from realtime.together import Together

_rooms: dict[str, Together[Draft, Sent]] = {}
"""Rooms for which messages wait in this process."""


def answer_to(sent: Sent) -> dict[str, Any]:
    """`ack` for what is stored and shown; `held` for what a person reads first.

    `help` is where to find help now, for whoever seems to be in danger.
    """
    answer = _answer_to(sent)
    if any(kind.startswith("danger.") for kind in sent.noticed):
        answer["help"] = reverse("moderation:help_now")
    return answer


def _answer_to(sent: Sent) -> dict[str, Any]:
    cid = str(sent.message.cid)
    if sent.message.visibility == Visibility.HELD:
        detail = _("Een moderator leest dit bericht eerst. Daarna staat het hier.")
        return {"t": "error", "code": "held", "detail": detail, "cid": cid, "seq": sent.message.seq}
    return {"t": "ack", "cid": cid, "seq": sent.message.seq}


async def act(frame: Frame, viewer: Viewer) -> dict[str, Any] | None:
    """Do what the frame says; the answer for its sender, if there is one.

    Raises what the actions raise, and FrameError for a visitor.
    """
    if not is_member(viewer):
        raise FrameError("not_allowed", "sign in first")
    if isinstance(frame, Send):
        return await _send(frame, viewer)
    await in_database(_act)(frame, viewer)
    return None


async def _send(frame: Send, author: Member) -> dict[str, Any]:
    """What waits for a room while other messages are stored there is stored next, in one transaction."""
    draft = Draft(author.pk, frame.body, frame.cid, frame.reply_to, translation.get_language() or "")
    together = _rooms.get(frame.room)
    if together is None:
        store = partial(in_database(send_messages), frame.room)
        together = _rooms[frame.room] = Together(store, most=STORED_TOGETHER)
    try:
        return answer_to(await together.ask(draft))
    finally:
        if together.is_idle:
            _rooms.pop(frame.room, None)


def _act(frame: Frame, member: Member) -> None:
    match frame:
        case Edit(room=room, seq=seq, body=body):
            messages.edit_message(author=member, room_slug=room, seq=seq, body=body)
        case Delete(room=room, seq=seq):
            messages.take_back_message(member=member, room_slug=room, seq=seq)
        case React(room=room, seq=seq, emoji=emoji, on=on):
            messages.react(member=member, room_slug=room, seq=seq, emoji=emoji, on=on)
        case Read(room=room, seq=seq):
            rooms.mark_read(member=member, room_slug=room, seq=seq)


def note_writing(topic: str, member: Member) -> None:
    """Whoever took a question on and types its answer keeps it. One statement for a question."""
    kind, _colon, question_id = topic.partition(":")
    if kind == "question":
        extend_claim(helper_id=member.pk, question_id=int(question_id))
