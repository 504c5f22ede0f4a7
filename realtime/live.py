"""The live side of this process: its hub, its place in Redis, and the regular look at the database.

`start` belongs on the loop that serves the sockets. Everything works without Redis: then other
processes learn of a room's event when they look at the database, a few seconds later.
"""

import asyncio
import contextlib
import json
import secrets
from collections.abc import Collection, Iterable, Sequence
from typing import Any

import redis
import redis.asyncio as redis_on_loop
import structlog
from django.conf import settings
from django.db import DatabaseError
from redis.exceptions import RedisError

from realtime.database import in_database
from realtime.heart import Heart
from realtime.history import History
from realtime.hub import Hub
from realtime.limits import LOOK_AGAIN_SECONDS
from realtime.models import Room, RoomKind
from realtime.outlet import to_text
from realtime.queries.messages import message_frame, replay
from realtime.queries.rooms import people_on_duty
from realtime.topics import member_group, visitors_group

log = structlog.stdlib.get_logger("peerplein.live")

CHANNEL = "peerplein:live"
RETRY_SECONDS = 2
PUBLISH_SECONDS = 0.5
STOP_ATTEMPTS = 5
STOP_SECONDS = 1
SILENCE_SECONDS = 10
"""After so long without a word from Redis it is asked whether it is still there."""
MOST_PUBLISHING = 1000
"""Rings that may be on their way to Redis at once; a frozen Redis may not fill the memory."""
WITHOUT_NUMBER = 0
"""The number of a frame that has none: typing, presence, a ping to fetch something."""


