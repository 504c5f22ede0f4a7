"""Counts of people that may be shown without anybody being worked out from them.

Small counts are left out, and so much with them that they do not follow from the total, nor from knowing
this very rule. What is shown of a long time is put together from what was shown of its parts, and the parts
never overlap: so no two answers have a difference that says more.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

SMALLEST = 5
"""The smallest count of people that is shown."""

Shown = tuple[int | None, ...]


@dataclass(frozen=True)
class Part:
    """Steps `first` up to `last` of time, which are shown together: a table for each way of dividing them."""

    first: int
    last: int
    tables: tuple[tuple[int, ...], ...] = field(repr=False)

    @property
    def total(self) -> int:
        return sum(self.tables[0])

    @property
    def shown(self) -> tuple[Shown, ...]:
        return tuple(without_small(table) for table in self.tables)


def without_small(counts: Sequence[int]) -> Shown:
    """The counts, with None for what is too small to show and for what would give that away.

    With a small count every nought goes too: nobody sees which is which. Then the smallest others, until
    there are two or more left out which are together enough.
    """
    if not any(0 < count < SMALLEST for count in counts):
        return tuple(counts)
    hidden = {place for place, count in enumerate(counts) if count < SMALLEST}
    others = sorted(set(range(len(counts))) - hidden, key=lambda place: (counts[place], place))
    small = len(hidden)
    while others:
        together = sum(counts[place] for place in hidden)
        at_their_most = len(hidden) == small and together == small * (SMALLEST - 1)
        if len(hidden) >= 2 and together >= SMALLEST and not at_their_most:
            break
        hidden.add(others.pop(0))
    return tuple(None if place in hidden else count for place, count in enumerate(counts))


def is_safe(counts: Sequence[int]) -> bool:
    """Whether the counts can be shown: there are enough, and each small one could as well be another."""
    total = sum(counts)
    if total == 0:
        return True
    if total < SMALLEST:
        return False
    shown = without_small(counts)
    hidden = [place for place, count in enumerate(shown) if count is None]
    return all(
        _could_be_other(counts, shown, place, hidden) for place in hidden if 0 < counts[place] < SMALLEST
    )


def parts(steps: Sequence[Sequence[Sequence[int]]]) -> list[Part]:
    """The steps of time put together until they can be shown; what is left at the end waits for more.

    `steps` has for each step the tables of the same people. What comes later changes no earlier part.
    """
    found: list[Part] = []
    first = 0
    sums: list[list[int]] = []
    for number, tables in enumerate(steps):
        sums = [
            [old + new for old, new in zip(before, table, strict=True)]
            for before, table in zip(sums or [[0] * len(table) for table in tables], tables, strict=True)
        ]
        if all(is_safe(table) for table in sums):
            found.append(Part(first, number + 1, tuple(tuple(table) for table in sums)))
            first, sums = number + 1, []
    return found


def added(those: Sequence[Part], table: int) -> Shown:
    """What is shown of several parts together: a count that each of them shows."""
    columns = zip(*(part.shown[table] for part in those), strict=True)
    return tuple(None if None in column else sum(count or 0 for count in column) for column in columns)


def _could_be_other(counts: Sequence[int], shown: Shown, place: int, hidden: Sequence[int]) -> bool:
    """Whether one or more people elsewhere among what is left out would look the same."""
    return any(without_small(other) == shown for other in _others(counts, place, hidden))


def _others(counts: Sequence[int], place: int, hidden: Sequence[int]) -> Iterator[list[int]]:
    for neighbour in hidden:
        for by in (1, -1, 2, -2, 3, -3):
            other = list(counts)
            other[place] += by
            other[neighbour] -= by
            if neighbour != place and min(other) >= 0:
                yield other
