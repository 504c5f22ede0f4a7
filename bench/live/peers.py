"""What our fan-out is measured against, and how a process is looked at from outside."""

import asyncio
import os
import subprocess
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings_test")

_listening: set[Any] = set()


async def bare(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """The least that can be done: what one socket says is sent to all as it is, nothing is stored."""
    if scope["type"] != "websocket":
        return
    await receive()
    await send({"type": "websocket.accept"})
    _listening.add(send)
    try:
        while (message := await receive())["type"] == "websocket.receive":
            event = {"type": "websocket.send", "text": message["text"]}
            await asyncio.gather(*(to(event) for to in list(_listening)))
    finally:
        _listening.discard(send)


def _groups_application() -> Any:
    import django

    django.setup()
    from channels.generic.websocket import AsyncJsonWebsocketConsumer
    from channels.layers import channel_layers

    channel_layers.set("default", _roomy_layer())

    class Consumer(AsyncJsonWebsocketConsumer):
        """A chat as the tutorial of Channels writes it."""

        async def connect(self) -> None:
            await self.channel_layer.group_add("room", self.channel_name)
            await self.accept()

        async def receive_json(self, content: dict[str, Any], **kwargs: Any) -> None:
            await self.channel_layer.group_send("room", {"type": "chat.message", "frame": content})

        async def chat_message(self, event: dict[str, Any]) -> None:
            await self.send_json(event["frame"])

        async def disconnect(self, code: int) -> None:
            await self.channel_layer.group_discard("room", self.channel_name)

    return Consumer.as_asgi()


def _roomy_layer() -> Any:
    from channels.layers import InMemoryChannelLayer

    return InMemoryChannelLayer(capacity=10_000)


def __getattr__(name: str) -> Any:
    """`groups` is made when a server asks for it: it needs Django, which the measuring side does not."""
    if name == "groups":
        return _groups_application()
    raise AttributeError(name)


def processor_time_of(process: subprocess.Popen[bytes] | None) -> float:
    """Seconds that a process has kept a processor busy (Linux)."""
    if process is None:
        return 0.0
    fields = Path(f"/proc/{process.pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory_of(process: subprocess.Popen[bytes] | None) -> float:
    """Resident memory of a process in KiB (Linux)."""
    if process is None:
        return 0.0
    status = Path(f"/proc/{process.pid}/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmRSS:"))
    return float(line.split()[1])
