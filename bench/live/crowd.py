"""Many clients in one room of a running site, some of whom write, and what the database says afterwards."""

import asyncio
import random
import statistics
import time
from dataclasses import dataclass, field

from bench.live.client import Client
from bench.live.site import WRITERS, Site


@dataclass(frozen=True)
class Verdict:
    """Counts over all clients: `lost` and `reordered` are about listeners, `unstored` about senders."""

    sent: int
    stored: int
    acked: int
    unstored: int
    stored_twice: int
    numbers_missing: int
    lost: int
    doubled: int
    reordered: int
    waiting: int
    refused: int
    back_after: list[float]

    @property
    def is_whole(self) -> bool:
        bad = self.unstored + self.stored_twice + self.numbers_missing + self.lost + self.doubled
        return bad + self.reordered + self.waiting + self.refused == 0

    def lines(self) -> list[str]:
        back = sorted(self.back_after)
        return [
            f"sent {self.sent} · acknowledged {self.acked} · stored {self.stored}",
            f"lost {self.lost} · doubled {self.doubled} · reordered {self.reordered}",
            f"numbers missing {self.numbers_missing} · stored twice {self.stored_twice}",
            f"acked, not stored {self.unstored} · waiting {self.waiting} · refused {self.refused}",
            f"came back {len(back)} times",
            f"away, s: p50 {_share(back, 50):.1f}, p95 {_share(back, 95):.1f}, p99 {_share(back, 99):.1f}",
        ]


@dataclass
class Crowd:
    """`size` clients, of which the first `writers` are demo people and the rest new members."""

    site: Site
    room: str
    size: int
    writers: int
    clients: list[Client] = field(default_factory=list)
    sent: list[str] = field(default_factory=list)
    _tasks: list[asyncio.Task[None]] = field(default_factory=list)

    async def gather(self) -> None:
        cookies = [await asyncio.to_thread(self.site.cookie_of, name) for name in self._names()]
        cookies += await asyncio.to_thread(self.site.cookies_of_listeners, self.size - self.writers)
        for cookie in cookies:
            self.clients.append(Client(self.site.sockets, self.site.origin, self.room, cookie))
        self._tasks = [asyncio.create_task(client.run()) for client in self.clients]
        await self.everybody_live(within=60)

    def _names(self) -> list[str]:
        return [WRITERS[index % len(WRITERS)] for index in range(self.writers)]

    async def everybody_live(self, *, within: float) -> float:
        """Seconds until every client listens again. Raises `TimeoutError`."""
        started = time.monotonic()
        async with asyncio.timeout(within):
            await asyncio.gather(*(client.is_live.wait() for client in self.clients))
        return time.monotonic() - started

    async def write(self, *, seconds: float, pause: float) -> None:
        """Every writer sends a message about every `pause` seconds."""
        end = time.monotonic() + seconds

        async def one(client: Client, number: int) -> None:
            count = 0
            await asyncio.sleep(random.random() * pause)
            while time.monotonic() < end:
                count += 1
                self.sent.append(await client.send(f"Bericht {count} van schrijver {number}."))
                await asyncio.sleep(pause * (0.5 + random.random()))

        await asyncio.gather(*(one(client, n) for n, client in enumerate(self.clients[: self.writers])))

    async def settle(self, *, within: float) -> None:
        """Until every outbox is empty and everybody has seen the newest message, or the time is over."""
        end = time.monotonic() + within
        while time.monotonic() < end:
            newest = max((client.seen.last or 0 for client in self.clients), default=0)
            if all(client.seen.last == newest and not client.waiting for client in self.clients):
                return
            await asyncio.sleep(0.25)

    async def leave(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def verdict(self) -> Verdict:
        """Compares what every client saw with what the database holds."""
        rows = self.site.stored(self.room)
        numbers = [seq for seq, _cid in rows]
        ours = [(seq, cid) for seq, cid in rows if cid in set(self.sent)]
        first = ours[0][0] if ours else 0
        expected = [seq for seq, _cid in ours]
        acked = {cid: seq for client in self.clients for cid, seq in client.acked.items()}
        stored = {cid: seq for seq, cid in ours}
        lost = reordered = 0
        for client in self.clients:
            seen = [seq for seq in client.seen.order if seq >= first]
            lost += len(set(expected) - set(seen))
            reordered += seen != sorted(seen)
        return Verdict(
            sent=len(self.sent),
            stored=len(ours),
            acked=len(acked),
            unstored=sum(stored.get(cid) != seq for cid, seq in acked.items()),
            stored_twice=len(ours) - len(stored),
            numbers_missing=len(set(range(first, (numbers or [0])[-1] + 1)) - set(numbers)) if ours else 0,
            lost=lost,
            doubled=sum(client.seen.doubled for client in self.clients),
            reordered=reordered,
            waiting=sum(client.waiting for client in self.clients),
            refused=sum(len(client.refused) for client in self.clients),
            back_after=[seconds for client in self.clients for seconds in client.back_after],
        )


def _share(values: list[float], percent: int) -> float:
    if len(values) < 2:
        return values[0] if values else 0.0
    return statistics.quantiles(values, n=100, method="inclusive")[percent - 1]
