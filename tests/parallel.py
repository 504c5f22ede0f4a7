"""Many people at the same moment: threads with a database connection of their own each."""

from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any

from django.db import connection

AT_ONCE = 25
"""PostgreSQL takes a hundred connections; two test runs may share it."""


def in_parallel(
    do: Callable[[int], Any], *, times: int, at_once: int = AT_ONCE, patience: float = 60
) -> list[Any]:
    """What `do(0)`, `do(1)`, … gave or raised, in that order. `at_once` of them start together.

    Each of those takes every so-maniest number in turn; none may take longer than `patience` seconds.
    """
    outcomes: list[Any] = [None] * times
    workers = min(times, at_once)
    start = Barrier(workers)

    def work(worker: int) -> None:
        try:
            connection.ensure_connection()
            start.wait(timeout=20)
            for number in range(worker, times, workers):
                try:
                    outcomes[number] = do(number)
                except Exception as error:  # noqa: BLE001 - the test looks at what was raised
                    outcomes[number] = error
        finally:
            connection.close()

    threads = [Thread(target=work, args=(worker,)) for worker in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=patience)
    assert not any(thread.is_alive() for thread in threads), "the threads wait for each other"
    return outcomes
