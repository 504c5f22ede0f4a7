"""What follows when one socket says too much."""

import time
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from accounts.models import Member
from core.ratelimit import RateLimit
from realtime import limits, speaking
from realtime.actions import sending
from realtime.actions.flooding import mute_for_flooding
from realtime.models import Message, Mute, Room
from realtime.refusals import TooFast
from tests.realtime.client import SocketClient
from tests.realtime.test_live_rooms import client_of, there

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("_live")]


@pytest.fixture
def _brief(monkeypatch: pytest.MonkeyPatch) -> None:
    """One message in a second, so that a test need not wait for long."""
    monkeypatch.setattr(sending, "SENDING", (RateLimit(times=1, per=timedelta(seconds=1)),))


async def send(client: SocketClient, room: Room, cid: uuid.UUID | None = None) -> dict[str, Any]:
    await client.say({"t": "send", "room": room.slug, "cid": str(cid or uuid.uuid4()), "body": "Hallo"})
    while (frame := await client.hear())["t"] not in ("ack", "error"):
        pass
    return frame


def turn_the_clock(monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    now = time.monotonic
    monkeypatch.setattr(time, "monotonic", lambda: now() + seconds)


async def too_fast_once(
    client: SocketClient, room: Room, monkeypatch: pytest.MonkeyPatch, cid: uuid.UUID | None = None
) -> dict[str, Any]:
    """The wait that was told is over on the clock of the socket, and the limit is reached all the same."""

    def refuse(_room: str, drafts: list[object]) -> list[TooFast]:
        return [TooFast("Je gaat snel.", retry_after=2) for _draft in drafts]

    with monkeypatch.context() as hurried:
        hurried.setattr(speaking, "send_messages", refuse)
        answer = await send(client, room, cid)
    turn_the_clock(monkeypatch, 3)
    return answer


async def test_the_third_time_within_minutes_somebody_is_silent_for_a_minute_everywhere(
    room: Room, fatima: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = await client_of(fatima)
    for _ in range(limits.FLOODS - 1):
        answer = await too_fast_once(client, room, monkeypatch)
        assert (answer["code"], answer["retry_after"]) == ("slow_down", 2)
    answer = await too_fast_once(client, room, monkeypatch)
    assert answer["code"] == "muted"
    until = parse_datetime(answer["until"])
    assert until is not None
    assert timedelta(seconds=50) < until - timezone.now() <= limits.FLOOD_MUTE
    assert (await send(client, room))["code"] == "muted"
    other_tab = await client_of(fatima)
    assert (await send(other_tab, room))["code"] == "muted"
    mute = await there(Mute.objects.get)()
    assert mute.muted_by_id is None
    assert await there(Message.objects.count)() == 0
    await client.leave()
    await other_tab.leave()


async def test_a_message_that_waited_as_it_was_told_is_no_new_offence(
    room: Room, fatima: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, cid = await client_of(fatima), uuid.uuid4()
    for _ in range(5):
        assert (await too_fast_once(client, room, monkeypatch, cid))["code"] == "slow_down"
    assert not await there(Mute.objects.exists)()
    assert (await send(client, room, cid))["t"] == "ack"
    await client.leave()


@pytest.mark.usefixtures("_brief")
async def test_whoever_does_not_wait_is_answered_without_asking_the_database(
    room: Room, fatima: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = await client_of(fatima)
    assert (await send(client, room))["t"] == "ack"
    assert (await send(client, room))["code"] == "slow_down"

    def unreachable(*_message: object) -> None:
        raise AssertionError("asked the database")

    monkeypatch.setattr(speaking, "send_messages", unreachable)
    for _ in range(20):
        answer = await send(client, room)
        assert (answer["code"], answer["retry_after"]) == ("slow_down", 1)
    await client.leave()


async def test_a_thousand_messages_store_few_and_end_the_socket(room: Room, fatima: Member) -> None:
    client = await client_of(fatima)
    for _ in range(1000):
        await client.say({"t": "send", "room": room.slug, "cid": str(uuid.uuid4()), "body": "spam"})
    assert await client.closed_with() == limits.CLOSE_TOO_MANY
    assert await there(Message.objects.count)() <= 10


async def test_whoever_asks_for_history_again_and_again_is_cut_off(room: Room, fatima: Member) -> None:
    client = await client_of(fatima)
    for _ in range(limits.LISTENS):
        await client.say({"t": "sub", "topic": room.topic})
    assert await client.closed_with() == limits.CLOSE_TOO_MANY


def test_in_a_help_chat_nobody_is_silenced(private: Room, fatima: Member) -> None:
    assert mute_for_flooding(fatima, private.slug) is None
    assert not Mute.objects.exists()
