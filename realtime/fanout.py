"""The doorbell: tells sockets that something changed. The database is the mailbox: a lost ring is no loss."""

import asyncio
from typing import Any

import structlog
from asgiref.sync import async_to_sync
from channels.exceptions import ChannelFull
from channels.layers import get_channel_layer
from redis.exceptions import RedisError

log = structlog.stdlib.get_logger("peerplein.fanout")


class Doorbell:
    """Rings on the loop that serves the sockets: in-memory groups live there, and Redis' connection too."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None

    def use_running_loop(self) -> None:
        self._loop = asyncio.get_running_loop()

    def ring(self, group: str, frame: dict[str, Any]) -> None:
        """Send one frame to every socket of a group, from any thread."""
        self._send(group, {"type": "frame.out", "frame": frame})

    def ask_who_is_there(self, group: str) -> None:
        """Let every socket of a group look whether its member is still signed in."""
        self._send(group, {"type": "session.check"})

    def _send(self, group: str, message: dict[str, Any]) -> None:
        if self._loop and self._loop.is_running():
            asyncio.run_coroutine_threadsafe(_send(group, message), self._loop)
        else:
            async_to_sync(_send)(group, message)


async def _send(group: str, message: dict[str, Any]) -> None:
    try:
        await get_channel_layer().group_send(group, message)
    except (RedisError, OSError, ChannelFull) as error:
        log.warning("ring_lost", error=type(error).__name__)


_doorbell = Doorbell()
use_running_loop = _doorbell.use_running_loop
ring = _doorbell.ring
ask_who_is_there = _doorbell.ask_who_is_there
