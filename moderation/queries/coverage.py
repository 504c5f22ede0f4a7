"""Who has duty in which theme now and after that, and when nobody has."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from community.models import Theme
from moderation.models import Line
from moderation.roster import Colleague, Stretch, on_duty


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
class Span:
    starts_at: datetime
    ends_at: datetime

    @property
    def is_within_a_day(self) -> bool:
        return timezone.localtime(self.starts_at).date() == timezone.localtime(self.ends_at).date()


@dataclass(frozen=True)
class Gap(Span):
    """Nobody has the first duty in these themes."""

    themes: list[str]


def coverage(
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
            now=people(planned, first, staff, now),
            present=[staff[pk].name for pk in present],
            backup=people(planned, backup, staff, now),
            following=[staff[pk].name for pk in following],
            following_at=at,
        )
        for (first, present, backup, following, at), names in _grouped(themes, situation)
    ]


def gaps(
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


def joined(stretches: Iterable[Stretch]) -> list[Span]:
    """Duties that touch or overlap are one."""
    found: list[Span] = []
    for stretch in sorted(stretches):
        if found and stretch.starts_at <= found[-1].ends_at:
            found[-1] = Span(found[-1].starts_at, max(found[-1].ends_at, stretch.ends_at))
        else:
            found.append(Span(stretch.starts_at, stretch.ends_at))
    return found


def all_of(planned: Iterable[Stretch], line: Line, now: datetime) -> list[int]:
    return list(dict.fromkeys(s.member_id for s in planned if s.line == line and s.covers(now)))


def people(
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
