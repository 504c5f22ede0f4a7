"""What a frame of a member does: the same actions that the pages use."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Member
from accounts.policies import Viewer, is_member
from community.actions.claims import extend_claim
from community.models import Visibility
from realtime.actions import messages, rooms
from realtime.database import in_database
from realtime.frames import Delete, Edit, Frame, FrameError, React, Read, Send


def answer_to(sent: messages.Sent) -> dict[str, Any]:
    """`ack` for what is stored and shown; `held` for what a person reads first.

    `help` is where to find help now, for whoever seems to be in danger.
    """
    answer = _answer_to(sent)
    if any(kind.startswith("danger.") for kind in sent.noticed):
        answer["help"] = reverse("moderation:help_now")
    return answer


def _answer_to(sent: messages.Sent) -> dict[str, Any]:
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
    return await in_database(_act)(frame, viewer)


def _act(frame: Frame, member: Member) -> dict[str, Any] | None:
    match frame:
        case Send(room=room, cid=cid, body=body, reply_to=reply_to):
            sent = messages.send_message(author=member, room_slug=room, body=body, cid=cid, reply_to=reply_to)
            return answer_to(sent)
        case Edit(room=room, seq=seq, body=body):
            messages.edit_message(author=member, room_slug=room, seq=seq, body=body)
        case Delete(room=room, seq=seq):
            messages.take_back_message(member=member, room_slug=room, seq=seq)
        case React(room=room, seq=seq, emoji=emoji, on=on):
            messages.react(member=member, room_slug=room, seq=seq, emoji=emoji, on=on)
        case Read(room=room, seq=seq):
            rooms.mark_read(member=member, room_slug=room, seq=seq)
    return None


def note_writing(topic: str, member: Member) -> None:
    """Whoever took a question on and types its answer keeps it. One statement for a question."""
    kind, _colon, question_id = topic.partition(":")
    if kind == "question":
        extend_claim(helper_id=member.pk, question_id=int(question_id))
