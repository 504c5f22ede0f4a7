"""What a client may send, read strictly: unknown keys are ignored, everything else must fit."""

import json
import re
import uuid
from dataclasses import dataclass
from typing import Any, NoReturn

from realtime.limits import MAX_FRAME_BYTES

TOPIC = re.compile(r"[a-z]{1,20}(:[a-z0-9-]{1,80})?")
ROOM = re.compile(r"[a-z0-9-]{1,80}")
MAX_NUMBER = 2**53


class FrameError(Exception):
    """Becomes an error frame; `code` is one of the protocol's."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail


@dataclass(frozen=True)
class Subscribe:
    topic: str
    after: int | None


@dataclass(frozen=True)
class Unsubscribe:
    topic: str


@dataclass(frozen=True)
class Send:
    room: str
    cid: uuid.UUID
    body: str
    reply_to: int | None


@dataclass(frozen=True)
class Edit:
    room: str
    seq: int
    body: str


@dataclass(frozen=True)
class Delete:
    room: str
    seq: int


@dataclass(frozen=True)
class React:
    room: str
    seq: int
    emoji: str
    on: bool


@dataclass(frozen=True)
class Read:
    room: str
    seq: int


@dataclass(frozen=True)
class Typing:
    """In a room, or as an answer to a question: the topic of either."""

    topic: str


@dataclass(frozen=True)
class Ping:
    pass


Frame = Subscribe | Unsubscribe | Send | Edit | Delete | React | Read | Typing | Ping


def read_frame(text: str) -> Frame:
    """Raises FrameError with `bad_frame`, `too_long` or `unknown_type`."""
    fields = _read_object(text)
    kind = fields.get("t")
    if not isinstance(kind, str):
        raise FrameError("bad_frame", "t must be text")
    if kind in ("sub", "unsub", "ping"):
        return _listening(kind, fields)
    return _acting(kind, fields)


def _listening(kind: str, fields: dict[str, Any]) -> Frame:
    match kind:
        case "sub":
            return Subscribe(topic=_topic(fields), after=_number(fields, "after"))
        case "unsub":
            return Unsubscribe(topic=_topic(fields))
    return Ping()


def _acting(kind: str, fields: dict[str, Any]) -> Frame:
    match kind:
        case "send":
            return Send(
                room=_room(fields),
                cid=_cid(fields),
                body=_text(fields, "body"),
                reply_to=_number(fields, "reply_to"),
            )
        case "edit":
            return Edit(room=_room(fields), seq=_seq(fields), body=_text(fields, "body"))
        case "delete":
            return Delete(room=_room(fields), seq=_seq(fields))
        case "react":
            emoji, on = _text(fields, "emoji"), fields.get("on", True)
            if not isinstance(on, bool):
                raise FrameError("bad_frame", "on must be true or false")
            return React(room=_room(fields), seq=_seq(fields), emoji=emoji, on=on)
        case "read":
            return Read(room=_room(fields), seq=_seq(fields))
        case "typing":
            return Typing(topic=_topic(fields) if "topic" in fields else f"room:{_room(fields)}")
    raise FrameError("unknown_type", "this server does not know that type")


def _read_object(text: str) -> dict[str, Any]:
    try:
        if len(text.encode()) > MAX_FRAME_BYTES:
            raise FrameError("too_long", f"a frame has at most {MAX_FRAME_BYTES} bytes")
        found = json.loads(text, parse_constant=_refuse_constant)
        # A lone surrogate can be written in JSON, but in nothing that comes after it.
        json.dumps(found, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise FrameError("bad_frame", "a frame is JSON text") from error
    if not isinstance(found, dict):
        raise FrameError("bad_frame", "a frame is an object")
    return found


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _topic(fields: dict[str, Any]) -> str:
    topic = fields.get("topic")
    if not isinstance(topic, str) or not TOPIC.fullmatch(topic):
        raise FrameError("bad_frame", "topic must look like room:geld-en-schulden")
    return topic


def _room(fields: dict[str, Any]) -> str:
    room = fields.get("room")
    if not isinstance(room, str) or not ROOM.fullmatch(room):
        raise FrameError("bad_frame", "room must look like geld-en-schulden")
    return room


def _cid(fields: dict[str, Any]) -> uuid.UUID:
    cid = fields.get("cid")
    try:
        return uuid.UUID(cid if isinstance(cid, str) else "")
    except ValueError as error:
        raise FrameError("bad_frame", "cid must be a UUID") from error


def _text(fields: dict[str, Any], name: str) -> str:
    value = fields.get(name)
    if not isinstance(value, str):
        raise FrameError("bad_frame", f"{name} must be text")
    return value


def _seq(fields: dict[str, Any]) -> int:
    seq = _number(fields, "seq")
    if seq is None:
        raise FrameError("bad_frame", "seq is missing")
    return seq


def _number(fields: dict[str, Any], name: str) -> int | None:
    value = fields.get(name)
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= MAX_NUMBER:
        raise FrameError("bad_frame", f"{name} must be a whole number, 0 or more")
    return value
