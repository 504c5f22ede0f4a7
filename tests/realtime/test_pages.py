"""The chat pages as a browser without a script sees them, and their JSON for one without a socket."""

import json
import re
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Member
from realtime.actions.duty import end_duty, start_duty
from realtime.actions.messages import react, take_back_message
from realtime.actions.rooms import (
    close_room,
    ensure_theme_rooms,
    forget_old_messages,
    mark_read,
    set_slow_mode,
)
from realtime.models import Duty, Message, Mute, ReadMark, Room
from realtime.queries.rooms import listed_rooms, room_page
from tests.factories import make_member, make_theme
from tests.realtime.speak import say_in, say_many

SignedIn = Callable[[Member], Client]


def text_of(html: bytes) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html.decode()))


@pytest.mark.parametrize(
    "url",
    ["/chat/geld-en-schulden/", "/chat/geld-en-schulden/since/0/", "/chat/geld-en-schulden/messages/1/"],
)
def test_a_visitor_signs_in_first(room: Room, url: str) -> None:
    answer = Client().get(url)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/")


def test_the_list_tells_what_is_unread_who_is_there_and_when_it_opens(
    room: Room, cafe: Room, said: Message, nicole: Member, joke: Member, signed_in: SignedIn
) -> None:
    mark_read(member=nicole, room_slug=room.slug, seq=said.seq)
    say_in(room, joke, "Hoe gaat het?")
    start_duty(member=joke, until=timezone.now() + timedelta(hours=2))
    tomorrow = timezone.localtime() + timedelta(days=1)
    cafe.opening_hours.create(weekday=tomorrow.weekday(), opens="10:00", closes="12:00")
    words = text_of(signed_in(nicole).get("/chat/").content)
    assert "Geld en schulden 1 nieuw" in words
    assert "Joke is er tot" in words
    assert "10.00 uur" in words


def test_a_room_that_was_never_opened_counts_nothing(room: Room, said: Message, nicole: Member) -> None:
    assert [listed.unread for listed in listed_rooms(nicole)] == [0]
    mark_read(member=nicole, room_slug=room.slug, seq=0)
    assert [listed.unread for listed in listed_rooms(nicole)] == [1]


def test_unread_counts_stop_at_a_hundred_and_leave_out_what_is_gone_or_own(
    room: Room, fatima: Member, nicole: Member
) -> None:
    mark_read(member=nicole, room_slug=room.slug, seq=0)
    own = say_in(room, nicole)
    gone = say_in(room, fatima)
    take_back_message(member=fatima, room_slug=room.slug, seq=gone.seq)
    assert [listed.unread for listed in listed_rooms(nicole)] == [0]
    say_many(room, fatima, 150)
    assert [listed.unread for listed in listed_rooms(nicole)] == [100]
    assert own.seq == 1


def test_a_message_is_sent_with_a_form_and_stands_on_the_page(
    room: Room, fatima: Member, signed_in: SignedIn
) -> None:
    browser = signed_in(fatima)
    answer = browser.post(room.get_absolute_url(), {"body": "Wie weet **raad**?", "cid": str(uuid.uuid4())})
    assert answer.status_code == 302
    assert answer["Location"] == "/chat/geld-en-schulden/#bericht-1"
    page = browser.get(room.get_absolute_url()).content.decode()
    assert "<strong>raad</strong>" in page
    assert 'id="bericht-1"' in page
    assert "Berichten verdwijnen na 90 dagen." in page
    assert ReadMark.objects.get(member=fatima).seq == 1


def test_the_same_form_sent_twice_makes_one_message(room: Room, fatima: Member, signed_in: SignedIn) -> None:
    browser, fields = signed_in(fatima), {"body": "Eén keer", "cid": str(uuid.uuid4())}
    for _ in range(2):
        assert browser.post(room.get_absolute_url(), fields).status_code == 302
    assert Message.objects.count() == 1


