"""Sockets on which nobody says anything stay open, hear the heartbeat, and still hear what is said at last.

.venv/bin/python -m bench.live.idle_drill [--clients 50] [--seconds 95]
"""

import argparse
import asyncio
import json
import sys
import time
import uuid
from collections import Counter
from dataclasses import dataclass

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Origin, Subprotocol

from bench.live.kill_drill import ROOM
from bench.live.site import Site, running

PATIENCE = 10.0


@dataclass
class Silent:
    """A client that says nothing after `sub`; its library answers pings, as a browser does."""

    socket: ClientConnection
    beats: int = 0
    heard: str = ""
    closed: int = 0

    async def listen(self) -> None:
        try:
            async for text in self.socket:
                frame = json.loads(text)
                self.beats += frame["t"] == "beat"
                if frame["t"] == "msg":
                    self.heard = frame["cid"]
        except ConnectionClosed:
            pass
        self.closed = self.socket.close_code or 1006


async def join(site: Site, cookie: str) -> ClientConnection:
    socket = await connect(
        site.sockets[0],
        origin=Origin(site.origin),
        subprotocols=[Subprotocol("peerplein.1")],
        compression=None,
        additional_headers={"Cookie": cookie},
        ping_interval=None,
    )
    await socket.send(json.dumps({"t": "sub", "topic": f"room:{ROOM}"}))
    while json.loads(await socket.recv())["t"] != "subbed":
        pass
    return socket


async def drill(site: Site, clients: int, seconds: float) -> bool:
    cookies = await asyncio.to_thread(site.cookies_of_listeners, clients)
    people = [Silent(await join(site, cookie)) for cookie in cookies]
    tasks = [asyncio.create_task(person.listen()) for person in people]
    await asyncio.sleep(seconds)
    closed = Counter(person.closed for person in people if person.closed)
    writer = await join(site, await asyncio.to_thread(site.cookie_of, "fatima"))
    cid, sent_at = str(uuid.uuid4()), time.monotonic()
    await writer.send(json.dumps({"t": "send", "room": ROOM, "cid": cid, "body": "Is er nog iemand?"}))
    while time.monotonic() - sent_at < PATIENCE and not all(person.heard == cid for person in people):
        await asyncio.sleep(0.01)
    took = time.monotonic() - sent_at
    heard = sum(person.heard == cid for person in people)
    beats = Counter(person.beats for person in people)
    print(f"{clients} sockets silent for {seconds:.0f} s: {clients - sum(closed.values())} open")
    print(f"closed, by code: {dict(closed)} · heartbeats heard, by number: {dict(sorted(beats.items()))}")
    print(f"a message after that: heard by {heard} within {took * 1000:.0f} ms")
    for task in tasks:
        task.cancel()
    await asyncio.gather(*(person.socket.close() for person in people), writer.close())
    return not closed and heard == clients and min(beats) >= int(seconds // 20)


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--clients", type=int, default=50)
    options.add_argument("--seconds", type=float, default=95)
    chosen = options.parse_args()
    with running(processes=1) as site:
        return 0 if asyncio.run(drill(site, chosen.clients, chosen.seconds)) else 1


if __name__ == "__main__":
    sys.exit(main())