class Live:
    """One for each process."""

    def __init__(self) -> None:
        self.hub = Hub(_frames_after)
        self.heart = Heart()
        self.history = History()
        self.name = secrets.token_hex(4)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._tasks: list[asyncio.Task[None]] = []
        self._redis: redis_on_loop.Redis | None = None
        self._crowd: dict[str, int] = {}
        self._publishing: set[asyncio.Task[None]] = set()

    def start(self) -> None:
        """Begin on the running loop, with empty feeds."""
        self.hub, self.heart, self.history = Hub(_frames_after), Heart(), History()
        self._loop = asyncio.get_running_loop()
        self._tasks = [asyncio.create_task(self._look_again()), asyncio.create_task(self.heart.run())]
        if settings.REDIS_URL:
            # An idle subscription reads nothing for as long as nobody says anything: no read timeout.
            self._redis = redis_on_loop.Redis.from_url(
                settings.REDIS_URL, socket_connect_timeout=RETRY_SECONDS, socket_timeout=None
            )
            self._tasks.append(asyncio.create_task(self._listen(self._redis)))

    async def stop(self) -> None:
        """Within seconds, whatever Redis does: a client library may take a cancellation for a timeout."""
        tasks = {*self._tasks, *self._publishing}
        for _attempt in range(STOP_ATTEMPTS):
            if not tasks:
                break
            for task in tasks:
                task.cancel()
            _done, tasks = await asyncio.wait(tasks, timeout=STOP_SECONDS)
        if self._redis is not None:
            with contextlib.suppress(RedisError, OSError, TimeoutError):
                async with asyncio.timeout(STOP_SECONDS):
                    await self._redis.aclose()
        self._tasks, self._redis, self._loop = [], None, None

    def publish(self, group: str, frame: dict[str, Any], *, but: Collection[int] = ()) -> None:
        """Tell everybody who listens to `group`, in every process. From any thread; never waits or raises.

        What has no number can be told to all but some members. A process that serves no sockets (a command)
        tells the others through Redis.
        """
        self.publish_all(group, [frame], but=but)

    def publish_all(self, group: str, frames: Sequence[dict[str, Any]], *, but: Collection[int] = ()) -> None:
        """The same for several, in this order."""
        rings = [(int(frame.get("n", WITHOUT_NUMBER)), to_text(frame)) for frame in frames]
        loop = self._loop
        if loop is not None and loop.is_running():
            loop.call_soon_threadsafe(self._out, group, rings, but)
        elif settings.REDIS_URL:
            _publish_from_here(self._packed(group, rings, but))

    def tell_presence(self) -> None:
        """Tell every room who is on duty and how many are there. From any thread."""
        loop = self._loop
        if loop is not None and loop.is_running():
            loop.call_soon_threadsafe(self._presence_soon)

    async def presence(self, topic: str) -> dict[str, Any]:
        """The presence frame of one room, as this process knows it."""
        on_duty = await in_database(_on_duty)(topic)
        return {"t": "presence", "topic": topic, "on_duty": on_duty, "here": self.hub.listeners(topic)}

    async def compare(self, topics: list[str]) -> None:
        """Let the feeds of these rooms catch up with the database. One query.

        Visitors of a room that is no longer for them go first; what was said there since is for the rest.
        """
        if not topics:
            return
        newest, public = await in_database(_rooms_now)(topics)
        for topic in topics:
            if topic not in public and self.hub.listeners(visitors_group(topic)):
                self.hub.whisper(visitors_group(topic), "{}")
                newest.pop(topic, None)
        self.hub.look_again(newest)

    def _rooms(self) -> list[str]:
        return [group for group in self.hub.feeds if group.startswith("room:")]

    def _presence_soon(self) -> None:
        self._keep(asyncio.create_task(self._presence(self._rooms())))

    async def _presence(self, topics: Iterable[str]) -> None:
        for topic in topics:
            self.hub.whisper(topic, to_text(await self.presence(topic)))

    def _out(self, group: str, rings: list[tuple[int, str]], but: Collection[int]) -> None:
        self._deliver(group, rings, but)
        if self._redis is not None and len(self._publishing) < MOST_PUBLISHING:
            packed = self._packed(group, rings, but)
            self._keep(asyncio.create_task(self._publish(self._redis, packed)))

    def _keep(self, task: asyncio.Task[None]) -> None:
        self._publishing.add(task)
        task.add_done_callback(self._publishing.discard)

    def _packed(self, group: str, rings: list[tuple[int, str]], but: Collection[int]) -> list[str]:
        return [json.dumps([self.name, group, n, text, *but]) for n, text in rings]

    def _deliver(self, group: str, rings: list[tuple[int, str]], but: Collection[int] = ()) -> None:
        for n, text in rings:
            if n == WITHOUT_NUMBER:
                self.hub.whisper(group, text, but=but)
        self.hub.receive(group, *(ring for ring in rings if ring[0] != WITHOUT_NUMBER))

    async def _publish(self, client: redis_on_loop.Redis, packed: list[str]) -> None:
        try:
            async with asyncio.timeout(PUBLISH_SECONDS):
                for one in packed:
                    await client.publish(CHANNEL, one)
        except (RedisError, OSError, TimeoutError) as error:
            log.warning("ring_lost", error=type(error).__name__)

    async def _listen(self, client: redis_on_loop.Redis) -> None:
        """One subscription for the whole process; after a cut every room looks at the database."""
        while True:
            try:
                await self._hear_all(client)
            except (RedisError, OSError, DatabaseError) as error:
                log.warning("redis_away", error=type(error).__name__)
            except Exception:
                # The outer edge of a loop that must not end; without it this process hears no other.
                log.exception("listening_failed")
            await asyncio.sleep(RETRY_SECONDS)

    async def _hear_all(self, client: redis_on_loop.Redis) -> None:
        """Until Redis goes away or falls silent; a frozen one keeps its connection and says nothing."""
        async with client.pubsub() as subscription:
            await asyncio.wait_for(subscription.subscribe(CHANNEL), SILENCE_SECONDS)
            await self.compare(self._rooms())
            asked = False
            while True:
                message = await subscription.get_message(timeout=SILENCE_SECONDS)
                if message is None and asked:
                    raise TimeoutError
                if message is None:
                    await asyncio.wait_for(subscription.ping(), PUBLISH_SECONDS)
                elif message["type"] == "message":
                    self._hear(message["data"])
                asked = message is None

    def _hear(self, data: bytes) -> None:
        sender, group, n, text, *but = json.loads(data)
        if sender != self.name:
            self._deliver(group, [(n, text)], but)

    async def _look_again(self) -> None:
        while True:
            await asyncio.sleep(LOOK_AGAIN_SECONDS)
            try:
                await self.compare(self._rooms())
                await self._tell_of_comings_and_goings()
            except Exception:
                # The outer edge of a loop that must not end; the next look may succeed.
                log.exception("look_failed")

    async def _tell_of_comings_and_goings(self) -> None:
        crowd = {topic: self.hub.listeners(topic) for topic in self._rooms()}
        changed = [topic for topic, here in crowd.items() if self._crowd.get(topic) != here]
        self._crowd = crowd
        await self._presence(changed)


def _publish_from_here(packed: list[str]) -> None:
    seconds = PUBLISH_SECONDS
    try:
        with redis.Redis.from_url(
            settings.REDIS_URL, socket_timeout=seconds, socket_connect_timeout=seconds
        ) as client:
            for one in packed:
                client.publish(CHANNEL, one)
    except (RedisError, OSError) as error:
        log.warning("ring_lost", error=type(error).__name__)


def _rooms_now(topics: Iterable[str]) -> tuple[dict[str, int], set[str]]:
    """The newest event number by topic, and which of them everybody may read. One query."""
    slugs = [topic.removeprefix("room:") for topic in topics]
    rooms = list(Room.objects.filter(slug__in=slugs).only("slug", "last_n", "audience"))
    return {room.topic: room.last_n for room in rooms}, {room.topic for room in rooms if room.is_public}


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


def ring(group: str, frame: dict[str, Any]) -> None:
    """The doorbell: every socket in `group` gets this frame. A lost ring is no loss of anything stored."""
    live.publish(group, frame)


def ask_who_is_there(member_id: int) -> None:
    """Every socket of this member looks whether it may stay, and what it may still hear."""
    live.publish(member_group(member_id), {})
