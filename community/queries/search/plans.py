"""How the database goes about a search. Left alone, PostgreSQL misjudges by a factor of a thousand.

It cannot know in how many texts one of several stems stands. For a rare word it walks along a million dates,
for a common one it fetches and sorts everything. We know: `Match.per_million`. (SQLite has one plan.)
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction

from community.limits import COMMON_PER_MILLION
from community.models import Match
from community.models.search import SearchEntryQuerySet

_BY_KEY = {
    "enable_seqscan": "off",
    "enable_hashjoin": "off",
    "enable_mergejoin": "off",
    "join_collapse_limit": "1",
}
"""Begin with the entries and read the other tables by their keys: only a few rows are needed of these."""
_WALK = {**_BY_KEY, "enable_bitmapscan": "off", "enable_sort": "off"}
"""Go through the newest until there are enough, and leave the index of words alone."""


def fetch(entries: SearchEntryQuerySet, match: Match, columns: tuple[str, ...], size: int) -> list[Any]:
    """The first `size` rows that match, of the newest questions. One query."""
    common = match.per_million >= COMMON_PER_MILLION
    found = entries.holding(match)
    # An order that no index has keeps PostgreSQL from walking along the dates for a rare word.
    walk = common or connection.vendor == "sqlite"
    ordered = found.newest_first() if walk else found.newest_first_sorted()
    with _planned(_WALK if common else _BY_KEY):
        return list(ordered.values_list(*columns)[:size])


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
