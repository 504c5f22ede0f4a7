"""How many sockets come in, and from where."""

import asyncio
from typing import Any

import pytest
from django.test import override_settings

from realtime import limits
from realtime.gate import Gate, address_of

OPEN_UNTIL_TOLD = "disconnect"


async def stays(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """A socket that is open until its client leaves."""
    assert (await receive())["type"] == "websocket.connect"
    await send({"type": "websocket.accept"})
    while (await receive())["type"] != "websocket.disconnect":
        pass


class Knock:
    """One handshake, and what came back."""

    def __init__(self, gate: Gate, host: str = "203.0.113.9", **scope: Any) -> None:
        self.sent: list[dict[str, Any]] = []
        self._told: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._told.put_nowait({"type": "websocket.connect"})
        extensions: dict[str, Any] = {"websocket.http.response": {}}
        base = {"type": "websocket", "client": [host, 1], "headers": [], "extensions": extensions}
        self.task = asyncio.create_task(gate({**base, **scope}, self._told.get, self._send))

    async def _send(self, message: dict[str, Any]) -> None:
        self.sent.append(message)

    async def answered(self) -> dict[str, Any]:
        while not self.sent or (self.sent[-1]["type"] == "websocket.accept" and self.task.done()):
            await asyncio.sleep(0)
        await asyncio.sleep(0)
        return self.sent[-1]

    async def leave(self) -> None:
        self._told.put_nowait({"type": "websocket.disconnect"})
        await self.task


@override_settings(SOCKETS_PER_ADDRESS=3)
async def test_one_address_has_so_many_sockets_and_one_more_is_told_why_it_closes() -> None:
    gate = Gate(stays)
    inside = [Knock(gate) for _ in range(3)]
    for knock in inside:
        assert (await knock.answered())["type"] == "websocket.accept"
    one_more, elsewhere = Knock(gate), Knock(gate, "203.0.113.10")
    assert await one_more.answered() == {"type": "websocket.close", "code": limits.CLOSE_TOO_MANY}
    assert (await elsewhere.answered())["type"] == "websocket.accept"
    await inside[0].leave()
    again = Knock(gate)
    assert (await again.answered())["type"] == "websocket.accept"
    for knock in (*inside[1:], elsewhere, again):
        await knock.leave()
    assert (gate.open, dict(gate.by_address)) == (0, {})


@override_settings(SOCKETS_PER_PROCESS=2)
async def test_a_process_that_is_full_takes_nobody_in_from_anywhere() -> None:
    gate = Gate(stays)
    inside = [Knock(gate, f"203.0.113.{number}") for number in range(2)]
    for knock in inside:
        await knock.answered()
    for host in ("203.0.113.50", "127.0.0.1"):
        assert (await Knock(gate, host).answered())["code"] == limits.CLOSE_TOO_MANY
    for knock in inside:
        await knock.leave()


async def test_whoever_knocks_too_often_gets_429_before_the_handshake_and_neighbours_come_in() -> None:
    gate = Gate(stays)
    for _ in range(limits.HANDSHAKES):
        knock = Knock(gate)
        await knock.answered()
        await knock.leave()
    start = (await Knock(gate).answered(), *[])[0]
    assert start["type"] == "websocket.http.response.body"
    refused = Knock(gate)
    await refused.answered()
    head = refused.sent[0]
    assert (head["status"], dict(head["headers"])[b"retry-after"]) == (429, b"60")
    bare = Knock(gate, extensions={})
    assert await bare.answered() == {"type": "websocket.close"}
    neighbour = Knock(gate, "203.0.113.10")
    assert (await neighbour.answered())["type"] == "websocket.accept"
    await neighbour.leave()


async def test_addresses_are_forgotten_before_they_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "ADDRESSES_REMEMBERED", 10)
    gate = Gate(stays)
    for number in range(30):
        knock = Knock(gate, f"203.0.113.{number}")
        await knock.answered()
        await knock.leave()
    assert len(gate._knocks) == 10


@pytest.mark.parametrize(
    ("client", "counted"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("127.0.0.1", ""),
        ("::1", ""),
        ("", ""),
        ("testclient", ""),
    ],
)
def test_networks_count_as_one_and_this_machine_not_at_all(client: str, counted: str) -> None:
    assert address_of({"client": [client, 1], "headers": []}) == counted
    assert address_of({"headers": []}) == ""


@override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=1)
def test_what_a_client_claims_before_our_own_proxy_counts_for_nothing() -> None:
    def seen(*lines: str) -> str:
        headers = [(b"x-forwarded-for", line.encode()) for line in lines]
        return address_of({"client": ["10.0.0.2", 1], "headers": headers})

    assert seen("203.0.113.9") == "203.0.113.9"
    assert seen("198.51.100.1, 203.0.113.9") == "203.0.113.9"
    assert seen("198.51.100.1", "203.0.113.9") == "203.0.113.9"
    assert seen() == ""
    assert seen("<b>") == ""
