"""Clients that mean harm, against a real server. The full drill is `python -m bench.live.bad_clients`."""

import asyncio
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import pytest

from bench.live.bad_clients import ATTACKED, CLOSED_WITHIN, Neighbours, attacked, gone_after, open_files
from bench.live.site import Site, running

pytestmark = pytest.mark.e2e
T = TypeVar("T")

ANSWERS = {
    "1,000 bad frames": {"bad_frame", "too_long", "closed 4400"},
    "64 KiB + 1": {"closed 1009"},
    "pings": {"closed 4429"},
    "messages": {"ack", "slow_down"},
    "asking for history": {"closed 4429"},
    "control frames": {"stayed"},
    "100 sockets of one address": {"stayed", "closed 4429"},
}


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with running(processes=1, TRUSTED_PROXIES="1") as site:
        site.fill(ATTACKED, 50, 2_000)
        yield site


@pytest.fixture(scope="module")
def cookies(site: Site) -> list[str]:
    return site.cookies_of("aanvaller", 24)


def in_a_thread(work: Coroutine[Any, Any, T]) -> T:
    """The browser's tests may have left a loop in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: asyncio.run(work)).result()


@pytest.mark.parametrize("kind", ANSWERS)
def test_each_attack_gets_its_answers_and_neighbours_go_on_talking(
    kind: str, site: Site, cookies: list[str]
) -> None:
    async def attack_beside_people() -> tuple[dict[str, int], int, int]:
        people = Neighbours(site, name=f"buur{list(ANSWERS).index(kind)}x")
        await people.come()
        attacking = asyncio.create_task(attacked(site, kind, cookies, 3.0))
        waits = await people.talk(4)
        answers = await attacking
        await people.leave()
        return answers, sum(wait >= 5000 for wait in waits), people.refused

    answers, lost, refused = in_a_thread(attack_beside_people())
    assert ANSWERS[kind] <= set(answers) <= ANSWERS[kind] | {"HTTP 429", "muted", "cut"}
    assert (lost, refused) == (0, 0)
    if kind == "100 sockets of one address":
        assert answers == {"stayed": 60, "closed 4429": 40}


def test_a_socket_that_never_reads_is_gone_within_seconds(site: Site, cookies: list[str]) -> None:
    async def fall_silent() -> float:
        before = open_files(site)
        attacking = asyncio.create_task(attacked(site, "never reads", cookies, CLOSED_WITHIN * 3))
        while open_files(site) < before + 20:
            await asyncio.sleep(0.1)
        gone = await gone_after(site, before, CLOSED_WITHIN * 2)
        await attacking
        return gone

    assert in_a_thread(fall_silent()) < CLOSED_WITHIN * 2
    assert "Traceback" not in (site.home / "log-0.txt").read_text()
