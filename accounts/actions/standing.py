"""May a member write: suspend until a moment, and lift it."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.events import MemberSuspended, SuspensionLifted
from accounts.models import Member
from accounts.policies import can_suspend
from core.errors import NotFound, Refused
from core.events import publish


@transaction.atomic
def suspend_member(*, member_id: int, until: datetime, suspended_by: Member | None) -> None:
    """Until then the member reads, objects and finds help, but does not write. `None` is the machine."""
    member = _locked(member_id)
    if suspended_by is not None:
        can_suspend(suspended_by, member).require()
    if until <= timezone.now():
        raise Refused(_("Kies een moment in de toekomst."), field="until")
    member.suspended_until = until
    member.save(update_fields=["suspended_until"])
    publish(MemberSuspended(member.pk))


@transaction.atomic
def lift_suspension(*, member_id: int, lifted_by: Member | None) -> None:
    """The member writes again from now on."""
    member = _locked(member_id)
    if lifted_by is not None:
        can_suspend(lifted_by, member).require()
    if member.suspended_until is None:
        return
    member.suspended_until = None
    member.save(update_fields=["suspended_until"])
    publish(SuspensionLifted(member.pk))


def _locked(member_id: int) -> Member:
    member: Member | None = Member.objects.select_for_update(no_key=True).filter(pk=member_id).first()
    if member is None:
        raise NotFound
    return member
