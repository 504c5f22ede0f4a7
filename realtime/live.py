"""The live side of this process: its hub, its place in Redis, and the regular look at the database.

`start` belongs on the loop that serves the sockets. Everything works without Redis: then other
processes learn of an event when they look at the database, a few seconds later.
"""

import asyncio
import contextlib
import json
import secrets
from collections.abc import Iterable
from typing import Any

import redis.asyncio as redis
import structlog
from django.conf import settings
from redis.exceptions import RedisError

from realtime.database import in_database
from realtime.hub import Hub
from realtime.limits import LOOK_AGAIN_SECONDS
from realtime.models import Room, RoomKind
from realtime.outlet import to_text
from realtime.queries.messages import message_frame, replay
from realtime.queries.rooms import people_on_duty

log = structlog.stdlib.get_logger("peerplein.live")

CHANNEL = "peerplein:rooms"
RETRY_SECONDS = 2
PUBLISH_SECONDS = 0.5
WHISPER = 0
"""The number of a frame that has none."""


class Live:
    """One for each process."""

    def __init__(self) -> None:
        self.hub = Hub(_frames_after)
        self.name = secrets.token_hex(4)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._tasks: list[asyncio.Task[None]] = []
        self._redis: redis.Redis | None = None
        self._crowd: dict[str, int] = {}
        self._publishing: set[asyncio.Task[None]] = set()

    def start(self) -> None:
        """Begin on the running loop, with empty feeds."""
        self.hub = Hub(_frames_after)
        self._loop = asyncio.get_running_loop()
        self._tasks = [asyncio.create_task(self._look_again())]
        if settings.REDIS_URL:
            self._redis = redis.Redis.from_url(settings.REDIS_URL, socket_connect_timeout=2)
            self._tasks.append(asyncio.create_task(self._listen(self._redis)))

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._redis is not None:
            with contextlib.suppress(RedisError, OSError):
                await self._redis.aclose()
        self._tasks, self._redis, self._loop = [], None, None

    def publish(self, topic: str, frame: dict[str, Any]) -> None:
        """Tell everybody who listens to `topic`, in every process. From any thread; never waits or raises."""
        text, n = to_text(frame), int(frame.get("n", WHISPER))
        loop = self._loop
        if loop is not None and loop.is_running():
            loop.call_soon_threadsafe(self._out, topic, n, text)

    def tell_presence(self) -> None:
        """Tell every room who is on duty and how many are there. From any thread."""
        loop = self._loop
        if loop is not None and loop.is_running():
            loop.call_soon_threadsafe(self._presence_soon)

    def _presence_soon(self) -> None:
        task = asyncio.create_task(self._presence(list(self.hub.feeds)))
        self._publishing.add(task)
        task.add_done_callback(self._publishing.discard)

    async def presence(self, topic: str) -> dict[str, Any]:
        """The presence frame of one room, as this process knows it."""
        on_duty = await in_database(_on_duty)(topic)
        return {"t": "presence", "topic": topic, "on_duty": on_duty, "here": self.hub.listeners(topic)}

    async def _presence(self, topics: Iterable[str]) -> None:
        for topic in topics:
            self.hub.whisper(topic, to_text(await self.presence(topic)))

    def _out(self, topic: str, n: int, text: str) -> None:
        self._deliver(topic, n, text)
        if self._redis is not None:
            task = asyncio.create_task(self._publish(self._redis, topic, n, text))
            self._publishing.add(task)
            task.add_done_callback(self._publishing.discard)

    def _deliver(self, topic: str, n: int, text: str) -> None:
        if n == WHISPER:
            self.hub.whisper(topic, text)
        else:
            self.hub.receive(topic, n, text)

    async def _publish(self, client: redis.Redis, topic: str, n: int, text: str) -> None:
        try:
            async with asyncio.timeout(PUBLISH_SECONDS):
                await client.publish(CHANNEL, json.dumps([self.name, topic, n, text]))
        except (RedisError, OSError, TimeoutError) as error:
            log.warning("ring_lost", error=type(error).__name__)

    async def _listen(self, client: redis.Redis) -> None:
        """One subscription for the whole process; after a cut every room looks at the database."""
        while True:
            try:
                async with client.pubsub() as subscription:
                    await subscription.subscribe(CHANNEL)
                    await self._compare()
                    async for message in subscription.listen():
                        if message["type"] == "message":
                            self._hear(message["data"])
            except (RedisError, OSError) as error:
                log.warning("redis_away", error=type(error).__name__)
            await asyncio.sleep(RETRY_SECONDS)

    def _hear(self, data: bytes) -> None:
        sender, topic, n, text = json.loads(data)
        if sender != self.name:
            self._deliver(topic, n, text)

    async def _look_again(self) -> None:
        while True:
            await asyncio.sleep(LOOK_AGAIN_SECONDS)
            try:
                await self._compare()
            except Exception:
                # The outer edge of a loop that must not end; the next look may succeed.
                log.exception("look_failed")

    async def _compare(self) -> None:
        topics = list(self.hub.feeds)
        if topics:
            self.hub.look_again(await in_database(_newest)(topics))
        crowd = {topic: self.hub.listeners(topic) for topic in topics}
        changed = [topic for topic, here in crowd.items() if self._crowd.get(topic) != here]
        self._crowd = crowd
        await self._presence(changed)


def _newest(topics: Iterable[str]) -> dict[str, int]:
    """The newest event number by topic. One query."""
    slugs = [topic.removeprefix("room:") for topic in topics]
    rooms = Room.objects.filter(slug__in=slugs).values_list("slug", "last_n")
    return {f"room:{slug}": n for slug, n in rooms}


def _on_duty(topic: str) -> list[dict[str, str]]:
    room = Room.objects.select_related("theme").filter(slug=topic.removeprefix("room:")).first()
    if room is None or room.kind == RoomKind.HELP:
        return []
    return [
        {
            "handle": person.handle,
            "name": person.name,
            "role": person.role.value if person.role else "",
            "until": person.until.isoformat().replace("+00:00", "Z"),
        }
        for person in people_on_duty(room.theme.slug if room.theme else None)
    ]


async def _frames_after(topic: str, n: int) -> tuple[list[dict[str, Any]], int]:
    return await in_database(_read_frames)(topic, n)


def _read_frames(topic: str, n: int) -> tuple[list[dict[str, Any]], int]:
    room = Room.objects.select_related("theme").filter(slug=topic.removeprefix("room:")).first()
    if room is None:
        return [], n
    found = replay(room, after=n)
    return [message_frame(topic, message) for message in found.messages], found.newest


live = Live()
