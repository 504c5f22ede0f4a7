"""What a client may send, read strictly: unknown keys are ignored, everything else must fit."""

import json
import re
from dataclasses import dataclass
from typing import Any, NoReturn

from realtime.limits import MAX_FRAME_BYTES

TOPIC = re.compile(r"[a-z]{1,20}(:[a-z0-9-]{1,80})?")
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
class Ping:
    pass


Frame = Subscribe | Unsubscribe | Ping


def read_frame(text: str) -> Frame:
    """Raises FrameError with `bad_frame`, `too_long` or `unknown_type`."""
    fields = _read_object(text)
    match fields.get("t"):
        case "sub":
            return Subscribe(topic=_topic(fields), after=_number(fields, "after"))
        case "unsub":
            return Unsubscribe(topic=_topic(fields))
        case "ping":
            return Ping()
        case str():
            raise FrameError("unknown_type", "this server does not know that type")
        case _:
            raise FrameError("bad_frame", "t must be text")


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


def _number(fields: dict[str, Any], name: str) -> int | None:
    value = fields.get(name)
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= MAX_NUMBER:
        raise FrameError("bad_frame", f"{name} must be a whole number, 0 or more")
    return value
