"""The member's own pages, and the card that others see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from accounts.languages import language_names
from accounts.models import Member, Role, RoleGrant
from accounts.policies import Viewer, can_see_profile, needs_second_factor, roles_of
from accounts.topics import topic_choices, topic_names
from core.errors import NotFound


@dataclass(frozen=True)
class HeldRole:
    """A role of the member in words; `theme` is empty for all themes."""

    role: Role
    function: str
    theme: str
    grant: RoleGrant


@dataclass(frozen=True)
class MyPage:
    member: Member
    roles: list[HeldRole]
    unread: int
    second_factor: bool
    needs_second_factor: bool
    has_worklist: bool
    has_password: bool


@dataclass(frozen=True)
class ProfileCard:
    """What a viewer may know about a member. `role` is the badge; residents have none."""

    handle: str
    name: str
    about: str
    languages: list[str]
    knows_about: list[str]
    experience: str
    role: Role | None
    function: str
    organisation: str
    joined_at: datetime
    is_own: bool


def my_page(member: Member) -> MyPage:
    """The start page of the member's own place. One query for the grants, one for the names of themes."""
    grants = list(RoleGrant.objects.active().filter(member=member).order_by("role", "scope"))
    names = dict(topic_choices()) if grants else {}
    return MyPage(
        member=member,
        roles=[HeldRole(Role(g.role), g.function, names.get(g.scope, g.scope), g) for g in grants],
        unread=member.unread_count,
        second_factor=member.has_second_factor,
        needs_second_factor=needs_second_factor(member),
        has_worklist=roles_of(member).has(Role.PROFESSIONAL),
        has_password=member.has_usable_password(),
    )


def profile_card(viewer: Viewer, handle: str) -> ProfileCard:
    """The card at /people/<handle>/. Raises `NotFound` also when the viewer may not see it. Three queries."""
    member: Member | None = Member.objects.with_standing().by_handle(handle).first()
    if member is None:
        raise NotFound
    can_see_profile(viewer, member).require()
    role = member.granted_roles_now.badge
    grant = _grant_behind(member, role)
    return ProfileCard(
        handle=member.handle,
        name=member.name,
        about=member.about,
        languages=language_names(member.languages),
        knows_about=topic_names(member.knows_about) if member.knows_about else [],
        experience=member.experience,
        role=role,
        function=grant.function if grant else "",
        organisation=grant.organisation if grant else "",
        joined_at=member.joined_at,
        is_own=viewer.pk == member.pk,
    )


def initial_profile(member: Member) -> dict[str, str | Sequence[str]]:
    """The profile as the form starts with it."""
    return {
        "name": member.name,
        "about": member.about,
        "languages": member.languages,
        "knows_about": member.knows_about,
        "experience": member.experience,
        "profile_public": "1" if member.profile_public else "",
    }


def initial_preferences(member: Member) -> dict[str, str | bool]:
    return {
        "language": member.language,
        "mail_own_question": member.mail_own_question,
        "mail_followed": member.mail_followed,
        "mail_own_post": member.mail_own_post,
        "hints": member.hints,
    }


def _grant_behind(member: Member, role: Role | None) -> RoleGrant | None:
    if role is None:
        return None
    return RoleGrant.objects.active().filter(member=member, role=role).order_by("pk").first()
