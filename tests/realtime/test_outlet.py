"""The way out to one client: at once where the line takes it, and nobody waits for a slow reader."""

import asyncio
import json
from collections.abc import Callable

import pytest
from websockets.frames import Frame, Opcode

from realtime import outlet
from realtime.limits import QUEUED_FRAMES
from realtime.outlet import DirectOutlet, to_wire


class Line:
    """A wire that is full when it is told so."""

    def __init__(self) -> None:
        self.is_full = False
        self.on_room: Callable[[], None] | None = None
        self.taken = b""
        self.waiting_bytes = 0

    def write_frame(self, frame: bytes) -> None:
        self.taken += frame

    def cut(self, code: int) -> None:
        raise AssertionError("whoever owns the outlet closes")

    def has_room(self) -> None:
        self.is_full = False
        assert self.on_room is not None
        self.on_room()


class Ended:
    def __init__(self) -> None:
        self.times = 0

    async def __call__(self) -> None:
        self.times += 1


@pytest.mark.parametrize("length", [0, 1, 125, 126, 127, 65_535, 65_536, 70_000])
def test_a_frame_is_written_as_the_standard_says(length: int) -> None:
    assert to_wire("é" + "x" * length) == Frame(Opcode.TEXT, ("é" + "x" * length).encode()).serialize(
        mask=False
    )


async def test_frames_leave_in_order_at_once_and_again_when_there_is_room() -> None:
    line = Line()
    way = DirectOutlet(line, Ended())
    assert way.offer("een")
    assert way.offer_all(("twee", "drie"))
    line.is_full = True
    assert way.offer("vier")
    assert way.offer_all(("vijf", "zes"))
    assert line.taken == b"".join(map(to_wire, ("een", "twee", "drie")))
    line.has_room()
    assert way.offer("zeven")
    words = ("een", "twee", "drie", "vier", "vijf", "zes", "zeven")
    assert line.taken == b"".join(map(to_wire, words))


async def test_a_client_that_lets_too_many_frames_wait_is_refused_more() -> None:
    line = Line()
    way = DirectOutlet(line, Ended())
    line.is_full = True
    assert all(way.offer(str(number)) for number in range(QUEUED_FRAMES))
    assert not way.offer("te veel")
    assert not way.offer_all(("ook", "te veel"))


async def test_a_client_that_takes_nothing_is_stuck_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outlet, "SEND_SECONDS", 0.05)
    line, ended = Line(), Ended()
    way = DirectOutlet(line, ended)
    line.is_full = True
    way.offer("wacht")
    await asyncio.sleep(0.2)
    await way.stuck()
    assert ended.times == 1


async def test_a_slow_client_that_takes_something_now_and_then_may_stay(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(outlet, "SEND_SECONDS", 0.2)
    line, ended = Line(), Ended()
    way = DirectOutlet(line, ended)
    for _ in range(4):
        line.is_full = True
        way.offer("wacht")
        await asyncio.sleep(0.1)
        line.has_room()
    assert ended.times == 0


async def test_what_has_to_wait_for_room_goes_on_when_there_is_some() -> None:
    line = Line()
    way = DirectOutlet(line, Ended())
    line.is_full = True
    for number in range(QUEUED_FRAMES):
        way.offer(str(number))
    waiting = asyncio.create_task(way.put({"t": "pong"}))
    await asyncio.sleep(0.02)
    assert not waiting.done()
    line.has_room()
    await waiting
    assert line.taken.endswith(json.dumps({"t": "pong"}, separators=(",", ":")).encode())


async def test_whoever_waits_for_room_at_a_stuck_client_does_not_wait_for_ever(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(outlet, "SEND_SECONDS", 0.05)
    line = Line()
    way = DirectOutlet(line, Ended())
    line.is_full = True
    for number in range(QUEUED_FRAMES):
        way.offer(str(number))
    async with asyncio.timeout(1):
        await way.put({"t": "pong"})
        await way.drain()
