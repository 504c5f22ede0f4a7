"""To whom a question can be given."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.models import Member, Role, Roles
from accounts.models.role import active_grants
from community.limits import RECEIVERS_SHOWN
from community.models import Claim, Question
from community.policies import can_hand_over, receivers_of, roles_that_read
from community.queries.posts import get_question

ROLE, PERSON = "role:", "person:"


@dataclass(frozen=True)
class HandOverPage:
    """`receivers` are choices in groups: whole roles first, then helpers by name."""

    question: Question
    receivers: list[tuple[str, list[tuple[str, str]]]]


def hand_over_page(viewer: Member, *, question_id: int) -> HandOverPage:
    """Three queries. Raises `NotFound`, `NotAllowed`."""
    question = get_question(viewer, question_id)
    can_hand_over(viewer, Claim.objects.now().filter(question=question).first()).require()
    helpers = receivers_of(question).exclude(pk=viewer.pk).annotate(grants_now=active_grants("pk"))
    people = list(helpers.order_by("name", "pk")[:RECEIVERS_SHOWN])
    roles = [role for role in roles_that_read(question) if any(_has(each, role, question) for each in people)]
    groups = [
        (_("Iedereen met een rol"), [(f"{ROLE}{role}", _everybody(role)) for role in roles]),
        (_("Eén helper"), [(f"{PERSON}{each.handle}", _label(each)) for each in people]),
    ]
    return HandOverPage(question, [group for group in groups if group[1]])


def _has(member: Member, role: Role, question: Question) -> bool:
    return _roles(member).has(role, question.theme.slug)


def _label(member: Member) -> str:
    badge = _roles(member).badge
    return f"{member.name} ({badge.label})" if badge is not None else member.name


def _roles(member: Member) -> Roles:
    return Roles.parse(getattr(member, "grants_now", ""))


def _everybody(role: Role) -> str:
    names = {
        Role.MENTOR: _("De maatjes van dit thema"),
        Role.PROFESSIONAL: _("De professionals van dit thema"),
        Role.MODERATOR: _("De moderatoren van dit thema"),
    }
    return names[role]
