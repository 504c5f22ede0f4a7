"""Who has duty when: the week, the exceptions to it, and whoever says that they are there now.

Whoever knows of people who are there besides the roster registers how to ask for them (rooms do).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from accounts.models import Member, Role, RoleGrant, Roles
from accounts.models.role import active_grants
from moderation.models import DutyChange, DutyShift, Line
from moderation.models.duty import NO_THEME

DAY = timedelta(days=1)
ROSTER_ROLES = (Role.MODERATOR, Role.PROFESSIONAL, Role.ADMINISTRATOR)
Present = Callable[[], Iterable[int]]

_present: list[Present] = []


@dataclass(frozen=True, order=True)
class Stretch:
    """One duty of one member; `theme` is empty for all themes."""

    starts_at: datetime
    ends_at: datetime
    member_id: int
    theme: str = NO_THEME
    line: int = Line.FIRST

    def covers(self, moment: datetime) -> bool:
        return self.starts_at <= moment < self.ends_at

    def serves(self, theme: str) -> bool:
        return self.theme in (NO_THEME, theme)


@dataclass(frozen=True)
class Colleague:
    """Somebody whose role works now."""

    id: int
    name: str
    handle: str
    roles: Roles

    def suits(self, theme: str) -> bool:
        """Whether an alert of this theme is for them: moderators and professionals of it, administrators."""
        roles = self.roles
        return (
            roles.has(Role.MODERATOR, theme)
            or roles.has(Role.PROFESSIONAL, theme)
            or roles.has(Role.ADMINISTRATOR)
        )


def also_present(ask: Present) -> None:
    """Register how to ask who says that they are there now."""
    if ask not in _present:
        _present.append(ask)


def colleagues() -> dict[int, Colleague]:
    """Everybody who may stand on the roster, by id: their role holds today and can be used. One query."""
    holders = RoleGrant.objects.active().filter(role__in=ROSTER_ROLES).values("member")
    free = Q(suspended_until__isnull=True) | Q(suspended_until__lte=timezone.now())
    members = Member.objects.able_to_act().filter(free, pk__in=holders, is_active=True)
    rows = members.annotate(grants=active_grants("pk")).order_by("name", "pk")
    return {
        row.pk: Colleague(row.pk, row.name, row.handle, Roles.parse(getattr(row, "grants", "")))
        for row in rows
    }


def roster(begin: datetime, end: datetime) -> list[Stretch]:
    """Every duty that touches this time, as planned, in order of beginning. Two queries."""
    changes = list(DutyChange.objects.filter(starts_at__lt=end, ends_at__gt=begin))
    planned = [stretch for shift in DutyShift.objects.all() for stretch in _weekly(shift, begin, end)]
    for change in changes:
        if not change.is_extra:
            planned = [part for stretch in planned for part in _without(stretch, change)]
    extra = [
        Stretch(change.starts_at, change.ends_at, change.member_id, change.theme, change.line)
        for change in changes
        if change.is_extra
    ]
    return sorted([*planned, *extra])


def on_duty(stretches: Iterable[Stretch], *, theme: str, line: int, at: datetime) -> list[int]:
    """The members whose duty it is, without doubles."""
    found = [s.member_id for s in stretches if s.line == line and s.serves(theme) and s.covers(at)]
    return list(dict.fromkeys(found))


def present_now() -> set[int]:
    """Who says that they are there, besides the roster."""
    return {member_id for ask in _present for member_id in ask()}


def _weekly(shift: DutyShift, begin: datetime, end: datetime) -> Iterable[Stretch]:
    """A duty that began the day before may still run. Days are those of the clock of the municipality."""
    day = timezone.localtime(begin, _zone()).date() - DAY
    last = timezone.localtime(end, _zone()).date()
    day += DAY * ((shift.weekday - day.weekday()) % 7)
    while day <= last:
        starts_at, ends_at = shift.on(day)
        if starts_at < end and ends_at > begin and starts_at < ends_at:
            yield Stretch(starts_at, ends_at, shift.member_id, shift.theme, shift.line)
        day += 7 * DAY


def _without(stretch: Stretch, away: DutyChange) -> Iterable[Stretch]:
    """What remains of a duty when somebody is away for a while."""
    if away.member_id != stretch.member_id or not (
        away.starts_at < stretch.ends_at and away.ends_at > stretch.starts_at
    ):
        yield stretch
        return
    if away.starts_at > stretch.starts_at:
        yield replace(stretch, ends_at=away.starts_at)
    if away.ends_at < stretch.ends_at:
        yield replace(stretch, starts_at=away.ends_at)


def _zone() -> ZoneInfo:
    return ZoneInfo(settings.TIME_ZONE)
