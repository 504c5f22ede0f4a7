"""The way out to one client: a short queue and one writer, so that nobody waits for a slow reader."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

from realtime.limits import QUEUED_FRAMES, SEND_SECONDS

SendText = Callable[[str], Awaitable[None]]


def to_text(frame: dict[str, Any]) -> str:
    return json.dumps(frame, ensure_ascii=False, separators=(",", ":"))


class Outlet:
    """Frames leave in the order in which they were put in. `on_stuck` is called once when a client
    takes nothing for some seconds or lets too many frames wait."""

    def __init__(self, send: SendText, on_stuck: Callable[[], Awaitable[None]]) -> None:
        self._send = send
        self._on_stuck = on_stuck
        self._queue: asyncio.Queue[str] = asyncio.Queue(QUEUED_FRAMES)
        self._writer = asyncio.create_task(self._write())
        self._ending: asyncio.Task[None] | None = None
        self._is_stuck = False

    def offer(self, text: str) -> bool:
        """Put a frame in without waiting; False when there is no room."""
        try:
            self._queue.put_nowait(text)
        except asyncio.QueueFull:
            return False
        return True

    async def put(self, frame: dict[str, Any]) -> None:
        """Put a frame in, waiting for room as long as a client may take."""
        try:
            async with asyncio.timeout(SEND_SECONDS):
                await self._queue.put(to_text(frame))
        except TimeoutError:
            await self.stuck()

    async def drain(self) -> None:
        """Until everything that was put in has left."""
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
