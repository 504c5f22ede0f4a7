"""A client of the live protocol as docs/realtime.md tells it: resumes, keeps an outbox, notices gaps."""

import asyncio
import contextlib
import json
import random
import time
import uuid
from dataclasses import dataclass, field
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import InvalidHandshake, WebSocketException
from websockets.typing import Origin, Subprotocol

FIRST_WAIT = 3.0
LONGEST_WAIT = 30.0


@dataclass
class Seen:
    """What one client was told about one room."""

    last: int | None = None
    messages: dict[int, str] = field(default_factory=dict)
    order: list[int] = field(default_factory=list)
    doubled: int = 0
    gaps: int = 0

    def take(self, n: int, seq: int, cid: str) -> None:
        if self.last is not None and n <= self.last:
            return
        self.last = n
        self.doubled += seq in self.messages
        self.messages[seq] = cid
        self.order.append(seq)


@dataclass
class Client:
    """One socket that comes back by itself. `back_after` are the seconds it took each time."""

    urls: list[str]
    origin: str
    room: str
    cookie: str = ""
    seen: Seen = field(default_factory=Seen)
    acked: dict[str, int] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    back_after: list[float] = field(default_factory=list)
    told_at: dict[str, float] = field(default_factory=dict)
    is_live: asyncio.Event = field(default_factory=asyncio.Event)
    _outbox: dict[str, str] = field(default_factory=dict)
    _socket: ClientConnection | None = None
    _cut_at: float = 0
    _turn: int = field(default_factory=lambda: random.randrange(1000))
    _retries: set[asyncio.Task[None]] = field(default_factory=set)

    @property
    def topic(self) -> str:
        return f"room:{self.room}"

    async def run(self) -> None:
        """Until cancelled: connect, listen, and after a cut come back, waiting longer each time."""
        tries = 0
        while True:
            try:
                async with self._connect() as socket:
                    self._socket = socket
                    await self._subscribe()
                    async for text in socket:
                        tries = 0
                        await self._hear(json.loads(text))
            except (OSError, WebSocketException, InvalidHandshake, TimeoutError):
                pass
            self._socket = None
            if self.is_live.is_set():
                self.is_live.clear()
                self._cut_at = time.monotonic()
            await asyncio.sleep(_wait(tries))
            tries += 1
            self._turn += 1

    def _connect(self) -> connect:
        return connect(
            self.urls[self._turn % len(self.urls)],
            origin=Origin(self.origin),
            subprotocols=[Subprotocol("peerplein.1")],
            compression=None,
            additional_headers={"Cookie": self.cookie} if self.cookie else {},
            open_timeout=10,
            ping_interval=None,
            max_queue=None,
        )

    async def send(self, body: str) -> str:
        """Put a message in the outbox; it stays there until the server says that it is stored."""
        cid = str(uuid.uuid4())
        self._outbox[cid] = body
        await self._push(cid)
        return cid

    @property
    def waiting(self) -> int:
        return len(self._outbox)

    async def _push(self, cid: str) -> None:
        frame = {"t": "send", "room": self.room, "cid": cid, "body": self._outbox[cid]}
        if self._socket is not None and self.is_live.is_set():
            with contextlib.suppress(OSError, WebSocketException):
                await self._socket.send(json.dumps(frame))

    async def _subscribe(self) -> None:
        frame: dict[str, Any] = {"t": "sub", "topic": self.topic}
        if self.seen.last is not None:
            frame["after"] = self.seen.last
        if self._socket is not None:
            await self._socket.send(json.dumps(frame))

    async def _hear(self, frame: dict[str, Any]) -> None:
        match frame["t"]:
            case "msg":
                if self.is_live.is_set() and self.seen.last is not None and frame["n"] > self.seen.last + 1:
                    self.seen.gaps += 1
                self.told_at.setdefault(frame["cid"], time.monotonic())
                self.seen.take(frame["n"], frame["seq"], frame["cid"])
            case "edit" | "gone" | "react":
                self.seen.last = max(self.seen.last or 0, frame["n"])
            case "subbed":
                self.seen.last = max(self.seen.last or 0, frame["n"])
                self._note_return()
                for cid in list(self._outbox):
                    await self._push(cid)
            case "ack":
                self.acked[frame["cid"]] = frame["seq"]
                self._outbox.pop(frame["cid"], None)
            case "beat":
                if frame["topics"].get(self.topic, 0) > (self.seen.last or 0):
                    await self._subscribe()
            case "error" if frame.get("cid") in self._outbox:
                await self._refused(frame)

    def _note_return(self) -> None:
        if self._cut_at:
            self.back_after.append(time.monotonic() - self._cut_at)
            self._cut_at = 0
        self.is_live.set()

    async def _refused(self, frame: dict[str, Any]) -> None:
        """What is refused for good is dropped; what may be tried again is tried again."""
        cid = frame["cid"]
        if frame["code"] in ("slow_down", "unavailable"):
            again = asyncio.create_task(self._retry(cid, float(frame.get("retry_after", 1))))
            self._retries.add(again)
            again.add_done_callback(self._retries.discard)
            return
        self.refused[cid] = frame["code"]
        self._outbox.pop(cid, None)

    async def _retry(self, cid: str, seconds: float) -> None:
        await asyncio.sleep(seconds)
        if cid in self._outbox:
            await self._push(cid)


def _wait(tries: int) -> float:
    """Seconds: jitter over the first three, then over 1, 2, 4 … 30."""
    return random.random() * (FIRST_WAIT if tries == 0 else min(LONGEST_WAIT, 2.0 ** (tries - 1)))
