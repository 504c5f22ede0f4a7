"""Messages that wait for the same room at the same moment: one transaction, and each still by itself."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError
from django.utils import timezone

from accounts.models import Member
from core.errors import Conflict, NotFound, Refused
from core.models import RateBucket
from realtime.actions import sending
from realtime.actions.drafts import Draft, Sent
from realtime.actions.rooms import set_slow_mode
from realtime.actions.sending import send_messages
from realtime.models import Message, Mute, Room
from realtime.refusals import ChatRefusal, TooFast
from tests.parallel import in_parallel
from tests.realtime.speak import say_in


def draft(author: Member, body: str = "Hallo", **more: Any) -> Draft:
    return Draft(author_id=author.pk, body=body, cid=more.pop("cid", None) or uuid.uuid4(), **more)


def told(answers: list[Any]) -> list[Any]:
    """The numbers of what was stored, and the kind of what was refused."""
    return [answer.message.seq if isinstance(answer, Sent) else type(answer) for answer in answers]


def stored(room: Room) -> list[tuple[int, str]]:
    return list(Message.objects.filter(room=room).order_by("seq").values_list("seq", "body"))


def test_messages_get_their_numbers_in_the_order_in_which_they_came(
    room: Room, fatima: Member, nicole: Member, joke: Member
) -> None:
    said = [draft(nicole, "één"), draft(fatima, "twee"), draft(nicole, "drie"), draft(joke, "vier")]
    assert told(send_messages(room.slug, said)) == [1, 2, 3, 4]
    assert stored(room) == [(1, "één"), (2, "twee"), (3, "drie"), (4, "vier")]
    room.refresh_from_db()
    assert room.last_n == 4
    assert room.last_message_at == Message.objects.get(seq=4).created_at


def test_one_that_is_refused_costs_the_others_nothing_and_leaves_no_gap(
    room: Room, fatima: Member, nicole: Member, mira: Member, joke: Member
) -> None:
    until = timezone.now() + timedelta(hours=1)
    Mute.objects.create(room=room, member=nicole, muted_by=mira, until=until, reason="Even rust")
    nobody = Draft(author_id=10**6, body="Hallo", cid=uuid.uuid4())
    said = [
        draft(fatima),
        draft(nicole),
        draft(fatima, "   "),
        nobody,
        draft(joke, "é" * 2001),
        draft(joke, reply_to=1),
    ]
    answers = send_messages(room.slug, said)
    assert told(answers) == [1, ChatRefusal, Refused, NotFound, ChatRefusal, 2]
    assert [answers[1].code, answers[4].code] == ["muted", "too_long"]  # type: ignore[union-attr]
    assert [seq for seq, _body in stored(room)] == [1, 2]


def test_what_was_sent_before_and_what_comes_twice_is_stored_once(room: Room, fatima: Member) -> None:
    first, cid = say_in(room, fatima, "Eerst"), uuid.uuid4()
    said = [
        draft(fatima, "Nieuw", cid=cid),
        draft(fatima, "Eerst", cid=first.cid),
        draft(fatima, "Nieuw", cid=cid),
        draft(fatima, "Anders", cid=cid),
    ]
    answers = send_messages(room.slug, said)
    assert told(answers) == [2, 1, 2, Conflict]
    assert [answer.repeated for answer in answers if isinstance(answer, Sent)] == [False, True, True]
    assert stored(room) == [(1, "Eerst"), (2, "Nieuw")]


def test_the_limit_counts_every_message_of_a_group(room: Room, fatima: Member, nicole: Member) -> None:
    answers = send_messages(room.slug, [draft(fatima) for _ in range(7)] + [draft(nicole)])
    assert told(answers) == [1, 2, 3, 4, 5, TooFast, TooFast, 6]
    assert len(RateBucket.objects.get(key=f"chat:{fatima.pk}").hits) == 5


def test_in_slow_mode_the_second_of_a_group_waits(
    room: Room, fatima: Member, nicole: Member, mira: Member
) -> None:
    set_slow_mode(moderator=mira, room_slug=room.slug, seconds=30)
    said = [draft(fatima), draft(nicole), draft(fatima), draft(mira), draft(mira)]
    answers = send_messages(room.slug, said)
    assert told(answers) == [1, 2, ChatRefusal, 3, 4]
    assert told(send_messages(room.slug, [draft(nicole)])) == [ChatRefusal]


def test_each_is_refused_in_the_language_of_its_author(room: Room, fatima: Member, nicole: Member) -> None:
    said = [draft(fatima, "x" * 2001, language="nl"), draft(nicole, "x" * 2001, language="en")]
    dutch, english = send_messages(room.slug, said)
    assert "hooguit" in str(dutch)
    assert str(english) != str(dutch)


def test_a_room_that_is_not_there_is_not_found_by_anybody(db: None, fatima: Member) -> None:
    assert told(send_messages("bestaat-niet", [draft(fatima), draft(fatima)])) == [NotFound, NotFound]


def test_a_mistake_over_one_message_leaves_it_out_and_stores_the_others(
    room: Room, fatima: Member, nicole: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell: Callable[..., None] = sending._tell

    def broken(room: Room, message: Message, words: Any) -> None:
        if message.body == "stuk":
            raise ValueError("a mistake of ours")
        tell(room, message, words)

    monkeypatch.setattr(sending, "_tell", broken)
    said = [draft(fatima, "goed"), draft(nicole, "stuk"), draft(fatima, "ook goed")]
    assert told(send_messages(room.slug, said)) == [1, ValueError, 2]
    assert stored(room) == [(1, "goed"), (2, "ook goed")]


def test_without_a_database_nobody_is_tried_again(
    room: Room, fatima: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries = []

    def away(*_args: object) -> None:
        tries.append(1)
        raise OperationalError("away")

    monkeypatch.setattr(sending, "lock_row", away)
    with pytest.raises(OperationalError):
        send_messages(room.slug, [draft(fatima), draft(fatima)])
    assert len(tries) == 1
    assert stored(room) == []


def test_a_group_costs_hardly_more_queries_than_one_message(
    room: Room, fatima: Member, nicole: Member, joke: Member, django_assert_max_num_queries: Any
) -> None:
    send_messages(room.slug, [draft(fatima), draft(nicole), draft(joke)])
    with django_assert_max_num_queries(17):
        send_messages(room.slug, [draft(fatima)])
    with django_assert_max_num_queries(17):
        send_messages(room.slug, [draft(author) for author in (fatima, nicole, joke) for _ in range(2)])


@pytest.mark.postgres_only
@pytest.mark.django_db(transaction=True)
def test_groups_of_the_same_authors_in_two_rooms_do_not_wait_for_each_other_for_ever(
    transactional_db: None, room: Room, cafe: Room, fatima: Member, nicole: Member, joke: Member
) -> None:
    people = [fatima, nicole, joke]
    RateBucket.objects.all().delete()

    def do(number: int) -> list[Any]:
        turned = people if number % 2 else people[::-1]
        return told(send_messages((room if number % 3 else cafe).slug, [draft(one) for one in turned]))

    outcomes = in_parallel(do, times=12, at_once=12)
    assert not [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    for place in (room, cafe):
        numbers = [seq for seq, _body in stored(place)]
        assert numbers == list(range(1, len(numbers) + 1))
    assert sum(isinstance(number, int) for outcome in outcomes for number in outcome) == 15
