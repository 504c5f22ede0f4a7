"""What clients that mean harm are answered, and what it costs the people in the room beside them.

    .venv/bin/python -m bench.live.bad_clients [--seconds 4] [--rounds 2] [--only KIND]

Sixteen people talk in one room of a real server. For every kind of attack the waiting times of a calm stretch
stand beside those of the stretch with attackers right after it; the ratio is of the medians over the rounds.
The first row has no attackers: its ratio is the noise of the machine.
"""

import argparse
import asyncio
import json
import statistics
import sys
import time
import uuid
from dataclasses import dataclass, field
from pathlib import Path

from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

from bench.live.attacks import KINDS
from bench.live.peers import memory_of
from bench.live.site import Site, running

ROOM = "geld-en-schulden"
ATTACKED = "koffietafel"
WRITERS = 16
"""So many that nobody of them is too fast for the limits of real people."""
RATE = 8.0
GETTING_READY = 1.5
"""Seconds that the attackers need to start, which costs this machine more than their attack does."""
CLOSED_WITHIN = 8.0
"""Seconds in which a socket that never reads is gone: five of waiting, the rest is the server’s."""


@dataclass
class Neighbours:
    """People who talk beside the attack, and how long each message took to each of them."""

    site: Site
    name: str = "buur"
    writers: list[ClientConnection] = field(default_factory=list)
    sent_at: dict[str, float] = field(default_factory=dict)
    waits: dict[str, list[float]] = field(default_factory=dict)
    refused: int = 0
    turn: int = 0
    _tasks: list[asyncio.Task[None]] = field(default_factory=list)

    async def come(self) -> None:
        cookies = await asyncio.to_thread(self.site.cookies_of, self.name, WRITERS)
        self.writers = [await self._join(cookie, number) for number, cookie in enumerate(cookies)]
        self._tasks = [asyncio.create_task(self._hear(one)) for one in self.writers]

    async def _join(self, cookie: str, number: int) -> ClientConnection:
        client = await connect(
            self.site.sockets[0],
            origin=Origin(self.site.origin),
            subprotocols=[Subprotocol("peerplein.1")],
            compression=None,
            additional_headers={"Cookie": cookie, "X-Forwarded-For": f"198.51.100.{number}"},
            max_queue=None,
            ping_interval=None,
        )
        await client.send(json.dumps({"t": "sub", "topic": f"room:{ROOM}"}))
        return client

    async def _hear(self, client: ClientConnection) -> None:
        async for text in client:
            frame = json.loads(text)
            sent_at = self.sent_at.get(frame.get("cid", ""))
            if frame["t"] == "msg" and sent_at is not None:
                self.waits.setdefault(frame["cid"], []).append((time.perf_counter() - sent_at) * 1000)
            self.refused += frame["t"] == "error"

    async def talk(self, seconds: float) -> list[float]:
        """Milliseconds of every delivery; also of what had not come after five seconds (as five seconds)."""
        cids = []
        started = time.perf_counter()
        for number in range(int(RATE * seconds)):
            cid = str(uuid.uuid4())
            cids.append(cid)
            self.sent_at[cid] = time.perf_counter()
            frame = {"t": "send", "room": ROOM, "cid": cid, "body": "Dag allemaal, hoe gaat het vandaag?"}
            self.turn += 1
            await self.writers[self.turn % len(self.writers)].send(json.dumps(frame))
            await asyncio.sleep(max(0, started + (number + 1) / RATE - time.perf_counter()))
        await asyncio.sleep(0.5)
        found: list[float] = []
        for cid in cids:
            waits = self.waits.get(cid, [])
            found += waits + [5000.0] * (len(self.writers) - len(waits))
        return found

    async def leave(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*(one.close() for one in self.writers), return_exceptions=True)


@dataclass(frozen=True)
class Stretch:
    p50: float
    p99: float

    @classmethod
    def of(cls, waits: list[float]) -> "Stretch":
        shares = statistics.quantiles(waits, n=100, method="inclusive")
        return cls(shares[49], shares[98])


async def attacked(site: Site, kind: str, cookies: list[str], seconds: float) -> dict[str, int]:
    command = [sys.executable, "-m", "bench.live.attacks", kind, site.sockets[0], site.origin, ATTACKED]
    process = await asyncio.create_subprocess_exec(
        *command, str(seconds), *cookies, stdout=asyncio.subprocess.PIPE
    )
    out, _err = await process.communicate()
    answers: dict[str, int] = json.loads(out)["answers"]
    return answers


