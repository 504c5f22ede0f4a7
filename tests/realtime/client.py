"""A client of the socket, in process. Channels' own one cannot be imported without Daphne."""

import json
from typing import Any

from asgiref.testing import ApplicationCommunicator

from config.asgi import application
from realtime.limits import SUBPROTOCOL

PATIENCE = 5
OURS = b"http://testserver"


class SocketClient:
    def __init__(
        self,
        *,
        cookie: str = "",
        origin: bytes | None = OURS,
        subprotocols: tuple[str, ...] = (SUBPROTOCOL,),
    ) -> None:
        headers = [(b"cookie", f"sid={cookie}".encode())]
        if origin is not None:
            headers.append((b"origin", origin))
        scope = {
            "type": "websocket",
            "path": "/ws/",
            "query_string": b"",
            "headers": headers,
            "subprotocols": list(subprotocols),
        }
        self._ends: Any = ApplicationCommunicator(application, scope)  # type: ignore[no-untyped-call]

    async def connect(self) -> str | None:
        """The subprotocol of an accepted connection; None when it was refused."""
        await self._ends.send_input({"type": "websocket.connect"})
        answer = await self._ends.receive_output(PATIENCE)
        return answer["subprotocol"] if answer["type"] == "websocket.accept" else None

    async def say(self, frame: dict[str, Any] | str | bytes) -> None:
        text = json.dumps(frame) if isinstance(frame, dict) else frame
        kind = "bytes" if isinstance(text, bytes) else "text"
        await self._ends.send_input({"type": "websocket.receive", kind: text})

    async def hear(self) -> dict[str, Any]:
        message = await self._ends.receive_output(PATIENCE)
        assert message["type"] == "websocket.send", message
        frame: dict[str, Any] = json.loads(message["text"])
        return frame

    async def hears_nothing(self) -> bool:
        return bool(await self._ends.receive_nothing(timeout=0.3))

    async def closed_with(self) -> int:
        while True:
            message = await self._ends.receive_output(PATIENCE)
            if message["type"] == "websocket.close":
                return int(message["code"])

    async def leave(self) -> None:
        await self._ends.send_input({"type": "websocket.disconnect", "code": 1000})
        await self._ends.wait(PATIENCE)
