"""Changing the duty roster: the week, the exceptions, and how fast an alert climbs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Member
from accounts.policies import can_administer
from community.models import Theme
from core.errors import Conflict, NotFound, Refused
from moderation.actions.log import write_log
from moderation.limits import (
    ALERT_LONGEST,
    ROSTER_FURTHEST_CHANGE,
    ROSTER_KEEPS_CHANGES,
    ROSTER_LONGEST_CHANGE,
)
from moderation.models import AlertTimes, DutyChange, DutyShift, Line, Severity
from moderation.policies import can_change_roster, can_see_roster
from moderation.roster import colleagues


@dataclass(frozen=True, kw_only=True)
class Hours:
    """A duty of every week as it is filled in. `theme` is a slug, empty for all themes."""

    member_id: int
    theme: str
    line: int
    weekdays: Sequence[int]
    starts: time
    ends: time


@transaction.atomic
def add_shifts(*, by: Member, hours: Hours) -> list[DutyShift]:
    """A duty on each of these days. Raises `NotFound`, `NotAllowed`, and `Refused` with the field."""
    can_change_roster(by, hours.theme).require()
    _require_sense(hours)
    shifts = [_store(DutyShift(weekday=weekday), hours) for weekday in sorted(set(hours.weekdays))]
    _note(by, shifts[0].pk)
    return shifts


@transaction.atomic
def change_shift(*, by: Member, shift_id: int, hours: Hours) -> DutyShift:
    """Raises as `add_shifts`; the first of the days is taken."""
    shift = _shift(shift_id)
    can_change_roster(by, shift.theme).require()
    can_change_roster(by, hours.theme).require()
    _require_sense(hours)
    shift.weekday = hours.weekdays[0]
    _note(by, shift_id)
    return _store(shift, hours)


@transaction.atomic
def drop_shift(*, by: Member, shift_id: int) -> None:
    shift = _shift(shift_id)
    can_change_roster(by, shift.theme).require()
    shift.delete()
    _note(by, shift_id)


@transaction.atomic
def add_change(
    *,
    by: Member,
    member_id: int,
    starts_at: datetime,
    ends_at: datetime,
    is_extra: bool = False,
    theme: str = "",
    line: int = Line.FIRST,
) -> DutyChange:
    """Somebody is away, or there besides. Whoever is on the roster may say that they are away themselves.

    Raises `NotFound`, `NotAllowed`, and `Refused` with the field.
    """
    can_see_roster(by).require()
    if is_extra or member_id != by.pk:
        can_change_roster(by, theme if is_extra else None).require()
    now = timezone.now()
    if not starts_at < ends_at:
        raise Refused(_("Het einde is na het begin."), field="last_day")
    if ends_at <= now:
        raise Refused(_("Dit is al voorbij."), field="last_day")
    if ends_at - starts_at > ROSTER_LONGEST_CHANGE or ends_at - now > ROSTER_FURTHEST_CHANGE:
        raise Refused(_("Kies hooguit zestig dagen, binnen een jaar."), field="last_day")
    _require_person(member_id, theme if is_extra else None)
    change = DutyChange.objects.create(
        member_id=member_id,
        is_extra=is_extra,
        theme=theme if is_extra else "",
        line=line if is_extra else Line.FIRST,
        starts_at=starts_at,
        ends_at=ends_at,
    )
    _note(by, change.pk, "change")
    return change


@transaction.atomic
def drop_change(*, by: Member, change_id: int) -> None:
    change = DutyChange.objects.select_for_update().filter(pk=change_id).first()
    if change is None or not can_see_roster(by):
        raise NotFound
    if change.is_extra or change.member_id != by.pk:
        can_change_roster(by, change.theme if change.is_extra else None).require()
    change.delete()
    _note(by, change_id, "change")


@transaction.atomic
def change_times(
    *, by: Member, severity: str, backup_after: int, everyone_after: int, again_every: int
) -> None:
    """How many minutes an alert waits at each step. Alerts that run keep the step that is planned."""
    can_administer(by).require()
    severity = Severity(severity)
    if not 1 <= backup_after < everyone_after <= ALERT_LONGEST:
        raise Refused(
            _("Iedereen hoort het later dan de achterwacht, binnen een dag."), field="everyone_after"
        )
    if not 5 <= again_every <= ALERT_LONGEST:
        raise Refused(_("Kies tussen 5 minuten en een dag."), field="again_every")
    AlertTimes.objects.update_or_create(
        severity=severity,
        defaults={
            "backup_after": backup_after,
            "everyone_after": everyone_after,
            "again_every": again_every,
        },
    )
    minutes = {"severity": severity.value, "minutes": [backup_after, everyone_after, again_every]}
    write_log(what="alert_times_changed", actor_id=by.pk, details=minutes)


def forget_old_roster_changes() -> int:
    old = DutyChange.objects.filter(ends_at__lt=timezone.now() - ROSTER_KEEPS_CHANGES)
    deleted, _by_model = old.delete()
    return deleted


def _shift(shift_id: int) -> DutyShift:
    shift = DutyShift.objects.select_for_update().filter(pk=shift_id).first()
    if shift is None:
        raise NotFound
    return shift


def _store(shift: DutyShift, hours: Hours) -> DutyShift:
    shift.member_id, shift.theme, shift.line = hours.member_id, hours.theme, hours.line
    shift.starts, shift.ends = hours.starts, hours.ends
    try:
        with transaction.atomic():
            shift.save()
    except IntegrityError as error:
        day = shift.get_weekday_display()
        sentence = _("Deze dienst staat al op het rooster: %(day)s, dezelfde persoon, dezelfde tijd.")
        raise Conflict(sentence % {"day": day}) from error
    return shift


def _require_sense(hours: Hours) -> None:
    if not hours.weekdays:
        raise Refused(_("Kies ten minste één dag."), field="weekdays")
    if hours.theme and not Theme.objects.filter(slug=hours.theme).exists():
        raise Refused(_("Kies een thema dat er is."), field="theme")
    _require_person(hours.member_id, hours.theme)


def _require_person(member_id: int, theme: str | None) -> None:
    """Somebody whose role works, and reaches this theme; a duty for all themes reaches as far as the role."""
    who = colleagues().get(member_id)
    if who is None or (theme and not who.suits(theme)):
        raise Refused(_("Deze persoon heeft geen rol in dit thema."), field="member")


def _note(by: Member, row_id: int, kind: str = "shift") -> None:
    write_log(what="roster_changed", actor_id=by.pk, thing=f"duty_{kind}:{row_id}")
