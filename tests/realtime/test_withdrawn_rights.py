"""A right that ends, ends on open sockets too: within two seconds, and without a ring at the next look."""

import time
import uuid
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from accounts.actions.roles import revoke_role
from accounts.actions.standing import suspend_member
from accounts.models import Member, Role, RoleGrant
from community.models import Theme
from moderation.actions.cases import open_case
from moderation.actions.decisions import Verdict, decide_case
from moderation.models import Measure, Origin, Rule, Step
from moderation.targets import find
from realtime import limits
from realtime.actions.help_endings import block_other, end_help_chat, hand_over
from realtime.live import Live, live
from realtime.models import HelpRequest, Message, Room
from realtime.topics import member_group
from tests.factories import make_answer, make_member, make_question
from tests.realtime.client import SocketClient
from tests.realtime.helping import talk
from tests.realtime.test_live_rooms import client_of, listening, there, until

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("_live")]

OLD, NEW = "zeven peren in de wijk", "acht appels in de mand"
SOON = 2.0


def browser_of(member: Member) -> Client:
    """Signed in by password, as a person with a list of devices."""
    if not member.check_password(OLD):
        member.set_password(OLD)
        member.save(update_fields=["password"])
    browser = Client()
    browser.post("/accounts/login/", {"login": member.email, "password": OLD})
    assert "_auth_user_id" in browser.session
    return browser


async def socket_of(browser: Client) -> SocketClient:
    client = SocketClient(cookie=browser.cookies["sid"].value)
    assert await client.connect() == limits.SUBPROTOCOL
    hello = await client.hear()
    assert hello["you"] is not None
    return client


async def closes_soon(client: SocketClient, code: int) -> None:
    started = time.monotonic()
    assert await client.closed_with() == code
    assert time.monotonic() - started < SOON


