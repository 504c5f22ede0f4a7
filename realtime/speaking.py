"""What a frame of a member does: the same actions that the pages use."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import Member
from accounts.policies import Viewer, is_member
from accounts.queries.blocks import who_blocked
from community.actions.claims import extend_claim
from community.models import Visibility
from realtime.actions import messages, rooms
from realtime.actions.drafts import Draft, Sent
from realtime.actions.sending import send_messages
from realtime.database import in_database
from realtime.frames import Delete, Edit, Frame, FrameError, React, Read, Send
from realtime.limits import ROOMS_REMEMBERED, STORED_TOGETHER
from realtime.sessions import holders_of_sessions
from realtime.together import Together
from realtime.topics import Place

_rooms: dict[str, "Together[Said, Sent]"] = {}
"""What waits for each room in this process."""


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


class SignedOut(Exception):
    """The session of whoever says this ended."""


@dataclass(frozen=True)
class Said:
    """A draft, and the session in which it was said."""

    session_key: str
    draft: Draft


async def act(frame: Frame, viewer: Viewer, session_key: str) -> dict[str, Any] | None:
    """Do what the frame says; the answer for its sender, if there is one.

    Raises what the actions raise, FrameError for a visitor, and `SignedOut` for a message: whether its author
    is still signed in is asked together with storing it.
    """
    if not is_member(viewer):
        raise FrameError("not_allowed", "sign in first")
    if isinstance(frame, Send):
        return await _send(frame, viewer, session_key)
    await in_database(_act)(frame, viewer)
    return None


async def _send(frame: Send, author: Member, session_key: str) -> dict[str, Any]:
    """What waits for a room while other messages are stored there is stored next, in one transaction."""
    draft = Draft(author.pk, frame.body, frame.cid, frame.reply_to, translation.get_language() or "")
    return answer_to(await _waiting_for(frame.room).ask(Said(session_key, draft)))


def _waiting_for(room: str) -> "Together[Said, Sent]":
    together = _rooms.get(room)
    if together is None:
        if len(_rooms) >= ROOMS_REMEMBERED:
            # Any name can be asked for, also of rooms that are not there.
            for idle in [name for name, other in _rooms.items() if other.is_idle]:
                del _rooms[idle]
        together = _rooms[room] = Together(partial(in_database(_store), room), most=STORED_TOGETHER)
    return together


def _store(room: str, said: list[Said]) -> list[Sent | Exception]:
    """What was said by whoever is still signed in; the place of the others is taken by `SignedOut`."""
    holders = holders_of_sessions([one.session_key for one in said])
    stays = [
        holder is not None and holder.pk == one.draft.author_id
        for holder, one in zip(holders, said, strict=True)
    ]
    drafts = [one.draft for one, is_here in zip(said, stays, strict=True) if is_here]
    answers = iter(send_messages(room, drafts) if drafts else [])
    return [next(answers) if is_here else SignedOut() for is_here in stays]


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


def note_writing(place: Place, member: Member) -> tuple[int, ...]:
    """Whoever took a question on and types its answer keeps it. Two statements at most.

    The answer: the members who do not hear of it, because they blocked the writer. Of who is anonymous there
    everybody hears: keeping quiet would tell who it is.
    """
    kind, _colon, question_id = place.topic.partition(":")
    if kind == "question":
        extend_claim(helper_id=member.pk, question_id=int(question_id))
    return who_blocked(member) if place.shown_as == member.name else ()
