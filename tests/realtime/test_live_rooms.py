"""Rooms over the socket: listening, sending, missing nothing, losing the right to hear."""

import asyncio
import json
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from typing import Any, ParamSpec, TypeVar

import pytest
from channels.db import database_sync_to_async
from django.test import Client
from django.utils import timezone

from accounts.actions.roles import grant_role
from accounts.actions.standing import suspend_member
from accounts.models import Member, Role
from realtime import limits
from realtime.actions.duty import start_duty
from realtime.actions.messages import edit_message, react, take_back_message
from realtime.actions.rooms import mark_read
from realtime.hub import Hub, Listener
from realtime.live import Live, live
from realtime.models import Message, Mute, Room
from tests.factories import make_answer, make_member, make_question
from tests.realtime.client import SocketClient
from tests.realtime.speak import say_in, say_many

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("_live")]
P = ParamSpec("P")
R = TypeVar("R")
TOPIC = "room:geld-en-schulden"


def there(function: Callable[P, R]) -> Callable[P, Awaitable[R]]:
    """The same function, awaited from a test with an event loop."""
    return database_sync_to_async(function)  # type: ignore[no-any-return]


async def client_of(member: Member | None) -> SocketClient:
    cookie = ""
    if member is not None:
        browser = Client()
        await there(browser.force_login)(member, backend="accounts.backends.MemberBackend")
        cookie = browser.cookies["sid"].value
    client = SocketClient(cookie=cookie)
    assert await client.connect() == limits.SUBPROTOCOL
    assert (await client.hear())["t"] == "hello"
    return client


async def until(client: SocketClient, kind: str) -> dict[str, Any]:
    """The next frame of this kind; presence and beats in between are passed over."""
    while (frame := await client.hear())["t"] != kind:
        assert frame["t"] in ("presence", "beat", "changed", "typing", "ack", "msg"), frame
    return frame


async def listening(member: Member, *, after: int | None = None) -> tuple[SocketClient, list[dict[str, Any]]]:
    """A client in the room, and what it was told before `subbed`."""
    client = await client_of(member)
    told = await sub(client, after=after)
    await until(client, "presence")
    return client, told


async def sub(client: SocketClient, *, after: int | None = None) -> list[dict[str, Any]]:
    await client.say({"t": "sub", "topic": TOPIC} | ({} if after is None else {"after": after}))
    told: list[dict[str, Any]] = []
    while not told or told[-1]["t"] != "subbed":
        frame = await client.hear()
        # Somebody came or went: told whenever the process notices.
        told += [frame] if frame["t"] not in ("presence", "beat") else []
    return told


async def test_a_message_is_acknowledged_and_heard_by_all_with_the_same_number(
    room: Room, fatima: Member, nicole: Member
) -> None:
    (one, _told), (other, _told) = await listening(fatima), await listening(nicole)
    cid = str(uuid.uuid4())
    await one.say({"t": "send", "room": room.slug, "cid": cid, "body": "Hallo **allemaal**"})
    mine = [await one.hear(), await one.hear()]
    assert {"t": "ack", "cid": cid, "seq": 1} in mine
    heard = await until(other, "msg")
    assert heard in mine
    assert (heard["topic"], heard["n"], heard["seq"], heard["cid"]) == (TOPIC, 1, 1, cid)
    assert heard["author"] == {"handle": "fatima", "name": "Fatima", "role": ""}
    assert "<strong>allemaal</strong>" in heard["html"]
    assert heard["at"].endswith("Z")
    await one.say({"t": "send", "room": room.slug, "cid": cid, "body": "Hallo **allemaal**"})
    assert await until(one, "ack") == {"t": "ack", "cid": cid, "seq": 1}
    assert await other.hears_nothing()
    await one.leave()
    await other.leave()


