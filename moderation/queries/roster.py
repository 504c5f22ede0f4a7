"""The duty roster as a page: who has duty now, who after that, where nobody has, and the week itself."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
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
from moderation.roster import Colleague, Stretch, colleagues, on_duty, present_now, roster

OWN_SHOWN = 5


@dataclass(frozen=True)
class Person:
    """`until` is when the duty ends; None for whoever only says to be there."""

    name: str
    until: datetime | None = None


@dataclass(frozen=True)
class Coverage:
    """The same for all of these themes; `is_rest`: for all themes that the others do not name."""

    themes: list[str]
    is_rest: bool
    now: list[Person]
    present: list[str]
    backup: list[Person]
    following: list[str]
    following_at: datetime | None


@dataclass(frozen=True)
class Gap:
    """Nobody has the first duty in these themes."""

    starts_at: datetime
    ends_at: datetime
    themes: list[str]


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
    label: str
    shifts: list[ShownShift]


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
    coverage: list[Coverage]
    gaps: list[Gap]
    days: list[ShownDay]
    changes: list[ShownChange]
    last: list[Person]
    mine: list[Stretch]
    times: list[Times]
    is_empty: bool
    can_change: Decision
    can_administer: Decision
    until: datetime = field(default_factory=timezone.now)


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
        coverage=_coverage(planned, themes, staff, here, now),
        gaps=_gaps(planned, themes, staff, now, ahead),
        days=_days(viewer, shifts, staff, labels),
        changes=_changes(viewer, labels, now),
        last=_people(planned, _all_of(planned, Line.LAST, now), staff, now),
        mine=[stretch for stretch in planned if stretch.member_id == viewer.pk][:OWN_SHOWN],
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


def _coverage(
    planned: Sequence[Stretch],
    themes: Sequence[Theme],
    staff: dict[int, Colleague],
    here: set[int],
    now: datetime,
) -> list[Coverage]:
    """One for each different situation, so that ten themes that are the same are one line."""

    def situation(theme: Theme) -> tuple[Hashable, ...]:
        slug = theme.slug
        fitting = [s for s in planned if s.serves(slug) and staff[s.member_id].suits(slug)]
        first, backup = (
            tuple(on_duty(fitting, theme=slug, line=line, at=now)) for line in (Line.FIRST, Line.BACKUP)
        )
        present = tuple(sorted(pk for pk in here - set(first) if pk in staff and staff[pk].suits(slug)))
        coming = [s for s in fitting if s.line == Line.FIRST and s.starts_at > now]
        at = min((s.starts_at for s in coming), default=None)
        following = tuple(dict.fromkeys(s.member_id for s in coming if s.starts_at == at))
        return first, present, backup, following, at

    return [
        Coverage(
            themes=names,
            is_rest=1 < len(names) > len(themes) / 2,
            now=_people(planned, first, staff, now),
            present=[staff[pk].name for pk in present],
            backup=_people(planned, backup, staff, now),
            following=[staff[pk].name for pk in following],
            following_at=at,
        )
        for (first, present, backup, following, at), names in _grouped(themes, situation)
    ]


def _gaps(
    planned: Sequence[Stretch],
    themes: Sequence[Theme],
    staff: dict[int, Colleague],
    now: datetime,
    ahead: datetime,
) -> list[Gap]:
    """Where nobody has the first duty, in order of time; an empty list of themes is all of them."""
    found: dict[tuple[datetime, datetime], list[str]] = defaultdict(list)
    for theme in themes:
        slug = theme.slug
        first = [
            s for s in planned if s.line == Line.FIRST and s.serves(slug) and staff[s.member_id].suits(slug)
        ]
        for gap in _uncovered(first, now, ahead):
            found[gap].append(theme.label)
    return [
        Gap(starts_at, ends_at, names if len(names) < len(themes) or len(themes) == 1 else [])
        for (starts_at, ends_at), names in sorted(found.items())
    ]


def _uncovered(
    stretches: Iterable[Stretch], begin: datetime, end: datetime
) -> Iterable[tuple[datetime, datetime]]:
    at = begin
    for stretch in sorted(stretches):
        if stretch.starts_at > at:
            yield at, min(stretch.starts_at, end)
        at = max(at, stretch.ends_at)
        if at >= end:
            return
    if at < end:
        yield at, end


def _days(
    viewer: Viewer, shifts: Sequence[DutyShift], staff: dict[int, Colleague], labels: dict[str, str]
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


def _all_of(planned: Iterable[Stretch], line: Line, now: datetime) -> list[int]:
    return list(dict.fromkeys(s.member_id for s in planned if s.line == line and s.covers(now)))


def _people(
    planned: Sequence[Stretch], ids: Iterable[int], staff: dict[int, Colleague], now: datetime
) -> list[Person]:
    return [Person(staff[pk].name, _until(planned, pk, now)) for pk in ids]


def _until(planned: Sequence[Stretch], member_id: int, now: datetime) -> datetime | None:
    """When the duty ends, with what follows on it at once."""
    own = [s for s in planned if s.member_id == member_id]
    at = max((s.ends_at for s in own if s.covers(now)), default=None)
    for stretch in own:
        if at is not None and stretch.starts_at <= at < stretch.ends_at:
            at = stretch.ends_at
    return at


def _grouped(
    themes: Sequence[Theme], situation: Callable[[Theme], tuple[Hashable, ...]]
) -> list[tuple[tuple, list[str]]]:  # type: ignore[type-arg]
    groups: dict[tuple[Hashable, ...], list[str]] = defaultdict(list)
    for theme in themes:
        groups[situation(theme)].append(theme.label)
    return sorted(groups.items(), key=lambda group: len(group[1]))
