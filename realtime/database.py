"""Database work of the sockets, on a few threads of its own that keep their connections.

One slow question must not make every socket of the process wait, as it would on the one thread that
Django shares among all asynchronous code.
"""

from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, ParamSpec, TypeVar, cast

from channels.db import DatabaseSyncToAsync

from realtime.limits import DATABASE_THREADS

P = ParamSpec("P")
R = TypeVar("R")

_threads = ThreadPoolExecutor(max_workers=DATABASE_THREADS, thread_name_prefix="socket-database")


def in_database(function: Callable[P, R]) -> Callable[P, Awaitable[R]]:
    """`await in_database(f)(…)` runs `f` on one of the threads; what it raises is raised here."""
    made: Any = DatabaseSyncToAsync(function, thread_sensitive=False, executor=_threads)
    return cast("Callable[P, Awaitable[R]]", made)
