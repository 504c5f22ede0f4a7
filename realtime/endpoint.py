"""One WebSocket as ASGI speaks it, small: thousands of them are open at once."""

import contextlib
from collections.abc import Awaitable, Callable
from typing import Any

from realtime.outlet import WIRE, DirectOutlet, Outlet, QueueOutlet, Wire

Message = dict[str, Any]
Application = Callable[[dict[str, Any], Any, Any], Awaitable[None]]


class Endpoint:
    """Subclasses say what happens on `connect`, `receive` and `disconnect`; the last always comes, once."""

    def __init__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        self.scope = scope
        self.wire: Wire | None = scope.get("extensions", {}).get(WIRE)
        self.is_closing = False
        self._receive = receive
        self._send = send

    @classmethod
    def as_asgi(cls) -> Application:
        # Not a coroutine of its own: it would stay as long as the socket does.
        return lambda scope, receive, send: cls(scope, receive, send).run()

    async def run(self) -> None:
        code = 1006
        try:
            while True:
                message = await self._receive()
                match message["type"]:
                    case "websocket.connect":
                        await self.connect()
                    case "websocket.receive":
                        await self.receive(message.get("text"))
                    case "websocket.disconnect":
                        code = message.get("code", code)
                        return
        finally:
            await self.disconnect(code)

    async def connect(self) -> None:
        raise NotImplementedError

    async def receive(self, text: str | None) -> None:
        """A frame; None when it was binary."""
        raise NotImplementedError

    async def disconnect(self, code: int) -> None:
        raise NotImplementedError

    async def accept(self, subprotocol: str) -> Outlet:
        """The way out to the client."""
        await self._send({"type": "websocket.accept", "subprotocol": subprotocol})
        if self.wire is not None:
            return DirectOutlet(self.wire, self.close_stuck)
        return QueueOutlet(self._send_text, self.close_stuck)

    async def close_stuck(self) -> None:
        """The client takes nothing any more."""
        raise NotImplementedError

    async def close(self, code: int = 1000) -> None:
        """Once: whoever is on the way out may still have said a thousand things."""
        if self.is_closing:
            return
        self.is_closing = True
        if self.wire is not None and self.wire.is_full:
            self.wire.cut(code)
            return
        with contextlib.suppress(OSError):
            await self._send({"type": "websocket.close", "code": code})

    async def _send_text(self, text: str) -> None:
        await self._send({"type": "websocket.send", "text": text})