def test_a_refused_message_keeps_its_words_and_says_why(
    room: Room, fatima: Member, mira: Member, signed_in: SignedIn
) -> None:
    set_slow_mode(moderator=mira, room_slug=room.slug, seconds=60)
    browser = signed_in(fatima)
    browser.post(room.get_absolute_url(), {"body": "De eerste"})
    answer = browser.post(room.get_absolute_url(), {"body": "Te snel"})
    assert answer.status_code == 429
    assert 55 <= int(answer["Retry-After"]) <= 61
    assert "rustige stand" in text_of(answer.content)
    assert "Te snel" in answer.content.decode()
    assert Message.objects.count() == 1


def test_a_look_at_what_is_new_keeps_the_unsent_words_and_whom_they_answer(
    room: Room, said: Message, fatima: Member, nicole: Member, signed_in: SignedIn
) -> None:
    browser = signed_in(nicole)
    browser.get(room.get_absolute_url())
    new = say_in(room, fatima, "Net gezegd.")
    fields = {"look": "1", "body": "Mijn halve zin", "reply_to": str(said.seq)}
    page = browser.post(room.get_absolute_url(), fields)
    assert page.status_code == 200
    assert "Mijn halve zin</textarea>" in page.content.decode()
    words = text_of(page.content)
    assert "Nieuwe berichten" in words
    assert "Net gezegd." in words
    assert "Antwoord op Fatima: Mijn huur ging omhoog." in words
    assert not Message.objects.filter(author=nicole).exists()
    assert ReadMark.objects.get(room=room, member=nicole).seq == new.seq


def test_refused_words_still_answer_whom_they_answered(
    room: Room, said: Message, nicole: Member, signed_in: SignedIn
) -> None:
    fields = {"body": "Bel mij op 06-12345678", "reply_to": str(said.seq)}
    refused = signed_in(nicole).post(room.get_absolute_url(), fields)
    assert refused.status_code == 422
    assert "Antwoord op Fatima: Mijn huur ging omhoog." in text_of(refused.content)


def test_a_script_gets_the_frames_of_the_protocol(room: Room, fatima: Member, signed_in: SignedIn) -> None:
    browser, cid = signed_in(fatima), str(uuid.uuid4())
    sent = browser.post(
        room.get_absolute_url(), {"body": "Hallo", "cid": cid}, headers={"accept": "application/json"}
    )
    assert (sent.status_code, sent.json()) == (201, {"t": "ack", "cid": cid, "seq": 1})
    refused = browser.post(room.get_absolute_url(), {"body": " "}, headers={"accept": "application/json"})
    assert (refused.status_code, refused.json()["t"]) == (422, "error")
    since = browser.get("/chat/geld-en-schulden/since/0/", headers={"accept": "application/json"}).json()
    assert (since["n"], since["reset"]) == (1, False)
    assert [(frame["t"], frame["seq"], frame["cid"]) for frame in since["frames"]] == [("msg", 1, cid)]
    nothing = browser.get("/chat/geld-en-schulden/since/1/", headers={"accept": "application/json"}).json()
    assert nothing == {"frames": [], "n": 1, "reset": False}


def test_what_came_since_is_a_fragment_for_a_browser(
    room: Room, said: Message, nicole: Member, signed_in: SignedIn
) -> None:
    answer = signed_in(nicole).get("/chat/geld-en-schulden/since/0/", headers={"accept": "text/html"})
    assert (answer["X-Newest"], answer["X-Reset"]) == ("1", "0")
    assert answer.content.decode().count('class="message') >= 1
    assert "<html" not in answer.content.decode()


@pytest.mark.parametrize("n", ["-1", "01", "x", "9" * 30, "1.5", "١"])
def test_an_odd_number_is_no_page(room: Room, nicole: Member, n: str, signed_in: SignedIn) -> None:
    assert signed_in(nicole).get(f"/chat/geld-en-schulden/since/{n}/").status_code == 404


