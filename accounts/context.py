"""What every page knows about its reader and its site."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils.functional import cached_property

from accounts.models import Member, Role, Roles
from accounts.policies import can_administer, needs_second_factor, roles_of


class PageViewer:
    """The reader as the page frame shows them. Costs no query beyond the one that loaded the member."""

    def __init__(self, user: Member | AnonymousUser) -> None:
        self.member = user if isinstance(user, Member) else None

    @property
    def signed_in(self) -> bool:
        return self.member is not None

    @property
    def name(self) -> str:
        return self.member.name if self.member else ""

    @property
    def handle(self) -> str:
        return self.member.handle if self.member else ""

    @property
    def unread(self) -> int:
        """Unread notifications, counted up to 100."""
        return getattr(self.member, "unread_count", 0)

    @property
    def chose_start_page(self) -> bool:
        """Whether they said yes or no to a start page of their own."""
        return self.member is not None and bool(self.member.start_page)

    @property
    def needs_second_factor(self) -> bool:
        return self.member is not None and needs_second_factor(self.member)

    @property
    def suspended_until(self) -> datetime | None:
        """None for who may write."""
        return self.member.suspended_until if self.member is not None and self.member.is_suspended else None

    @property
    def has_worklist(self) -> bool:
        """Professionals have highlights to review."""
        return self._roles.has(Role.PROFESSIONAL)

    @property
    def moderates(self) -> bool:
        """Moderators have a queue."""
        return self._roles.has(Role.MODERATOR)

    @property
    def sees_radar(self) -> bool:
        """Mentors, professionals and moderators help whoever waits."""
        return any(self._roles.has(role) for role in (Role.MENTOR, Role.PROFESSIONAL, Role.MODERATOR))

    @property
    def is_administrator(self) -> bool:
        return self.member is not None and bool(can_administer(self.member))

    @cached_property
    def _roles(self) -> Roles:
        return roles_of(self.member) if self.member else Roles()


def viewer(request: HttpRequest) -> dict[str, Any]:
    """`viewer`: who reads this page. A request that broke before sign-in was looked at has none."""
    user = getattr(request, "user", None)
    return {"viewer": PageViewer(user)} if user is not None else {}


def site(request: HttpRequest) -> dict[str, Any]:
    """`site`: the name and address of this place, whether it is the demo, and where the quick exit leads."""
    return {
        "site": {
            "name": settings.SITE_NAME,
            "url": settings.SITE_URL,
            "demo": settings.DEMO,
            "leave_url": settings.LEAVE_URL,
        }
    }
