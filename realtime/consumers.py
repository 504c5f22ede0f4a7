"""One socket: says hello, listens to topics, takes messages, and notices that its member may no more."""

import asyncio
import time
from collections import defaultdict
from typing import Any

import structlog
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError
from django.utils import translation

from accounts.policies import is_member, roles_of
from accounts.queries.blocks import blocked_handles
from core.errors import DomainError
from realtime import limits
from realtime.database import in_database
from realtime.endpoint import Endpoint
from realtime.frames import Frame, FrameError, Ping, Send, Subscribe, Typing, Unsubscribe, read_frame
from realtime.hub import Listener
from realtime.listening import Listening
from realtime.live import live
from realtime.outlet import Outlet, to_text
from realtime.patience import Patience
from realtime.recent import Recent
from realtime.refusals import error_frame
from realtime.sessions import member_of_session, session_key_of
from realtime.speaking import SignedOut, note_writing
from realtime.topics import member_group, place_of, typing_frame

log = structlog.stdlib.get_logger("peerplein.socket")
open_sockets: dict[int, list["SocketConsumer"]] = defaultdict(list)


class Watch(Listener):
    """Hears that something about its member changed; what it was, the socket reads for itself."""

    __slots__ = ("_socket", "group")

    def __init__(self, socket: "SocketConsumer", group: str) -> None:
        self.group = group
        self._socket = socket

    def offer(self, text: str) -> bool:
        self._socket.look_soon()
        return True

    def drop(self) -> None:
        """Its offers are never refused."""


