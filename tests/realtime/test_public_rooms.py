"""Rooms that everyone may read: visitors read and listen, members write, and nothing old comes out."""

import re
from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.models import Member
from core.errors import NotAllowed, Refused
from realtime.actions.messages import edit_message
from realtime.actions.rooms import make_room, set_audience
from realtime.live import live
from realtime.models import Message, Room
from realtime.models.room import RoomAudience
from tests.realtime.speak import say_in
from tests.realtime.test_live_rooms import client_of, there, until

SignedIn = Callable[[Member], Client]


@pytest.fixture
def square(db: None) -> Room:
    return Room.objects.create(slug="plein", name="Plein", audience=RoomAudience.EVERYONE)


def words_of(html: bytes) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html.decode()))


class TestThePage:
    def test_a_visitor_reads_it_and_is_told_who_reads_along(self, square: Room, nicole: Member) -> None:
        say_in(square, nicole, "Welkom allemaal")
        page = Client().get("/chat/plein/")
        words = words_of(page.content)
        assert "Welkom allemaal" in words
        assert "Je leest mee. Iedereen kan dit gesprek lezen; schrijven doen deelnemers." in words
        assert "Log in om mee te praten" in words
        assert b"data-composer" not in page.content
        assert b"?next=/chat/plein/" in page.content
        assert page["X-Robots-Tag"] == "noindex"

    def test_a_member_reads_above_the_button_that_everyone_can_read_it(
        self, square: Room, room: Room, nicole: Member, signed_in: SignedIn
    ) -> None:
        public = words_of(signed_in(nicole).get("/chat/plein/").content)
        assert "Iedereen kan dit lezen, ook zonder account." in public
        private = words_of(signed_in(nicole).get(room.get_absolute_url()).content)
        assert "Alleen deelnemers lezen dit." in private

    def test_the_list_of_a_visitor_holds_what_is_for_everyone(self, square: Room, room: Room) -> None:
        words = words_of(Client().get("/chat/").content)
        assert "Plein iedereen kan meelezen" in re.sub(r" 0 nieuw", "", words)
        assert room.name not in words

    def test_without_such_a_room_a_visitor_is_told_what_an_account_gives(self, room: Room) -> None:
        assert "De gesprekken zijn voor deelnemers" in words_of(Client().get("/chat/").content)

    def test_a_visitor_who_writes_signs_in_first(self, square: Room) -> None:
        answer = Client().post("/chat/plein/", {"body": "Hoi"})
        assert answer["Location"] == "/accounts/login/?next=/chat/plein/"
        assert not Message.objects.exists()

    def test_what_is_not_there_looks_to_a_visitor_as_what_is_not_for_them(self, room: Room) -> None:
        there_not, not_theirs = Client().get("/chat/nergens/"), Client().get(room.get_absolute_url())
        assert there_not["Location"] == "/accounts/login/?next=/chat/nergens/"
        assert not_theirs["Location"] == f"/accounts/login/?next={room.get_absolute_url()}"

    def test_a_visitor_can_report_a_message(self, square: Room, nicole: Member) -> None:
        said = say_in(square, nicole, "Iets lelijks")
        page = Client().get(f"/chat/plein/messages/{said.seq}/").content.decode()
        assert f"/report/message/{said.pk}/" in page
        assert "message-actions__emoji" not in page
        assert Client().get(f"/report/message/{said.pk}/").status_code == 200


