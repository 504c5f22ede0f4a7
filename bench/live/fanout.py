"""What a message costs on its way to everybody: our room beside a bare broadcast and Channels' own groups.

    .venv/bin/python -m bench.live.fanout [--clients 200 500 1000] [--rounds 3] [--postgres]

In every round all three are measured one after the other, each served by a uvicorn process of its own with
uvloop and without compression. Ours stores each message in the database first; the others store nothing.
"deliveries/s" is how fast a burst of messages reaches everybody; the waiting times are at a steady rate.
Memory is what the serving process grows by for each socket, after a few have come and gone. "busy" is the
processor time of the server for each delivery of the whole measurement, which other work on the same machine
disturbs least.
"""

import argparse
import asyncio
import contextlib
import json
import os
import resource
import statistics
import subprocess
import sys
import time
import uuid
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

from bench.live import peers
from bench.live.kill_drill import ROOM
from bench.live.servers import postgres
from bench.live.site import Site, running
from bench.ports import free_port, wait_for_port

ROUNDS = 3
BURST = 25
WARM_UP = 20
AT_ONCE = 10
NAMES = ("fatima", "eric", "nicole", "joke", "daan", "mira", "bram", "noor")
Say = Callable[[str], Awaitable[None]]
Join = Callable[[], Awaitable[ClientConnection]]


@dataclass
class Audience:
    """Sockets that note when they hear which message."""

    sockets: list[ClientConnection]
    heard: dict[str, list[float]] = field(default_factory=dict)
    _tasks: list[asyncio.Task[None]] = field(default_factory=list)

    def listen(self) -> None:
        self._tasks = [asyncio.create_task(self._one(socket)) for socket in self.sockets]

    async def _one(self, socket: ClientConnection) -> None:
        async for text in socket:
            now = time.perf_counter()
            frame = json.loads(text)
            if frame.get("t") == "msg":
                self.heard.setdefault(frame["cid"], []).append(now)

    async def everybody_heard(self, cids: list[str], *, within: float) -> bool:
        end = time.perf_counter() + within
        while time.perf_counter() < end:
            if all(len(self.heard.get(cid, ())) >= len(self.sockets) for cid in cids):
                return True
            await asyncio.sleep(0.01)
        return False

    async def leave(self) -> None:
        for task in self._tasks:
            task.cancel()
        await _close(self.sockets)


@dataclass(frozen=True)
class Figures:
    deliveries: float
    p50: float
    p99: float
    delivered: float
    busy: float
    kib: float


@dataclass(frozen=True)
class Load:
    clients: int
    rate: float
    seconds: float


async def measure(
    audience: Audience, say: Say, load: Load, process: subprocess.Popen[bytes] | None, kib: float
) -> Figures:
    """A burst for the throughput, then a steady rate for the waiting times (ms)."""
    audience.listen()
    busy_before = peers.processor_time_of(process)
    burst = [str(uuid.uuid4()) for _ in range(BURST)]
    started = time.perf_counter()
    await asyncio.gather(*(say(cid) for cid in burst))
    await audience.everybody_heard(burst, within=30)
    took = max(max(audience.heard.get(cid, [started])) for cid in burst) - started
    heard = sum(len(audience.heard.get(cid, ())) for cid in burst)
    await asyncio.sleep(2)
    waits, steady = [], []
    for number in range(int(load.rate * load.seconds)):
        cid = str(uuid.uuid4())
        sent_at = time.perf_counter()
        steady.append((cid, sent_at))
        await say(cid)
        await asyncio.sleep(max(0, (number + 1) / load.rate - (time.perf_counter() - steady[0][1])))
    await audience.everybody_heard([cid for cid, _at in steady], within=20)
    for cid, sent_at in steady:
        waits += [(at - sent_at) * 1000 for at in audience.heard.get(cid, ())]
    busy = (peers.processor_time_of(process) - busy_before) * 1e6 / max(1, heard + len(waits))
    await audience.leave()
    shares = statistics.quantiles(waits, n=100) if len(waits) > 1 else [0.0] * 99
    share = len(waits) / (len(steady) * len(audience.sockets))
    return Figures(heard / took if took else 0.0, shares[49], shares[98], share, busy, kib)


async def _gather(
    joins: list[Join], process: subprocess.Popen[bytes] | None
) -> tuple[list[ClientConnection], float]:
    """All of them in, and the memory (KiB) that each of them costs the server."""
    await _close([await join() for join in joins[:WARM_UP]])
    await asyncio.sleep(1)
    before = peers.memory_of(process)
    sockets: list[ClientConnection] = []
    for start in range(0, len(joins), AT_ONCE):
        sockets += await asyncio.gather(*(join() for join in joins[start : start + AT_ONCE]))
    await asyncio.sleep(1)
    return sockets, (peers.memory_of(process) - before) / len(joins)


async def _close(sockets: list[ClientConnection]) -> None:
    await asyncio.gather(*(socket.close() for socket in sockets), return_exceptions=True)


