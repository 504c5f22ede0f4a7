"""S13 in chat: what somebody writes whom one blocked is folded, tells nobody, and gives no contact."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.html import escape

from accounts.actions.blocks import block_member, unblock_member
from accounts.models import Member, Notification
from community.models import Theme
from realtime.help_policies import can_help, waiting_for
from realtime.live import Live, live
from realtime.models import OfficeQuestion, QueueState, Room
from realtime.policies import can_send
from tests.factories import make_question
from tests.realtime.helping import ask, go_on_duty, make_office_hour, talk
from tests.realtime.speak import say_in
from tests.realtime.test_live_rooms import client_of, listening, there, until

pytestmark = pytest.mark.django_db
SignIn = Callable[[Member], Client]
FOLD = "Je blokkeert deze schrijver. Toch lezen"


def test_their_messages_are_folded_on_every_page_of_a_room(
    room: Room, fatima: Member, nicole: Member, signed_in: SignIn
) -> None:
    said = say_in(room, nicole, "Dit zei nicole zelf.")
    say_in(room, fatima, "En dit zeg ik.")
    block_member(member=fatima, handle="nicole")
    for path in ("", "?q=nicole", "?before=3", f"messages/{said.seq}/", "since/0/"):
        page = signed_in(fatima).get(f"/chat/{room.slug}/{path}").content.decode()
        assert page.count(f"<summary>{FOLD}</summary>") == 1, path
        folded = page.partition(f"<summary>{FOLD}</summary>")[2]
        assert folded.index("Dit zei nicole zelf.") < folded.index("</details>"), path
        assert FOLD not in page.partition("Dit zei nicole zelf.")[0].replace(f"<summary>{FOLD}</summary>", "")
    assert f"<summary>{FOLD}" not in signed_in(nicole).get(f"/chat/{room.slug}/").content.decode()


def test_the_script_knows_whose_messages_to_fold(
    room: Room, fatima: Member, nicole: Member, signed_in: SignIn
) -> None:
    block_member(member=fatima, handle="nicole")
    assert 'data-blocked="nicole "' in signed_in(fatima).get(f"/chat/{room.slug}/").content.decode()
    assert 'data-blocked=""' in signed_in(nicole).get(f"/chat/{room.slug}/").content.decode()


def test_an_answer_to_their_message_does_not_show_how_it_begins(
    room: Room, fatima: Member, nicole: Member, noor: Member, signed_in: SignIn
) -> None:
    said = say_in(room, nicole, "Heel vervelend begin.")
    say_in(room, noor, "Dat vind ik niet aardig.", reply_to=said.seq)
    block_member(member=fatima, handle="nicole")
    page = signed_in(fatima).get(f"/chat/{room.slug}/").content.decode()
    assert page.count("Heel vervelend begin.") == 1
    assert signed_in(noor).get(f"/chat/{room.slug}/").content.decode().count("Heel vervelend begin.") == 2


def test_a_mention_by_them_tells_nobody(room: Room, fatima: Member, nicole: Member, noor: Member) -> None:
    block_member(member=fatima, handle="nicole")
    say_in(room, nicole, "Hoi @fatima, zie je dit?")
    assert not Notification.objects.filter(member=fatima).exists()
    say_in(room, noor, "Hoi @fatima, zie je dit?")
    assert Notification.objects.filter(member=fatima).count() == 1


@pytest.mark.parametrize("who", ["asker", "helper"])
def test_the_two_do_not_meet_in_a_help_chat_whoever_blocked(
    who: str, fatima: Member, joke: Member, debts: Theme
) -> None:
    go_on_duty(joke)
    one, other = (fatima, "joke") if who == "asker" else (joke, "fatima")
    block_member(member=one, handle=other)
    request = ask(fatima, debts)
    assert not can_help(joke, request)
    assert request not in waiting_for(joke)
    assert not Notification.objects.filter(member=joke).exists()


@pytest.mark.parametrize("who", ["asker", "helper"])
def test_a_talk_that_runs_stops_when_one_blocks_the_other(
    who: str, fatima: Member, joke: Member, debts: Theme, signed_in: SignIn
) -> None:
    request = talk(fatima, joke, debts)
    assert request.room is not None
    assert can_send(joke, request.room)
    one, other = (fatima, "joke") if who == "asker" else (joke, "fatima")
    block_member(member=one, handle=other)
    for member in (fatima, joke):
        assert not can_send(member, request.room)
        page = signed_in(member).get(request.room.get_absolute_url()).content.decode()
        assert escape("Dit gesprek is gestopt. Vraag gerust om iemand anders.") in page


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("_live")
class TestWhoIsWriting:
    async def test_whoever_blocked_the_writer_does_not_hear_it_and_the_others_do(
        self, room: Room, fatima: Member, nicole: Member, noor: Member
    ) -> None:
        await there(block_member)(member=fatima, handle="nicole")
        (writer, _told), (blocker, _told) = await listening(nicole), await listening(fatima)
        other, _told = await listening(noor)
        await writer.say({"t": "typing", "room": room.slug})
        assert (await until(other, "typing"))["names"] == ["Nicole"]
        await there(say_in)(room, noor, "Hallo.")
        assert (await blocker.hear())["t"] == "msg", "before it nothing was heard of nicole"
        await there(unblock_member)(member=fatima, handle="nicole")
        writer_again, _told = await listening(nicole)
        await writer_again.say({"t": "typing", "room": room.slug})
        assert (await until(blocker, "typing"))["names"] == ["Nicole"]
        for client in (writer, blocker, other, writer_again):
            await client.leave()

    async def test_the_same_under_a_question(self, fatima: Member, nicole: Member, noor: Member) -> None:
        topic = f"question:{(await there(make_question)(fatima)).pk}"
        await there(block_member)(member=fatima, handle="nicole")
        writer, blocker, other = [await client_of(member) for member in (nicole, fatima, noor)]
        for client in (writer, blocker, other):
            await client.say({"t": "sub", "topic": topic})
            assert (await client.hear())["t"] == "subbed"
        await writer.say({"t": "typing", "topic": topic})
        assert (await other.hear())["names"] == ["Nicole"]
        assert await blocker.hears_nothing()
        for client in (writer, blocker, other):
            await client.leave()

    async def test_an_anonymous_asker_is_heard_by_all_or_it_would_tell_who_they_are(
        self, fatima: Member, nicole: Member
    ) -> None:
        topic = f"question:{(await there(make_question)(fatima, anonymous=True)).pk}"
        await there(block_member)(member=nicole, handle="fatima")
        asker, blocker = await client_of(fatima), await client_of(nicole)
        for client in (asker, blocker):
            await client.say({"t": "sub", "topic": topic})
            assert (await client.hear())["t"] == "subbed"
        await asker.say({"t": "typing", "topic": topic})
        assert (await blocker.hear())["names"] == ["De vraagsteller"]
        await asker.leave()
        await blocker.leave()

    async def test_the_other_process_keeps_it_from_them_too(
        self, room: Room, fatima: Member, nicole: Member
    ) -> None:
        """What goes through Redis says whom not to tell."""
        blocker, _told = await listening(fatima)
        other = Live()
        rings = [(0, '{"t":"typing","names":["Nicole"]}')]
        for one in other._packed(room.topic, rings, (fatima.pk,)) + other._packed(room.topic, rings, ()):
            live._hear(one.encode())
        assert (await blocker.hear())["t"] == "typing"
        assert await blocker.hears_nothing(), "once, of the two"
        await blocker.leave()


def test_what_they_asked_in_an_office_hour_is_folded_unless_they_asked_anonymously(
    fatima: Member, nicole: Member, eric: Member, daan: Member, debts: Theme, signed_in: SignIn
) -> None:
    office_hour = make_office_hour(daan, debts, begins_in=-5)
    for author, body in ((nicole, "Dit vroeg ik."), (eric, "En dit ook.")):
        OfficeQuestion.objects.create(
            office_hour=office_hour,
            author=author,
            body=body,
            anonymous=author == eric,
            state=QueueState.ANSWERED,
            answer="Zo zit het.",
            answered_at=timezone.now(),
        )
        block_member(member=fatima, handle=author.handle)
    page = signed_in(fatima).get(office_hour.get_absolute_url()).content.decode()
    assert page.count(f"<summary>{FOLD}</summary>") == 1
    folded = page.partition(f"<summary>{FOLD}</summary>")[2]
    assert folded.index("Dit vroeg ik.") < folded.index("</details>")
    assert "En dit ook." not in folded.partition("</details>")[0]
    assert f"<summary>{FOLD}" not in signed_in(daan).get(office_hour.get_absolute_url()).content.decode()