def no_rings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Redis is gone and the change happened in another process; time runs ten times as fast."""
    monkeypatch.setattr(live, "publish", lambda *_args: None)


async def test_a_new_password_closes_what_is_open_elsewhere(fatima: Member) -> None:
    here, elsewhere = await there(browser_of)(fatima), await there(browser_of)(fatima)
    tab = await socket_of(elsewhere)
    fields = {"oldpassword": OLD, "password1": NEW, "password2": NEW}
    answer = await there(here.post)("/accounts/password/change/", fields)
    assert answer.status_code == 302
    await closes_soon(tab, limits.CLOSE_SIGNED_OUT)
    again = await socket_of(here)
    await again.say({"t": "ping"})
    assert await again.hear() == {"t": "pong"}
    await again.leave()


async def test_signing_out_everywhere_closes_the_other_devices_and_not_this_one(fatima: Member) -> None:
    here, elsewhere = await there(browser_of)(fatima), await there(browser_of)(fatima)
    mine, theirs = await socket_of(here), await socket_of(elsewhere)
    await there(here.get)("/accounts/sessions/")
    answer = await there(here.post)("/accounts/sessions/")
    assert answer.status_code == 302
    await closes_soon(theirs, limits.CLOSE_SIGNED_OUT)
    await mine.say({"t": "ping"})
    assert await mine.hear() == {"t": "pong"}
    await mine.leave()


async def test_a_lost_role_ends_listening_at_the_radar_and_the_socket_stays(joke: Member) -> None:
    client = await client_of(joke)
    await client.say({"t": "sub", "topic": "radar"})
    assert (await client.hear())["t"] == "subbed"
    grant = await there(RoleGrant.objects.get)(member=joke, role=Role.MENTOR)
    started = time.monotonic()
    await there(revoke_role)(grant_id=grant.pk, revoked_by=None)
    frame = await until(client, "error")
    assert (frame["code"], frame["topic"]) == ("not_allowed", "radar")
    assert time.monotonic() - started < SOON
    await there(talk_about_radar)()
    await client.say({"t": "ping"})
    assert await client.hear() == {"t": "pong"}
    await client.leave()


def talk_about_radar() -> None:
    live.publish("radar", {"t": "changed", "topic": "radar", "what": "help", "id": 1})


async def test_a_ban_closes_every_socket_of_the_member_and_nothing_is_heard_after_it(
    room: Room, nicole: Member, fatima: Member, mira: Member
) -> None:
    (one, _told), (other, _told) = await listening(nicole), await listening(nicole)
    started = time.monotonic()
    tomorrow = timezone.now() + timedelta(days=1)
    await there(suspend_member)(member_id=nicole.pk, until=tomorrow, suspended_by=mira)
    for client in (one, other):
        assert await client.closed_with() == limits.CLOSE_NOT_ALLOWED
    assert time.monotonic() - started < SOON


async def test_without_a_ring_each_of_them_ends_at_the_next_look(
    monkeypatch: pytest.MonkeyPatch, room: Room, nicole: Member, fatima: Member, joke: Member
) -> None:
    monkeypatch.setattr(limits, "HEARTBEAT_SECONDS", 0.2)
    monkeypatch.setattr(limits, "RIGHTS_SECONDS", 0.4)
    await live.stop()
    live.start()
    no_rings(monkeypatch)
    banned, helper = await client_of(nicole), await client_of(joke)
    browser = await there(browser_of)(fatima)
    changed = await socket_of(browser)
    await helper.say({"t": "sub", "topic": "radar"})
    await until(helper, "subbed")
    tomorrow = timezone.now() + timedelta(days=1)
    await there(suspend_member)(member_id=nicole.pk, until=tomorrow, suspended_by=None)
    await there(RoleGrant.objects.all().delete)()
    await there(fatima.set_password)(NEW)
    await there(fatima.save)()
    assert await banned.closed_with() == limits.CLOSE_NOT_ALLOWED
    assert await changed.closed_with() == limits.CLOSE_SIGNED_OUT
    frame = await until(helper, "error")
    assert frame["topic"] == "radar"
    await helper.leave()


def test_the_look_comes_within_65_seconds_by_itself() -> None:
    assert limits.RIGHTS_SECONDS + limits.SEND_SECONDS <= 65


async def in_private(member: Member, request: HelpRequest) -> SocketClient:
    assert request.room is not None
    client = await client_of(member)
    await client.say({"t": "sub", "topic": request.room.topic})
    await until(client, "subbed")
    await until(client, "presence")
    return client


async def hears_no_more(client: SocketClient, request: HelpRequest) -> None:
    assert request.room is not None
    started = time.monotonic()
    # The database of a test may be locked for a moment, which a client is told as "unavailable".
    while (frame := await until(client, "error"))["code"] == "unavailable":
        pass
    assert (frame["code"], frame["topic"]) == ("not_allowed", request.room.topic)
    assert time.monotonic() - started < SOON
    await client.leave()


async def test_whoever_is_blocked_after_a_closed_talk_is_out_of_the_room_at_once(
    fatima: Member, joke: Member, debts: Theme
) -> None:
    request = await there(talk)(fatima, joke, debts)
    helper = await in_private(joke, request)
    await there(end_help_chat)(member=fatima, key=request.key, outcome="self")
    await there(block_other)(member=fatima, key=request.key)
    await hears_no_more(helper, request)


async def test_whoever_hands_over_is_out_of_the_room_at_once(
    fatima: Member, joke: Member, debts: Theme
) -> None:
    request = await there(talk)(fatima, joke, debts)
    helper = await in_private(joke, request)
    await there(hand_over)(helper=joke, key=request.key, note="Het gaat over post.")
    await hears_no_more(helper, request)


@pytest.fixture
async def other_process() -> AsyncIterator[Live]:
    """Another process on the same Redis."""
    other = Live()
    other.start()
    yield other
    await other.stop()


@pytest.mark.postgres_only
async def test_the_doorbell_of_another_process_closes_sockets_here(
    nicole: Member, other_process: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = await client_of(nicole)
    with monkeypatch.context() as elsewhere:
        elsewhere.setattr(live, "publish", lambda *_args: None)
        tomorrow = timezone.now() + timedelta(days=1)
        await there(suspend_member)(member_id=nicole.pk, until=tomorrow, suspended_by=None)
    other_process.publish(member_group(nicole.pk), {})
    await closes_soon(client, limits.CLOSE_NOT_ALLOWED)


async def test_a_mute_by_decision_holds_in_every_shared_room_and_not_in_a_help_chat(
    room: Room, private: Room, fatima: Member, mira: Member
) -> None:
    then = await there(muted_by_decision)(fatima, mira)
    client = await client_of(fatima)
    answer = await send(client, room)
    assert (answer["code"], answer["until"]) == ("muted", then.isoformat())
    assert "bezwaar" in answer["detail"]
    assert (await send(client, private))["t"] == "ack"
    page = await there(page_of)(fatima, room)
    assert "Een moderator besloot dit" in page
    assert "data-composer" not in page
    assert await there(Message.objects.filter(room=room).count)() == 0
    await client.leave()


async def send(client: SocketClient, room: Room) -> dict[str, Any]:
    await client.say({"t": "send", "room": room.slug, "cid": str(uuid.uuid4()), "body": "Hallo"})
    while (frame := await client.hear())["t"] not in ("ack", "error"):
        pass
    return frame


def muted_by_decision(member: Member, moderator: Member) -> datetime:
    """About something that the member wrote elsewhere. The moment at which it ends."""
    call_command("load_rules", verbosity=0)
    answer = make_answer(make_question(make_member()), member)
    case = open_case(kind="answer", target_id=answer.pk, origin=Origin.REPORT)
    verdict = Verdict(
        measure=Measure.NONE, step=Step.MUTE, days=2, facts="Je noemde iemand dom.", rule=Rule.objects.first()
    )
    decision = decide_case(
        moderator=moderator,
        case_id=case.pk,
        round=case.round,
        version=find("answer", answer.pk).version,
        verdict=verdict,
    )
    assert decision.ends_at is not None
    return decision.ends_at


def page_of(member: Member, room: Room) -> str:
    browser = Client()
    browser.force_login(member, backend="accounts.backends.MemberBackend")
    return browser.get(room.get_absolute_url()).content.decode()
