"""L5 on the pages: what the asker reads while waiting, what the radar shows, and to whom."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Member
from community.models import Theme
from realtime.actions.duty_plans import plan_duty
from realtime.actions.help_endings import end_help_chat
from realtime.actions.help_requests import ask_call_back
from realtime.models import DutyPlan, HelpRequest, HelpState, Outcome
from tests.factories import make_member, make_theme
from tests.realtime.helping import ABOUT, ask, go_on_duty, talk, waited

pytestmark = pytest.mark.django_db
SignIn = Callable[[Member], Client]


def page(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def test_the_form_leads_to_a_page_that_says_how_it_stands(
    signed_in: SignIn, fatima: Member, joke: Member, debts: Theme
) -> None:
    go_on_duty(joke)
    client = signed_in(fatima)
    assert "Er is nu 1 persoon die je kan helpen." in page(client, "/chat/help/")
    response = client.post("/chat/help/", {"theme": debts.slug, "about": ABOUT, "wanted": "anyone"})
    request = HelpRequest.objects.get()
    assert response["Location"] == f"/chat/help/{request.key}/"
    words = page(client, response["Location"])
    assert "We zoeken iemand voor je" in words
    assert "Je bent als eerste aan de beurt." in words
    assert "Wil je liever niet wachten?" not in words
    assert client.get("/chat/help/")["Location"] == response["Location"]


def test_a_refused_form_keeps_its_words(signed_in: SignIn, fatima: Member) -> None:
    response = signed_in(fatima).post("/chat/help/", {"theme": "", "about": ABOUT})
    assert response.status_code == 422
    assert ABOUT in response.content.decode()
    assert "Kies een thema." in response.content.decode()


def test_after_two_minutes_there_is_a_call_back_and_after_five_the_helplines_come_first(
    signed_in: SignIn, fatima: Member, joke: Member, debts: Theme
) -> None:
    go_on_duty(joke)
    request = ask(fatima, debts)
    client = signed_in(fatima)
    waited(request, minutes=2.1)
    words = page(client, request.get_absolute_url())
    assert "Wil je liever niet wachten?" in words
    assert "Bel nu." not in words
    waited(request, minutes=5.1)
    words = page(client, request.get_absolute_url())
    assert words.index("Kan het niet wachten? Bel nu.") < words.index("Het duurt langer dan we willen")
    client.post(f"{request.get_absolute_url()}call-back/")
    assert "Je hoeft niet te wachten" in page(client, request.get_absolute_url())


def test_when_nobody_is_there_the_page_says_so_and_when_somebody_will_be(
    signed_in: SignIn, fatima: Member, joke: Member, debts: Theme
) -> None:
    tomorrow = timezone.localtime().replace(hour=19, minute=0, second=0, microsecond=0) + timedelta(days=1)
    plan_duty(member=joke, starts_at=tomorrow, until=tomorrow + timedelta(hours=2))
    request = ask(fatima, debts)
    words = page(signed_in(fatima), request.get_absolute_url())
    assert "Er is nu niemand voor dit thema" in words
    assert "Morgen om 19.00 uur is er weer iemand." in words
    assert "Laat het me weten" in words
    assert "Kan het niet wachten? Bel nu." in words
    assert "Joke" not in words


def test_the_place_in_the_queue_counts_whoever_came_before(
    signed_in: SignIn, fatima: Member, eric: Member, joke: Member, debts: Theme
) -> None:
    go_on_duty(joke)
    waited(ask(eric, debts), minutes=1)
    request = ask(fatima, debts)
    assert "Je bent nummer 2 in de rij." in page(signed_in(fatima), request.get_absolute_url())


def test_the_whole_way_on_the_pages_from_radar_to_outcome(
    signed_in: SignIn, eric: Member, joke: Member, debts: Theme
) -> None:
    request = ask(eric, debts, anonymous=True)
    address = request.get_absolute_url()
    resident, helper = signed_in(eric), signed_in(joke)
    assert ABOUT not in page(helper, "/radar/")
    helper.post("/chat/duty/", {"hours": "2", "next": "radar"})
    radar = page(helper, "/radar/")
    assert ABOUT in radar
    assert "Anonieme bewoner" in radar
    assert "eric" not in radar.lower()
    assert helper.post(f"{address}take/")["Location"] == address
    assert "De bewoner ziet nu dat jij tijd hebt, en beslist." in page(helper, address)
    assert "Joke heeft tijd voor je" in page(resident, address)
    room_address = resident.post(f"{address}agree/")["Location"]
    assert "Alleen jij en wie jou helpt, lezen dit." in page(resident, room_address)
    assert "Je helpt een anonieme bewoner" in page(helper, address)
    assert resident.post(f"{address}end/", {"outcome": ""}).status_code == 422
    resident.post(f"{address}end/", {"outcome": Outcome.SELF})
    request.refresh_from_db()
    assert (request.state, request.outcome) == (HelpState.CLOSED, Outcome.SELF)
    assert "Ik kan zelf verder" in page(resident, address)
    assert "eric" not in page(helper, address).lower()


def test_who_is_too_late_goes_back_to_the_radar_with_a_sentence(
    signed_in: SignIn, fatima: Member, joke: Member, daan: Member, debts: Theme
) -> None:
    request = ask(fatima, debts)
    go_on_duty(joke)
    go_on_duty(daan)
    signed_in(joke).post(f"{request.get_absolute_url()}take/")
    response = signed_in(daan).post(f"{request.get_absolute_url()}take/", follow=True)
    assert response.redirect_chain[-1][0] == "/radar/"
    assert "Een collega was je net voor." in response.content.decode()


def test_a_request_is_not_there_for_anybody_else(
    signed_in: SignIn, fatima: Member, nicole: Member, joke: Member, mira: Member, debts: Theme
) -> None:
    request = ask(fatima, debts)
    for stranger in (nicole, joke, mira):
        assert signed_in(stranger).get(request.get_absolute_url()).status_code == 404
    assert Client().get(request.get_absolute_url()).status_code == 302


def test_the_radar_is_for_helpers(signed_in: SignIn, fatima: Member, joke: Member) -> None:
    response = signed_in(fatima).get("/radar/")
    assert response.status_code == 403
    assert "De hulpradar is voor maatjes, professionals en moderatoren." in response.content.decode()
    assert "Niemand wacht op een gesprek" not in page(signed_in(joke), "/radar/")
    go_on_duty(joke)
    assert "Niemand wacht op een gesprek" in page(signed_in(joke), "/radar/")


def test_seeing_the_page_is_having_read_the_notifications(
    signed_in: SignIn, fatima: Member, joke: Member, debts: Theme
) -> None:
    request = talk(fatima, joke, debts)
    end_help_chat(member=joke, key=request.key, outcome=Outcome.MEMBER)
    client = signed_in(fatima)
    page(client, request.get_absolute_url())
    assert fatima.notifications.unread().count() == 0
    assert "Heeft het geholpen?" in page(client, request.get_absolute_url())


def test_a_duty_is_planned_and_dropped_and_a_strange_time_is_refused(signed_in: SignIn, joke: Member) -> None:
    client = signed_in(joke)
    day = timezone.localdate() + timedelta(days=2)
    client.post("/radar/duty-plans/", {"day": str(day), "starts": "22:00", "until": "01:00"})
    plan = DutyPlan.objects.get()
    assert plan.until - plan.starts_at == timedelta(hours=3)
    for fields in ({"day": "x"}, {"day": "2020-01-01", "starts": "10:00", "until": "11:00"}):
        assert client.post("/radar/duty-plans/", fields).status_code == 422
    client.post(f"/radar/duty-plans/{plan.pk}/drop/")
    assert not DutyPlan.objects.exists()


@pytest.mark.parametrize("size", [1, 20])
def test_the_radar_costs_the_same_however_much_waits(
    size: int, signed_in: SignIn, joke: Member, debts: Theme, django_assert_max_num_queries: Any
) -> None:
    go_on_duty(joke)
    for number in range(size):
        request = ask(make_member(f"wacht-{number}"), debts)
        ask_call_back(asker=request.asker, key=request.key)
    client = signed_in(joke)
    with django_assert_max_num_queries(20):
        client.get("/radar/")


def test_the_page_of_a_request_keeps_to_its_budget(
    signed_in: SignIn, fatima: Member, joke: Member, django_assert_max_num_queries: Any
) -> None:
    theme = make_theme()
    go_on_duty(joke)
    request = ask(fatima, theme)
    client = signed_in(fatima)
    with django_assert_max_num_queries(12):
        client.get(request.get_absolute_url())
