"""The people of the demo community, with their roles."""

import tomllib
from datetime import timedelta
from pathlib import Path
from typing import Any

from allauth.account.models import EmailAddress
from django.utils import timezone

from accounts.actions.roles import grant_role
from accounts.models import Member, Role

HERE = Path(__file__).parent


def load_people() -> dict[str, Member]:
    """Make everybody of people.toml; returns them by handle. Nobody has a password."""
    people = tomllib.loads((HERE / "people.toml").read_text())["people"]
    members = {person["handle"]: _member(person) for person in people}
    for person in people:
        for role in person["roles"]:
            _grant(members[person["handle"]], role)
    return members


def _member(person: dict[str, Any]) -> Member:
    now, suspended_days = timezone.now(), person.get("suspended_days")
    member: Member = Member.objects.create_user(
        email=f"{person['handle']}@perenburg.example",
        handle=person["handle"],
        name=person["name"],
        about=person["about"],
        languages=person["languages"],
        knows_about=person["knows_about"],
        experience=person["experience"],
        language=person["language"],
        joined_at=now - timedelta(days=person["joined_days_ago"]),
        suspended_until=now + timedelta(days=suspended_days) if suspended_days else None,
        is_demo=True,
    )
    EmailAddress.objects.create(user=member, email=member.email, verified=True, primary=True)
    return member


def _grant(member: Member, role: dict[str, Any]) -> None:
    days = role.get("expires_in_days")
    for scope in role["scopes"] or [""]:
        grant_role(
            member_id=member.pk,
            role=Role(role["role"]),
            granted_by=None,
            scope=scope,
            expires_on=timezone.localdate() + timedelta(days=days) if days else None,
            function=role["function"],
            organisation=role["organisation"],
        )
