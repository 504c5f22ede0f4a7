"""L5 in the room: the two see how it stands, and nobody waits for somebody who is gone."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Member, Notification
from accounts.notices import describe
from community.models import Theme
from core.errors import NotAllowed, NotFound
from realtime.actions.help_endings import block_other, end_help_chat, hand_over, replace_helper
from realtime.actions.help_requests import (
    agree_to_talk,
    ask_call_back,
    give_back,
    refuse_helper,
    take_help_request,
)
from realtime.actions.sending import send_message
from realtime.help_policies import can_help
from realtime.models import HelpRequest, HelpState, Message, Outcome, Room
from realtime.policies import can_see_room, can_send
from tests.realtime.helping import ask, go_on_duty, talk

pytestmark = pytest.mark.django_db
SignIn = Callable[[Member], Client]


def unread_of(member: Member) -> list[str]:
    rows = list(Notification.objects.filter(member=member, read_at=None).shown().order_by("pk"))
    described = describe(member, rows)
    return [described[row.pk].text for row in rows if row.pk in described]


def room_of(request: HelpRequest) -> Room:
    request.refresh_from_db()
    assert request.room is not None
    return request.room


def read(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def strip_of(client: Client, request: HelpRequest) -> str:
    """The strip as the open room fetches it."""
    return read(client, f"/chat/help/{request.key}/now/")


def test_the_room_says_to_each_of_the_two_with_whom_they_talk(
    signed_in: SignIn, fatima: Member, joke: Member, debts: Theme
) -> None:
    request = talk(fatima, joke, debts)
    address = room_of(request).get_absolute_url()
    asked = read(signed_in(fatima), address)
    assert "Je praat met <b>Joke</b>" in asked
    assert "Afsluiten of stoppen" in asked
    assert "Overdragen" not in asked
    assert "Wie later komt, leest het ook." not in asked
    helped = read(signed_in(joke), address)
    assert f"Je helpt <b>{fatima.name}</b>" in helped
    assert "Overdragen, afsluiten of stoppen" in helped


def test_the_room_of_an_anonymous_resident_does_not_name_them(
    signed_in: SignIn, fatima: Member, joke: Member, debts: Theme
) -> None:
    request = talk(fatima, joke, debts, anonymous=True)
    for words in (
        read(signed_in(joke), room_of(request).get_absolute_url()),
        strip_of(signed_in(joke), request),
    ):
        assert "Je helpt een anonieme bewoner" in words
        assert fatima.name not in words
        assert fatima.handle not in words


def test_the_asker_sees_in_the_room_that_it_was_handed_over_taken_and_closed(
    signed_in: SignIn, fatima: Member, joke: Member, daan: Member, debts: Theme
) -> None:
    request = talk(fatima, joke, debts)
    client, versions = signed_in(fatima), set()

    def strip(words: str) -> None:
        shown = strip_of(client, request)
        assert words in shown
        assert words in read(client, room_of(request).get_absolute_url())
        versions.add(shown.partition('data-version="')[2].partition('"')[0])

    go_on_duty(daan)
    strip("Je praat met <b>Joke</b>")
    hand_over(helper=joke, key=request.key, note="Ze wacht op een brief.")
    strip("We zoeken iemand anders voor je.")
    take_help_request(helper=daan, key=request.key)
    strip("Daan heeft tijd voor je.")
    agree_to_talk(asker=fatima, key=request.key)
    strip("Je praat met <b>Daan</b>")
    end_help_chat(member=daan, key=request.key, outcome=Outcome.SELF)
    strip("Vertel of het hielp")
    assert len(versions) == 5


def test_who_is_out_of_the_room_gets_no_strip_any_more(
    signed_in: SignIn, fatima: Member, joke: Member, debts: Theme
) -> None:
    request = talk(fatima, joke, debts)
    hand_over(helper=joke, key=request.key, note="Ik moet weg.")
    assert signed_in(joke).get(f"/chat/help/{request.key}/now/").status_code == 404


def test_the_asker_hears_of_a_hand_over_also_elsewhere(
    signed_in: SignIn, fatima: Member, joke: Member, debts: Theme
) -> None:
    request = talk(fatima, joke, debts)
    read(signed_in(fatima), request.get_absolute_url())
    hand_over(helper=joke, key=request.key, note="Ik moet weg.")
    assert unread_of(fatima) == ["Joke kan niet verder met je praten. We zoeken iemand anders voor je."]
    words = read(signed_in(fatima), request.get_absolute_url())
    assert "Lees het gesprek terug" in words
    assert unread_of(fatima) == []


def test_an_asker_whose_helper_fell_silent_goes_on_with_somebody_else_and_keeps_the_story(
    fatima: Member, joke: Member, daan: Member, debts: Theme
) -> None:
    request = talk(fatima, joke, debts)
    room = room_of(request)
    send_message(author=fatima, room_slug=room.slug, body="Ben je er nog?", cid=uuid4())
    go_on_duty(daan)
    replace_helper(asker=fatima, key=request.key)
    request.refresh_from_db()
    assert (request.state, request.helper, room_of(request)) == (HelpState.WAITING, None, room)
    assert can_see_room(joke, room).hidden
    assert can_help(joke, request).hidden
    assert unread_of(joke)[-1] == "De bewoner praat verder met iemand anders. Dank je wel voor je hulp."
    assert unread_of(daan) == ["Iemand vraagt om een gesprek. Kun jij?"]
    take_help_request(helper=daan, key=request.key)
    assert can_see_room(daan, room).hidden
    agree_to_talk(asker=fatima, key=request.key)
    assert can_send(daan, room)
    assert Message.objects.get(room=room).body == "Ben je er nog?"


def test_only_the_asker_chooses_somebody_else_and_only_during_the_talk(
    fatima: Member, joke: Member, daan: Member, debts: Theme
) -> None:
    request = ask(fatima, debts)
    with pytest.raises(NotAllowed):
        replace_helper(asker=fatima, key=request.key)
    go_on_duty(joke)
    take_help_request(helper=joke, key=request.key)
    agree_to_talk(asker=fatima, key=request.key)
    for other in (joke, daan):
        with pytest.raises(NotFound):
            replace_helper(asker=other, key=request.key)
    assert HelpRequest.objects.get().state == HelpState.TALKING


def test_a_request_that_comes_back_is_told_to_the_others_on_duty_and_not_to_who_gave_it_back(
    fatima: Member, joke: Member, daan: Member, mira: Member, debts: Theme
) -> None:
    request = ask(fatima, debts)
    for helper in (joke, daan):
        go_on_duty(helper)
    take_help_request(helper=joke, key=request.key)
    assert unread_of(daan) == []
    give_back(helper=joke, key=request.key)
    assert unread_of(daan) == ["Iemand vraagt om een gesprek. Kun jij?"]
    assert unread_of(joke) == []
    take_help_request(helper=daan, key=request.key)
    refuse_helper(asker=fatima, key=request.key)
    assert unread_of(joke) == ["Iemand vraagt om een gesprek. Kun jij?"]
    assert unread_of(daan) == []


def test_whom_the_asker_turned_away_does_not_count_as_somebody_who_is_there(
    signed_in: SignIn, fatima: Member, joke: Member, debts: Theme
) -> None:
    """Else she would wait, hopeful, for the one person whom she did not want."""
    request = ask(fatima, debts)
    go_on_duty(joke)
    client = signed_in(fatima)
    assert "Er heeft nu 1 persoon dienst." in read(client, request.get_absolute_url())
    take_help_request(helper=joke, key=request.key)
    refuse_helper(asker=fatima, key=request.key)
    assert "Er is nu niemand voor dit thema" in read(client, request.get_absolute_url())


def test_that_a_helper_blocked_the_asker_is_not_told_by_the_count(
    signed_in: SignIn, fatima: Member, joke: Member, debts: Theme
) -> None:
    earlier = talk(fatima, joke, debts)
    block_other(member=joke, key=earlier.key)
    request = ask(fatima, debts)
    assert "Er heeft nu 1 persoon dienst." in read(signed_in(fatima), request.get_absolute_url())


def test_a_talk_that_goes_on_stands_on_top_of_the_rooms_for_both(
    signed_in: SignIn, fatima: Member, joke: Member, nicole: Member, debts: Theme
) -> None:
    request = talk(fatima, joke, debts)
    address = room_of(request).get_absolute_url()
    for member in (fatima, joke):
        assert f'href="{address}"' in read(signed_in(member), "/chat/")
    assert "Jouw hulpgesprek" not in read(signed_in(nicole), "/chat/")
    end_help_chat(member=fatima, key=request.key, outcome=Outcome.SELF)
    assert "Jouw hulpgesprek" not in read(signed_in(fatima), "/chat/")


def test_a_helper_tells_the_outcome_of_the_resident_and_not_their_own(
    signed_in: SignIn, fatima: Member, joke: Member, debts: Theme
) -> None:
    request = talk(fatima, joke, debts)
    refused = signed_in(joke).post(f"/chat/help/{request.key}/end/", {"outcome": ""}).content.decode()
    for words in (read(signed_in(joke), request.get_absolute_url()), refused):
        assert "De bewoner kan zelf verder" in words
        assert "Ik kan zelf verder" not in words
    assert "Ik kan zelf verder" in read(signed_in(fatima), request.get_absolute_url())
    signed_in(joke).post(f"/chat/help/{request.key}/end/", {"outcome": Outcome.SELF})
    assert "De bewoner kan zelf verder" in read(signed_in(joke), request.get_absolute_url())


def test_the_mail_goes_at_once_to_an_asker_who_does_not_wait_on_the_page(
    fatima: Member, nicole: Member, joke: Member, debts: Theme
) -> None:
    go_on_duty(joke)
    elsewhere, here = ask(fatima, debts), ask(nicole, debts)
    ask_call_back(asker=fatima, key=elsewhere.key)
    for request in (elsewhere, here):
        take_help_request(helper=joke, key=request.key)
    taken, now = Notification.objects.filter(kind="help_taken"), timezone.now()
    assert taken.get(mail_due_at__lte=now).member == fatima
    assert taken.get(mail_due_at__gt=now).member == nicole
