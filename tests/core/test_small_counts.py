"""No small count follows from what is shown: not from the total, the rule or another period."""

from collections import defaultdict
from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.small_counts import SMALLEST, Part, Shown, added, is_safe, parts, without_small


@pytest.mark.parametrize(("cells", "most"), [(2, 14), (3, 12), (4, 8), (5, 6)])
def test_who_knows_the_rule_and_all_that_is_shown_cannot_tell_a_small_count(cells: int, most: int) -> None:
    """Every table up to a size: those that look the same have more than one value at each small count."""
    alike: dict[tuple[int, Shown], list[tuple[int, ...]]] = defaultdict(list)
    for counts in product(range(most + 1), repeat=cells):
        if is_safe(counts):
            alike[sum(counts), without_small(counts)].append(counts)
    checked = 0
    for (_total, shown), tables in alike.items():
        for place in range(cells):
            if shown[place] is None and any(0 < table[place] < SMALLEST for table in tables):
                checked += 1
                assert len({table[place] for table in tables}) > 1, tables
    assert checked > 20


@given(st.lists(st.integers(0, 40), min_size=2, max_size=8))
def test_what_is_shown_is_true_and_never_small(counts: list[int]) -> None:
    shown = without_small(counts)
    assert all(count is None or count == counts[place] for place, count in enumerate(shown))
    assert not any(count is not None and 0 < count < SMALLEST for count in shown)


def _tables(draw: st.DrawFn) -> list[list[list[int]]]:
    """Months; in each the same people divided in two ways."""
    months = []
    for _month in range(draw(st.integers(1, 12))):
        one = draw(st.lists(st.integers(0, 12), min_size=4, max_size=4))
        cut = draw(st.integers(0, sum(one)))
        months.append([one, [cut, sum(one) - cut, 0]])
    return months


@settings(max_examples=200)
@given(st.composite(_tables)())
def test_no_difference_between_two_periods_gives_a_small_number_away(months: list[list[list[int]]]) -> None:
    found = parts(months)
    assert [part.first for part in found] == [0, *(part.last for part in found)][: len(found)]
    shown: dict[tuple[int, int], list[tuple[int | None, ...]]] = {}
    for first, last in combinations(range(len(found) + 1), 2):
        shown[first, last] = [added(found[first:last], table) for table in range(2)]
    for (first, last), (here, _other) in shown.items():
        for middle in range(first + 1, last):
            for place, whole in enumerate(here):
                part = shown[first, middle][0][place]
                if whole is not None and part is not None:
                    assert not 0 < whole - part < SMALLEST
        totals = sum(found[number].total for number in range(first, last))
        assert totals == 0 or totals >= SMALLEST


@given(st.composite(_tables)(), st.composite(_tables)())
def test_what_comes_later_changes_nothing_that_was_shown(
    before: list[list[list[int]]], after: list[list[list[int]]]
) -> None:
    earlier = parts(before)
    assert parts([*before, *after])[: len(earlier)] == earlier


def test_few_wait_until_there_are_enough() -> None:
    month, quiet = [[3, 0]], [[0, 0]]
    assert parts([quiet, month, quiet]) == [Part(0, 1, ((0, 0),))]
    assert parts([month, [[1, 0]], [[0, 9]]]) == [Part(0, 3, ((4, 9),))]
