"""The way out to one client, so that nobody waits for a slow reader."""

import asyncio
import json
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from functools import lru_cache
from typing import Any, Protocol

from realtime.limits import HISTORY_SIZE, QUEUED_FRAMES, SEND_SECONDS

SendText = Callable[[str], Awaitable[None]]
WhenStuck = Callable[[], Awaitable[None]]

WIRE = "peerplein.wire"
"""Under this name our own server offers a `Wire` among the extensions of the scope."""
AHEAD_BYTES = 64 * 1024
"""A long replay lets the loop write after so much."""
TEXT = 0x81
"""First byte of a text frame that is whole."""


class Wire(Protocol):
    """A connection that takes frames as they go over the line, without waiting."""

    is_full: bool
    on_room: Callable[[], None] | None

    @property
    def waiting_bytes(self) -> int: ...

    def write_frame(self, frame: bytes) -> None:
        """One frame, or several on end."""

    def cut(self, code: int) -> None:
        """Say goodbye and do not wait for an answer."""


class Outlet(Protocol):
    """Frames leave in the order in which they were put in. A client that takes nothing for some seconds, or
    lets too many frames wait, is stuck; that is told once."""

    def offer(self, text: str) -> bool:
        """Put a frame in without waiting; False when there is no room."""

    def offer_all(self, texts: Sequence[str]) -> bool:
        """The same with several; False when there was no room for one of them."""

    async def put(self, frame: dict[str, Any]) -> None:
        """Put a frame in, waiting for room as long as a client may take."""

    async def put_all(self, texts: Sequence[str]) -> None:
        """The same with many frames that were written already."""

    async def drain(self) -> None:
        """Until everything that was put in has left."""

    async def stuck(self) -> None: ...

    def close(self) -> None: ...


def to_text(frame: dict[str, Any]) -> str:
    return json.dumps(frame, ensure_ascii=False, separators=(",", ":"))


@lru_cache(maxsize=64)
def to_wire(text: str) -> bytes:
    """A text frame as a server sends it (RFC 6455, 5.2). Remembered: all who listen get the same one."""
    payload = text.encode()
    size = len(payload)
    if size < 126:
        head = bytes((TEXT, size))
    elif size < 2**16:
        head = bytes((TEXT, 126)) + size.to_bytes(2, "big")
    else:
        head = bytes((TEXT, 127)) + size.to_bytes(8, "big")
    return head + payload


@lru_cache(maxsize=16)
def _all_to_wire(texts: tuple[str, ...]) -> bytes:
    return b"".join(map(to_wire, texts))


class DirectOutlet:
    """On a wire: written at once, and only what a full wire does not take waits here."""

    __slots__ = ("_is_stuck", "_on_stuck", "_patience", "_room", "_waiting", "_wire")

    def __init__(self, wire: Wire, on_stuck: WhenStuck) -> None:
        self._wire = wire
        self._on_stuck = on_stuck
        self._waiting: deque[bytes] | None = None
        self._patience: asyncio.TimerHandle | None = None
        self._room: asyncio.Event | None = None
        self._is_stuck = False
        wire.on_room = self._write_waiting

    def offer(self, text: str) -> bool:
        if self._waiting is None and not self._wire.is_full:
            self._wire.write_frame(to_wire(text))
            return True
        if self._waiting is None:
            self._waiting = deque()
            self._patience = self._wait_for_room()
        if len(self._waiting) >= QUEUED_FRAMES:
            return False
        self._waiting.append(to_wire(text))
        return True

    def offer_all(self, texts: Sequence[str]) -> bool:
        if self._waiting is None and not self._wire.is_full:
            self._wire.write_frame(_all_to_wire(tuple(texts)))
            return True
        return all(self.offer(text) for text in texts)

    async def put(self, frame: dict[str, Any]) -> None:
        await self.put_all((to_text(frame),))

    async def put_all(self, texts: Sequence[str]) -> None:
        for start in range(0, len(texts), HISTORY_SIZE):
            page = texts[start : start + HISTORY_SIZE]
            if self._wire.waiting_bytes > AHEAD_BYTES:
                await asyncio.sleep(0)
            if self._waiting is None and not self._wire.is_full:
                self._wire.write_frame(_all_to_wire(tuple(page)) if len(page) > 1 else to_wire(page[0]))
                continue
            for text in page:
                while not self.offer(text) and not self._is_stuck:
                    await self._next_room()

    async def drain(self) -> None:
        while self._waiting and not self._is_stuck:
            await self._next_room()

    async def stuck(self) -> None:
        if not self._is_stuck:
            self._is_stuck = True
            self.close()
            await self._on_stuck()

    def close(self) -> None:
        self._wire.on_room = None
        self._stop_waiting()
        if self._room is not None:
            self._room.set()

    def _wait_for_room(self) -> asyncio.TimerHandle:
        loop = asyncio.get_running_loop()
        return loop.call_later(SEND_SECONDS, lambda: loop.create_task(self.stuck()))

    async def _next_room(self) -> None:
        """Ends when the wire took something, or when this client turned out to be stuck."""
        if self._room is None:
            self._room = asyncio.Event()
        await self._room.wait()

    def _write_waiting(self) -> None:
        while self._waiting and not self._wire.is_full:
            self._wire.write_frame(self._waiting.popleft())
        taken = not self._waiting
        self._stop_waiting(keep=not taken)
        if self._room is not None:
            self._room.set()
            self._room = None

    def _stop_waiting(self, *, keep: bool = False) -> None:
        """Be patient anew with what still waits, or forget it."""
        if self._patience is not None:
            self._patience.cancel()
        self._patience = self._wait_for_room() if keep else None
        if not keep:
            self._waiting = None


class QueueOutlet:
    """On any server: a short queue and one writer."""

    def __init__(self, send: SendText, on_stuck: WhenStuck) -> None:
        self._send = send
        self._on_stuck = on_stuck
        self._queue: asyncio.Queue[str] = asyncio.Queue(QUEUED_FRAMES)
        self._writer = asyncio.create_task(self._write())
        self._ending: asyncio.Task[None] | None = None
        self._is_stuck = False

    def offer(self, text: str) -> bool:
        try:
            self._queue.put_nowait(text)
        except asyncio.QueueFull:
            return False
        return True

    def offer_all(self, texts: Sequence[str]) -> bool:
        return all(self.offer(text) for text in texts)

    async def put(self, frame: dict[str, Any]) -> None:
        await self.put_all((to_text(frame),))

    async def put_all(self, texts: Sequence[str]) -> None:
        for text in texts:
            if self._is_stuck:
                return
            try:
                async with asyncio.timeout(SEND_SECONDS):
                    await self._queue.put(text)
            except TimeoutError:
                await self.stuck()

    async def drain(self) -> None:
        await self._queue.join()

    async def stuck(self) -> None:
        if not self._is_stuck:
            self._is_stuck = True
            self._writer.cancel()
            await self._on_stuck()

    def close(self) -> None:
        self._writer.cancel()

    async def _write(self) -> None:
        while True:
            text = await self._queue.get()
            try:
                async with asyncio.timeout(SEND_SECONDS):
                    await self._send(text)
            except TimeoutError:
                # In a task of its own: being stuck ends this writer.
                self._ending = asyncio.create_task(self.stuck())
                return
            except (OSError, RuntimeError):
                # The connection is gone already; the server says so in its own words.
                return
            finally:
                self._queue.task_done()