@pytest.mark.parametrize(
    "query",
    ["before=0", "before=x", "before=99999999999999999999", "on=2024-02-30", "on=9999-12-31", "on=0001-01-01",
     "q=%00", "q=%ED%A0%80", "q=" + "a" * 500, "reply_to=-1", "reply_to=99"],
)  # fmt: skip
def test_an_odd_question_about_the_history_shows_the_room(
    room: Room, said: Message, nicole: Member, query: str, signed_in: SignedIn
) -> None:
    answer = signed_in(nicole).get(f"{room.get_absolute_url()}?{query}")
    assert answer.status_code == 200
    assert "Geld en schulden" in text_of(answer.content)


def test_the_history_goes_back_page_by_page_without_a_hole_or_a_repeat(
    room: Room, fatima: Member, nicole: Member
) -> None:
    say_many(room, fatima, 120)
    seen: list[int] = []
    before = None
    while True:
        page = room_page(nicole, slug=room.slug, before=before)
        seen = [line.message.seq for line in page.lines] + seen
        if not page.has_older:
            break
        before = page.oldest_seq
    assert seen == list(range(1, 121))


def test_a_room_is_searched_and_a_day_is_found(room: Room, fatima: Member, nicole: Member) -> None:
    old = say_in(room, fatima, "De deurwaarder stond voor de deur")
    Message.objects.update(created_at=timezone.now() - timedelta(days=3))
    say_in(room, fatima, "Vandaag is het rustig")
    found = room_page(nicole, slug=room.slug, query="deurwaarder DEUR")
    assert [line.message.seq for line in found.lines] == [old.seq]
    day = timezone.localdate() - timedelta(days=3)
    assert room_page(nicole, slug=room.slug, on=day).lines[0].message.seq == old.seq
    take_back_message(member=fatima, room_slug=room.slug, seq=old.seq)
    assert room_page(nicole, slug=room.slug, query="deurwaarder").lines == []


def test_messages_are_grouped_by_author_and_day_and_say_whose_they_are(
    room: Room, fatima: Member, nicole: Member
) -> None:
    for author in (fatima, fatima, nicole, fatima):
        say_in(room, author)
    Message.objects.filter(seq=1).update(created_at=timezone.now() - timedelta(days=1))
    mark_read(member=nicole, room_slug=room.slug, seq=3)
    lines = room_page(nicole, slug=room.slug).lines
    assert [line.starts for line in lines] == [True, True, True, True]
    assert [line.day_label for line in lines] == ["Gisteren", "Vandaag", "", ""]
    assert [line.own for line in lines] == [False, False, True, False]
    assert [line.is_first_unread for line in lines] == [False, False, False, True]
    say_in(room, fatima)
    assert not room_page(nicole, slug=room.slug).lines[-1].starts


def test_what_waits_for_a_moderator_is_shown_to_its_author_only(
    room: Room, said: Message, fatima: Member, nicole: Member, signed_in: SignedIn
) -> None:
    Message.objects.update(visibility="held")
    assert room_page(nicole, slug=room.slug).lines == []
    assert "leest dit bericht eerst" in text_of(signed_in(fatima).get(room.get_absolute_url()).content)
    assert signed_in(nicole).get("/chat/geld-en-schulden/messages/1/").status_code == 404


def test_one_message_offers_each_what_they_may_do(
    room: Room, said: Message, fatima: Member, nicole: Member, mira: Member, signed_in: SignedIn
) -> None:
    url = "/chat/geld-en-schulden/messages/1/"
    own = text_of(signed_in(fatima).get(url).content)
    assert "Haal mijn bericht weg" in own
    assert "Bewaar de nieuwe tekst" in own
    others = text_of(signed_in(nicole).get(url).content)
    assert "Antwoord" in others
    assert "Haal mijn bericht weg" not in others
    assert "Besluit over dit bericht" in text_of(signed_in(mira).get(url).content)


