"""Being on duty: others see it, and requests for help reach whoever is."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Member
from community.actions.authors import lock_author
from core.errors import Refused
from core.events import publish
from realtime.events import DutyChanged
from realtime.limits import LONGEST_DUTY
from realtime.models import Duty
from realtime.policies import can_be_on_duty


@transaction.atomic
def start_duty(*, member: Member, until: datetime) -> Duty:
    """On duty until then, in place of an earlier end. Publishes `DutyChanged`."""
    member = lock_author(member)
    can_be_on_duty(member).require()
    now = timezone.now()
    if not now < until <= now + LONGEST_DUTY:
        raise Refused(_("Kies een tijd binnen twaalf uur."), field="until")
    Duty.objects.filter(member=member, ended_at__isnull=True).update(ended_at=now)
    duty = Duty.objects.create(member=member, until=until)
    publish(DutyChanged(member_id=member.pk))
    return duty


@transaction.atomic
def end_duty(*, member: Member) -> None:
    """Off duty now; harmless when not on duty. Publishes `DutyChanged`."""
    member = lock_author(member)
    Duty.objects.filter(member=member, ended_at__isnull=True).update(ended_at=timezone.now())
    publish(DutyChanged(member_id=member.pk))
