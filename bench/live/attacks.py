"""Clients that mean harm, each kind on its own, in a process of its own so that their work is not measured.

    python -m bench.live.attacks KIND URL ORIGIN ROOM SECONDS COOKIE…

Prints as JSON what they were answered: codes of error frames, and codes with which sockets were closed.
"""

import asyncio
import contextlib
import json
import socket
import sys
import time
import uuid
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from itertools import cycle
from urllib.parse import urlsplit

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.typing import Origin, Subprotocol

RATE = 150
"""Frames a second of one attacker: enough to reach every limit, little enough for a shared machine."""
SMALL_BUFFER = 4096

DEEP = '{"t":"ping","x":' + "[" * 3000 + "]" * 3000 + "}"
BAD_FRAMES: tuple[str | bytes, ...] = (
    "null",
    json.dumps({"t": "send", "room": "x", "cid": "x", "body": "y" * 17_000}),
    "[1]",
    "no json",
    '{"t":7}',
    '{"t":"sub","topic":{"a":1}}',
    '{"t":"sub","topic":"inbox","after":NaN}',
    '{"t":"sub","topic":"inbox","after":1e999}',
    '{"t":"sub","topic":"inbox","after":' + "9" * 5000 + "}",
    '{"t":"ping","x":"\\ud800"}',
    DEEP,
    b"\x00\xff\xfe",
)


class Attack:
    """What all attackers of one run have in common, and what they were answered."""

    def __init__(self, url: str, origin: str, room: str, cookies: list[str]) -> None:
        self.url, self.origin, self.room, self.cookies = url, origin, room, cookies
        self.answers: Counter[str] = Counter()

    def open(self, number: int) -> connect:
        return connect(
            self.url,
            origin=Origin(self.origin),
            subprotocols=[Subprotocol("peerplein.1")],
            compression=None,
            additional_headers={
                "Cookie": self.cookies[number % len(self.cookies)],
                "X-Forwarded-For": f"203.0.113.{number % 250}",
            },
            ping_interval=None,
            max_queue=None,
            close_timeout=1,
        )

    async def say_all(
        self, number: int, frames: Iterator[str | bytes], *, times: int, rate: float = RATE
    ) -> None:
        """So many frames, on a new socket whenever the last one was closed."""
        said = 0
        while said < times:
            try:
                async with self.open(number) as client:
                    reading = asyncio.create_task(self._read(client))
                    while said < times:
                        said += 1
                        await client.send(next(frames))
                        await asyncio.sleep(1 / rate)
                    await asyncio.sleep(0.5)
                    reading.cancel()
            except ConnectionClosed:
                await asyncio.sleep(0.1)
            except InvalidStatus as refused:
                self.answers[f"HTTP {refused.response.status_code}"] += 1
                await asyncio.sleep(1)
            except OSError:
                self.answers["cut"] += 1
                await asyncio.sleep(0.2)

    async def _read(self, client: ClientConnection) -> None:
        try:
            async for text in client:
                frame = json.loads(text)
                if frame["t"] in ("error", "ack"):
                    self.answers[frame.get("code", "ack")] += 1
        except ConnectionClosed:
            pass
        self.answers[f"closed {client.close_code}"] += 1


async def nobody(_attack: Attack, seconds: float) -> None:
    """A process that starts and does nothing: what is measured beside it is the noise of the machine."""
    await asyncio.sleep(seconds)


async def bad_frames(attack: Attack, seconds: float) -> None:
    await _many(4, lambda number: attack.say_all(number, cycle(BAD_FRAMES), times=int(RATE * seconds)))


async def too_big(attack: Attack, seconds: float) -> None:
    frame = json.dumps({"t": "ping", "x": ""})
    frame = json.dumps({"t": "ping", "x": "y" * (64 * 1024 + 1 - len(frame))})
    await _many(2, lambda number: attack.say_all(number, cycle([frame]), times=int(4 * seconds), rate=4))


