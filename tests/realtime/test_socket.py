"""The socket as a client sees it, on whichever channel layer the run has."""

import time
from collections.abc import AsyncIterator
from typing import Any

import pytest
from channels.db import database_sync_to_async
from django.contrib.sessions.models import Session
from django.db import transaction
from django.test import Client

from accounts.actions.blocks import block_member
from accounts.events import NotificationsCreated
from accounts.models import Member
from core.events import publish
from realtime import consumers, limits, listening
from realtime.live import live
from tests.realtime.client import SocketClient

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
async def _live() -> AsyncIterator[None]:
    live.start()
    yield
    await live.stop()


async def connected(*, cookie: str = "") -> tuple[SocketClient, dict[str, Any]]:
    client = SocketClient(cookie=cookie)
    assert await client.connect() == limits.SUBPROTOCOL
    return client, await client.hear()


@database_sync_to_async
def signed_in(handle: str) -> tuple[Member, str]:
    member = Member.objects.create_user(f"{handle}@example.org", handle)
    client = Client()
    client.force_login(member)
    return member, client.cookies["sid"].value


@database_sync_to_async
def signed_in_again(member: Member) -> str:
    client = Client()
    client.force_login(member)
    return client.cookies["sid"].value


@database_sync_to_async
def sign_out(cookie: str) -> None:
    client = Client()
    client.cookies["sid"] = cookie
    client.post("/leave/")


@database_sync_to_async
def notify(*member_ids: int) -> None:
    with transaction.atomic():
        publish(NotificationsCreated(member_ids=member_ids))


@pytest.mark.parametrize(
    "origin",
    [
        None,
        b"",
        b"null",
        b"https://testserver",
        b"http://testserver:81",
        b"http://testserver.evil.nl",
        b"http://x:99999",
    ],
)
async def test_another_origin_does_not_get_in(origin: bytes | None) -> None:
    assert await SocketClient(origin=origin).connect() is None


async def test_a_client_that_speaks_no_known_version_does_not_get_in() -> None:
    assert await SocketClient(subprotocols=()).connect() is None


async def test_a_visitor_is_greeted_as_nobody_and_has_no_inbox() -> None:
    client, hello = await connected()
    assert hello["you"] is None
    assert hello["heartbeat"] == 20
    await client.say({"t": "sub", "topic": "inbox"})
    assert (await client.hear())["code"] == "not_found"
    await client.leave()


async def test_a_member_is_told_whom_they_blocked_and_nobody_else_is() -> None:
    _fatima, cookie = await signed_in("fatima")
    _nicole, others = await signed_in("nicole")
    fatima = await database_sync_to_async(Member.objects.get)(handle="fatima")
    await database_sync_to_async(block_member)(member=fatima, handle="nicole")
    client, hello = await connected(cookie=cookie)
    assert hello["you"] is not None
    assert hello["you"]["blocked"] == ["nicole"]
    other, greeting = await connected(cookie=others)
    assert greeting["you"] is not None
    assert greeting["you"]["blocked"] == []
    await client.leave()
    await other.leave()


async def test_a_member_hears_of_their_own_inbox_and_of_no_other() -> None:
    fatima, cookie = await signed_in("fatima")
    nicole, _other = await signed_in("nicole")
    client, hello = await connected(cookie=cookie)
    assert hello["you"] == {"handle": "fatima", "roles": [], "blocked": []}
    await client.say({"t": "sub", "topic": "inbox"})
    assert await client.hear() == {"t": "subbed", "topic": "inbox", "n": 0, "reset": False}
    await notify(nicole.pk)
    assert await client.hears_nothing()
    await notify(fatima.pk, nicole.pk)
    ring = await client.hear()
    assert ring == {"t": "changed", "topic": "inbox", "what": "notification"}
    await client.say({"t": "unsub", "topic": "inbox"})
    await client.say({"t": "ping"})
    assert await client.hear() == {"t": "pong"}
    await notify(fatima.pk)
    assert await client.hears_nothing()
    await client.leave()


async def test_mistakes_get_an_answer_and_the_socket_stays() -> None:
    client, _hello = await connected()
    for frame, code in (
        ('{"t":"dance"}', "unknown_type"),
        ('{"t":"sub","topic":"room:wonen"}', "not_found"),
        ('{"t":"sub","topic":"moderation"}', "not_found"),
        ("[1]", "bad_frame"),
    ):
        await client.say(frame)
        answer = await client.hear()
        assert (answer["t"], answer["code"]) == ("error", code)
    await client.say(b"\x00")
    assert (await client.hear())["code"] == "bad_frame"
    await client.say({"t": "ping"})
    assert await client.hear() == {"t": "pong"}
    await client.leave()


async def test_five_bad_frames_in_a_minute_end_it() -> None:
    client, _hello = await connected()
    for _ in range(limits.BAD_FRAMES):
        await client.say("null")
    assert await client.closed_with() == limits.CLOSE_BAD_FRAMES


async def test_the_heart_beats_until_the_member_signs_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "HEARTBEAT_SECONDS", 0.2)
    monkeypatch.setattr(limits, "RIGHTS_SECONDS", 0.3)
    _member, cookie = await signed_in("fatima")
    client, _hello = await connected(cookie=cookie)
    assert await client.hear() == {"t": "beat", "topics": {}}
    await database_sync_to_async(Session.objects.all().delete)()
    assert await client.closed_with() == limits.CLOSE_SIGNED_OUT


async def test_signing_out_ends_the_sockets_of_that_sign_in_within_two_seconds() -> None:
    member, cookie = await signed_in("fatima")
    other_device = await signed_in_again(member)
    client, _hello = await connected(cookie=cookie)
    elsewhere, _hello = await connected(cookie=other_device)
    await sign_out(cookie)
    started = time.monotonic()
    assert await client.closed_with() == limits.CLOSE_SIGNED_OUT
    assert time.monotonic() - started < 2
    await elsewhere.say({"t": "ping"})
    assert await elsewhere.hear() == {"t": "pong"}
    await elsewhere.leave()


async def test_a_sixth_socket_replaces_the_first() -> None:
    member, cookie = await signed_in("fatima")
    clients = [(await connected(cookie=cookie))[0] for _ in range(limits.SOCKETS_PER_MEMBER + 1)]
    assert await clients[0].closed_with() == limits.CLOSE_REPLACED_OR_SLOW
    for client in clients[1:]:
        await client.leave()
    assert member.pk not in consumers.open_sockets


async def test_a_frame_that_fails_costs_nobody_the_socket(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: object) -> str:
        raise ValueError("a mistake of ours")

    monkeypatch.setattr(listening, "place_of", broken)
    client, _hello = await connected()
    await client.say({"t": "sub", "topic": "inbox"})
    assert (await client.hear())["code"] == "unavailable"
    await client.say({"t": "ping"})
    assert await client.hear() == {"t": "pong"}
    await client.leave()
