"""Errors that a member may read. The message is a finished sentence in the active language."""

from collections.abc import Mapping, Sequence
from typing import Any


class DomainError(Exception):
    """Something that the member, not the programmer, has to act on."""

    status = 400

    def __init__(self, message: str = "") -> None:
        super().__init__(message)
        self.message = message


class NotFound(DomainError):
    """The thing does not exist, or the viewer may not know that it does."""

    status = 404


class NotAllowed(DomainError):
    """The viewer may know the thing, but may not do this with it."""

    status = 403


class Refused(DomainError):
    """The input cannot be taken as it is; `field` names the form field that the sentence is about.

    After a screening, `kinds` are the kinds that were found and `pieces` the private pieces, masked.
    """

    status = 422

    def __init__(
        self,
        message: str = "",
        field: str | None = None,
        *,
        pieces: Sequence[str] = (),
        kinds: Sequence[str] = (),
    ) -> None:
        super().__init__(message)
        self.field = field
        self.pieces = tuple(pieces)
        self.kinds = tuple(kinds)


class AskFirst(Refused):
    """The input can be taken, but only after the member said that they mean it."""


class OutOfDate(DomainError):
    """A link or cursor that this site made earlier and no longer understands."""

    status = 400


class Conflict(DomainError):
    """Somebody else was first; `details` carries what a page needs to show both sides."""

    status = 409

    def __init__(self, message: str = "", details: Mapping[str, Any] | None = None) -> None:
        super().__init__(message)
        self.details = dict(details or {})


class SlowDown(DomainError):
    """A rate limit was reached; `retry_after` is in seconds."""

    status = 429

    def __init__(self, message: str, retry_after: int) -> None:
        super().__init__(message)
        self.retry_after = retry_after
