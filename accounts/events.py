"""What happened to members, their roles and their inbox."""

from dataclasses import dataclass

from core.events import Event


@dataclass(frozen=True)
class MemberSignedUp(Event):
    """The account exists; its e-mail address is confirmed before the first sign-in."""

    member_id: int


@dataclass(frozen=True)
class MemberSignedIn(Event):
    """`visitor_key` names what the visitor wrote before signing in; empty if there was nothing."""

    member_id: int
    visitor_key: str


@dataclass(frozen=True)
class MemberSignedOut(Event):
    """One or more sign-ins of this member are ending; others of the same member may go on."""

    member_id: int


@dataclass(frozen=True)
class RoleGranted(Event):
    grant_id: int
    member_id: int
    granted_by_id: int | None


@dataclass(frozen=True)
class RoleRevoked(Event):
    grant_id: int
    member_id: int
    revoked_by_id: int | None


@dataclass(frozen=True)
class SettingChanged(Event):
    """By an administrator in Django's admin. `kind` is a model; `how` is "added", "changed" or "removed"."""

    kind: str
    thing_id: int
    how: str
    changed_by_id: int


@dataclass(frozen=True)
class MemberSuspended(Event):
    member_id: int


@dataclass(frozen=True)
class SuspensionLifted(Event):
    member_id: int


@dataclass(frozen=True)
class NotificationsRead(Event):
    """Fewer rows are unread in the inboxes of these members: read, or about something that is gone."""

    member_ids: tuple[int, ...]


@dataclass(frozen=True)
class NotificationsCreated(Event):
    """More rows are unread in the inboxes of these members: new ones, or about something that came back."""

    member_ids: tuple[int, ...]
