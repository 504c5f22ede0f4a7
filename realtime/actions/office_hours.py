"""Office hours themselves: planned, moved, called off, ended."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Member, Role, RoleGrant
from community.actions.authors import lock_author
from community.models import Theme
from core.errors import NotAllowed, NotFound, Refused
from core.events import publish
from core.screening import refuse_certain
from core.text import clean_body
from moderation.actions.log import write_log
from realtime.actions.texts import checked_line
from realtime.events import OfficeHourCancelled, OfficeHourChanged, OfficeHourMoved
from realtime.limits import (
    FURTHEST_OFFICE_HOUR,
    LONGEST_OFFICE_HOUR,
    OFFICE_ABOUT_LENGTH,
    SHORTEST_OFFICE_HOUR,
)
from realtime.models import OfficeHour, Phase
from realtime.office_policies import can_change_office_hour, can_host, can_plan_office_hours


@dataclass(frozen=True)
class OfficePlan:
    """What stands in the form: what it is about, and when (aware moments)."""

    title: str
    about: str
    starts_at: datetime
    ends_at: datetime


@transaction.atomic
def plan_office_hour(*, host: Member, theme: Theme, plan: OfficePlan) -> OfficeHour:
    """Raises `NotAllowed`, `Refused`. Publishes `OfficeHourChanged`."""
    host = lock_author(host)
    can_plan_office_hours(host, theme).require()
    plan = _checked(plan, host=host)
    office_hour = OfficeHour.objects.create(
        host=host, theme=theme, organisation=organisation_of(host, theme), **asdict(plan)
    )
    _log("office_planned", office_hour)
    publish(OfficeHourChanged(office_hour_id=office_hour.pk))
    return office_hour


@transaction.atomic
def change_office_hour(*, host: Member, office_hour_id: int, plan: OfficePlan) -> OfficeHour:
    """Another time or other words, while it has not begun. Publishes `OfficeHourChanged`, and of another time
    `OfficeHourMoved`.
    """
    host = lock_author(host)
    office_hour = lock_office_hour(office_hour_id)
    can_change_office_hour(host, office_hour).require()
    plan = _checked(plan, host=host, but=office_hour)
    moved = (office_hour.starts_at, office_hour.ends_at) != (plan.starts_at, plan.ends_at)
    for name, value in asdict(plan).items():
        setattr(office_hour, name, value)
    office_hour.revision += 1
    office_hour.changed_at = timezone.now()
    office_hour.save()
    _log("office_changed", office_hour)
    if moved:
        publish(OfficeHourMoved(office_hour_id=office_hour.pk))
    publish(OfficeHourChanged(office_hour_id=office_hour.pk))
    return office_hour


@transaction.atomic
def cancel_office_hour(*, host: Member, office_hour_id: int, reason: str) -> OfficeHour:
    """Call it off; whoever stood in the queue hears it. Publishes `OfficeHourCancelled`."""
    host = lock_author(host)
    office_hour = lock_office_hour(office_hour_id)
    can_host(host, office_hour).require()
    if office_hour.phase not in (Phase.PLANNED, Phase.LIVE):
        raise NotAllowed(_("Dit spreekuur is al voorbij."))
    empty = _("Schrijf kort waarom.")
    office_hour.cancel_reason = checked_line(
        reason, author=host, place="office_hour", limit=200, empty=empty, field="reason"
    )
    office_hour.cancelled_at = office_hour.changed_at = timezone.now()
    office_hour.revision += 1
    office_hour.save()
    _log("office_cancelled", office_hour)
    publish(OfficeHourCancelled(office_hour_id=office_hour.pk))
    publish(OfficeHourChanged(office_hour_id=office_hour.pk))
    return office_hour


@transaction.atomic
def end_office_hour(*, host: Member, office_hour_id: int) -> OfficeHour:
    """Stop before its time; a repeat changes nothing. Publishes `OfficeHourChanged`."""
    host = lock_author(host)
    office_hour = lock_office_hour(office_hour_id)
    can_host(host, office_hour).require()
    if office_hour.phase == Phase.LIVE:
        office_hour.ended_at = timezone.now()
        office_hour.save(update_fields=["ended_at"])
        publish(OfficeHourChanged(office_hour_id=office_hour.pk))
    return office_hour


def _log(what: str, office_hour: OfficeHour) -> None:
    """Only its host does anything with it."""
    write_log(what=what, actor_id=office_hour.host_id, thing=f"office_hour:{office_hour.pk}")


def lock_office_hour(office_hour_id: int) -> OfficeHour:
    """Locked; office hours are public, so everybody may know that it is there."""
    locked = OfficeHour.objects.select_for_update(of=("self",), no_key=True)
    office_hour = locked.select_related("theme", "host").filter(pk=office_hour_id).first()
    if office_hour is None:
        raise NotFound
    return office_hour


def organisation_of(host: Member, theme: Theme) -> str:
    """On whose behalf the host is a professional of this theme."""
    grants = RoleGrant.objects.active().filter(
        member=host, role=Role.PROFESSIONAL, scope__in=("", theme.slug)
    )
    return grants.order_by("-scope").values_list("organisation", flat=True).first() or ""


def _checked(plan: OfficePlan, *, host: Member, but: OfficeHour | None = None) -> OfficePlan:
    now = timezone.now()
    if not now < plan.starts_at <= now + FURTHEST_OFFICE_HOUR:
        raise Refused(_("Kies een moment in de komende zes maanden."), field="day")
    if not SHORTEST_OFFICE_HOUR <= plan.ends_at - plan.starts_at <= LONGEST_OFFICE_HOUR:
        raise Refused(_("Een spreekuur duurt een kwartier tot vier uur."), field="until")
    overlapping = OfficeHour.objects.filter(
        host=host, cancelled_at__isnull=True, starts_at__lt=plan.ends_at, ends_at__gt=plan.starts_at
    )
    if but is not None:
        overlapping = overlapping.exclude(pk=but.pk)
    if overlapping.exists():
        raise Refused(_("Je hebt dan al een ander spreekuur."), field="day")
    about = plan.about
    if about.strip():
        about = clean_body(about, limit=OFFICE_ABOUT_LENGTH, field="about")
    refuse_certain({"about": about}, author_id=host.pk, place="office_hour")
    empty = _("Schrijf waar het spreekuur over gaat.")
    title = checked_line(plan.title, author=host, place="office_hour", empty=empty, field="title")
    return OfficePlan(title=title, about=about, starts_at=plan.starts_at, ends_at=plan.ends_at)
