"""L5: a resident asks, exactly one takes it, both say yes, and each can stop at any time."""

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Member, Notification, Role
from accounts.notices import describe
from community.models import Theme
from core.errors import Conflict, NotAllowed, NotFound, Refused, SlowDown
from core.screening import Finding, Submission, Verdict, register, unregister
from realtime.actions.duty import end_duty
from realtime.actions.help_endings import (
    block_other,
    cancel_help_request,
    close_forgotten_requests,
    end_help_chat,
    forget_old_help_requests,
    hand_over,
    tell_outcome,
)
from realtime.actions.help_requests import (
    agree_to_talk,
    ask_call_back,
    give_back,
    refuse_helper,
    take_help_request,
)
from realtime.actions.sending import send_message
from realtime.help_policies import can_help, waiting_for
from realtime.models import Ending, HelpBlock, HelpRequest, HelpState, Message, Outcome, Room, RoomMember
from realtime.policies import can_see_room, can_send
from tests.factories import give_role, make_member
from tests.realtime.helping import ABOUT, ask, go_on_duty, talk

pytestmark = pytest.mark.django_db


def kinds_of(member: Member) -> list[str]:
    shown = Notification.objects.filter(member=member).shown()
    return list(shown.order_by("pk").values_list("kind", flat=True))


def words_of(member: Member) -> list[str]:
    rows = list(Notification.objects.filter(member=member).shown().order_by("pk"))
    described = describe(member, rows)
    return [described[row.pk].text for row in rows if row.pk in described]


def test_a_resident_asks_and_those_on_duty_for_the_theme_hear_it(
    fatima: Member, joke: Member, daan: Member, mira: Member, debts: Theme
) -> None:
    go_on_duty(joke)
    go_on_duty(mira)
    request = ask(fatima, debts)
    assert (request.state, request.about, request.room) == (HelpState.WAITING, ABOUT, None)
    assert kinds_of(joke) == kinds_of(mira) == ["help_wanted"]
    assert kinds_of(daan) == []
    assert words_of(joke) == ["Iemand vraagt om een gesprek. Kun jij?"]


def test_asking_twice_leaves_one_open_request(fatima: Member, debts: Theme) -> None:
    assert ask(fatima, debts).pk == ask(fatima, debts).pk
    with pytest.raises(IntegrityError), transaction.atomic():
        HelpRequest.objects.create(asker=fatima, theme=debts)


def test_a_suspended_member_may_ask_and_write_in_their_own_help_chat(
    sol: Member, joke: Member, debts: Theme
) -> None:
    room = talk(sol, joke, debts).room
    assert room is not None
    send_message(author=sol, room_slug=room.slug, body="Fijn dat je er bent.", cid=uuid.uuid4())
    assert Message.objects.get().author == sol


def test_a_request_without_words_is_refused_and_so_is_one_with_a_blocked_number(
    fatima: Member, debts: Theme
) -> None:
    from realtime.actions.help_requests import ask_for_help

    def find_a_number(submission: Submission) -> list[Finding]:
        found = "123" in submission.text
        return [Finding("bsn", Verdict.BLOCK, "Hier staat een nummer.")] if found else []

    register(find_a_number)
    try:
        with pytest.raises(Refused, match="nummer"):
            ask_for_help(asker=fatima, theme=debts, about="Mijn nummer is 123")
    finally:
        unregister(find_a_number)
    with pytest.raises(Refused, match="paar woorden"):
        ask_for_help(asker=fatima, theme=debts, about="  ")
    assert HelpRequest.objects.count() == 0


def test_who_asks_again_and_again_has_to_wait(fatima: Member, debts: Theme) -> None:
    for _turn in range(3):
        cancel_help_request(asker=fatima, key=ask(fatima, debts).key)
    with pytest.raises(SlowDown):
        ask(fatima, debts)


def test_only_helpers_of_the_theme_who_are_on_duty_take_a_request(
    fatima: Member, nicole: Member, joke: Member, housing: Theme, debts: Theme
) -> None:
    elsewhere = ask(nicole, housing)
    here = ask(fatima, debts)
    with pytest.raises(NotAllowed, match="dienst"):
        take_help_request(helper=joke, key=here.key)
    go_on_duty(joke)
    with pytest.raises(NotFound):
        take_help_request(helper=joke, key=elsewhere.key)
    with pytest.raises(NotFound):
        take_help_request(helper=nicole, key=here.key)
    assert take_help_request(helper=joke, key=here.key).state == HelpState.OFFERED


def test_who_wants_a_professional_is_not_offered_a_mentor(
    fatima: Member, joke: Member, daan: Member, debts: Theme
) -> None:
    request = ask(fatima, debts, wanted="professional")
    assert not waiting_for(joke).exists()
    assert waiting_for(daan).get() == request


