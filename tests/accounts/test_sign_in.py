"""P1, P6: in by code, by password, with a second step; limits name the wait; sessions can be ended."""

import time
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from allauth.usersessions.models import UserSession
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts.addresses import mailbox_key
from accounts.backends import MemberBackend
from accounts.models import Member
from accounts.policies import can_write, needs_second_factor, roles_of
from tests.accounts.letters import html_of, last_code
from tests.factories import make_member

pytestmark = pytest.mark.django_db

PASSWORD = "drie losse woorden"


@pytest.fixture
def anna(db: None) -> Member:
    member = make_member("anna", name="Anna")
    member.set_password(PASSWORD)
    member.save()
    return member


def password(client: Client, word: str = PASSWORD, email: str = "anna@perenburg.example") -> int:
    return client.post("/accounts/login/", {"login": email, "password": word}).status_code


def signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def totp_code(secret: str, steps: int = 0) -> str:
    return str(totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30 + steps)))


def activate_totp(client: Client) -> str:
    """Link an app in the browser; returns its secret."""
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    assert client.get("/accounts/2fa/totp/activate/").status_code == 200
    secret = str(client.session[totp.SECRET_SESSION_KEY])
    response = client.post("/accounts/2fa/totp/activate/", {"code": totp_code(secret, -1)})
    assert response.status_code == 302, response.content.decode()
    return secret


def test_a_member_signs_in_with_a_code_from_the_mail(client: Client, anna: Member) -> None:
    response = client.post("/accounts/login/code/", {"email": "Anna@Perenburg.example"})
    response = client.post(response["location"], {"code": last_code()})
    assert response.status_code == 302
    assert client.session["_auth_user_id"] == str(anna.pk)


def test_an_empty_password_means_a_code(client: Client, anna: Member) -> None:
    response = client.post(
        "/accounts/login/?next=/ask/", {"login": anna.email, "password": "", "next": "/ask/"}
    )
    assert response["location"].startswith("/accounts/login/code/confirm/")
    response = client.post(response["location"], {"code": last_code()})
    assert response["location"] == "/ask/"
    assert signed_in(client)


def test_a_code_works_once_and_for_a_quarter_of_an_hour(client: Client, anna: Member) -> None:
    confirm = client.post("/accounts/login/code/", {"email": anna.email})["location"]
    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        client.post(confirm, {"code": last_code()})
        assert not signed_in(client)


def test_an_unknown_address_sees_the_same_as_a_known_one(anna: Member) -> None:
    answers = []
    for address in (anna.email, "niemand@perenburg.example"):
        browser = Client()
        response = browser.post("/accounts/login/code/", {"email": address})
        page = browser.get(response["location"])
        answers.append(
            (response.status_code, response["location"], page.status_code, len(page.content) - len(address))
        )
    assert answers[0][:3] == answers[1][:3]
    assert abs(answers[0][3] - answers[1][3]) < 120, "tokens differ in length, words do not"
    assert "nog geen account" in mail.outbox[-1].body


def test_a_member_signs_in_with_a_password(client: Client, anna: Member) -> None:
    assert password(client) == 302
    assert signed_in(client)


def test_a_wrong_password_does_not_say_what_was_wrong(client: Client, anna: Member) -> None:
    for email in (anna.email, "niemand@perenburg.example"):
        form = {"login": email, "password": "iets heel anders"}
        page = client.post("/accounts/login/", form).content.decode()
        assert "Dit e-mailadres en wachtwoord horen niet bij elkaar." in page


def test_a_very_long_password_is_refused_before_it_is_hashed(
    client: Client, anna: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Member, "check_password", lambda *_: pytest.fail("it was hashed"))
    assert password(client, "a" * 129) == 200
    assert not signed_in(client)