async def test_edits_removals_and_reactions_arrive_in_order_without_a_gap(
    room: Room, said: Message, fatima: Member, nicole: Member
) -> None:
    client, told = await listening(nicole)
    assert [(frame["t"], frame.get("n")) for frame in told] == [("msg", 1), ("subbed", 1)]
    await there(edit_message)(author=fatima, room_slug=room.slug, seq=1, body="Anders gezegd")
    await there(react)(member=nicole, room_slug=room.slug, seq=1, emoji="🙏", on=True)
    await there(take_back_message)(member=fatima, room_slug=room.slug, seq=1)
    edit, reaction, gone = [await client.hear() for _ in range(3)]
    assert (edit["t"], edit["n"], edit["seq"]) == ("edit", 2, 1)
    assert "Anders" in edit["html"]
    assert (reaction["t"], reaction["n"], reaction["counts"]) == ("react", 3, {"🙏": 1})
    assert (gone["t"], gone["n"], gone["by"]) == ("gone", 4, "author")
    await client.leave()


async def test_whoever_was_away_gets_what_was_missed_and_no_more(
    room: Room, fatima: Member, nicole: Member
) -> None:
    for _ in range(3):
        await there(say_in)(room, fatima)
    await there(edit_message)(author=fatima, room_slug=room.slug, seq=1, body="Toch anders")
    client, told = await listening(nicole, after=2)
    assert [(frame["t"], frame["n"]) for frame in told] == [("msg", 3), ("msg", 4), ("subbed", 4)]
    assert told[1]["seq"] == 1
    assert await sub(client, after=4) == [{"t": "subbed", "topic": TOPIC, "n": 4, "reset": False}]
    await client.leave()


async def test_whoever_missed_too_much_is_told_to_reload(room: Room, fatima: Member, nicole: Member) -> None:
    await there(say_many)(room, fatima, 501)
    client, told = await listening(nicole, after=0)
    assert told == [{"t": "subbed", "topic": TOPIC, "n": 501, "reset": True}]
    await there(say_in)(room, fatima)
    assert (await until(client, "msg"))["n"] == 502
    await client.leave()


