"""How the database goes about a search. Left alone, PostgreSQL misjudges by a factor of a thousand.

It cannot know in how many texts one of several stems stands. For a rare word it walks along a million dates,
for a common one it fetches and sorts everything. We know: `Match.per_million`. (SQLite has one plan.)
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction

from community.limits import COMMON_PER_MILLION, FREQUENT_PER_MILLION
from community.models import Match, SearchEntry
from community.models.search import SearchEntryQuerySet

_BY_KEY = {
    "enable_seqscan": "off",
    "enable_hashjoin": "off",
    "enable_mergejoin": "off",
    "join_collapse_limit": "1",
    "max_parallel_workers_per_gather": "0",
}
"""Begin with the entries and read the other tables by their keys: only a few rows are needed of these.

Nor are helpers called in: in a large table PostgreSQL expects thousands of rows for a rare word, and starting
two processes takes longer than reading fifty."""
_WALK = {**_BY_KEY, "enable_bitmapscan": "off", "enable_sort": "off"}
"""Go through the newest until there are enough, and leave the index of words alone."""


def fetch(entries: SearchEntryQuerySet, match: Match, columns: tuple[str, ...], size: int) -> list[Any]:
    """The first `size` rows that match, of the newest questions. One query, in PostgreSQL at most three."""
    common = match.per_million >= COMMON_PER_MILLION
    if connection.vendor == "postgresql" and match.per_million >= FREQUENT_PER_MILLION and not common:
        rows = _among_the_newest(entries, match, columns, size)
        if rows is not None:
            return rows
    found = entries.holding(match)
    # An order that no index has keeps PostgreSQL from walking along the dates for a rare word.
    walk = common or connection.vendor == "sqlite"
    ordered = found.newest_first() if walk else found.newest_first_sorted()
    with _planned(_WALK if common else _BY_KEY):
        return list(ordered.values_list(*columns)[:size])


def _among_the_newest(
    entries: SearchEntryQuerySet, match: Match, columns: tuple[str, ...], size: int
) -> list[Any] | None:
    """As `fetch`, for a word in thousands of posts: choose the newest first, then look who may read them.

    PostgreSQL would look at every one of them and sort afterwards. None where the choice was too narrow.
    """
    with _planned(_BY_KEY):
        newest = SearchEntry.objects.holding(match).newest_first_sorted()
        ids = list(newest.values_list("pk", flat=True)[: 2 * size])
        rows = list(entries.filter(pk__in=ids).newest_first_sorted().values_list(*columns)[:size])
    return rows if len(rows) == size or len(ids) < 2 * size else None


@contextmanager
def _planned(settings: dict[str, str]) -> Iterator[None]:
    """With these settings for what is asked inside."""
    if connection.vendor != "postgresql":
        yield
        return
    # A transaction that goes on after the search gets its own settings back.
    before = _current(settings) if connection.in_atomic_block else {}
    with transaction.atomic(savepoint=False):
        _set(settings)
        yield
        if before:
            _set(before)


def _current(settings: dict[str, str]) -> dict[str, str]:
    calls = ", ".join("current_setting(%s)" for _name in settings)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {calls}", list(settings))
        return dict(zip(settings, cursor.fetchone(), strict=True))


def _set(settings: dict[str, str]) -> None:
    """For this transaction only."""
    calls = ", ".join("set_config(%s, %s, true)" for _name in settings)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {calls}", [part for pair in settings.items() for part in pair])