def test_nobody_takes_their_own_request(joke: Member, debts: Theme) -> None:
    request = ask(joke, debts)
    go_on_duty(joke)
    with pytest.raises(NotFound):
        take_help_request(helper=joke, key=request.key)


def test_the_second_helper_hears_that_a_colleague_was_first(
    fatima: Member, joke: Member, daan: Member, debts: Theme
) -> None:
    request = ask(fatima, debts)
    go_on_duty(joke)
    go_on_duty(daan)
    take_help_request(helper=joke, key=request.key)
    with pytest.raises(Conflict, match="collega"):
        take_help_request(helper=daan, key=request.key)
    request.refresh_from_db()
    assert request.helper == joke
    assert kinds_of(fatima) == ["help_taken"]


def test_there_is_no_room_before_the_second_yes(fatima: Member, joke: Member, debts: Theme) -> None:
    request = ask(fatima, debts, anonymous=True)
    go_on_duty(joke)
    take_help_request(helper=joke, key=request.key)
    assert Room.objects.filter(kind="help").count() == 0
    request = agree_to_talk(asker=fatima, key=request.key)
    assert request.room is not None
    assert dict(RoomMember.objects.values_list("member__handle", "shown_as")) == {
        "fatima": "Anonieme bewoner",
        "joke": "",
    }
    assert agree_to_talk(asker=fatima, key=request.key).room == request.room
    assert words_of(joke)[-1] == "De vrager zegt ja. Jullie gesprek is open."


def test_a_helper_cannot_say_yes_for_the_asker(fatima: Member, joke: Member, debts: Theme) -> None:
    request = ask(fatima, debts)
    go_on_duty(joke)
    take_help_request(helper=joke, key=request.key)
    with pytest.raises(NotFound):
        agree_to_talk(asker=joke, key=request.key)


def test_nobody_but_the_two_knows_the_room(
    fatima: Member, joke: Member, mira: Member, ada: Member, debts: Theme
) -> None:
    room = talk(fatima, joke, debts).room
    assert room is not None
    assert can_see_room(fatima, room)
    assert can_see_room(joke, room)
    assert can_see_room(mira, room).hidden
    assert can_see_room(ada, room).hidden


def test_who_rather_talks_with_somebody_else_does_not_meet_this_helper_again_here(
    fatima: Member, joke: Member, daan: Member, debts: Theme
) -> None:
    request = ask(fatima, debts)
    go_on_duty(joke)
    take_help_request(helper=joke, key=request.key)
    refuse_helper(asker=fatima, key=request.key)
    request.refresh_from_db()
    assert (request.state, request.helper) == (HelpState.WAITING, None)
    assert not waiting_for(joke).exists()
    assert waiting_for(daan).exists()
    with pytest.raises(NotFound):
        take_help_request(helper=joke, key=request.key)
    assert not Notification.objects.filter(member=fatima).unread().exists()


def test_a_helper_gives_it_back(fatima: Member, joke: Member, debts: Theme) -> None:
    request = ask(fatima, debts)
    go_on_duty(joke)
    take_help_request(helper=joke, key=request.key)
    assert give_back(helper=joke, key=request.key).state == HelpState.WAITING
    with pytest.raises(NotFound):
        give_back(helper=joke, key=request.key)


def test_handing_over_takes_the_first_helper_out_and_gives_the_next_one_the_note(
    fatima: Member, joke: Member, daan: Member, debts: Theme
) -> None:
    request = talk(fatima, joke, debts)
    room = request.room
    assert room is not None
    go_on_duty(daan)
    hand_over(helper=joke, key=request.key, note="Ze wil weten wat een deurwaarder mag.")
    assert can_see_room(joke, room).hidden
    assert kinds_of(daan) == ["help_wanted"]
    take_help_request(helper=daan, key=request.key)
    assert can_see_room(daan, room).hidden
    again = agree_to_talk(asker=fatima, key=request.key)
    assert again.room == room
    assert can_send(daan, room)
    assert again.hand_overs.get().note == "Ze wil weten wat een deurwaarder mag."


def test_the_asker_cannot_hand_over_and_a_note_needs_words(
    fatima: Member, joke: Member, debts: Theme
) -> None:
    request = talk(fatima, joke, debts)
    with pytest.raises(NotAllowed):
        hand_over(helper=fatima, key=request.key, note="Doe jij het maar.")
    with pytest.raises(Refused):
        hand_over(helper=joke, key=request.key, note="")