async def test_a_lost_ring_is_made_good_from_the_database(
    room: Room, fatima: Member, nicole: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, _told = await listening(nicole)
    with monkeypatch.context() as silent:
        silent.setattr(live, "publish", lambda *_args: None)
        await there(say_in)(room, fatima, "Niemand belde")
    await there(say_in)(room, fatima, "Nu wel")
    assert [(await until(client, "msg"))["n"] for _ in range(2)] == [1, 2]
    with monkeypatch.context() as silent:
        silent.setattr(live, "publish", lambda *_args: None)
        await there(say_in)(room, fatima, "Weer niet")
    await live.compare([TOPIC])
    assert (await until(client, "msg"))["n"] == 3
    await client.leave()


async def test_the_heartbeat_says_how_far_each_room_is(
    room: Room, said: Message, nicole: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "HEARTBEAT_SECONDS", 0.2)
    client, _told = await listening(nicole)
    assert (await until(client, "beat"))["topics"] == {TOPIC: 1}
    await client.leave()


async def test_a_visitor_and_a_stranger_hear_no_room_that_is_not_theirs(
    room: Room, private: Room, mira: Member
) -> None:
    visitor, moderator = await client_of(None), await client_of(mira)
    await visitor.say({"t": "sub", "topic": TOPIC})
    assert (await visitor.hear())["code"] == "not_found"
    await visitor.say({"t": "send", "room": room.slug, "cid": str(uuid.uuid4()), "body": "Hoi"})
    assert (await visitor.hear())["code"] == "not_allowed"
    for topic in ("room:hulp-1", "room:bestaat-niet"):
        await moderator.say({"t": "sub", "topic": topic})
        assert await moderator.hear() == {
            "t": "error",
            "code": "not_found",
            "detail": "there is no such topic for you",
        }
    await visitor.leave()
    await moderator.leave()


async def test_an_excluded_member_is_cut_off_within_two_seconds(
    room: Room, nicole: Member, mira: Member
) -> None:
    client, _told = await listening(nicole)
    until_then = timezone.now() + timedelta(days=1)
    await there(suspend_member)(member_id=nicole.pk, until=until_then, suspended_by=mira)
    started = asyncio.get_running_loop().time()
    assert await client.closed_with() == limits.CLOSE_NOT_ALLOWED
    assert asyncio.get_running_loop().time() - started < 2


async def test_a_new_password_ends_the_sockets_of_the_old_one(room: Room, nicole: Member) -> None:
    client, _told = await listening(nicole)

    def change() -> None:
        nicole.set_password("een-heel-nieuw-wachtwoord")
        nicole.save()

    await there(change)()
    await client.say({"t": "send", "room": room.slug, "cid": str(uuid.uuid4()), "body": "Hoi"})
    assert await client.closed_with() == limits.CLOSE_SIGNED_OUT
    assert not await Message.objects.aexists()


async def test_whoever_is_no_longer_in_a_private_chat_stops_hearing_it(private: Room, joke: Member) -> None:
    client = await client_of(joke)
    await client.say({"t": "sub", "topic": "room:hulp-1"})
    assert (await client.hear())["t"] == "subbed"
    assert (await client.hear())["t"] == "presence"
    await there(private.members.filter(member=joke).delete)()
    await there(grant_role)(member_id=joke.pk, role=Role.MENTOR, granted_by=None, scope="wonen")
    frame = await until(client, "error")
    assert (frame["code"], frame["topic"]) == ("not_allowed", "room:hulp-1")
    await client.say({"t": "ping"})
    assert await client.hear() == {"t": "pong"}
    await client.leave()


async def test_a_muted_member_reads_on_and_hears_until_when(room: Room, nicole: Member, mira: Member) -> None:
    client, _told = await listening(nicole)
    then = timezone.now() + timedelta(hours=1)
    await there(Mute.objects.create)(room=room, member=nicole, muted_by=mira, until=then, reason="Even rust")
    cid = str(uuid.uuid4())
    await client.say({"t": "send", "room": room.slug, "cid": cid, "body": "Hoi"})
    frame = await client.hear()
    assert (frame["code"], frame["cid"], frame["until"]) == ("muted", cid, then.isoformat())
    await there(say_in)(room, mira, "Welkom")
    assert (await until(client, "msg"))["author"]["role"] == "moderator"
    await client.leave()


async def test_typing_is_told_at_most_once_in_three_seconds(
    room: Room, fatima: Member, nicole: Member
) -> None:
    (one, _told), (other, _told) = await listening(fatima), await listening(nicole)
    for _ in range(5):
        await one.say({"t": "typing", "room": room.slug})
    assert await until(other, "typing") == {
        "t": "typing", "topic": TOPIC, "names": ["Fatima"], "handles": ["fatima"]
    }  # fmt: skip
    assert await other.hears_nothing()
    await one.say({"t": "typing", "room": "wonen"})
    assert (await until(one, "error"))["code"] == "not_found"
    await one.leave()
    await other.leave()


async def test_an_anonymous_asker_types_without_a_name(fatima: Member, nicole: Member) -> None:
    question = await there(make_question)(fatima, anonymous=True)
    asker, reader = await client_of(fatima), await client_of(nicole)
    for client in (asker, reader):
        await client.say({"t": "sub", "topic": f"question:{question.pk}"})
        assert (await client.hear())["t"] == "subbed"
    await asker.say({"t": "typing", "topic": f"question:{question.pk}"})
    frame = await reader.hear()
    assert (frame["names"], frame["handles"]) == (["De vraagsteller"], [])
    await asker.leave()
    await reader.leave()


async def test_reading_in_one_tab_is_told_to_the_other_tabs_only(
    room: Room, said: Message, nicole: Member, fatima: Member
) -> None:
    tab, stranger = await client_of(nicole), await client_of(fatima)
    for client in (tab, stranger):
        await client.say({"t": "sub", "topic": "inbox"})
        assert (await client.hear())["t"] == "subbed"
    await there(mark_read)(member=nicole, room_slug=room.slug, seq=1)
    frame = await tab.hear()
    assert (frame["what"], frame["room"], frame["seq"]) == ("read", room.slug, 1)
    assert await stranger.hears_nothing()
    await tab.leave()
    await stranger.leave()


async def test_who_is_on_duty_is_told_at_once(room: Room, nicole: Member, joke: Member) -> None:
    client, _told = await listening(nicole)
    await there(start_duty)(member=joke, until=timezone.now() + timedelta(hours=1))
    frame = await until(client, "presence")
    assert [(person["handle"], person["role"]) for person in frame["on_duty"]] == [("joke", "mentor")]
    assert frame["here"] == 1
    await client.leave()


async def test_a_new_answer_rings_with_an_id_and_without_words(fatima: Member, nicole: Member) -> None:
    from community.actions.answers import post_answer

    question = await there(make_question)(fatima)
    client = await client_of(None)
    await client.say({"t": "sub", "topic": f"question:{question.pk}"})
    assert (await client.hear())["t"] == "subbed"
    posted = await there(post_answer)(
        author=nicole, question_id=question.pk, body="Bel de gemeente eens.", key=uuid.uuid4()
    )
    expected = {"t": "changed", "topic": f"question:{question.pk}", "what": "answer", "id": posted.post.pk}
    assert await client.hear() == expected
    await client.leave()


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        ({"t": "send", "room": "geld-en-schulden", "cid": "x", "body": "Hoi"}, "bad_frame"),
        ({"t": "send", "room": "geld-en-schulden", "cid": str(uuid.uuid4()), "body": 7}, "bad_frame"),
        ({"t": "send", "room": ["a"], "cid": str(uuid.uuid4()), "body": "Hoi"}, "bad_frame"),
        ({"t": "send", "room": "bestaat-niet", "cid": str(uuid.uuid4()), "body": "Hoi"}, "not_found"),
        ({"t": "send", "room": "geld-en-schulden", "cid": str(uuid.uuid4()), "body": "é" * 2001}, "too_long"),
        ({"t": "edit", "room": "geld-en-schulden", "seq": 10**17, "body": "Hoi"}, "bad_frame"),
        ({"t": "edit", "room": "geld-en-schulden", "seq": 99, "body": "Hoi"}, "not_found"),
        ({"t": "delete", "room": "geld-en-schulden", "seq": -1}, "bad_frame"),
        ({"t": "delete", "room": "geld-en-schulden", "seq": 1}, "not_allowed"),
        ({"t": "react", "room": "geld-en-schulden", "seq": 1, "emoji": "x" * 500}, "not_allowed"),
        ({"t": "react", "room": "geld-en-schulden", "seq": 1, "emoji": "👍", "on": "ja"}, "bad_frame"),
        ({"t": "read", "room": "bestaat-niet", "seq": 1}, "not_found"),
        ({"t": "sub", "topic": "room:geld-en-schulden", "after": True}, "bad_frame"),
    ],
)
async def test_each_mistake_has_its_code_and_the_socket_stays(
    room: Room, said: Message, nicole: Member, frame: dict[str, Any], code: str
) -> None:
    client = await client_of(nicole)
    await client.say(frame)
    answer = await client.hear()
    assert (answer["t"], answer["code"]) == ("error", code)
    await client.say({"t": "ping"})
    assert await client.hear() == {"t": "pong"}
    await client.leave()


