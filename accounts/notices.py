"""How a notification reads. The domain that owns a kind registers it in its `apps.ready()`."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from accounts.models import Member, Notification

Category = Literal["own_question", "followed", "own_post", "letter"]
"""A "letter" is mailed whatever the member chose: somebody decided something about them."""


@dataclass(frozen=True)
class Notice:
    """A notification in words: `text` is a sentence in the active language, `url` a path of this site.

    `mail_action` is a button that only the mail has: its label, and a path that works without signing in.
    """

    text: str
    url: str
    icon: str
    quote: str = ""
    mail_action: tuple[str, str] | None = None


Describe = Callable[[Member, list[Notification]], Mapping[int, Notice]]


@dataclass(frozen=True)
class NoticeKind:
    """`describe` gets a batch and leaves out every notification whose thing may not be seen any more."""

    name: str
    category: Category
    describe: Describe


_kinds: dict[str, NoticeKind] = {}


def register(kind: NoticeKind) -> None:
    _kinds[kind.name] = kind


def registered() -> Mapping[str, NoticeKind]:
    return _kinds


def describe(viewer: Member, notifications: Iterable[Notification]) -> dict[int, Notice]:
    """The notices by notification id, one call per way of describing; what is hidden or unknown is absent."""
    batches: dict[Describe, list[Notification]] = defaultdict(list)
    for notification in notifications:
        kind = _kinds.get(notification.kind)
        if kind is not None:
            batches[kind.describe].append(notification)
    notices: dict[int, Notice] = {}
    for describe_batch, batch in batches.items():
        notices.update(describe_batch(viewer, batch))
    return notices


def wants_mail(member: Member, notification: Notification) -> bool:
    """Whether the member wants mail about this kind now."""
    kind = _kinds.get(notification.kind)
    if kind is None:
        return False
    return kind.category == "letter" or bool(getattr(member, f"mail_{kind.category}"))