class TestWhoDecides:
    def test_only_a_room_in_which_nothing_stands_opens_to_everyone(
        self, room: Room, mira: Member, nicole: Member, signed_in: SignedIn
    ) -> None:
        set_audience(moderator=mira, room_slug=room.slug, audience=RoomAudience.EVERYONE)
        assert Client().get(room.get_absolute_url()).status_code == 200
        set_audience(moderator=mira, room_slug=room.slug, audience=RoomAudience.MEMBERS)
        assert Client().get(room.get_absolute_url()).status_code == 302
        say_in(room, nicole, "Dit schreef ik voor deelnemers")
        with pytest.raises(Refused):
            set_audience(moderator=mira, room_slug=room.slug, audience=RoomAudience.EVERYONE)
        answer = signed_in(mira).post(
            f"{room.get_absolute_url()}audience/", {"audience": "everyone"}, follow=True
        )
        assert "Hier schreven deelnemers al voor elkaar." in words_of(answer.content)
        room.refresh_from_db()
        assert not room.is_public

    def test_a_member_does_not_decide_it(self, room: Room, nicole: Member) -> None:
        with pytest.raises(NotAllowed):
            set_audience(moderator=nicole, room_slug=room.slug, audience=RoomAudience.EVERYONE)

    def test_a_new_room_is_for_members_unless_its_maker_says_otherwise(
        self, mira: Member, signed_in: SignedIn
    ) -> None:
        assert not make_room(maker=mira, slug="soep", name="Soep").is_public
        signed_in(mira).post("/chat/new/", {"name": "Plein", "slug": "plein", "audience": "everyone"})
        assert Room.objects.get(slug="plein").is_public

    def test_a_help_chat_can_never_be_public(self, private: Room) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            Room.objects.filter(pk=private.pk).update(audience=RoomAudience.EVERYONE)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("_live")
class TestTheSocket:
    async def test_a_visitor_hears_what_is_said_and_not_who_is_there(
        self, square: Room, nicole: Member
    ) -> None:
        visitor, member = await client_of(None), await client_of(nicole)
        for client in (visitor, member):
            await client.say({"t": "sub", "topic": "room:plein"})
            await until(client, "subbed")
        await until(member, "presence")
        assert await visitor.hears_nothing()
        await member.say({"t": "typing", "room": "plein"})
        await until(member, "typing")
        said = await there(say_in)(square, nicole, "Hallo")
        heard = await visitor.hear()
        assert (heard["t"], heard["seq"]) == ("msg", said.seq)
        await there(edit_message)(author=nicole, room_slug="plein", seq=said.seq, body="Dag")
        assert (await visitor.hear())["t"] == "edit"
        await visitor.leave()
        await member.leave()

    async def test_a_visitor_does_not_speak(self, square: Room) -> None:
        visitor = await client_of(None)
        await visitor.say({"t": "sub", "topic": "room:plein"})
        await until(visitor, "subbed")
        cid = "8f14e45f-ceea-467f-9f3b-1a2b3c4d5e6f"
        await visitor.say({"t": "send", "room": "plein", "cid": cid, "body": "Hoi"})
        assert (await visitor.hear())["code"] == "not_allowed"
        await visitor.say({"t": "typing", "room": "plein"})
        assert (await visitor.hear())["code"] == "not_found"
        assert await Message.objects.acount() == 0
        await visitor.leave()

    async def test_a_room_that_is_for_members_again_loses_its_visitors_at_once(
        self, square: Room, nicole: Member, mira: Member
    ) -> None:
        visitor, member = await client_of(None), await client_of(nicole)
        for client in (visitor, member):
            await client.say({"t": "sub", "topic": "room:plein"})
            await until(client, "subbed")
        await there(set_audience)(moderator=mira, room_slug="plein", audience=RoomAudience.MEMBERS)
        frame = await until(visitor, "error")
        assert (frame["code"], frame["topic"]) == ("not_allowed", "room:plein")
        await there(say_in)(square, nicole, "Onder ons")
        assert await visitor.hears_nothing()
        assert (await until(member, "msg"))["seq"] == 1
        await visitor.leave()
        await member.leave()

    async def test_without_a_ring_they_go_at_the_next_look_and_hear_nothing_said_since(
        self, square: Room, nicole: Member, mira: Member, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """As when another process closed it to them, and there is no Redis."""
        visitor, member = await client_of(None), await client_of(nicole)
        for client in (visitor, member):
            await client.say({"t": "sub", "topic": "room:plein"})
            await until(client, "subbed")
        with monkeypatch.context() as silent:
            silent.setattr(live, "publish_all", lambda *_args, **_but: None)
            await there(set_audience)(moderator=mira, room_slug="plein", audience=RoomAudience.MEMBERS)
            await there(say_in)(square, nicole, "Onder ons")
        await live.compare(["room:plein"])
        frame = await visitor.hear()
        assert (frame["t"], frame["code"], frame["topic"]) == ("error", "not_allowed", "room:plein")
        await live.compare(["room:plein"])
        assert (await until(member, "msg"))["seq"] == 1
        assert await visitor.hears_nothing()
        await visitor.leave()
        await member.leave()
