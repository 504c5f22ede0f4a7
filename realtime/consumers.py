"""One socket: says hello, listens to topics, takes messages, and notices that its member may no more."""

import asyncio
import contextlib
import random
import time
from collections import defaultdict, deque
from typing import Any

import structlog
from channels.auth import get_user
from channels.generic.websocket import AsyncWebsocketConsumer
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.db import DatabaseError
from django.utils import translation
from redis.exceptions import RedisError

from accounts.policies import is_member, roles_of
from core.errors import DomainError
from realtime import limits
from realtime.database import in_database
from realtime.frames import Frame, FrameError, Ping, Subscribe, Typing, Unsubscribe, read_frame
from realtime.listening import Listening
from realtime.live import live
from realtime.outlet import Outlet, to_text
from realtime.refusals import error_frame
from realtime.speaking import act
from realtime.topics import member_group

log = structlog.stdlib.get_logger("peerplein.socket")
open_sockets: dict[int, deque["SocketConsumer"]] = defaultdict(deque)


class SocketConsumer(AsyncWebsocketConsumer):
    """The protocol `peerplein.1`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.heart: asyncio.Task[None] | None = None
        self.outlet: Outlet | None = None
        self.member_group = ""
        self.typed_at: dict[str, float] = {}
        self.bad_frames: deque[float] = deque(maxlen=limits.BAD_FRAMES)

    async def connect(self) -> None:
        if limits.SUBPROTOCOL not in self.scope["subprotocols"]:
            await self.close()
            return
        await self.accept(limits.SUBPROTOCOL)
        self.outlet = Outlet(self._send_text, self._close_stuck)
        self.listening = Listening(self, self.outlet)
        await self.outlet.put(await self._hello())
        if self._is_suspended():
            await self.outlet.drain()
            await self.close(limits.CLOSE_NOT_ALLOWED)
            return
        await self._make_room()
        self.heart = asyncio.create_task(self._beat())

    async def disconnect(self, code: int) -> None:
        if self.heart:
            self.heart.cancel()
        self._leave_register()
        if self.outlet is None:
            return
        self.outlet.close()
        await self.listening.stop_all()
        if self.member_group:
            with contextlib.suppress(RedisError, OSError):
                await self.channel_layer.group_discard(self.member_group, self.channel_name)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        cid = ""
        try:
            if text_data is None:
                raise FrameError("bad_frame", "frames are text")
            frame = read_frame(text_data)
            cid = str(getattr(frame, "cid", ""))
            await self._answer(frame)
        except FrameError as error:
            await self.say({"t": "error", "code": error.code, "detail": error.detail})
            if error.code in ("bad_frame", "too_long"):
                await self._count_bad_frame()
        except DomainError as error:
            await self.say(error_frame(error, cid=cid))
        except (RedisError, OSError, DatabaseError):
            await self._say_unavailable(cid)
        except Exception:
            # The outer edge: one member's frame may cost nobody a socket.
            log.exception("frame_failed")
            await self._say_unavailable(cid)

    async def say(self, frame: dict[str, Any]) -> None:
        if self.outlet is not None:
            await self.outlet.put(frame)

    def drop(self) -> None:
        """From the hub: this client lets too many frames wait."""
        if self.outlet is not None:
            asyncio.get_running_loop().create_task(self.outlet.stuck())

    async def frame_out(self, message: dict[str, Any]) -> None:
        """From the channel layer: a frame for this client, as it is."""
        if self.outlet is not None and not self.outlet.offer(to_text(message["frame"])):
            await self.outlet.stuck()

    async def session_check(self, message: dict[str, Any]) -> None:
        """From the channel layer: something about this member changed a moment ago."""
        await asyncio.sleep(limits.SIGN_OUT_SECONDS)
        await self._look_whether_one_may_stay()

    async def _answer(self, frame: Frame) -> None:
        match frame:
            case Ping():
                await self.say({"t": "pong"})
            case Subscribe(topic=topic, after=after):
                await self.listening.start(topic, after=after)
            case Unsubscribe(topic=topic):
                await self.listening.stop(topic)
            case Typing(room=room):
                self._type(room)
            case _:
                with translation.override(self._language()):
                    answer = await act(frame, self.scope["user"])
                if answer is not None:
                    await self.say(answer)

    def _type(self, room: str) -> None:
        """Told to the others in the room, at most once in some seconds; the reader forgets it by itself."""
        topic, now = f"room:{room}", time.monotonic()
        place = self.listening.places.get(topic)
        if place is None or not is_member(self.scope["user"]):
            raise FrameError("not_found", "you do not listen to this room")
        if now - self.typed_at.get(room, 0) >= limits.TYPING_EVERY:
            self.typed_at[room] = now
            live.publish(topic, {"t": "typing", "topic": topic, "names": [place.shown_as]})

    async def _hello(self) -> dict[str, Any]:
        viewer = self.scope["user"]
        you = None
        if is_member(viewer):
            roles = await in_database(roles_of)(viewer)
            you = {"handle": viewer.handle, "roles": sorted(role.value for role in roles.held)}
        heartbeat = limits.HEARTBEAT_SECONDS
        return {"t": "hello", "you": you, "server": settings.VERSION, "heartbeat": heartbeat}

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

    def _leave_register(self) -> None:
        member_id = self.scope["user"].pk
        sockets = open_sockets.get(member_id, deque())
        if self in sockets:
            sockets.remove(self)
        if not sockets:
            open_sockets.pop(member_id, None)

    async def _beat(self) -> None:
        """The heartbeat carries the newest number of each room, so that a client notices what it missed."""
        looked_at = time.monotonic() - random.random() * limits.RIGHTS_SECONDS / 2  # noqa: S311
        while True:
            await asyncio.sleep(limits.HEARTBEAT_SECONDS)
            if time.monotonic() - looked_at >= limits.RIGHTS_SECONDS - limits.HEARTBEAT_SECONDS:
                looked_at = time.monotonic()
                if not await self._look_whether_one_may_stay():
                    return
            await self.say({"t": "beat", "topics": self.listening.numbers()})

    async def _look_whether_one_may_stay(self) -> bool:
        """Close when signed out or suspended, and stop listening to what this member may no longer hear."""
        before = self.scope["user"]
        if is_member(before):
            fresh = SessionStore(self.scope["session"].session_key)
            now = await get_user({**self.scope, "session": fresh})
            if now.pk != before.pk:
                await self.close(limits.CLOSE_SIGNED_OUT)
                return False
            self.scope["user"] = now
            if self._is_suspended():
                await self.close(limits.CLOSE_NOT_ALLOWED)
                return False
        await self.listening.look_again()
        return True

    def _is_suspended(self) -> bool:
        viewer = self.scope["user"]
        return is_member(viewer) and viewer.is_suspended

    def _language(self) -> str:
        viewer = self.scope["user"]
        return (viewer.language if is_member(viewer) else "") or settings.LANGUAGE_CODE

    async def _count_bad_frame(self) -> None:
        self.bad_frames.append(time.monotonic())
        full = len(self.bad_frames) == limits.BAD_FRAMES
        if full and self.bad_frames[-1] - self.bad_frames[0] < limits.BAD_FRAMES_SECONDS:
            await self.close(limits.CLOSE_BAD_FRAMES)

    async def _say_unavailable(self, cid: str) -> None:
        frame: dict[str, Any] = {"t": "error", "code": "unavailable", "detail": "try again", "retry_after": 5}
        await self.say(frame | ({"cid": cid} if cid else {}))

    async def _send_text(self, text: str) -> None:
        await self.send(text)

    async def _close_stuck(self) -> None:
        await self.close(limits.CLOSE_REPLACED_OR_SLOW)
