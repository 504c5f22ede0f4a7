"""P1: whoever signs up proves the address by a code, chooses a name, and comes back where they were."""

import re
from datetime import timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts.actions.members import remove_unconfirmed_members
from accounts.events import MemberSignedIn, MemberSignedUp
from accounts.models import Member
from core import events
from tests.accounts.letters import last_code
from tests.factories import make_member

pytestmark = pytest.mark.django_db

FORM = {"email": "Nieuw@Perenburg.example", "username": "Zonnebloem"}


def sign_up(client: Client, **changes: str) -> str:
    """Fill in the form and the code; returns where one ends up."""
    response = client.post("/accounts/signup/", {**FORM, **changes})
    assert response.status_code == 302, response.content.decode()
    response = client.post(response["location"], {"code": last_code()})
    assert response.status_code == 302, response.content.decode()
    return response["location"]


def sentence(client: Client, **changes: str) -> str:
    """The page that comes back when the form is refused."""
    response = client.post("/accounts/signup/", {**FORM, **changes})
    assert response.status_code == 200
    assert not Member.objects.exists()
    return response.content.decode()


def test_a_visitor_signs_up_with_an_address_a_name_and_a_code(client: Client) -> None:
    sign_up(client)
    member = Member.objects.get()
    assert (member.email, member.handle, member.name) == (
        "nieuw@perenburg.example",
        "zonnebloem",
        "Zonnebloem",
    )
    assert EmailAddress.objects.get(user=member).verified
    assert client.session["_auth_user_id"] == str(member.pk)


def test_there_is_no_password_before_the_address_is_proved(client: Client) -> None:
    """Or somebody could wait with a password in the account of whoever owns the address."""
    client.post("/accounts/signup/", {**FORM, "password1": "drie losse woorden"})
    assert not Member.objects.get().has_usable_password()


def test_the_code_may_be_typed_in_small_letters_and_with_spaces(client: Client) -> None:
    response = client.post("/accounts/signup/", FORM)
    typed = f" {last_code().lower().replace('-', ' ')} "
    assert client.post(response["location"], {"code": typed}).status_code == 302
    assert EmailAddress.objects.get().verified


def test_a_wrong_code_says_so_and_lets_nobody_in(client: Client) -> None:
    response = client.post("/accounts/signup/", FORM)
    page = client.post(response["location"], {"code": "AAAA-AAAA"})
    assert "Deze code klopt niet" in page.content.decode()
    assert "_auth_user_id" not in client.session


def test_the_way_back_survives_the_whole_sign_up(client: Client) -> None:
    assert sign_up(client, next="/ask/") == "/ask/"


def test_the_way_back_never_leads_to_another_site(client: Client) -> None:
    assert sign_up(client, next="https://evil.example/") == "/me/start/"


def test_the_sign_in_page_hands_the_way_back_to_the_sign_up_page(client: Client) -> None:
    page = client.get("/accounts/login/?next=/ask/").content.decode()
    assert "/accounts/signup/?next=%2Fask%2F" in page


def test_a_known_address_gets_the_same_answer_as_an_unknown_one(client: Client) -> None:
    make_member("anna", name="Anna")
    answers = []
    for number, address in enumerate(["anna@perenburg.example", "niemand@perenburg.example"]):
        browser = Client()
        posted = browser.post("/accounts/signup/", {"email": address, "username": f"vogel-{'ab'[number]}"})
        shown = browser.get(posted["location"])
        words = shown.content.decode().replace(address, "ADRES")
        answers.append((posted.status_code, posted["location"], shown.status_code, _without_tokens(words)))
    assert answers[0] == answers[1]


def test_the_owner_of_a_known_address_hears_that_there_is_an_account(client: Client) -> None:
    make_member("anna", name="Anna")
    client.post("/accounts/signup/", {**FORM, "email": "ANNA@perenburg.example"})
    assert Member.objects.count() == 1
    assert mail.outbox[0].to == ["anna@perenburg.example"]
    assert "Er is al een account" in mail.outbox[0].body
    assert "http://testserver/accounts/login/" in mail.outbox[0].body


