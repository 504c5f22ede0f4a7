"""Sending, changing, removing and reacting: what is stored, numbered and told."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import Member, Notification
from community.models import Visibility
from core import screening
from core.errors import Conflict, NotAllowed, NotFound, Refused
from core.screening import Finding, Submission, Verdict
from moderation.actions import decisions
from moderation.actions.cases import open_own_case
from moderation.actions.rules import load_first_rules
from moderation.models import Rule
from moderation.targets import find
from realtime.actions.drafts import Draft, Sent
from realtime.actions.messages import edit_message, react, take_back_message
from realtime.actions.moderating import hold_message
from realtime.actions.rooms import close_room, set_slow_mode
from realtime.actions.sending import send_message, send_messages
from realtime.limits import EDIT_WINDOW, HALVES_WITHIN, MESSAGE_LENGTH
from realtime.models import Message, MessageReaction, Mute, Room
from realtime.queries.messages import message_frame, replay
from realtime.refusals import ChatRefusal, error_frame
from tests.parallel import in_parallel
from tests.realtime.speak import say_in, say_many


def numbers(room: Room) -> list[int]:
    return list(Message.objects.filter(room=room).order_by("seq").values_list("seq", flat=True))


def test_a_message_takes_the_next_number_of_its_room_and_is_rendered_once(
    room: Room, cafe: Room, fatima: Member
) -> None:
    assert say_in(room, fatima, "Het is **dringend**").seq == 1
    assert say_in(cafe, fatima).seq == 1
    second = say_in(room, fatima, "En nog iets", reply_to=1)
    room.refresh_from_db()
    assert (second.seq, second.n, second.reply_to, room.last_n) == (2, 2, 1, 2)
    assert room.last_message_at == second.created_at
    assert "<strong>dringend</strong>" in Message.objects.get(room=room, seq=1).body_html


def test_an_answer_to_a_message_of_another_room_is_an_ordinary_message(
    said: Message, cafe: Room, fatima: Member
) -> None:
    assert say_in(cafe, fatima, reply_to=said.seq).reply_to is None


def test_the_same_message_sent_again_is_stored_once(room: Room, fatima: Member) -> None:
    cid = uuid.uuid4()
    first = send_message(author=fatima, room_slug=room.slug, body="Eén keer", cid=cid)
    again = send_message(author=fatima, room_slug=room.slug, body="Eén keer", cid=cid)
    assert (first.repeated, again.repeated) == (False, True)
    assert again.message == first.message
    assert numbers(room) == [1]


def test_an_id_that_was_used_for_other_words_is_refused(room: Room, cafe: Room, fatima: Member) -> None:
    cid = uuid.uuid4()
    send_message(author=fatima, room_slug=room.slug, body="Eerst dit", cid=cid)
    with pytest.raises(Conflict):
        send_message(author=fatima, room_slug=room.slug, body="Toen dat", cid=cid)
    with pytest.raises(Conflict):
        send_message(author=fatima, room_slug=cafe.slug, body="Eerst dit", cid=cid)


def test_ids_of_two_authors_do_not_meet(room: Room, fatima: Member, nicole: Member) -> None:
    cid = uuid.uuid4()
    for author in (fatima, nicole):
        send_message(author=author, room_slug=room.slug, body="Hallo", cid=cid)
    assert numbers(room) == [1, 2]


def test_a_changed_message_gets_a_new_event_number_and_keeps_its_own(
    room: Room, said: Message, fatima: Member
) -> None:
    say_in(room, fatima, "Iets anders")
    changed = edit_message(author=fatima, room_slug=room.slug, seq=said.seq, body="Mijn huur ging *omlaag*.")
    assert (changed.seq, changed.n) == (1, 3)
    assert "<em>omlaag</em>" in changed.body_html
    assert changed.edited_at is not None


def test_only_its_author_changes_a_message_and_only_for_a_while(
    said: Message, fatima: Member, nicole: Member, mira: Member
) -> None:
    for other in (nicole, mira):
        with pytest.raises(NotAllowed):
            edit_message(author=other, room_slug=said.room.slug, seq=said.seq, body="Anders")
    Message.objects.update(created_at=timezone.now() - EDIT_WINDOW - timedelta(seconds=1))
    with pytest.raises(NotAllowed, match="15 minuten"):
        edit_message(author=fatima, room_slug=said.room.slug, seq=said.seq, body="Anders")


def test_an_author_takes_back_and_nobody_else_without_reasons(
    room: Room, said: Message, fatima: Member, nicole: Member, mira: Member
) -> None:
    with pytest.raises(NotAllowed):
        take_back_message(member=nicole, room_slug=room.slug, seq=said.seq)
    own = take_back_message(member=fatima, room_slug=room.slug, seq=said.seq)
    assert (own.visibility, own.n) == (Visibility.WITHDRAWN, 2)
    assert take_back_message(member=fatima, room_slug=room.slug, seq=said.seq).n == 2
    theirs = say_in(room, nicole)
    with pytest.raises(NotAllowed, match="met redenen"):
        take_back_message(member=mira, room_slug=room.slug, seq=theirs.seq)
    hold_message(theirs.pk)
    frames = [message_frame(room.topic, message) for message in replay(room, after=0).messages]
    assert [(frame["t"], frame["by"]) for frame in frames] == [("gone", "author"), ("gone", "held")]
    assert all("html" not in frame for frame in frames)


def test_reactions_are_counted_once_for_each_person(
    room: Room, said: Message, fatima: Member, nicole: Member
) -> None:
    for member in (fatima, nicole, nicole):
        found = react(member=member, room_slug=room.slug, seq=said.seq, emoji="👍", on=True)
    assert (found.reactions, found.n) == ({"👍": 2}, 3)
    found = react(member=nicole, room_slug=room.slug, seq=said.seq, emoji="👍", on=False)
    assert found.reactions == {"👍": 1}
    assert MessageReaction.objects.count() == 1
    with pytest.raises(ChatRefusal):
        react(member=nicole, room_slug=room.slug, seq=said.seq, emoji="💩", on=True)


@pytest.mark.parametrize("body", ["", "   ", "\u200b\u200b", "> alleen een citaat"])
def test_a_message_without_words_is_not_taken(room: Room, fatima: Member, body: str) -> None:
    with pytest.raises(Refused):
        say_in(room, fatima, body)


@pytest.mark.parametrize("body", ["nul \x00 teken", "half \ud800 teken"])
def test_what_cannot_be_stored_is_said_so(room: Room, fatima: Member, body: str) -> None:
    with pytest.raises(Refused):
        say_in(room, fatima, body)
    assert numbers(room) == []


def test_the_length_is_counted_as_people_do(room: Room, fatima: Member) -> None:
    say_in(room, fatima, "é" * MESSAGE_LENGTH)
    with pytest.raises(ChatRefusal, match="2001") as refused:
        say_in(room, fatima, "é" * (MESSAGE_LENGTH + 1))
    assert refused.value.code == "too_long"


def test_html_and_dangerous_links_do_not_get_through(room: Room, fatima: Member) -> None:
    html = say_in(room, fatima, "<script>alert(1)</script> [x](javascript:alert(1))").body_html
    assert "<script" not in html
    assert "javascript:" not in html


def test_whoever_is_named_finds_it_in_the_inbox_and_a_link_in_the_room(
    room: Room, fatima: Member, nicole: Member
) -> None:
    message = say_in(room, fatima, "Weet @nicole dit?")
    assert "/people/nicole/" in message.body_html
    assert list(Notification.objects.values_list("member", "kind")) == [(nicole.pk, "mention_in_message")]
    take_back_message(member=fatima, room_slug=room.slug, seq=message.seq)
    assert Notification.objects.shown().count() == 0


def test_nobody_is_called_into_a_private_chat(private: Room, joke: Member, nicole: Member) -> None:
    say_in(private, joke, "Zal ik het @nicole vragen?")
    assert not Notification.objects.exists()


def test_the_suspended_the_muted_and_the_closed_room_are_refused_with_their_codes(
    room: Room, sol: Member, fatima: Member, mira: Member
) -> None:
    assert refusal(room, sol)["code"] == "not_allowed"
    until = timezone.now() + timedelta(hours=1)
    Mute.objects.create(room=room, member=fatima, muted_by=mira, until=until, reason="Schelden")
    frame = refusal(room, fatima)
    assert (frame["code"], frame["until"]) == ("muted", until.isoformat())
    assert "Schelden" in frame["detail"]
    close_room(moderator=mira, room_slug=room.slug)
    assert refusal(room, fatima)["code"] == "closed"


def test_outside_the_opening_hours_one_hears_when_it_opens(room: Room, fatima: Member, mira: Member) -> None:
    tomorrow = timezone.localtime() + timedelta(days=1)
    room.opening_hours.create(weekday=tomorrow.weekday(), opens="09:00", closes="17:00")
    frame = refusal(room, fatima)
    assert frame["code"] == "closed"
    assert frame["opens_at"].startswith(f"{tomorrow:%Y-%m-%d}T")
    assert "9.00 uur" in frame["detail"]
    assert say_in(room, mira).seq == 1


def test_slow_mode_holds_members_but_not_moderators(room: Room, fatima: Member, mira: Member) -> None:
    set_slow_mode(moderator=mira, room_slug=room.slug, seconds=30)
    say_in(room, fatima)
    frame = refusal(room, fatima)
    assert frame["code"] == "slow_down"
    assert 28 <= frame["retry_after"] <= 31
    say_in(room, mira)
    say_in(room, mira)
    Message.objects.update(created_at=timezone.now() - timedelta(seconds=31))
    say_in(room, fatima)


def test_a_flood_is_slowed_down(room: Room, fatima: Member) -> None:
    for _ in range(5):
        send_message(author=fatima, room_slug=room.slug, body="Hoi", cid=uuid.uuid4())
    with pytest.raises(ChatRefusal) as refused:
        send_message(author=fatima, room_slug=room.slug, body="Hoi", cid=uuid.uuid4())
    frame = error_frame(refused.value)
    assert frame["code"] == "slow_down"
    assert frame["retry_after"] >= 1
    assert numbers(room) == [1, 2, 3, 4, 5]


def test_nobody_else_writes_or_is_seen_in_a_private_chat(private: Room, nicole: Member, mira: Member) -> None:
    for stranger in (nicole, mira):
        with pytest.raises(NotFound):
            say_in(private, stranger)


def test_an_anonymous_resident_stays_so_in_a_private_chat(private: Room, fatima: Member) -> None:
    say_in(private, fatima, "Ik schaam me.")
    author = message_frame(private.topic, replay(private, after=0).messages[0])["author"]
    assert author == {"handle": "", "name": "Anonieme bewoner", "role": ""}


@pytest.mark.parametrize("verdict", [Verdict.BLOCK, Verdict.ASK, Verdict.HOLD])
def test_the_screening_blocks_or_holds(
    room: Room, fatima: Member, verdict: Verdict, request: pytest.FixtureRequest
) -> None:
    def screener(submission: Submission) -> list[Finding]:
        assert submission.place == "message"
        return [Finding("phone", verdict, "Dit lijkt op een telefoonnummer.", 4, 14)]

    screening.register(screener)
    request.addfinalizer(lambda: screening.unregister(screener))
    if verdict == Verdict.HOLD:
        assert say_in(room, fatima).visibility == Visibility.HELD
        return
    frame = refusal(room, fatima)
    assert frame["code"] == "blocked"
    assert frame["findings"] == [{"kind": "phone", "start": 4, "end": 14}]


def test_a_replay_gives_the_present_state_in_the_order_of_the_events(
    room: Room, fatima: Member, nicole: Member
) -> None:
    for author in (fatima, nicole, fatima):
        say_in(room, author)
    react(member=nicole, room_slug=room.slug, seq=1, emoji="👍", on=True)
    found = replay(room, after=1)
    assert [(m.seq, m.n) for m in found.messages] == [(2, 2), (3, 3), (1, 4)]
    assert (found.newest, found.reset) == (4, False)
    assert [m.n for m in replay(room, after=None).messages] == [2, 3, 4]
    assert replay(room, after=4).messages == []
    assert replay(room, after=10**12).reset


def test_who_missed_more_than_five_hundred_starts_anew(room: Room, fatima: Member) -> None:
    say_many(room, fatima, 501)
    assert len(replay(room, after=1).messages) == 500
    assert replay(room, after=0).reset
    assert len(replay(room, after=None).messages) == 50


@pytest.mark.postgres_only
@pytest.mark.django_db(transaction=True)
def test_twenty_people_at_once_leave_no_gap_and_no_double(
    transactional_db: None, room: Room, fatima: Member
) -> None:
    from tests.factories import make_member

    people = [make_member() for _ in range(20)]
    cids = [uuid.uuid4() for _ in range(100)]

    def send(number: int) -> int:
        sent = send_message(
            author=people[number % 20],
            room_slug=room.slug,
            body=f"Nummer {number % 100}",
            cid=cids[number % 100],
        )
        return sent.message.seq

    outcomes = in_parallel(send, times=100, at_once=20)
    assert sorted(seq for seq in outcomes if isinstance(seq, int)) == list(range(1, 101))
    assert numbers(room) == list(range(1, 101))
    room.refresh_from_db()
    assert room.last_n == 100


@pytest.mark.postgres_only
@pytest.mark.django_db(transaction=True)
def test_the_same_message_twenty_times_at_once_is_one_message(
    transactional_db: None, room: Room, fatima: Member
) -> None:
    cid = uuid.uuid4()
    outcomes = in_parallel(
        lambda _n: send_message(author=fatima, room_slug=room.slug, body="Eén", cid=cid).message.seq,
        times=20,
        at_once=20,
    )
    assert outcomes == [1] * 20


@pytest.mark.postgres_only
@pytest.mark.django_db(transaction=True)
def test_changes_and_messages_at_once_share_one_row_of_numbers(
    transactional_db: None, room: Room, fatima: Member, nicole: Member
) -> None:
    say_in(room, fatima)

    def do(number: int) -> int:
        if number % 2:
            member, on = (fatima, nicole)[number % 4 // 2], number % 8 < 4
            return react(member=member, room_slug=room.slug, seq=1, emoji="👍", on=on).n
        return say_in(room, (fatima, nicole)[number % 4 // 2]).n

    in_parallel(do, times=40, at_once=10)
    room.refresh_from_db()
    newest = replay(room, after=0)
    assert newest.newest == room.last_n
    assert len({message.n for message in newest.messages}) == len(newest.messages)


def refusal(room: Room, author: Member) -> dict[str, Any]:
    """The error frame for a message of this author, who wrote nothing a moment ago."""
    with pytest.raises(ChatRefusal) as refused:
        say_in(room, author)
    return error_frame(refused.value)


def test_a_mute_that_was_decided_holds_in_every_shared_room(
    room: Room, cafe: Room, private: Room, fatima: Member, mira: Member
) -> None:
    load_first_rules()
    case = open_own_case(moderator=mira, kind="member", target_id=fatima.pk)
    decisions.decide_case(
        moderator=mira,
        case_id=case.pk,
        round=1,
        version=find("member", fatima.pk).version,
        verdict=decisions.Verdict(
            measure="none", step="mute", days=2, facts="Je schold.", rule=Rule.objects.order_by("pk")[0]
        ),
    )
    for place in (room, cafe):
        with pytest.raises(ChatRefusal, match="Een moderator besloot dit") as refused:
            say_in(place, fatima)
        assert refused.value.code == "muted"
    assert say_in(private, fatima).is_shown


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("bel me maar op 06 12 34", "56 78"),
        ("mijn bsn is", "123456782"),
        ("NL91 ABNA 0417", "1643 00"),
        ("kees.vogel@", "example.org"),
        ("nul zes een twee", "drie vier vijf zes zeven acht"),
        ("mijn zaaknummer", "12345678"),
    ],
)
def test_a_number_cut_over_two_messages_is_found(room: Room, fatima: Member, first: str, second: str) -> None:
    say_in(room, fatima, first)
    with pytest.raises(ChatRefusal) as refused:
        say_in(room, fatima, second)
    assert refused.value.code == "blocked"
    assert list(Message.objects.values_list("body", flat=True)) == [first]
    assert refused.value.pieces
    assert all(second not in piece for piece in refused.value.pieces)
    findings = error_frame(refused.value)["findings"]
    assert all(0 <= found["start"] < found["end"] <= len(second) for found in findings)


def test_halves_sent_at_the_same_moment_are_found_too(room: Room, fatima: Member) -> None:
    drafts = [Draft(fatima.pk, body, uuid.uuid4()) for body in ("app 06 12 34", "56 78")]
    first, second = send_messages(room.slug, drafts)
    assert isinstance(first, Sent)
    assert isinstance(second, ChatRefusal)
    assert Message.objects.count() == 1


def test_an_edit_does_not_make_a_number_whole(room: Room, fatima: Member) -> None:
    first = say_in(room, fatima, "Ik heb een vraag.")
    say_in(room, fatima, "56 78")
    with pytest.raises(ChatRefusal, match=r"^Samen met je andere berichten: Hier staat een telefoonnummer"):
        edit_message(author=fatima, room_slug=room.slug, seq=first.seq, body="bel 06 12 34")
    assert Message.objects.get(pk=first.pk).body == "Ik heb een vraag."


def test_figures_of_others_of_long_ago_and_of_every_day_are_no_halves(
    room: Room, fatima: Member, nicole: Member
) -> None:
    say_in(room, nicole, "06 12 34")
    say_in(room, fatima, "56 78")
    say_in(room, fatima, "06 12 34")
    Message.objects.update(created_at=timezone.now() - HALVES_WITHIN - timedelta(seconds=1))
    say_in(room, fatima, "56 78")
    say_in(room, fatima, "De huur is 612,34 euro")
    say_in(room, fatima, "en 56,78 voor water, bel 14 010")
    assert Message.objects.count() == 6