def test_closing_records_the_outcome_and_what_the_asker_says_counts(
    fatima: Member, joke: Member, debts: Theme
) -> None:
    request = talk(fatima, joke, debts)
    end_help_chat(member=joke, key=request.key, outcome=Outcome.MEMBER)
    request.refresh_from_db()
    assert (request.state, request.ending, request.outcome) == ("closed", Ending.DONE, Outcome.MEMBER)
    assert request.room is not None
    assert request.room.closed_at is not None
    assert not can_send(fatima, request.room)
    assert can_see_room(fatima, request.room)
    assert kinds_of(fatima)[-1] == "help_closed"
    tell_outcome(asker=fatima, key=request.key, outcome=Outcome.SELF)
    request.refresh_from_db()
    assert (request.outcome, request.outcome_by_asker) == (Outcome.SELF, True)


@pytest.mark.parametrize("who", ["fatima", "joke"])
def test_either_of_the_two_stops_and_blocks_and_they_never_meet_again(
    who: str, fatima: Member, joke: Member, debts: Theme
) -> None:
    request = talk(fatima, joke, debts)
    member, other = (fatima, joke) if who == "fatima" else (joke, fatima)
    block_other(member=member, key=request.key)
    request.refresh_from_db()
    assert request.ending == Ending.BLOCKED
    assert request.room is not None
    assert can_see_room(other, request.room).hidden
    assert HelpBlock.objects.get().blocked == other
    assert "help_closed" not in kinds_of(other)
    again = ask(fatima, debts)
    assert not waiting_for(joke).exists()
    with pytest.raises(NotFound):
        take_help_request(helper=joke, key=again.key)


def test_one_can_also_block_after_the_talk(fatima: Member, joke: Member, debts: Theme) -> None:
    request = talk(fatima, joke, debts)
    end_help_chat(member=fatima, key=request.key, outcome=Outcome.NOT_HELPED)
    block_other(member=fatima, key=request.key)
    request.refresh_from_db()
    assert request.ending == Ending.DONE
    assert HelpBlock.objects.count() == 1


def test_a_helper_whose_role_ended_sees_nothing_that_waits(
    fatima: Member, joke: Member, debts: Theme
) -> None:
    request = ask(fatima, debts)
    joke.role_grants.update(revoked_at=timezone.now())
    assert not waiting_for(Member.objects.get(pk=joke.pk)).exists()
    assert can_help(Member.objects.get(pk=joke.pk), request).hidden


def test_the_requests_on_the_radar_are_those_that_may_be_taken(debts: Theme, housing: Theme) -> None:
    """The filter equals the check, row by row."""
    helpers = [make_member(role=role, scope=debts.slug) for role in (Role.MENTOR, Role.PROFESSIONAL)]
    helpers += [make_member(role=Role.MODERATOR), make_member()]
    give_role(helpers[0], Role.MODERATOR, scope=housing.slug)
    for theme in (debts, housing):
        for wanted in ("anyone", "mentor", "professional"):
            ask(make_member(), theme, wanted=wanted)
    refused = ask(helpers[1], debts)
    for helper in helpers:
        listed = set(waiting_for(helper).values_list("pk", flat=True))
        waiting = HelpRequest.objects.waiting().select_related("theme")
        assert listed == {request.pk for request in waiting if can_help(helper, request)}
    assert refused.pk not in set(waiting_for(helpers[1]).values_list("pk", flat=True))


def test_what_waits_too_long_ends_by_itself_and_the_asker_hears_it(
    fatima: Member, eric: Member, debts: Theme
) -> None:
    here, elsewhere = ask(fatima, debts), ask(eric, debts)
    ask_call_back(asker=eric, key=elsewhere.key)
    HelpRequest.objects.update(waiting_since=timezone.now() - timedelta(hours=25))
    assert close_forgotten_requests() == 1
    here.refresh_from_db()
    elsewhere.refresh_from_db()
    assert (here.ending, elsewhere.state) == (Ending.EXPIRED, HelpState.WAITING)
    assert words_of(fatima) == ["Het lukte niet om iemand voor je te vinden. Dat spijt ons."]


def test_old_words_are_forgotten_and_the_figures_stay(fatima: Member, joke: Member, debts: Theme) -> None:
    request = talk(fatima, joke, debts)
    end_help_chat(member=fatima, key=request.key, outcome=Outcome.SELF)
    HelpRequest.objects.update(closed_at=timezone.now() - timedelta(days=200))
    assert forget_old_help_requests() == 1
    request.refresh_from_db()
    assert (request.about, request.outcome) == ("", Outcome.SELF)


def test_going_off_duty_takes_the_radar_away_but_not_the_talk(
    fatima: Member, joke: Member, debts: Theme
) -> None:
    room = talk(fatima, joke, debts).room
    assert room is not None
    end_duty(member=joke)
    assert can_send(joke, room)
