"""Who is asked about in every contract: the personas of the project, and staff whose role does not reach."""

from datetime import timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from accounts.models import Member, Role
from accounts.policies import Viewer
from tests.contracts.matrix import WHO
from tests.factories import give_role, make_member, make_theme

THEME = "geld-en-schulden"
OTHER_THEME = "wonen"

PEOPLE = WHO | {"noor": "a new resident", "bram": "a moderator of all themes"}

MEMBERS = tuple(name for name in PEOPLE if name != "visitor")
MODERATORS = ("mira", "bram")
"""Moderators of the theme, with a second factor, today."""
PROFESSIONALS = ("daan",)
"""Professionals of the theme, with a second factor, today."""


def make_people(**changes: dict[str, Any]) -> dict[str, Member]:
    """Every member of `PEOPLE`; `changes` are fields by name of a person."""
    make_theme(THEME, name="Geld en schulden", name_en="Money and debts")
    make_theme(OTHER_THEME, name="Wonen", name_en="Housing", icon="house")
    members = {name: make_member(**{"handle": name} | changes.get(name, {})) for name in MEMBERS}
    _give_roles(members)
    _set_standing(members)
    return members


def viewers(members: dict[str, Member]) -> dict[str, Viewer]:
    """Everybody as the site meets them: loaded with their standing, the visitor without account first."""
    standing = {member.pk: member for member in Member.objects.with_standing()}
    return {"visitor": AnonymousUser()} | {name: standing[member.pk] for name, member in members.items()}


def _give_roles(members: dict[str, Member]) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    give_role(members["joke"], Role.MENTOR, scope=THEME)
    give_role(members["daan"], Role.PROFESSIONAL, scope=THEME)
    give_role(members["otto"], Role.PROFESSIONAL, scope=OTHER_THEME)
    give_role(members["ina"], Role.PROFESSIONAL, scope=THEME)
    give_role(members["mira"], Role.MODERATOR)
    give_role(members["bram"], Role.MODERATOR)
    give_role(members["wil"], Role.MODERATOR, scope=OTHER_THEME)
    give_role(members["rik"], Role.MODERATOR, scope=THEME, expires_on=yesterday)
    give_role(members["ada"], Role.ADMINISTRATOR)
    Authenticator.objects.filter(user=members["ina"]).delete()


def _set_standing(members: dict[str, Member]) -> None:
    """One with a public profile, one of the demo, one suspended."""
    members["joke"].profile_public = members["noor"].is_demo = True
    members["sol"].suspended_until = timezone.now() + timedelta(days=7)
    for name in ("joke", "noor", "sol"):
        members[name].save()