def test_reacting_changing_and_taking_back_work_with_forms(
    room: Room, said: Message, fatima: Member, nicole: Member, signed_in: SignedIn
) -> None:
    base = "/chat/geld-en-schulden/messages/1"
    assert signed_in(nicole).post(f"{base}/react/", {"add": "👍"}).status_code == 302
    assert Message.objects.get().reactions == {"👍": 1}
    assert signed_in(nicole).post(f"{base}/react/", {"drop": "👍"}).status_code == 302
    assert Message.objects.get().reactions == {}
    for wrong in ({}, {"add": "x"}, {"add": "👍", "drop": "👍"}):
        assert signed_in(nicole).post(f"{base}/react/", wrong).status_code == 422
    empty = signed_in(fatima).post(f"{base}/edit/", {"body": " "})
    assert (empty.status_code, "Schrijf een paar woorden" in text_of(empty.content)) == (422, True)
    assert signed_in(fatima).post(f"{base}/edit/", {"body": "Toch anders"}).status_code == 302
    assert Message.objects.get().body == "Toch anders"
    assert signed_in(nicole).post(f"{base}/take-back/").status_code == 403
    assert signed_in(fatima).post(f"{base}/take-back/").status_code == 302
    assert "ingetrokken door de schrijver" in text_of(signed_in(nicole).get(room.get_absolute_url()).content)


def test_a_closed_and_a_muted_room_say_so_instead_of_a_field(
    room: Room, cafe: Room, nicole: Member, mira: Member, signed_in: SignedIn
) -> None:
    close_room(moderator=mira, room_slug=cafe.slug)
    closed = text_of(signed_in(nicole).get(cafe.get_absolute_url()).content)
    assert "Dit gesprek is gesloten" in closed
    assert "Stuur" not in closed
    until = timezone.now() + timedelta(hours=2)
    Mute.objects.create(room=room, member=nicole, muted_by=mira, until=until, reason="Schelden")
    muted = text_of(signed_in(nicole).get(room.get_absolute_url()).content)
    assert "Reden: Schelden" in muted


def test_staff_make_slow_mute_close_and_reopen_a_room(
    nicole: Member, mira: Member, signed_in: SignedIn
) -> None:
    staff = signed_in(mira)
    made = staff.post("/chat/new/", {"name": "Buurtsoep", "slug": "buurtsoep", "line": "Elke woensdag"})
    assert made["Location"] == "/chat/buurtsoep/"
    twice = staff.post("/chat/new/", {"name": "Buurtsoep", "slug": "buurtsoep"})
    assert (twice.status_code, "Er is al een gesprek" in text_of(twice.content)) == (422, True)
    staff.post("/chat/buurtsoep/slow-mode/", {"seconds": "30"})
    assert Room.objects.get().slow_seconds == 30
    until = timezone.now() + timedelta(hours=2)
    Mute.objects.create(room=Room.objects.get(), member=nicole, muted_by=mira, until=until, reason="Schelden")
    assert "Schelden" in text_of(staff.get("/chat/buurtsoep/settings/").content)
    staff.post("/chat/buurtsoep/unmute/nicole/")
    assert not Mute.objects.filter(until__gt=timezone.now()).exists()
    staff.post("/chat/buurtsoep/close/")
    assert "gesloten" in text_of(signed_in(nicole).get("/chat/").content)
    staff.post("/chat/buurtsoep/reopen/")
    assert Room.objects.get().closed_at is None


@pytest.mark.parametrize("slug", ["new", "duty"])
def test_a_room_cannot_take_the_address_of_a_page(mira: Member, slug: str, signed_in: SignedIn) -> None:
    made = signed_in(mira).post("/chat/new/", {"name": "Gesprek", "slug": slug})
    assert made.status_code == 422
    assert not Room.objects.exists()


def test_residents_have_no_staff_pages(room: Room, nicole: Member, joke: Member, signed_in: SignedIn) -> None:
    for member in (nicole, joke):
        browser = signed_in(member)
        assert browser.get("/chat/new/").status_code == 403
        assert browser.get("/chat/geld-en-schulden/settings/").status_code == 403
        assert browser.post("/chat/geld-en-schulden/close/").status_code == 403
    assert Room.objects.get().closed_at is None


