"""Sending messages. What waits for the same room at the same moment is stored in one transaction.

Each message is still taken or refused by itself, and nobody is told that theirs is stored before it is.
"""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

import structlog
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Max, prefetch_related_objects
from django.utils import timezone

from accounts.actions.inbox import notify
from accounts.models import Member
from community.actions.authors import lock_authors
from core.errors import DomainError
from core.events import publish
from core.ratelimit import slow_down, take_each
from realtime.actions.drafts import Draft, Line, Scene, Sent
from realtime.actions.halves import just_said
from realtime.actions.numbering import lock_row
from realtime.actions.words import Words
from realtime.events import MessageScreened, MessagesSent
from realtime.limits import SENDING
from realtime.models import Message, Room, RoomKind
from realtime.policies import open_mutes
from realtime.refusals import TooFast

log = structlog.stdlib.get_logger("peerplein.sending")


def send_message(
    *, author: Member, room_slug: str, body: str, cid: uuid.UUID, reply_to: int | None = None
) -> Sent:
    """Store a message under the room's next number. The same (`author`, `cid`) is stored once.

    Raises `NotFound`, `ChatRefusal` (with the protocol's code), `Refused` for text that cannot be
    stored, `Conflict` when `cid` was used for other words. Publishes `MessagesSent`.
    """
    answer = _send_together(room_slug, [Draft(author.pk, body, cid, reply_to)])[0]
    if isinstance(answer, DomainError):
        raise answer
    return answer


def send_messages(room_slug: str, drafts: Sequence[Draft]) -> list[Sent | Exception]:
    """The same for several, in this order; what `send_message` would raise stands in the place of each.

    When storing them together fails by a mistake in one of them, each is stored by itself. Raises only when
    the database is away.
    """
    try:
        return list(_send_together(room_slug, drafts))
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        log.exception("not_stored_together", messages=len(drafts))
    return [_send_alone(room_slug, draft) for draft in drafts]


def _send_alone(room_slug: str, draft: Draft) -> Sent | Exception:
    try:
        return _send_together(room_slug, [draft])[0]
    except Exception as error:
        log.exception("not_stored")
        return error


def _send_together(room_slug: str, drafts: Sequence[Draft]) -> list[Sent | DomainError]:
    """About twelve queries, however many drafts; one more for figures, which could be half of a number."""
    # All that takes time comes before the locks: whoever holds the room's row holds everybody up.
    lines = [Line(draft) for draft in drafts]
    first: dict[tuple[int, uuid.UUID], Line] = {}
    for line in lines:
        first.setdefault(line.key, line)
    with transaction.atomic():
        scene = _scene(room_slug, list(first.values()))
        for line in first.values():
            line.look_at(scene)
        _take_turns([line for line in first.values() if line.answer is None])
        accepted = [line for line in first.values() if line.answer is None]
        if scene.room is not None and accepted:
            _store(scene.room, accepted)
    return [_answer(line, first[line.key], room_slug) for line in lines]


def _answer(line: Line, first: Line, room_slug: str) -> Sent | DomainError:
    """A draft that came twice in one group is answered like one that came again later."""
    if line is not first:
        if isinstance(first.answer, Sent):
            line.repeat(first.answer.message, room_slug)
        elif line.answer is None:
            line.answer = first.answer
    if line.answer is None:
        raise RuntimeError("a draft was left without an answer")
    return line.answer


def _scene(room_slug: str, lines: list[Line]) -> Scene:
    """Everything that the drafts are looked at with; authors and the room are locked from here on."""
    author_ids = {line.draft.author_id for line in lines}
    authors = lock_authors(author_ids)
    scene = Scene(room_slug, lock_row(room_slug), authors, _earlier(author_ids, lines))
    if scene.room is not None:
        prefetch_related_objects([scene.room], "opening_hours")
        scene.silences = open_mutes(author_ids, scene.room)
        scene.just_said = just_said(
            scene.room, {line.draft.author_id for line in lines if line.may_be_a_part}
        )
        scene.said_at = _said_at(author_ids, scene.room) if scene.room.slow_seconds else {}
    return scene


def _earlier(author_ids: set[int], lines: list[Line]) -> dict[tuple[int, uuid.UUID], Message]:
    """What was stored before, by author and `cid`. One query as long as there is nothing."""
    same = Message.objects.filter(author__in=author_ids, cid__in=[line.draft.cid for line in lines])
    ids = list(same.values_list("pk", flat=True))
    stored = Message.objects.select_related("room").filter(pk__in=ids) if ids else ()
    return {(message.author_id, message.cid): message for message in stored}


def _said_at(author_ids: set[int], room: Room) -> dict[int, datetime]:
    lately = timezone.now() - timedelta(seconds=room.slow_seconds)
    said = Message.objects.filter(room=room, author__in=author_ids, created_at__gt=lately)
    return dict(said.values_list("author").annotate(Max("created_at")))


def _take_turns(lines: list[Line]) -> None:
    waits = take_each("chat", [line.draft.author_id for line in lines], SENDING) if lines else []
    for line, wait in zip(lines, waits, strict=True):
        if wait:
            line.refuse(lambda wait=wait: TooFast(slow_down(wait).message, retry_after=wait))  # type: ignore[misc]


def _store(room: Room, lines: list[Line]) -> None:
    answered = _answered(room, lines)
    messages = []
    for line in lines:
        room.last_n += 1
        message = Message(
            room=room, seq=room.last_n, n=room.last_n, author_id=line.draft.author_id, cid=line.draft.cid
        )
        message.reply_to = line.draft.reply_to if line.draft.reply_to in answered else None
        if isinstance(line.words, Words):
            line.words.put_on(message)
        messages.append(message)
    Message.objects.bulk_create(messages)
    room.last_message_at = messages[-1].created_at
    room.save(update_fields=["last_n", "last_message_at"])
    publish(MessagesSent(room_id=room.pk, message_ids=tuple(message.pk for message in messages)))
    for line, message in zip(lines, messages, strict=True):
        if isinstance(line.words, Words):
            line.answer = Sent(message=message, repeated=False, noticed=line.words.kinds)
            _tell(room, message, line.words)


def _answered(room: Room, lines: list[Line]) -> set[int]:
    """The messages of this room that are answered."""
    asked = {line.draft.reply_to for line in lines if line.draft.reply_to is not None}
    if not asked:
        return set()
    return set(Message.objects.filter(room=room, seq__in=asked).values_list("seq", flat=True))


def _tell(room: Room, message: Message, words: Words) -> None:
    """Whoever is named in a shared room finds it in the inbox; what screening noticed gets a case."""
    if words.kinds:
        publish(MessageScreened(message_id=message.pk, kinds=words.kinds, rules=words.rules))
    if message.is_shown and words.mentioned_ids and room.kind != RoomKind.HELP:
        notify(
            kind="mention_in_message",
            event_key=f"message:{message.pk}",
            member_ids=words.mentioned_ids,
            actor_id=message.author_id,
            place_id=room.pk,
            thing_id=message.pk,
        )
