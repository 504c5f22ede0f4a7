"""What a message costs on its way to everybody: our room beside a bare broadcast and Channels' own groups.

    .venv/bin/python -m bench.live.fanout [--clients 200] [--rate 10] [--seconds 10]

All three are served by the same server in one run, one after the other in every round. Ours stores each
message in SQLite first; the others store nothing. "deliveries/s" is how fast a burst reaches everybody; the
waiting times are at a steady rate.
"""

import argparse
import asyncio
import contextlib
import json
import os
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
from bench.live.site import Site, running
from bench.ports import free_port, wait_for_port

ROUNDS = 3
BURST = 25
WRITERS = 8
Say = Callable[[str], Awaitable[None]]


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
        await asyncio.gather(*(socket.close() for socket in self.sockets), return_exceptions=True)


@dataclass(frozen=True)
class Figures:
    deliveries: float
    p50: float
    p99: float
    delivered: float


async def measure(audience: Audience, say: Say, *, rate: float, seconds: float) -> Figures:
    """A burst for the throughput, then a steady rate for the waiting times (ms)."""
    audience.listen()
    burst = [str(uuid.uuid4()) for _ in range(BURST)]
    started = time.perf_counter()
    await asyncio.gather(*(say(cid) for cid in burst))
    await audience.everybody_heard(burst, within=30)
    took = max(max(audience.heard.get(cid, [started])) for cid in burst) - started
    heard = sum(len(audience.heard.get(cid, ())) for cid in burst)
    await asyncio.sleep(2)
    waits, steady = [], []
    for number in range(int(rate * seconds)):
        cid = str(uuid.uuid4())
        sent_at = time.perf_counter()
        steady.append((cid, sent_at))
        await say(cid)
        await asyncio.sleep(max(0, (number + 1) / rate - (time.perf_counter() - steady[0][1])))
    await audience.everybody_heard([cid for cid, _at in steady], within=20)
    for cid, sent_at in steady:
        waits += [(at - sent_at) * 1000 for at in audience.heard.get(cid, ())]
    await audience.leave()
    shares = statistics.quantiles(waits, n=100) if len(waits) > 1 else [0.0] * 99
    share = len(waits) / (len(steady) * len(audience.sockets))
    return Figures(heard / took, shares[49], shares[98], share)


async def ours(site: Site, clients: int, rate: float, seconds: float) -> tuple[Figures, float]:
    cookies = await asyncio.to_thread(site.cookies_of_listeners, clients)
    before = peers.memory_of(site.processes[0])
    sockets = [await _join_room(site, cookie) for cookie in cookies]
    await asyncio.sleep(1)
    kib = (peers.memory_of(site.processes[0]) - before) / clients
    names = ("fatima", "eric", "nicole", "joke", "daan", "mira", "bram", "noor")
    writers = [await _join_room(site, await asyncio.to_thread(site.cookie_of, name)) for name in names]
    turn = 0

    async def say(cid: str) -> None:
        nonlocal turn
        turn += 1
        frame = {"t": "send", "room": ROOM, "cid": cid, "body": "Dag allemaal, hoe gaat het vandaag?"}
        await writers[turn % len(writers)].send(json.dumps(frame))

    figures = await measure(Audience(sockets), say, rate=rate, seconds=seconds)
    await asyncio.gather(*(writer.close() for writer in writers))
    return figures, kib


async def _join_room(site: Site, cookie: str) -> ClientConnection:
    socket = await connect(
        site.sockets[0],
        origin=Origin(site.origin),
        subprotocols=[Subprotocol("peerplein.1")],
        compression=None,
        additional_headers={"Cookie": cookie} if cookie else {},
        max_queue=None,
        ping_interval=None,
    )
    await socket.send(json.dumps({"t": "sub", "topic": f"room:{ROOM}"}))
    while json.loads(await socket.recv()).get("t") != "subbed":
        pass
    return socket


async def peer(url: str, clients: int, rate: float, seconds: float) -> Figures:
    sockets = [
        await connect(url, compression=None, max_queue=None, ping_interval=None) for _ in range(clients)
    ]
    writer = await connect(url, compression=None, max_queue=None, ping_interval=None)

    async def drain() -> None:
        async for _text in writer:
            pass

    draining = asyncio.create_task(drain())

    async def say(cid: str) -> None:
        frame: dict[str, Any] = {"t": "msg", "cid": cid, "html": "<p>Dag allemaal, hoe gaat het vandaag?</p>"}
        await writer.send(json.dumps(frame))

    figures = await measure(Audience(sockets), say, rate=rate, seconds=seconds)
    draining.cancel()
    await writer.close()
    return figures


@contextlib.contextmanager
def serving_peer(name: str) -> Iterator[str]:
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
        yield f"ws://127.0.0.1:{port}/"
    finally:
        process.terminate()
        process.wait()


def one_round(clients: int, rate: float, seconds: float) -> tuple[dict[str, Figures], float]:
    """Bare, groups and ours, each on a server of its own so that none inherits the other's memory."""
    found: dict[str, Figures] = {}
    for name in ("bare", "groups"):
        with serving_peer(name) as url:
            found[name] = asyncio.run(peer(url, clients, rate, seconds))
    with running(processes=1) as site:
        found["ours"], kib = asyncio.run(ours(site, clients, rate, seconds))
    return found, kib


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--clients", type=int, default=200)
    options.add_argument("--rate", type=float, default=10)
    options.add_argument("--seconds", type=float, default=10)
    options.add_argument("--rounds", type=int, default=ROUNDS)
    chosen = options.parse_args()
    print("| round | what | deliveries/s of a burst | to bare | p50 ms | p99 ms | delivered | KiB a socket |")
    print("|---|---|---|---|---|---|---|---|")
    for number in range(chosen.rounds):
        found, kib = one_round(chosen.clients, chosen.rate, chosen.seconds)
        bare = found["bare"].deliveries
        for name, figures in found.items():
            memory = f"{kib:.0f}" if name == "ours" else ""
            print(
                f"| {number + 1} | {name} | {figures.deliveries:.0f} | {figures.deliveries / bare:.2f} | "
                f"{figures.p50:.1f} | {figures.p99:.1f} | {figures.delivered:.0%} | {memory} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
