"""The server is killed while people write. The full drill is `python -m bench.live.kill_drill`."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest

from bench.live.kill_drill import drill
from bench.live.site import running

pytestmark = pytest.mark.e2e


def test_two_kills_while_people_write_lose_double_and_reorder_nothing() -> None:
    # A thread of its own: the browser's tests may have left a loop in this one.
    with running(processes=1) as site, ThreadPoolExecutor(1) as thread:
        verdict = thread.submit(
            lambda: asyncio.run(drill(site, clients=24, writers=6, seconds=12, kills=2))
        ).result()
    assert verdict.sent >= 20
    assert verdict.stored == verdict.acked == verdict.sent
    assert verdict.is_whole, verdict.lines()
    assert len(verdict.back_after) >= 24