def test_a_private_chat_is_nobody_elses_page(
    private: Room, fatima: Member, mira: Member, ada: Member, signed_in: SignedIn
) -> None:
    assert signed_in(fatima).get("/chat/hulp-1/").status_code == 200
    for stranger in (mira, ada):
        for url in ("/chat/hulp-1/", "/chat/hulp-1/since/0/", "/chat/hulp-1/settings/"):
            assert signed_in(stranger).get(url).status_code == 404


def test_helpers_say_that_they_are_there(joke: Member, nicole: Member, signed_in: SignedIn) -> None:
    browser = signed_in(joke)
    browser.post("/chat/duty/", {"hours": "2"})
    assert Duty.objects.now().get().member == joke
    assert "Je hebt dienst tot" in text_of(browser.get("/chat/").content)
    browser.post("/chat/duty/", {"end": "1"})
    assert not Duty.objects.now().exists()
    assert signed_in(nicole).post("/chat/duty/", {"hours": "2"}).status_code == 403
    assert browser.post("/chat/duty/", {"hours": "99"}).status_code == 422
    end_duty(member=joke)


def test_reading_only_moves_forward_and_never_past_the_newest(
    room: Room, said: Message, nicole: Member, signed_in: SignedIn
) -> None:
    browser = signed_in(nicole)
    for seq, expected in (("99999", 1), ("0", 1)):
        assert browser.post("/chat/geld-en-schulden/read/", {"seq": seq}).status_code == 204
        assert ReadMark.objects.get().seq == expected
    assert browser.post("/chat/geld-en-schulden/read/", {"seq": "x"}).status_code == 422


def test_old_messages_are_forgotten_unless_the_room_stays_kept(
    room: Room, cafe: Room, fatima: Member
) -> None:
    cafe.archived = True
    cafe.save()
    for place in (room, cafe):
        say_in(place, fatima, "Lang geleden")
    Message.objects.update(created_at=timezone.now() - timedelta(days=91))
    say_in(room, fatima, "Van vandaag")
    assert forget_old_messages() == 1
    assert sorted(Message.objects.values_list("body", flat=True)) == ["Lang geleden", "Van vandaag"]
    assert say_in(room, fatima).seq == 3


def test_every_theme_gets_one_room(db: None) -> None:
    make_theme("wonen"), make_theme("jongeren")
    assert (ensure_theme_rooms(), ensure_theme_rooms()) == (2, 0)
    assert sorted(Room.objects.values_list("slug", flat=True)) == ["jongeren", "wonen"]


def queries_of(browser: Client, url: str) -> int:
    browser.get(url)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert browser.get(url).status_code == 200
    return len(captured)


@pytest.mark.parametrize(
    "url",
    [
        "/chat/",
        "/chat/geld-en-schulden/",
        "/chat/geld-en-schulden/since/0/",
        "/chat/geld-en-schulden/messages/1/",
    ],
)
def test_a_page_costs_the_same_however_much_was_said(
    room: Room, said: Message, nicole: Member, url: str, signed_in: SignedIn
) -> None:
    browser = signed_in(nicole)
    react(member=nicole, room_slug=room.slug, seq=1, emoji="👍", on=True)
    say_in(room, nicole, "Antwoord", reply_to=1)
    small = queries_of(browser, url)
    for _ in range(5):
        author = make_member()
        say_many(room, author, 8)
        say_in(room, author, "Ook een antwoord", reply_to=3)
        react(member=author, room_slug=room.slug, seq=1, emoji="👍", on=True)
    for number in range(4):
        Room.objects.create(slug=f"gesprek-{number}", name=f"Gesprek {number}")
    assert queries_of(browser, url) == small
    assert small <= 25


def test_the_bell_asks_for_its_number(
    nicole: Member, fatima: Member, room: Room, signed_in: SignedIn
) -> None:
    say_in(room, fatima, "Hallo @nicole")
    answer: Any = json.loads(signed_in(nicole).get("/inbox/count/").content)
    assert answer == {"unread": 1}
