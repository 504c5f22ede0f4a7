"""A helper's own passport."""

from dataclasses import dataclass

from accounts.models import Member
from community.models import Passport
from community.policies import can_see_radar


@dataclass(frozen=True)
class PassportPage:
    passport: Passport | None


def passport_page(member: Member) -> PassportPage:
    """One query. Raises `NotAllowed` for who does not help."""
    can_see_radar(member).require()
    return PassportPage(Passport.objects.filter(member=member).select_related("district").first())
