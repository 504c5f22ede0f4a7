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

_BY_KEY = ("enable_seqscan", "enable_hashjoin", "enable_mergejoin")
"""Off: for a few rows, the other tables are read by their keys."""
_WALK = (*_BY_KEY, "enable_bitmapscan", "enable_sort")
"""Off as well: the newest are gone through until there are enough, and the index of words is left alone."""


def fetch(entries: SearchEntryQuerySet, match: Match, columns: tuple[str, ...], size: int) -> list[Any]:
    """The first `size` rows that match, of the newest questions. One query."""
    common = match.per_million >= COMMON_PER_MILLION
    found = entries.holding(match)
    # An order that no index has keeps PostgreSQL from walking along the dates for a rare word.
    walk = common or connection.vendor == "sqlite"
    ordered = found.newest_first() if walk else found.newest_first_sorted()
    with _without(_WALK if common else _BY_KEY):
        return list(ordered.values_list(*columns)[:size])


@contextmanager
def _without(settings: tuple[str, ...]) -> Iterator[None]:
    """Switch these ways of working off for what is asked inside."""
    if connection.vendor != "postgresql":
        yield
        return
    inside_another = connection.in_atomic_block
    with transaction.atomic(savepoint=False):
        _switch(settings, "off")
        yield
        if inside_another:
            _switch(settings, "on")


def _switch(settings: tuple[str, ...], state: str) -> None:
    calls = ", ".join("set_config(%s, %s, true)" for _setting in settings)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {calls}", [part for setting in settings for part in (setting, state)])