def test_the_sixth_wrong_password_in_five_minutes_has_to_wait_but_a_code_still_works(anna: Member) -> None:
    codes = [password(Client(), "fout fout fout") for _turn in range(5)]
    assert codes == [200] * 5
    refused = Client().post("/accounts/login/", {"login": anna.email, "password": PASSWORD})
    assert (refused.status_code, refused["Retry-After"]) == (429, "300")
    assert "log in met een code" in refused.content.decode()
    browser = Client()
    confirm = browser.post("/accounts/login/code/", {"email": anna.email})["location"]
    browser.post(confirm, {"code": last_code()})
    assert signed_in(browser)


def test_another_spelling_of_the_address_does_not_dodge_the_limit(anna: Member) -> None:
    for spelling in ("ANNA@perenburg.example", "Anna@Perenburg.Example", "anna+1@perenburg.example") * 2:
        password(Client(), "fout fout fout", email=spelling)
    assert password(Client(), "fout fout fout", email="anna@perenburg.example") == 429


def test_a_forwarded_address_does_not_dodge_the_limit_per_connection(anna: Member) -> None:
    statuses = [
        Client()
        .post(
            "/accounts/login/",
            {"login": f"lid{number}@perenburg.example", "password": "fout fout fout"},
            headers={"x-forwarded-for": f"10.0.0.{number}"},
        )
        .status_code
        for number in range(12)
    ]
    assert 429 in statuses


def test_mailbox_keys_are_the_same_for_every_spelling() -> None:
    keys = {mailbox_key(a) for a in ("A+x@B.nl", "a@b.nl", " a@b.NL ", "ａ@b.nl", "a@b.nl.")}
    assert keys == {"a@b.nl"}
    assert mailbox_key("a@bücher.example") == "a@xn--bcher-kva.example"


def test_codes_by_mail_are_limited_per_mailbox(anna: Member) -> None:
    statuses = [
        Client().post("/accounts/login/code/", {"email": f"anna+{n}@perenburg.example"}).status_code
        for n in range(6)
    ]
    assert statuses == [302] * 5 + [429]


def test_with_a_second_step_the_password_alone_is_not_enough(client: Client, anna: Member) -> None:
    password(client)
    secret = activate_totp(client)
    other = Client()
    password(other)
    assert not signed_in(other)
    wrong = other.post("/accounts/2fa/authenticate/", {"code": "000000"})
    assert "Deze code klopt niet" in wrong.content.decode()
    assert other.post("/accounts/2fa/authenticate/", {"code": totp_code(secret)}).status_code == 302
    assert signed_in(other)


def test_a_code_from_the_app_may_have_spaces_and_other_digits(client: Client, anna: Member) -> None:
    password(client)
    secret = activate_totp(client)
    other = Client()
    password(other)
    code = totp_code(secret)
    typed = f" {code[:3]} {code[3:]} ".translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    other.post("/accounts/2fa/authenticate/", {"code": typed})
    assert signed_in(other)


def test_a_code_from_the_app_works_once(client: Client, anna: Member) -> None:
    password(client)
    secret = activate_totp(client)
    code = totp_code(secret)
    for expected in (True, False):
        other = Client()
        password(other)
        other.post("/accounts/2fa/authenticate/", {"code": code})
        assert signed_in(other) is expected


def test_a_recovery_code_works_once(client: Client, anna: Member) -> None:
    password(client)
    activate_totp(client)
    codes = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()
    assert len(codes) == 10
    for expected in (True, False):
        other = Client()
        password(other)
        other.post("/accounts/2fa/authenticate/", {"code": codes[0]})
        assert signed_in(other) is expected


def test_a_new_password_by_code_does_not_skip_the_second_step(client: Client, anna: Member) -> None:
    password(client)
    activate_totp(client)
    other = Client()
    confirm = other.post("/accounts/password/reset/", {"email": anna.email})["location"]
    new = other.post(confirm, {"code": last_code()})["location"]
    words = {"password1": "vier andere losse woorden", "password2": "vier andere losse woorden"}
    assert other.post(new, words).status_code == 302
    assert not signed_in(other)
    assert password(other, words["password1"]) == 302
    assert not signed_in(other)


