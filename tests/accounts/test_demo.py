"""The demo: be somebody with one press, read everybody's mail; outside the demo none of it exists."""

from typing import Any

import pytest
from django.core import mail
from django.core.mail import get_connection
from django.test import Client

from accounts import demo_mailbox
from accounts.models import Member, Role
from tests.factories import make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def joke_of_the_demo(db: None) -> Member:
    return make_member("joke", name="Joke", role=Role.MENTOR, is_demo=True)


def test_the_people_are_listed_with_role_and_what_they_can_do(
    client: Client, joke_of_the_demo: Member
) -> None:
    make_member("gerda", name="Gerda", is_demo=True, about="Ik woon in de wijk.")
    make_member("echt", name="Echt")
    page = client.get("/demo/").content.decode()
    assert page.index("Word Joke") < page.index("Word Gerda")
    assert "badge--mentor" in page
    assert "Maatje in drie thema’s." in page
    assert "Ik woon in de wijk." in page
    assert "Word Echt" not in page


def test_the_list_costs_the_same_for_few_and_many(client: Client, django_assert_max_num_queries: Any) -> None:
    for letter in "abcdefghjk":
        make_member(f"vogel-{letter}", is_demo=True)
    with django_assert_max_num_queries(3):
        client.get("/demo/")


def test_one_press_signs_in(client: Client, joke_of_the_demo: Member) -> None:
    response = client.post("/demo/sign-in/", {"handle": "Joke", "next": "/ask/"})
    assert response["location"] == "/ask/"
    assert client.session["_auth_user_id"] == str(joke_of_the_demo.pk)


def test_the_device_stands_in_the_list_of_places_where_one_is_signed_in(
    client: Client, joke_of_the_demo: Member
) -> None:
    client.post("/demo/sign-in/", {"handle": "joke"})
    assert "dit apparaat" in client.get("/accounts/sessions/").content.decode()


def test_one_press_changes_who_one_is(client: Client, joke_of_the_demo: Member) -> None:
    other = make_member("gerda", is_demo=True)
    client.post("/demo/sign-in/", {"handle": "joke"})
    client.post("/demo/sign-in/", {"handle": "gerda"})
    assert client.session["_auth_user_id"] == str(other.pk)


def test_nobody_becomes_a_real_member(client: Client) -> None:
    make_member("echt")
    for handle in ("echt", "bestaat-niet", "", "x" * 10_000):
        assert client.post("/demo/sign-in/", {"handle": handle}).status_code == 404
    assert "_auth_user_id" not in client.session


def test_signing_in_by_a_link_is_not_possible(client: Client, joke_of_the_demo: Member) -> None:
    assert client.get("/demo/sign-in/?handle=joke").status_code == 405
    assert Client(enforce_csrf_checks=True).post("/demo/sign-in/", {"handle": "joke"}).status_code == 403


def test_the_way_back_never_leads_to_another_site(client: Client, joke_of_the_demo: Member) -> None:
    for target in ("https://evil.example/", "//evil.example/", "javascript:alert(1)"):
        assert client.post("/demo/sign-in/", {"handle": "joke", "next": target})["location"] == "/"


def test_outside_the_demo_none_of_it_exists(client: Client, joke_of_the_demo: Member, settings: Any) -> None:
    settings.DEMO = False
    assert client.get("/demo/").status_code == 404
    assert client.get("/demo/mail/").status_code == 404
    assert client.post("/demo/sign-in/", {"handle": "joke"}).status_code == 404
    assert "_auth_user_id" not in client.session


def test_every_mail_of_the_demo_can_be_read(client: Client, settings: Any, tmp_path: Any) -> None:
    settings.HOME = tmp_path
    settings.EMAIL_BACKEND = "accounts.demo_mailbox.DemoMailBackend"
    client.post("/accounts/signup/", {"email": "nieuw@perenburg.example", "username": "zonnebloem"})
    page = client.get("/demo/mail/").content.decode()
    assert "nieuw@perenburg.example" in page
    assert "Je code voor Peerplein" in page
    assert "Dit is je code:" in page


def test_mail_is_shown_as_text_and_only_the_last_ones_are_kept(
    client: Client, settings: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.HOME = tmp_path
    monkeypatch.setattr(demo_mailbox, "KEPT", 2)
    box = get_connection("accounts.demo_mailbox.DemoMailBackend")
    for number in range(4):
        letter = mail.EmailMessage(f"Nummer {number}", "<script>alert(1)</script> é", to=["a@b.nl"])
        box.send_messages([letter])
    page = client.get("/demo/mail/").content.decode()
    assert "Nummer 1" not in page
    assert page.index("Nummer 3") < page.index("Nummer 2")
    assert "<script>alert" not in page
    assert "é" in page
