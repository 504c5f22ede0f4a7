"""Roles of a few members in plain queries, for what is asked at every message of a chat."""

from collections import defaultdict
from collections.abc import Collection

from allauth.mfa.models import Authenticator

from accounts.models import Member
from accounts.models.role import RoleGrant


def fill_in_standing(members: Collection[Member]) -> None:
    """What `with_standing` annotates and policies ask for, the unread notices apart. Two queries at most.

    Whether somebody has a second factor is only looked up for those whose roles depend on it.
    """
    grants = grants_of([member.pk for member in members])
    with_factor = _with_second_factor(grants) if grants else set()
    for member in members:
        member.grants_text = grants.get(member.pk)
        member.has_second_factor = member.pk in with_factor


def grants_of(member_ids: Collection[int]) -> dict[int, str]:
    """For each who has one or more the text that `Roles.parse` reads. One query."""
    found: dict[int, list[str]] = defaultdict(list)
    rows = RoleGrant.objects.active().filter(member__in=member_ids).order_by()
    for member_id, role, scope in rows.values_list("member_id", "role", "scope"):
        found[member_id].append(f"{role}:{scope}")
    return {member_id: ",".join(grants) for member_id, grants in found.items()}


def _with_second_factor(member_ids: Collection[int]) -> set[int]:
    factors = Authenticator.objects.filter(type__in=["totp", "webauthn"], user__in=list(member_ids))
    return set(factors.values_list("user_id", flat=True))