class SocketConsumer(Endpoint):
    """The protocol `peerplein.1`."""

    def __init__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        super().__init__(scope, receive, send)
        self.session_key = ""
        self.looked_at = 0.0
        self.outlet: Outlet | None = None
        self.watch: Watch | None = None
        self.look: asyncio.Task[None] | None = None
        self.typed_at: dict[str, float] = {}
        self.bad_frames = Recent(limits.BAD_FRAMES, limits.BAD_FRAMES_SECONDS)
        self.frames = Recent(limits.FRAMES, limits.FRAMES_SECONDS)
        self.patience = Patience()

    async def connect(self) -> None:
        if limits.SUBPROTOCOL not in self.scope["subprotocols"]:
            await self.close()
            return
        await self._identify()
        self.outlet = await self.accept(limits.SUBPROTOCOL)
        self.listening = Listening(self, self.outlet)
        await self.outlet.put(await self._hello())
        if self._is_suspended():
            await self.outlet.drain()
            await self.close(limits.CLOSE_NOT_ALLOWED)
            return
        await self._make_room()
        live.heart.add(self)

    async def disconnect(self, code: int) -> None:
        if self.look:
            self.look.cancel()
        live.heart.remove(self)
        self._leave_register()
        if self.outlet is None:
            return
        self.outlet.close()
        self.listening.stop_all()
        if self.watch:
            live.hub.leave(self.watch.group, self.watch)

    async def receive(self, text: str | None) -> None:
        if self.is_closing:
            return
        cid = ""
        try:
            if self.frames.add():
                await self.close(limits.CLOSE_TOO_MANY)
                return
            if text is None:
                raise FrameError("bad_frame", "frames are text")
            frame = read_frame(text)
            cid = str(getattr(frame, "cid", ""))
            await self._answer(frame)
        except FrameError as error:
            await self.say({"t": "error", "code": error.code, "detail": error.detail})
            if error.code in ("bad_frame", "too_long"):
                await self._count_bad_frame()
        except SignedOut:
            await self.close(limits.CLOSE_SIGNED_OUT)
        except DomainError as error:
            await self.say(error_frame(error, cid=cid))
        except (OSError, DatabaseError):
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

    def look_soon(self) -> None:
        """A moment from now: whoever rang may still be writing down what happened."""
        if self.look is None or self.look.done():
            self.look = asyncio.get_running_loop().create_task(self._look_after(*limits.LOOKS_AFTER_A_RING))

    def beat(self) -> None:
        """The newest number of each room, so that a client notices what it missed."""
        if self.outlet is not None and not self.outlet.offer(
            to_text({"t": "beat", "topics": self.listening.numbers()})
        ):
            self.drop()

    def look_now(self) -> None:
        """Whatever rang or did not: whether the member may stay, and what they may still hear."""
        if self.look is None or self.look.done():
            self.look = asyncio.get_running_loop().create_task(self._look_after(0.0))

    async def _answer(self, frame: Frame) -> None:
        match frame:
            case Ping():
                await self.say({"t": "pong"})
            case Subscribe(topic=topic, after=after):
                if self.patience.listens_too_often():
                    await self.close(limits.CLOSE_TOO_MANY)
                elif await self._is_still_here():
                    await self.listening.start(topic, after=after)
            case Unsubscribe(topic=topic):
                self.listening.stop(topic)
            case Typing(topic=topic):
                await self._type(topic)
            case Send():
                await self._act(frame)
            case _:
                if await self._is_still_here():
                    await self._act(frame)

    async def _act(self, frame: Frame) -> None:
        with translation.override(self._language()):
            answer = await self.patience.act(frame, self.scope["user"], self.session_key)
        if answer is not None:
            await self.say(answer)

    async def _type(self, topic: str) -> None:
        """Told to the others there, at most once in some seconds; the reader forgets it by itself."""
        now = time.monotonic()
        if now - self.typed_at.get(topic, 0) < limits.TYPING_EVERY:
            return
        if topic not in self.listening.places or not is_member(self.scope["user"]):
            raise FrameError("not_found", "you do not listen there")
        self.typed_at[topic] = now
        if not await self._is_still_here():
            return
        place = await in_database(place_of)(topic, self.scope["user"])
        if not self._is_suspended():
            await in_database(note_writing)(topic, self.scope["user"])
            live.publish(place.group, typing_frame(place, self.scope["user"]))

    async def _identify(self) -> None:
        """Only what is asked for again is kept of the handshake."""
        self.session_key = session_key_of(self.scope["headers"])
        member = await member_of_session(self.session_key)
        self.scope = {"user": member or AnonymousUser()}

    async def _hello(self) -> dict[str, Any]:
        viewer = self.scope["user"]
        you = None
        if is_member(viewer):
            roles = await in_database(roles_of)(viewer)
            blocked = await in_database(blocked_handles)(viewer)
            you = {
                "handle": viewer.handle,
                "roles": sorted(role.value for role in roles.held),
                "blocked": sorted(blocked),
            }
        heartbeat = limits.HEARTBEAT_SECONDS
        return {"t": "hello", "you": you, "server": settings.VERSION, "heartbeat": heartbeat}

    async def _make_room(self) -> None:
        """A member has a few sockets per process; one more closes the oldest."""
        if not is_member(self.scope["user"]):
            return
        self.watch = Watch(self, member_group(self.scope["user"].pk))
        live.hub.join(self.watch.group, self.watch, n=0)
        sockets = open_sockets[self.scope["user"].pk]
        sockets.append(self)
        if len(sockets) > limits.SOCKETS_PER_MEMBER:
            await sockets.pop(0).close(limits.CLOSE_REPLACED_OR_SLOW)

    def _leave_register(self) -> None:
        viewer = self.scope.get("user")
        if viewer is None or not is_member(viewer):
            return
        sockets = open_sockets.get(viewer.pk, [])
        if self in sockets:
            sockets.remove(self)
        if not sockets:
            open_sockets.pop(viewer.pk, None)

    async def _look_after(self, *waits: float) -> None:
        for wait in waits:
            await asyncio.sleep(wait)
            try:
                if not await self._look_whether_one_may_stay():
                    return
            except (DatabaseError, OSError):
                log.warning("look_failed")

    async def _look_whether_one_may_stay(self) -> bool:
        """Close when signed out or suspended, and stop listening to what this member may no longer hear."""
        if not await self._is_still_here():
            return False
        if self._is_suspended():
            await self.close(limits.CLOSE_NOT_ALLOWED)
            return False
        await self.listening.look_again()
        return True

    async def _is_still_here(self) -> bool:
        """Read the member again; a session that ended closes the socket."""
        before = self.scope["user"]
        if not is_member(before):
            return True
        now = await member_of_session(self.session_key)
        if now is None or now.pk != before.pk:
            await self.close(limits.CLOSE_SIGNED_OUT)
            return False
        self.scope["user"] = now
        return True

    def _is_suspended(self) -> bool:
        viewer = self.scope["user"]
        return is_member(viewer) and viewer.is_suspended

    def _language(self) -> str:
        viewer = self.scope["user"]
        return (viewer.language if is_member(viewer) else "") or settings.LANGUAGE_CODE

    async def _count_bad_frame(self) -> None:
        if self.bad_frames.add():
            await self.close(limits.CLOSE_BAD_FRAMES)

    async def _say_unavailable(self, cid: str) -> None:
        frame: dict[str, Any] = {"t": "error", "code": "unavailable", "detail": "try again", "retry_after": 5}
        await self.say(frame | ({"cid": cid} if cid else {}))

    async def close_stuck(self) -> None:
        await self.close(limits.CLOSE_REPLACED_OR_SLOW)