def test_sign_up_and_sign_in_are_told_with_what_was_written_before(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[object] = []
    for kind in (MemberSignedUp, MemberSignedIn):
        monkeypatch.setitem(events._in_transaction, kind, [told.append])
    session = client.session
    session["visitor_key"] = "sleutel"
    session.save()
    client.cookies["sid"] = str(session.session_key)
    sign_up(client)
    member = Member.objects.get()
    assert told == [MemberSignedUp(member.pk), MemberSignedIn(member.pk, "sleutel")]
    assert "visitor_key" not in client.session


def test_who_signs_up_in_english_is_mailed_in_english_later(client: Client) -> None:
    client.post("/accounts/signup/", FORM, headers={"accept-language": "en"})
    assert Member.objects.get().language == "en"


def test_an_account_that_was_never_confirmed_goes_after_a_day(client: Client) -> None:
    client.post("/accounts/signup/", FORM)
    kept = make_member("anna", name="Anna")
    assert remove_unconfirmed_members() == 0
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        assert remove_unconfirmed_members() == 1
    assert list(Member.objects.all()) == [kept]


def test_after_five_sign_ups_in_an_hour_the_same_connection_has_to_wait() -> None:
    for letter in "abcde":
        form = {"email": f"{letter}@perenburg.example", "username": f"vogel-{letter}"}
        assert Client().post("/accounts/signup/", form).status_code == 302
    refused = Client().post("/accounts/signup/", FORM)
    assert refused.status_code == 429
    assert int(refused["Retry-After"]) > 3000
    assert Member.objects.count() == 5


def test_a_mistake_in_the_form_costs_no_turn(client: Client) -> None:
    for _turn in range(8):
        client.post("/accounts/signup/", {**FORM, "username": "x"})
    assert client.post("/accounts/signup/", FORM).status_code == 302


@pytest.mark.parametrize(
    ("username", "words"),
    [
        ("", "Kies een naam van 3 tot 20 letters."),
        ("   ", "Kies een naam van 3 tot 20 letters."),
        ("\u00a0", "Kies een naam van 3 tot 20 letters."),
        ("a", "Kies een naam van 3 tot 20 letters."),
        ("a" * 21, "Kies een naam van 3 tot 20 letters."),
        ("a" * 10_000, "Kies een naam van 3 tot 20 letters."),
        ("Admin", "Deze naam is voor medewerkers."),
        ("MODERATOR", "Deze naam is voor medewerkers."),
        ("Gemeente", "Deze naam is voor medewerkers."),
        ("helpdesk", "Deze naam is voor medewerkers."),
        ("аdmin", "Deze naam is voor medewerkers."),
        ("ａｄｍｉｎ", "Deze naam is voor medewerkers."),
        ("adrnin", "Deze naam is voor medewerkers."),
        ("ad\u200bmin", "Gebruik zichtbare letters."),
        ("ad\u00admin", "Gebruik zichtbare letters."),
        ("\u3164\u3164\u3164", "Gebruik zichtbare letters."),
        ("moderator\u202e", "Gebruik zichtbare letters."),
        ("null", "Deze naam gebruikt de site zelf."),
        ("bank.example", "Gebruik liever geen adres of nummer."),
        ("a@b.nl", "Gebruik liever geen adres of nummer."),
        ("0612345678", "Gebruik liever geen adres of nummer."),
        ("%00", "errorlist"),
        ("👩‍👩‍👧‍👦", "errorlist"),
        ("e" + "\u0301" * 30, "errorlist"),
        ("..", "errorlist"),
        ("-", "errorlist"),
    ],
)
def test_a_name_that_cannot_be_used_is_refused_with_a_sentence(
    client: Client, username: str, words: str
) -> None:
    assert words in sentence(client, username=username)


@pytest.mark.parametrize("username", ["<b>vet</b>", '"><script>alert(1)</script>', "{{7*7}}", "${7*7}"])
def test_a_name_with_markup_is_refused_and_shown_escaped(client: Client, username: str) -> None:
    page = sentence(client, username=username)
    assert "<script>alert" not in page
    assert "<b>vet" not in page
    assert "49" not in page.split("</main>")[0].split("<main")[1]


@pytest.mark.parametrize("username", ["anna", "ANNA", "Аnna", "ａｎｎａ"])
def test_a_name_that_looks_like_another_is_refused(client: Client, username: str) -> None:
    make_member("anna", name="Anna")
    page = client.post("/accounts/signup/", {**FORM, "username": username}).content.decode()
    assert "naam die er net zo uitziet" in page or "Gebruik alleen de letters a tot z" in page
    assert Member.objects.count() == 1


def test_nobody_takes_the_name_that_another_member_shows(client: Client) -> None:
    make_member("anna", name="Vlinder")
    page = client.post("/accounts/signup/", {**FORM, "username": "vlinder"}).content.decode()
    assert "naam die er net zo uitziet" in page


def test_a_name_from_the_own_address_is_warned_about_and_then_allowed(client: Client) -> None:
    form = {"email": "karin.jansen@perenburg.example", "username": "karin"}
    warned = client.post("/accounts/signup/", form).content.decode()
    assert "Anderen kunnen je zo herkennen" in warned
    assert 'name="recognised" value="karin"' in warned
    assert client.post("/accounts/signup/", {**form, "recognised": "karin"}).status_code == 302
    assert Member.objects.get().handle == "karin"


@pytest.mark.parametrize(
    "email", ["", "a@b", "a@localhost", "nope", "a b@c.nl", "a@b.nl\r\nBcc: x@y.nl", "a" * 250 + "@b.nl"]
)
def test_an_address_that_cannot_get_mail_is_refused(client: Client, email: str) -> None:
    assert "e-mailadres" in sentence(client, email=email)
    assert mail.outbox == []


@pytest.mark.parametrize("email", ["a+tag@b.nl", "a@bücher.example", "o'neil@b.nl", "A@B.NL"])
def test_an_unusual_but_valid_address_is_taken(client: Client, email: str) -> None:
    assert client.post("/accounts/signup/", {**FORM, "email": email}).status_code == 302
    assert Member.objects.get().email == email.lower()


def _without_tokens(page: str) -> str:
    """The page without what differs for every visit: tokens and nonces."""
    return re.sub(r'(name="csrfmiddlewaretoken" value|nonce)="[^"]*"', "", page)