@pytest.mark.parametrize(
    ("word", "sentence"),
    [
        ("kort", "te kort"),
        ("a" * 129, "te lang"),
        ("password1234", "wachtwoord"),
        ("peerplein1", "makkelijk te raden"),
        ("anna-anna1", ""),
    ],
)
def test_a_weak_password_is_refused_with_a_sentence(
    client: Client, anna: Member, word: str, sentence: str
) -> None:
    password(client)
    form = {"oldpassword": PASSWORD, "password1": word, "password2": word}
    response = client.post("/accounts/password/change/", form)
    if sentence:
        assert sentence in response.content.decode().split("errorlist")[1][:300]
    anna.refresh_from_db()
    assert anna.check_password(word) is not bool(sentence)


@pytest.mark.parametrize(
    "word", ["  spaties aan beide kanten  ", "🔑🔑🔑🔑🔑🔑🔑🔑🔑🔑", "x" * 60 + "y" * 68]
)
def test_a_password_is_taken_exactly_as_typed(client: Client, anna: Member, word: str) -> None:
    password(client)
    client.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": word, "password2": word})
    anna.refresh_from_db()
    assert anna.check_password(word)


def test_a_new_password_signs_out_every_other_device(anna: Member) -> None:
    here, there = Client(), Client()
    password(here)
    password(there)
    word = "vier andere losse woorden"
    here.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": word, "password2": word})
    assert here.get("/me/").status_code == 200
    assert there.get("/me/")["location"].startswith("/accounts/login/")


@pytest.mark.django_db(transaction=True)
def test_a_new_second_step_signs_out_every_other_device(anna: Member) -> None:
    here, there = Client(), Client()
    password(here)
    password(there)
    activate_totp(here)
    assert here.get("/me/").status_code == 200
    assert there.get("/me/").status_code == 302


def test_the_list_of_devices_ends_the_others(anna: Member) -> None:
    chrome = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36"
    here, there = Client(headers={"user-agent": chrome}), Client()
    password(here)
    password(there)
    page = here.get("/accounts/sessions/").content.decode()
    assert "Chrome op Windows" in page
    assert "dit apparaat" in page
    assert "Mozilla" not in page
    here.post("/accounts/sessions/")
    assert UserSession.objects.filter(user=anna).count() == 1
    assert there.get("/me/").status_code == 302


def test_passkeys_can_be_added_and_used(client: Client, anna: Member) -> None:
    challenge = client.get("/accounts/2fa/webauthn/login/", headers={"accept": "application/json"})
    assert "challenge" in challenge.content.decode()
    password(client)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    page = client.get("/accounts/2fa/webauthn/add/").content.decode()
    assert "Naam van deze passkey" in page
    assert '"name": "Peerplein"' in page
    assert "perenburg.example" not in page, "the address is not for whoever looks at the list of passkeys"


def test_a_new_address_is_proved_by_a_code_and_the_old_one_hears_of_it(client: Client, anna: Member) -> None:
    password(client)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    form = {"email": "nieuw@perenburg.example", "action_add": "1"}
    client.post("/accounts/email/", form)
    anna.refresh_from_db()
    assert anna.email == "anna@perenburg.example"
    client.post("/accounts/confirm-email/", {"code": last_code()})
    anna.refresh_from_db()
    assert anna.email == "nieuw@perenburg.example"
    assert [m.to for m in mail.outbox if "veranderd" in m.subject] == [["anna@perenburg.example"]]


def test_account_mail_is_neutral_dutch_in_text_and_html(client: Client, anna: Member) -> None:
    client.post("/accounts/login/code/", {"email": anna.email})
    letter = mail.outbox[0]
    assert letter.subject == "Je code voor Peerplein"
    html = html_of(letter)
    assert last_code() in html
    assert "Geef de code aan niemand" in html
    assert "Geef de code aan niemand" in letter.body


def test_a_signed_in_member_is_loaded_in_one_query(anna: Member, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        member = MemberBackend().get_user(anna.pk)
        assert member is not None
        assert not roles_of(member)
        assert can_write(member)
        assert not needs_second_factor(member)
        assert member.unread_count == 0
