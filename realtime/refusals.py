"""Why a message was not taken: a code of the live protocol, and a sentence."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal

from django.utils.translation import gettext as _

from core.errors import Conflict, DomainError, NotAllowed, NotFound, SlowDown

Code = Literal[
    "not_found", "not_allowed", "slow_down", "closed", "duplicate", "blocked", "held", "muted", "too_long"
]


STATUS: dict[Code, int] = {
    "not_found": 404,
    "not_allowed": 403,
    "closed": 403,
    "muted": 403,
    "slow_down": 429,
}
"""What the pages answer with; 422 for words that cannot be taken."""


class ChatRefusal(DomainError):
    """`extra` goes into the error frame: `retry_after`, `opens_at`, `until` or `findings`.

    `pieces` are what screening found, masked, for a page without script.
    """

    def __init__(self, code: Code, message: str, *, pieces: Sequence[str] = (), **extra: object) -> None:
        super().__init__(message)
        self.pieces = tuple(pieces)
        self.code = code
        self.status = STATUS.get(code, 422)
        self.extra = {
            name: value.isoformat() if isinstance(value, datetime) else value for name, value in extra.items()
        }


class TooFast(ChatRefusal):
    """More messages than anybody may send; `retry_after` seconds from now there is room again."""

    def __init__(self, message: str, *, retry_after: int) -> None:
        super().__init__("slow_down", message, retry_after=retry_after)
        self.retry_after = retry_after


def muted(reason: str, until: datetime) -> ChatRefusal:
    sentence = _("Je kunt hier even niet schrijven. Reden: %(why)s") % {"why": reason}
    return ChatRefusal("muted", sentence, until=until)


def error_frame(error: DomainError, *, cid: str = "") -> dict[str, Any]:
    """The protocol's error frame for anything that an action can raise."""
    frame: dict[str, Any] = {"t": "error", "code": _code(error), "detail": error.message}
    if cid:
        frame["cid"] = cid
    if isinstance(error, ChatRefusal):
        frame |= error.extra
    if isinstance(error, SlowDown):
        frame["retry_after"] = error.retry_after
    return frame


def _code(error: DomainError) -> str:
    match error:
        case ChatRefusal():
            return error.code
        case NotFound():
            return "not_found"
        case NotAllowed():
            return "not_allowed"
        case SlowDown():
            return "slow_down"
        case Conflict():
            return "duplicate"
    return "bad_frame"
