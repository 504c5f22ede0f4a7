"""Three `kill -9` while 200 clients listen and ten write: nothing is lost, doubled or reordered.

    .venv/bin/python -m bench.live.kill_drill [--clients 200] [--seconds 60] [--sqlite-only]

Once on SQLite with one process, once on PostgreSQL and Redis with two that are killed in turn.
"""

import argparse
import asyncio
import sys

from bench.live.crowd import Crowd, Verdict
from bench.live.servers import postgres, redis_server
from bench.live.site import Site, running

ROOM = "geld-en-schulden"
KILLS = 3


async def drill(site: Site, *, clients: int, writers: int, seconds: float, kills: int = KILLS) -> Verdict:
    """Write for `seconds` with `kills` spread over it, then let everything settle and compare."""
    crowd = Crowd(site, ROOM, size=clients, writers=writers)
    await crowd.gather()
    writing = asyncio.create_task(crowd.write(seconds=seconds, pause=2.0))
    for number in range(kills):
        await asyncio.sleep(seconds / (kills + 1))
        await asyncio.to_thread(_kill_and_start, site, number % len(site.ports))
    await writing
    await crowd.everybody_live(within=60)
    await crowd.settle(within=60)
    await crowd.leave()
    return crowd.verdict()


def _kill_and_start(site: Site, index: int) -> None:
    site.kill(index)
    site.start_process(index, module="config.serve")
    site.wait_for(index)


def report(title: str, verdict: Verdict) -> None:
    print(f"\n{title}: {'whole' if verdict.is_whole else 'BROKEN'}")
    for line in verdict.lines():
        print(f"  {line}")


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--clients", type=int, default=200)
    options.add_argument("--writers", type=int, default=10)
    options.add_argument("--seconds", type=float, default=60)
    options.add_argument("--sqlite-only", action="store_true")
    chosen = options.parse_args()
    size = {"clients": chosen.clients, "writers": chosen.writers, "seconds": chosen.seconds}
    verdicts = []
    with running(processes=1) as site:
        verdicts.append(asyncio.run(drill(site, **size)))
        report("SQLite, one process", verdicts[-1])
    if not chosen.sqlite_only:
        with (
            postgres() as database_url,
            redis_server() as redis,
            running(processes=2, database_url=database_url, redis_url=redis.url) as site,
        ):
            verdicts.append(asyncio.run(drill(site, **size)))
            report("PostgreSQL and Redis, two processes", verdicts[-1])
    return 0 if all(verdict.is_whole for verdict in verdicts) else 1


if __name__ == "__main__":
    sys.exit(main())