async def test_a_thousand_bad_frames_cost_the_sender_the_socket_and_nobody_else(
    room: Room, fatima: Member, nicole: Member
) -> None:
    (bad, _told), (good, _told) = await listening(fatima), await listening(nicole)
    deep = json.dumps({"t": "ping", "x": 1})[:-1] + ',"y":' + "[" * 3000 + "]" * 3000 + "}"
    for text in ('{"t":"sub","topic":NaN}', '{"t":"ping","x":"\\ud800"}', deep, "null") * 250:
        await bad.say(text)
    assert await bad.closed_with() == limits.CLOSE_BAD_FRAMES
    await there(say_in)(room, nicole, "Ik merk er niets van")
    assert (await until(good, "msg"))["seq"] == 1
    await good.leave()


async def test_a_flood_of_frames_is_cut_off(nicole: Member) -> None:
    client = await client_of(nicole)
    for _ in range(limits.FRAMES + 1):
        await client.say({"t": "ping"})
    assert await client.closed_with() == limits.CLOSE_TOO_MANY


async def test_a_client_that_lets_too_many_frames_wait_is_dropped_and_others_hear_on() -> None:
    """The hub, with listeners that are full or not: no socket of a test can be made to stop reading."""

    class Heard(Listener):
        def __init__(self, *, full: bool) -> None:
            self.full, self.texts, self.dropped = full, [""][:0], False

        def offer(self, text: str) -> bool:
            self.texts.append(text)
            return not self.full

        def drop(self) -> None:
            self.dropped = True

    async def nothing(_topic: str, n: int) -> tuple[list[dict[str, Any]], int]:
        return [], n

    hub, stuck, fine = Hub(nothing), Heard(full=True), Heard(full=False)
    for listener in (stuck, fine):
        hub.join("room:x", listener, n=0)
    for n in (1, 2, 2, 3):
        hub.receive("room:x", (n, f"frame {n}"))
    assert stuck.dropped
    assert stuck.texts == ["frame 1"]
    assert fine.texts == ["frame 1", "frame 2", "frame 3"]


