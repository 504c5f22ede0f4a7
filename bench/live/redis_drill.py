"""Redis dies, comes back empty and freezes under load: no error page, no lost message, live again.

    .venv/bin/python -m bench.live.redis_drill [--clients 100]

On PostgreSQL with two processes, so that Redis is the only way from one to the other besides the database.
"""

import argparse
import asyncio
import sys
import time
from collections import Counter
from collections.abc import Callable

from bench.live.crowd import Crowd
from bench.live.kill_drill import ROOM, report
from bench.live.servers import Redis, postgres, redis_server
from bench.live.site import Site, running

PAGES = ("/", "/questions/", f"/themes/{ROOM}/", f"/chat/{ROOM}/", "/readyz")
AWAY_SECONDS = 20.0


async def visit(site: Site, statuses: Counter[int], until: asyncio.Event) -> None:
    """About twenty pages a second, of both processes in turn."""
    number = 0
    while not until.is_set():
        number += 1
        path = PAGES[number % len(PAGES)]
        statuses[await asyncio.to_thread(site.page_status, path, process=number % 2)] += 1
        await asyncio.sleep(0.05)


async def seconds_until_live(crowd: Crowd) -> float:
    """Seconds from now until a new message reaches everybody within a second of being sent."""
    started = time.monotonic()
    while time.monotonic() - started < 60:
        cid = await crowd.clients[0].send("Komt dit bericht bij iedereen aan?")
        crowd.sent.append(cid)
        sent_at = time.monotonic()
        await asyncio.sleep(1.5)
        told = [client.told_at.get(cid) for client in crowd.clients]
        if all(at is not None and at - sent_at < 1 for at in told):
            return sent_at - started
    return 60.0


async def drill(site: Site, redis: Redis, clients: int) -> bool:
    crowd = Crowd(site, ROOM, size=clients, writers=8)
    await crowd.gather()
    statuses: Counter[int] = Counter()
    ended = asyncio.Event()
    visiting = asyncio.create_task(visit(site, statuses, ended))
    live_after = {
        "killed, back empty": await _fault(crowd, redis.kill, redis.start),
        "frozen": await _fault(crowd, redis.freeze, redis.thaw),
    }
    ended.set()
    await visiting
    await crowd.settle(within=60)
    await crowd.leave()
    verdict = crowd.verdict()
    report("PostgreSQL and two processes, Redis faulty", verdict)
    print("  pages by status:", dict(sorted(statuses.items())))
    for name, seconds in live_after.items():
        print(f"  live again after Redis was {name}: {seconds:.0f} s")
    no_errors = all(status < 500 and status for status in statuses)
    return verdict.is_whole and no_errors and max(live_after.values()) <= 30


async def _fault(crowd: Crowd, begin: Callable[[], None], end: Callable[[], None]) -> float:
    writing = asyncio.create_task(crowd.write(seconds=AWAY_SECONDS, pause=2.0))
    await asyncio.sleep(2)
    begin()
    await writing
    end()
    return await seconds_until_live(crowd)


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--clients", type=int, default=100)
    chosen = options.parse_args()
    with (
        postgres() as database_url,
        redis_server() as redis,
        running(processes=2, database_url=database_url, redis_url=redis.url) as site,
    ):
        return 0 if asyncio.run(drill(site, redis, chosen.clients)) else 1


if __name__ == "__main__":
    sys.exit(main())
