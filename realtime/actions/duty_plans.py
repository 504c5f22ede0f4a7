"""When somebody means to be on duty, so that a resident hears when there is somebody again."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Member
from community.actions.authors import lock_author
from core.errors import Refused
from realtime.limits import FURTHEST_DUTY_PLAN, LONGEST_DUTY
from realtime.models import DutyPlan
from realtime.policies import can_be_on_duty


@transaction.atomic
def plan_duty(*, member: Member, starts_at: datetime, until: datetime) -> DutyPlan:
    """Raises `NotAllowed`, and `Refused` for a time that has passed, is too far or too long."""
    member = lock_author(member)
    can_be_on_duty(member).require()
    now = timezone.now()
    if not now < starts_at <= now + FURTHEST_DUTY_PLAN:
        raise Refused(_("Kies een moment in de komende zestig dagen."), field="day")
    if not starts_at < until <= starts_at + LONGEST_DUTY:
        raise Refused(_("Een dienst eindigt na het begin en duurt hooguit twaalf uur."), field="until")
    plan, _made = DutyPlan.objects.update_or_create(
        member=member, starts_at=starts_at, defaults={"until": until}
    )
    return plan


@transaction.atomic
def drop_duty_plan(*, member: Member, plan_id: int) -> None:
    """One's own plan; of others nothing happens."""
    DutyPlan.objects.filter(member=member, pk=plan_id).delete()


def forget_old_duty_plans() -> int:
    deleted, _by_model = DutyPlan.objects.filter(until__lt=timezone.now()).delete()
    return deleted
