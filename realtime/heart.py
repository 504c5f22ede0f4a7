"""One heart for all sockets of the process: it beats for each, and has them look whether they may stay."""

import asyncio
import random
import time
from typing import Protocol

from realtime import limits


class Beating(Protocol):
    """A socket. `looked_at` is when it last looked whether its member may stay."""

    looked_at: float

    def beat(self) -> None:
        """Tell the newest numbers. Never waits."""

    def look_now(self) -> None:
        """Begin to look whether the member may stay. Never waits."""


class Heart:
    def __init__(self) -> None:
        self._due: dict[Beating, float] = {}
        """When each socket is next, the earliest first: all wait equally long."""
        self._somebody = asyncio.Event()

    def add(self, socket: Beating) -> None:
        now = time.monotonic()
        # Whoever came at the same moment, as after a restart, does not look at the same moment.
        socket.looked_at = now - random.random() * limits.RIGHTS_SECONDS / 2  # noqa: S311
        self._due[socket] = now + limits.HEARTBEAT_SECONDS
        self._somebody.set()

    def remove(self, socket: Beating) -> None:
        self._due.pop(socket, None)

    async def run(self) -> None:
        while True:
            if not self._due:
                self._somebody.clear()
                await self._somebody.wait()
            await asyncio.sleep(max(0.0, next(iter(self._due.values())) - time.monotonic()))
            self._beat(time.monotonic())

    def _beat(self, now: float) -> None:
        for socket in [socket for socket, due in self._due.items() if due <= now]:
            del self._due[socket]
            self._due[socket] = now + limits.HEARTBEAT_SECONDS
            if now - socket.looked_at >= limits.RIGHTS_SECONDS - limits.HEARTBEAT_SECONDS:
                socket.looked_at = now
                socket.look_now()
            socket.beat()