async def ours(site: Site, load: Load) -> Figures:
    cookies = await asyncio.to_thread(site.cookies_of_listeners, load.clients)
    writers = [await _join_room(site, await asyncio.to_thread(site.cookie_of, name)) for name in NAMES]
    joins = [lambda cookie=cookie: _join_room(site, cookie) for cookie in cookies]
    sockets, kib = await _gather(joins, site.processes[0])  # type: ignore[arg-type]
    turn = 0

    async def say(cid: str) -> None:
        nonlocal turn
        turn += 1
        frame = {"t": "send", "room": ROOM, "cid": cid, "body": "Dag allemaal, hoe gaat het vandaag?"}
        await writers[turn % len(writers)].send(json.dumps(frame))

    figures = await measure(Audience(sockets), say, load, site.processes[0], kib)
    await _close(writers)
    return figures


async def _join_room(site: Site, cookie: str) -> ClientConnection:
    socket = await connect(
        site.sockets[0],
        origin=Origin(site.origin),
        subprotocols=[Subprotocol("peerplein.1")],
        compression=None,
        additional_headers={"Cookie": cookie} if cookie else {},
        max_queue=None,
        ping_interval=None,
        open_timeout=30,
    )
    await socket.send(json.dumps({"t": "sub", "topic": f"room:{ROOM}"}))
    while json.loads(await socket.recv()).get("t") != "subbed":
        pass
    return socket


async def peer(url: str, process: subprocess.Popen[bytes], load: Load) -> Figures:
    async def join() -> ClientConnection:
        return await connect(url, compression=None, max_queue=None, ping_interval=None, open_timeout=30)

    sockets, kib = await _gather([join] * load.clients, process)
    writer = await join()

    async def drain() -> None:
        async for _text in writer:
            pass

    draining = asyncio.create_task(drain())

    async def say(cid: str) -> None:
        frame: dict[str, Any] = {"t": "msg", "cid": cid, "html": "<p>Dag allemaal, hoe gaat het vandaag?</p>"}
        await writer.send(json.dumps(frame))

    figures = await measure(Audience(sockets), say, load, process, kib)
    draining.cancel()
    await writer.close()
    return figures


@contextlib.contextmanager
def serving_peer(name: str) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    port = free_port()
    command = [
        sys.executable,
        "-m",
        "uvicorn",
        f"bench.live.peers:{name}",
        "--port",
        str(port),
        "--no-access-log",
    ]
    quiet = ["--log-level", "warning", "--lifespan", "off", "--ws-per-message-deflate", "false"]
    process = subprocess.Popen([*command, *quiet], cwd=Path(__file__).parents[2], env=os.environ)
    try:
        wait_for_port(port)
        yield f"ws://127.0.0.1:{port}/", process
    finally:
        process.terminate()
        process.wait()


def one_round(load: Load, database_url: str) -> dict[str, Figures]:
    """Bare, groups and ours, each on a server of its own so that none inherits the other's memory."""
    found: dict[str, Figures] = {}
    for name in ("bare", "groups"):
        with serving_peer(name) as (url, process):
            found[name] = asyncio.run(peer(url, process, load))
    with running(processes=1, database_url=database_url, PEERPLEIN_JOBS="0") as site:
        found["ours"] = asyncio.run(ours(site, load))
    return found


def compare(load: Load, rounds: int, database_url: str) -> None:
    everything: list[dict[str, Figures]] = []
    for number in range(rounds):
        everything.append(one_round(load, database_url))
        for name, figures in everything[-1].items():
            _print_row(f"{load.clients} · {number + 1}", name, figures, everything[-1:])
    for name in everything[0]:
        rows = [found[name] for found in everything]
        median = Figures(
            *(statistics.median(getattr(row, part) for row in rows) for part in Figures.__dataclass_fields__)
        )
        _print_row(f"{load.clients} · median", name, median, everything)


def _print_row(label: str, name: str, figures: Figures, rounds: list[dict[str, Figures]]) -> None:
    """The ratio is that within a round, or the median of those."""
    ratio = statistics.median(found[name].deliveries / found["bare"].deliveries for found in rounds)
    print(
        f"| {label} | {name} | {figures.deliveries:.0f} | {ratio:.2f} | {figures.p50:.1f} | "
        f"{figures.p99:.1f} | {figures.delivered:.0%} | {figures.busy:.0f} | {figures.kib:.0f} |",
        flush=True,
    )


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--clients", type=int, nargs="+", default=[200])
    options.add_argument("--rate", type=float, default=10)
    options.add_argument("--seconds", type=float, default=10)
    options.add_argument("--rounds", type=int, default=ROUNDS)
    options.add_argument("--postgres", action="store_true", help="our room on a PostgreSQL of its own")
    chosen = options.parse_args()
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 65_536), hard))
    print(f"one minute load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    print("| clients · round | what | deliveries/s | to bare | p50 ms | p99 ms | delivered | busy µs | KiB |")
    print("|---|---|---|---|---|---|---|---|---|")
    for clients in chosen.clients:
        load = Load(clients, chosen.rate, chosen.seconds)
        with postgres() if chosen.postgres else contextlib.nullcontext("") as database_url:
            compare(load, chosen.rounds, database_url)


if __name__ == "__main__":
    main()
