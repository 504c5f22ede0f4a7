"""One socket: says hello, listens to topics, answers frames, and notices that its member signed out."""

import asyncio
import contextlib
import json
import time
from collections import defaultdict, deque
from typing import Any

import structlog
from channels.auth import get_user
from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from redis.exceptions import RedisError

from accounts.policies import is_member, roles_of
from realtime import limits
from realtime.frames import Frame, FrameError, Ping, Subscribe, Unsubscribe, read_frame
from realtime.topics import group_of, member_group

log = structlog.stdlib.get_logger("peerplein.socket")
open_sockets: dict[int, deque["SocketConsumer"]] = defaultdict(deque)


class SocketConsumer(AsyncWebsocketConsumer):
    """The protocol `peerplein.1`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.heart: asyncio.Task[None] | None = None
        self.member_group = ""
        self.groups_by_topic: dict[str, str] = {}
        self.bad_frames: deque[float] = deque(maxlen=limits.BAD_FRAMES)

    async def connect(self) -> None:
        if limits.SUBPROTOCOL not in self.scope["subprotocols"]:
            await self.close()
            return
        await self.accept(limits.SUBPROTOCOL)
        await self._say(await self._hello())
        await self._make_room()
        self.heart = asyncio.create_task(self._beat())

    async def disconnect(self, code: int) -> None:
        if self.heart:
            self.heart.cancel()
        self._leave_register()
        for group in self._groups():
            with contextlib.suppress(RedisError, OSError):
                await self.channel_layer.group_discard(group, self.channel_name)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        try:
            if text_data is None:
                raise FrameError("bad_frame", "frames are text")
            await self._answer(read_frame(text_data))
        except FrameError as error:
            await self._say({"t": "error", "code": error.code, "detail": error.detail})
            if error.code in ("bad_frame", "too_long"):
                await self._count_bad_frame()
        except (RedisError, OSError):
            await self._say({"t": "error", "code": "unavailable", "detail": "try again", "retry_after": 5})
        except Exception:
            # The outer edge: one member's frame may cost nobody a socket.
            log.exception("frame_failed")
            await self._say({"t": "error", "code": "unavailable", "detail": "try again", "retry_after": 5})

    async def frame_out(self, message: dict[str, Any]) -> None:
        """From the channel layer: a frame for this client, as it is."""
        await self._say(message["frame"])

    async def session_check(self, message: dict[str, Any]) -> None:
        """From the channel layer: a sign-in of this member is ending, and is gone in a moment."""
        await asyncio.sleep(limits.SIGN_OUT_SECONDS)
        await self._close_if_signed_out()

    async def _answer(self, frame: Frame) -> None:
        match frame:
            case Ping():
                await self._say({"t": "pong"})
            case Subscribe(topic=topic):
                await self._subscribe(topic)
            case Unsubscribe(topic=topic):
                if group := self.groups_by_topic.pop(topic, None):
                    await self.channel_layer.group_discard(group, self.channel_name)

    async def _subscribe(self, topic: str) -> None:
        group = group_of(topic, self.scope["user"])
        if topic not in self.groups_by_topic and len(self.groups_by_topic) >= limits.MAX_TOPICS:
            raise FrameError("slow_down", f"a socket listens to at most {limits.MAX_TOPICS} topics")
        await self.channel_layer.group_add(group, self.channel_name)
        self.groups_by_topic[topic] = group
        # The inbox has no events to replay: whoever subscribes fetches it.
        await self._say({"t": "subbed", "topic": topic, "n": 0, "reset": False})

    async def _hello(self) -> dict[str, Any]:
        viewer = self.scope["user"]
        you = None
        if is_member(viewer):
            roles = await database_sync_to_async(roles_of)(viewer)
            you = {"handle": viewer.handle, "roles": sorted(role.value for role in roles.held)}
        return {
            "t": "hello",
            "you": you,
            "server": settings.VERSION,
            "heartbeat": limits.HEARTBEAT_SECONDS,
        }

    async def _make_room(self) -> None:
        """A member has a few sockets per process; one more closes the oldest."""
        if not is_member(self.scope["user"]):
            return
        self.member_group = member_group(self.scope["user"].pk)
        await self.channel_layer.group_add(self.member_group, self.channel_name)
        sockets = open_sockets[self.scope["user"].pk]
        sockets.append(self)
        if len(sockets) > limits.SOCKETS_PER_MEMBER:
            await sockets.popleft().close(limits.CLOSE_REPLACED_OR_SLOW)

    def _groups(self) -> list[str]:
        """Every group that this socket is in."""
        own = [self.member_group] if self.member_group else []
        return [*own, *self.groups_by_topic.values()]

    def _leave_register(self) -> None:
        member_id = self.scope["user"].pk
        sockets = open_sockets.get(member_id, deque())
        if self in sockets:
            sockets.remove(self)
        if not sockets:
            open_sockets.pop(member_id, None)

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(limits.HEARTBEAT_SECONDS)
            if await self._close_if_signed_out():
                return
            await self._say({"t": "beat", "topics": {}})

    async def _close_if_signed_out(self) -> bool:
        before = self.scope["user"]
        if not is_member(before):
            return False
        fresh = SessionStore(self.scope["session"].session_key)
        now = await get_user({**self.scope, "session": fresh})
        if now.pk == before.pk:
            return False
        await self.close(limits.CLOSE_SIGNED_OUT)
        return True

    async def _count_bad_frame(self) -> None:
        self.bad_frames.append(time.monotonic())
        full = len(self.bad_frames) == limits.BAD_FRAMES
        if full and self.bad_frames[-1] - self.bad_frames[0] < limits.BAD_FRAMES_SECONDS:
            await self.close(limits.CLOSE_BAD_FRAMES)

    async def _say(self, frame: dict[str, Any]) -> None:
        """A client that does not read is dropped; it costs nobody else anything."""
        try:
            async with asyncio.timeout(limits.SEND_SECONDS):
                await self.send(json.dumps(frame, ensure_ascii=False, separators=(",", ":")))
        except TimeoutError:
            await self.close(limits.CLOSE_REPLACED_OR_SLOW)
