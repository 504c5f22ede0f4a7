"""The outcome of asking whether a viewer may do something."""

from dataclasses import dataclass
from typing import Self

from core.errors import NotAllowed, NotFound


@dataclass(frozen=True)
class Decision:
    """True when allowed. A denial says why; a hidden thing must look as if it were not there."""

    allowed: bool
    reason: str = ""
    hidden: bool = False

    def __bool__(self) -> bool:
        return self.allowed

    def require(self) -> Self:
        """Return itself when allowed, else raise `NotFound` (hidden) or `NotAllowed` with the reason."""
        if self.hidden:
            raise NotFound
        if not self.allowed:
            raise NotAllowed(self.reason)
        return self


_ALLOWED = Decision(allowed=True)
_HIDDEN = Decision(allowed=False, hidden=True)


def allow() -> Decision:
    return _ALLOWED


def deny(reason: str) -> Decision:
    return Decision(allowed=False, reason=str(reason))


def hide() -> Decision:
    return _HIDDEN