async def gone_after(site: Site, sockets_before: int, within: float) -> float:
    """Seconds until the process has no more open files than before; `within` when it still has."""
    started = time.monotonic()
    while time.monotonic() - started < within:
        if open_files(site) <= sockets_before:
            return time.monotonic() - started
        await asyncio.sleep(0.1)
    return within


def open_files(site: Site) -> int:
    process = site.processes[0]
    return sum(1 for _file in Path(f"/proc/{process.pid}/fd").iterdir()) if process is not None else 0


async def one_kind(
    site: Site, people: Neighbours, kind: str, cookies: list[str], rounds: int, seconds: float
) -> bool:
    calm: list[Stretch] = []
    with_attack: list[Stretch] = []
    answers: dict[str, int] = {}
    before, most = memory_of(site.processes[0]), 0.0
    gone = 0.0
    for _ in range(rounds):
        calm.append(Stretch.of(await people.talk(seconds)))
        files = open_files(site)
        length = GETTING_READY + seconds + (CLOSED_WITHIN if kind == "never reads" else 0)
        attack = asyncio.create_task(attacked(site, kind, cookies, length))
        await asyncio.sleep(GETTING_READY)
        with_attack.append(Stretch.of(await people.talk(seconds)))
        most = max(most, memory_of(site.processes[0]) - before)
        if kind == "never reads":
            waited = await gone_after(site, files, CLOSED_WITHIN)
            gone = max(gone, waited + seconds if waited else 0)
        for answer, times in (await attack).items():
            answers[answer] = answers.get(answer, 0) + times
        await asyncio.sleep(1)
    middle = statistics.median
    p50s, p99s = (
        (middle(s.p50 for s in calm), middle(s.p50 for s in with_attack)),
        (
            middle(s.p99 for s in calm),
            middle(s.p99 for s in with_attack),
        ),
    )
    told = ", ".join(f"{name} × {times}" for name, times in sorted(answers.items())) or "–"
    if kind == "never reads":
        told = f"all gone within {gone:.1f} s" if gone else "all gone while people talked"
    print(
        f"| {kind} | {told} | {p50s[0]:.0f} → {p50s[1]:.0f} ({p50s[1] / p50s[0]:.2f}) | "
        f"{p99s[0]:.0f} → {p99s[1]:.0f} ({p99s[1] / p99s[0]:.2f}) | {most / 1024:+.1f} |",
        flush=True,
    )
    return kind != "never reads" or gone < CLOSED_WITHIN + seconds


async def drill(site: Site, *, kinds: list[str], rounds: int, seconds: float) -> bool:
    people = Neighbours(site)
    await people.come()
    cookies = await asyncio.to_thread(site.cookies_of, "aanvaller", 24)
    await asyncio.to_thread(site.fill, ATTACKED, 50, 2_000)
    await people.talk(3)
    start = memory_of(site.processes[0])
    print("| attack | answers | p50 ms, calm → attacked | p99 ms | memory MiB |")
    print("|---|---|---|---|---|")
    held = [await one_kind(site, people, kind, cookies, rounds, seconds) for kind in kinds]
    await people.leave()
    await asyncio.sleep(2)
    grown = (memory_of(site.processes[0]) - start) / 1024
    log = (site.home / "log-0.txt").read_text()
    trouble = [part[-1500:] for part in log.split("Traceback")[1:]]
    print(f"\nmemory over the whole run: {grown:+.1f} MiB · refusals to neighbours: {people.refused}", end="")
    print(f" · tracebacks in the log: {len(trouble)}")
    for part in trouble[:3]:
        print(part)
    return all(held) and not people.refused and not trouble


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seconds", type=float, default=4)
    options.add_argument("--rounds", type=int, default=2)
    options.add_argument("--only", choices=KINDS, action="append")
    chosen = options.parse_args()
    with running(processes=1, TRUSTED_PROXIES="1") as site:
        kinds = chosen.only or list(KINDS)
        return 0 if asyncio.run(drill(site, kinds=kinds, rounds=chosen.rounds, seconds=chosen.seconds)) else 1


if __name__ == "__main__":
    sys.exit(main())
