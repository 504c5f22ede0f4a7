"""uvicorn's WebSocket protocol with two additions: frames that are ready go straight to the connection, and a
client that reads nothing is cut off without waiting for it.

Why: docs/decisions/0008-live.md.
"""

from asyncio.transports import BaseTransport
from collections.abc import Callable
from typing import Any, cast

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.http11 import Request

from realtime.outlet import WIRE

FULL_BYTES = 32 * 1024
"""So much may lie ready for a client that does not take it; after that its frames wait in its outlet."""
CUT_SECONDS = 2.0
"""So long somebody who is cut off may still take what lies ready, the reason among it."""


class SocketProtocol(WebSocketsSansIOProtocol):
    """A `realtime.outlet.Wire`, handed to the application in the scope."""

    is_full = False
    on_room: Callable[[], None] | None = None

    def connection_made(self, transport: BaseTransport) -> None:
        super().connection_made(transport)
        self.transport.set_write_buffer_limits(high=FULL_BYTES)

    def handle_connect(self, event: Request) -> None:
        super().handle_connect(event)
        if not self.close_sent:
            extensions = cast("dict[str, Any]", self.scope["extensions"])
            extensions[WIRE] = self

    def start_keepalive(self) -> None:
        """The handshake is over: what only it needed is let go."""
        del self.request, self.response
        cast("dict[str, Any]", self.scope).clear()
        super().start_keepalive()

    def pause_writing(self) -> None:
        super().pause_writing()
        self.is_full = True

    def resume_writing(self) -> None:
        super().resume_writing()
        self.is_full = False
        if self.on_room is not None:
            self.on_room()

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        self.on_room = None

    @property
    def waiting_bytes(self) -> int:
        return self.transport.get_write_buffer_size()

    def write_frame(self, frame: bytes) -> None:
        """One frame, or several on end."""
        if not self.close_sent and not self.transport.is_closing():
            self.transport.write(frame)

    def cut(self, code: int) -> None:
        if self.close_sent or self.transport.is_closing():
            self.transport.abort()
            return
        self.queue.put_nowait({"type": "websocket.disconnect", "code": code, "reason": ""})
        self.conn.send_close(code)
        self.transport.write(b"".join(self.conn.data_to_send()))
        self.close_sent = True
        self.close_timer = self.loop.call_later(CUT_SECONDS, self.transport.abort)

    def keepalive_timeout(self) -> None:
        """Whoever is gone takes nothing any more, so that closing in peace would wait for ever."""
        super().keepalive_timeout()
        if not self.disconnected and self.close_timer is None:
            self.close_timer = self.loop.call_later(CUT_SECONDS, self.transport.abort)
