"""Who is signed in, and by password who may be."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from accounts.models import Member


class MemberBackend(AuthenticationBackend):
    """Loads the member with roles, second factor and unread count in one query."""

    def get_user(self, user_id: Any) -> Member | None:
        member: Member | None = Member.objects.with_standing().filter(pk=user_id, is_active=True).first()
        return member
