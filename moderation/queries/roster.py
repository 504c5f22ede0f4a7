"""The duty roster as a page: who has duty now, who after that, where nobody has, and the week itself."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.policies import Viewer, can_administer
from community.models import Theme
from core.errors import NotFound
from core.policy import Decision
from core.weekdays import Weekday
from moderation.limits import ALERT_TIMES, ROSTER_AHEAD
from moderation.models import AlertTimes, DutyChange, DutyShift, Line, Severity
from moderation.policies import can_change_roster, can_see_roster
from moderation.queries.coverage import Coverage, Gap, Person, Span, all_of, coverage, gaps, joined, people
from moderation.roster import Colleague, colleagues, present_now, roster

OWN_SHOWN = 3
GAPS_SHOWN = 1
"""The next gap stands there; the others unfold."""


@dataclass(frozen=True)
class ShownShift:
    """`counts` is no for whose role has ended or does not reach that theme."""

    shift: DutyShift
    name: str
    theme: str
    counts: bool
    can_change: bool


@dataclass(frozen=True)
class ShownDay:
    """`first`: who has the first duty that day, as the week says; the day of today stands open."""

    label: str
    shifts: list[ShownShift]
    is_today: bool

    @property
    def first(self) -> list[ShownShift]:
        return [line for line in self.shifts if line.shift.line == Line.FIRST and line.counts]


@dataclass(frozen=True)
class ShownChange:
    change: DutyChange
    name: str
    theme: str
    can_change: bool


@dataclass(frozen=True)
class Times:
    severity: str
    label: str
    backup_after: int
    everyone_after: int
    again_every: int


@dataclass(frozen=True)
class RosterPage:
    """`mine`: the viewer's own duties, those that touch as one."""

    coverage: list[Coverage]
    gaps: list[Gap]
    days: list[ShownDay]
    changes: list[ShownChange]
    last: list[Person]
    mine: list[Span]
    times: list[Times]
    is_empty: bool
    can_change: Decision
    can_administer: Decision
    until: datetime = field(default_factory=timezone.now)

    @property
    def next_gaps(self) -> list[Gap]:
        return self.gaps[:GAPS_SHOWN]

    @property
    def later_gaps(self) -> list[Gap]:
        return self.gaps[GAPS_SHOWN:]

    @property
    def is_always_on(self) -> bool:
        """The viewer has duty from now on for as far as the page looks."""
        begin = self.until - ROSTER_AHEAD
        return bool(self.mine) and self.mine[0].starts_at <= begin and self.mine[0].ends_at >= self.until


def roster_page(viewer: Viewer) -> RosterPage:
    """Eight queries however long the roster. Raises `NotFound`."""
    can_see_roster(viewer).require()
    now = timezone.now()
    ahead = now + ROSTER_AHEAD
    staff, themes = colleagues(), list(Theme.objects.all())
    shifts = list(DutyShift.objects.select_related("member"))
    planned = [s for s in roster(now, ahead) if _counts(staff, s.member_id, s.theme)]
    labels = {theme.slug: theme.label for theme in themes}
    here = present_now()
    return RosterPage(
        coverage=coverage(planned, themes, staff, here, now),
        gaps=gaps(planned, themes, staff, now, ahead),
        days=_days(viewer, shifts, staff, labels, timezone.localtime(now).weekday()),
        changes=_changes(viewer, labels, now),
        last=people(planned, all_of(planned, Line.LAST, now), staff, now),
        mine=joined(s for s in planned if s.member_id == viewer.pk)[:OWN_SHOWN],
        times=alert_times(),
        is_empty=not planned,
        can_change=can_change_roster(viewer),
        can_administer=can_administer(viewer),
        until=ahead,
    )


def alert_times() -> list[Times]:
    """As they hold now, the gravest first. One query."""
    stored = {row.severity: row for row in AlertTimes.objects.all()}

    def minutes(severity: str) -> tuple[int, int, int]:
        row = stored.get(severity)
        return (row.backup_after, row.everyone_after, row.again_every) if row else ALERT_TIMES[severity]

    return [Times(severity.value, str(severity.label), *minutes(severity)) for severity in Severity]


def shift_to_change(viewer: Viewer, *, shift_id: int) -> DutyShift:
    """One query. Raises `NotFound`, `NotAllowed`."""
    can_see_roster(viewer).require()
    shift = DutyShift.objects.select_related("member").filter(pk=shift_id).first()
    if shift is None:
        raise NotFound
    can_change_roster(viewer, shift.theme).require()
    return shift


def roster_choices(viewer: Viewer) -> tuple[list[tuple[int, str]], list[tuple[str, str]]]:
    """Whom the viewer may put on the roster, and for which themes. Two queries."""
    people = [(who.id, f"{who.name} ({who.handle})") for who in colleagues().values()]
    themes = [(theme.slug, theme.label) for theme in Theme.objects.all()]
    allowed = [(slug, label) for slug, label in themes if can_change_roster(viewer, slug)]
    if can_change_roster(viewer, ""):
        allowed.insert(0, ("", _("Alle thema’s")))
    return people, allowed


def _counts(staff: dict[int, Colleague], member_id: int, theme: str) -> bool:
    who = staff.get(member_id)
    return who is not None and (not theme or who.suits(theme))


def _days(
    viewer: Viewer,
    shifts: Sequence[DutyShift],
    staff: dict[int, Colleague],
    labels: dict[str, str],
    today: int,
) -> list[ShownDay]:
    return [
        ShownDay(
            label=str(weekday.label),
            shifts=[
                ShownShift(
                    shift=shift,
                    name=shift.member.name,
                    theme=labels.get(shift.theme, ""),
                    counts=_counts(staff, shift.member_id, shift.theme),
                    can_change=bool(can_change_roster(viewer, shift.theme)),
                )
                for shift in shifts
                if shift.weekday == weekday
            ],
            is_today=weekday == today,
        )
        for weekday in Weekday
    ]


def _changes(viewer: Viewer, labels: dict[str, str], now: datetime) -> list[ShownChange]:
    coming = DutyChange.objects.filter(ends_at__gt=now).select_related("member")

    def may(change: DutyChange) -> bool:
        own = not change.is_extra and change.member_id == viewer.pk
        return own or bool(can_change_roster(viewer, change.theme if change.is_extra else None))

    return [
        ShownChange(change, change.member.name, labels.get(change.theme, ""), may(change))
        for change in coming
    ]