async def ping_flood(attack: Attack, seconds: float) -> None:
    await _many(4, lambda number: attack.say_all(number, cycle(['{"t":"ping"}']), times=int(RATE * seconds)))


async def message_flood(attack: Attack, seconds: float) -> None:
    def frames() -> Iterator[str | bytes]:
        while True:
            yield json.dumps({"t": "send", "room": attack.room, "cid": str(uuid.uuid4()), "body": "Koop nu!"})

    await _many(4, lambda number: attack.say_all(number, frames(), times=int(18 * seconds), rate=18))


async def history_flood(attack: Attack, seconds: float) -> None:
    frame = json.dumps({"t": "sub", "topic": f"room:{attack.room}"})
    await _many(2, lambda number: attack.say_all(number, cycle([frame]), times=int(30 * seconds), rate=30))


async def control_flood(attack: Attack, seconds: float) -> None:
    async def ping(number: int) -> None:
        async with attack.open(number) as client:
            for _ in range(int(RATE * seconds)):
                await client.ping()
                await asyncio.sleep(1 / RATE)
            attack.answers["stayed"] += 1

    await _many(2, ping)


async def crowd(attack: Attack, seconds: float) -> None:
    """A hundred sockets from one address, in the names of many members."""
    clients: list[ClientConnection] = []
    for number in range(100):
        attack_cookie = attack.cookies[number % len(attack.cookies)]
        with contextlib.suppress(InvalidStatus, OSError):
            opening = attack.open(7)
            opening.additional_headers = {"Cookie": attack_cookie, "X-Forwarded-For": "203.0.113.7"}
            clients.append(await opening)
    await asyncio.sleep(1)
    for client in clients:
        code = client.close_code
        attack.answers[f"closed {code}" if code else "stayed"] += 1
    await asyncio.sleep(max(0, seconds - 2))
    await asyncio.gather(*(client.close() for client in clients), return_exceptions=True)


async def never_reads(attack: Attack, seconds: float) -> None:
    """Twenty that ask for history and take nothing of it; held open until the time is over."""
    stuck = [_deaf(attack, number) for number in range(20)]
    await asyncio.sleep(seconds)
    for raw in stuck:
        raw.close()


def _deaf(attack: Attack, number: int) -> socket.socket:
    """A handshake by hand, on a socket with room for a few frames, that is never read after it."""
    where = urlsplit(attack.url)
    raw = socket.socket()
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SMALL_BUFFER)
    raw.connect((where.hostname, where.port))
    lines = [
        f"GET {where.path} HTTP/1.1",
        f"Host: {where.netloc}",
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Protocol: peerplein.1",
        f"Origin: {attack.origin}",
        f"Cookie: {attack.cookies[number % len(attack.cookies)]}",
        f"X-Forwarded-For: 203.0.113.{number}",
    ]
    raw.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
    raw.recv(64)
    frame = json.dumps({"t": "sub", "topic": f"room:{attack.room}"}).encode()
    for _ in range(10):
        raw.sendall(bytes([0x81, 0x80 | len(frame), 0, 0, 0, 0]) + frame)
    return raw


async def _many(attackers: int, attack: Callable[[int], Awaitable[None]]) -> None:
    await asyncio.gather(*(attack(number) for number in range(attackers)))


KINDS: dict[str, Callable[[Attack, float], Awaitable[None]]] = {
    "nobody": nobody,
    "1,000 bad frames": bad_frames,
    "64 KiB + 1": too_big,
    "pings": ping_flood,
    "messages": message_flood,
    "asking for history": history_flood,
    "control frames": control_flood,
    "100 sockets of one address": crowd,
    "never reads": never_reads,
}


def main() -> None:
    kind, url, origin, room, seconds, *cookies = sys.argv[1:]
    attack = Attack(url, origin, room, cookies)
    started = time.monotonic()

    async def run() -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(float(seconds) + 5):
                await KINDS[kind](attack, float(seconds))

    asyncio.run(run())
    print(json.dumps({"answers": attack.answers, "seconds": time.monotonic() - started}))


if __name__ == "__main__":
    main()