async def test_a_held_message_is_told_to_its_author_as_held_and_to_others_as_nothing_to_read(
    room: Room, fatima: Member, nicole: Member, request: pytest.FixtureRequest
) -> None:
    from core import screening
    from core.screening import Finding, Submission, Verdict

    def screener(_submission: Submission) -> list[Finding]:
        return [Finding("spam", Verdict.HOLD, "Een moderator kijkt mee.")]

    screening.register(screener)
    request.addfinalizer(lambda: screening.unregister(screener))
    (one, _told), (other, _told) = await listening(fatima), await listening(nicole)
    cid = str(uuid.uuid4())
    await one.say({"t": "send", "room": room.slug, "cid": cid, "body": "Geheim woord"})
    mine = [await one.hear(), await one.hear()]
    held = next(frame for frame in mine if frame["t"] == "error")
    assert (held["code"], held["cid"], held["seq"]) == ("held", cid, 1)
    theirs = await until(other, "gone")
    assert (theirs["n"], theirs["by"]) == (1, "held")
    assert "Geheim" not in json.dumps(theirs)
    await one.leave()
    await other.leave()


async def test_answers_to_a_question_for_professionals_ring_nobody_else(nicole: Member) -> None:
    question = await there(make_question)(audience="professionals")
    await there(make_answer)(question, await there(make_member)())
    client = await client_of(nicole)
    await client.say({"t": "sub", "topic": f"question:{question.pk}"})
    assert (await client.hear())["code"] == "not_found"
    await client.leave()


class Notebook(Listener):
    """A listener that writes down what it hears."""

    def __init__(self) -> None:
        self.frames: list[dict[str, Any]] = []

    def offer(self, text: str) -> bool:
        self.frames.append(json.loads(text))
        return True

    def drop(self) -> None:
        raise AssertionError("it was never full")

    async def hears(self, count: int) -> list[dict[str, Any]]:
        for _ in range(50):
            if len(self.frames) >= count:
                break
            await asyncio.sleep(0.1)
        return self.frames


@pytest.fixture
async def other_process() -> AsyncIterator[Live]:
    """Another process on the same database and the same Redis."""
    other = Live()
    other.start()
    yield other
    await other.stop()


@pytest.mark.postgres_only
async def test_a_message_reaches_the_other_process_through_redis(
    room: Room, fatima: Member, other_process: Live
) -> None:
    there_listening = Notebook()
    other_process.hub.join(TOPIC, there_listening, n=0)
    for _ in range(50):
        live.publish(TOPIC, {"t": "typing", "topic": TOPIC, "names": ["Joke"]})
        await asyncio.sleep(0.1)
        if there_listening.frames:
            break
    there_listening.frames.clear()
    await there(say_in)(room, fatima, "Door de lucht")
    assert (await there_listening.hears(1))[0]["n"] == 1


async def test_without_redis_the_other_process_catches_up_by_itself(
    room: Room, fatima: Member, other_process: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    there_listening = Notebook()
    other_process.hub.join(TOPIC, there_listening, n=0)
    with monkeypatch.context() as silent:
        silent.setattr(live, "publish", lambda *_args: None)
        for words in ("Een", "Twee"):
            await there(say_in)(room, fatima, words)
    await other_process.compare([TOPIC])
    assert [frame["n"] for frame in await there_listening.hears(2)] == [1, 2]
