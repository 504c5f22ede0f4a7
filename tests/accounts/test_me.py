"""P3, P7: what a member shows is the member's own choice; language and mail too."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts import topics
from accounts.models import Member, Role
from accounts.queries.me import profile_card
from core.errors import NotFound
from tests.factories import give_role, make_member

pytestmark = pytest.mark.django_db

PROFILE = {
    "name": "Fatima uit het dorp",
    "about": "Ik  help graag.",
    "languages": ["nl", "ar"],
    "knows_about": ["wonen"],
    "experience": "Schulden gehad.\r\nNu niet meer.",
    "profile_public": "",
}


@pytest.fixture(autouse=True)
def _topics(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(topics, "_sources", [lambda: [("wonen", "Wonen"), ("jongeren", "Jongeren")]])


def test_a_member_changes_the_profile(fatima: Member, signed_in: Callable[[Member], Client]) -> None:
    browser = signed_in(fatima)
    page = browser.post("/me/profile/", PROFILE, follow=True).content.decode()
    assert "Je profiel is bewaard." in page
    fatima.refresh_from_db()
    assert fatima.about == "Ik help graag."
    assert fatima.experience == "Schulden gehad.\nNu niet meer."
    assert (fatima.languages, fatima.knows_about) == (["nl", "ar"], ["wonen"])
    assert not fatima.profile_public
    assert 'value="ar" ' in page or 'value="ar"' in page


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "Moderator"),
        ("name", "Gemeente Perenburg"),
        ("name", ""),
        ("name", "x" * 41),
        ("name", "0612345678"),
        ("about", "x" * 301),
        ("experience", "x" * 1001),
        ("languages", ["klingon"]),
        ("knows_about", ["bestaat-niet"]),
        ("about", "\u200b\u200b"),
    ],
)
def test_what_cannot_be_taken_is_said_and_what_was_typed_stays(
    field: str, value: Any, fatima: Member, signed_in: Callable[[Member], Client]
) -> None:
    response = signed_in(fatima).post("/me/profile/", {**PROFILE, field: value})
    page = response.content.decode()
    assert response.status_code == 422
    assert "errorlist" in page
    assert "Schulden gehad." in page or field == "experience"
    fatima.refresh_from_db()
    assert fatima.name == "Fatima"


def test_nobody_shows_the_name_of_somebody_else(
    fatima: Member, nicole: Member, signed_in: Callable[[Member], Client]
) -> None:
    for name in ("Nicole", "nicole", "Nіcole", "N1cole"):
        response = signed_in(fatima).post("/me/profile/", {**PROFILE, "name": name})
        assert response.status_code == 422, name


def test_a_member_may_keep_the_own_name(fatima: Member, signed_in: Callable[[Member], Client]) -> None:
    assert signed_in(fatima).post("/me/profile/", {**PROFILE, "name": "Fatima"}).status_code == 302


def test_a_profile_is_for_members_unless_its_owner_says_otherwise(
    fatima: Member, nicole: Member, rf: Any
) -> None:
    from django.contrib.auth.models import AnonymousUser

    assert profile_card(nicole, "Fatima").name == "Fatima"
    with pytest.raises(NotFound):
        profile_card(AnonymousUser(), "fatima")
    fatima.profile_public = True
    fatima.save()
    assert not profile_card(AnonymousUser(), "fatima").is_own


def test_a_closed_account_has_no_profile(nicole: Member) -> None:
    make_member("weg", name="Weg", is_active=False)
    for handle in ("weg", "nooit-geweest"):
        with pytest.raises(NotFound):
            profile_card(nicole, handle)


def test_the_card_shows_the_highest_role_and_what_the_member_tells(fatima: Member, nicole: Member) -> None:
    give_role(fatima, Role.MENTOR, scope="wonen")
    grant = give_role(fatima, Role.PROFESSIONAL, scope="wonen")
    grant.function = "woonconsulent"
    grant.save()
    Member.objects.filter(pk=fatima.pk).update(languages=["ar"], knows_about=["jongeren", "weg"])
    card = profile_card(nicole, "fatima")
    assert (card.role, card.function, card.organisation) == (
        Role.PROFESSIONAL,
        "woonconsulent",
        "Gemeente Perenburg",
    )
    assert (card.languages, card.knows_about) == (["Arabisch"], ["Jongeren"])


def test_the_card_says_nothing_about_address_or_suspension(sol: Member, nicole: Member) -> None:
    card = profile_card(nicole, "sol")
    assert sol.email not in str(card)
    assert str(sol.suspended_until) not in str(card)


def test_the_own_place_leads_everywhere(daan: Member, signed_in: Callable[[Member], Client]) -> None:
    page = signed_in(daan).get("/me/").content.decode()
    for address in (
        "/inbox/",
        "/me/profile/",
        "/me/preferences/",
        "/accounts/2fa/",
        "/accounts/sessions/",
        "/accounts/email/",
        "/me/questions/",
        "/me/drafts/",
        "/me/highlights/",
    ):
        assert f'href="{address}"' in page, address
    assert "professional" in page


def test_only_professionals_have_a_worklist(fatima: Member, signed_in: Callable[[Member], Client]) -> None:
    assert "/me/highlights/" not in signed_in(fatima).get("/me/").content.decode()


def test_preferences_are_kept(fatima: Member, signed_in: Callable[[Member], Client]) -> None:
    browser = signed_in(fatima)
    page = browser.post("/me/preferences/", {"language": "", "mail_followed": "on"}, follow=True)
    assert "Je instellingen zijn bewaard." in page.content.decode()
    fatima.refresh_from_db()
    assert (fatima.mail_own_question, fatima.mail_followed, fatima.mail_own_post) == (False, True, False)


def test_an_unknown_language_is_refused(fatima: Member, signed_in: Callable[[Member], Client]) -> None:
    assert signed_in(fatima).post("/me/preferences/", {"language": "xx"}).status_code == 422


def language(browser: Client, **headers: str) -> str:
    return browser.get("/accounts/login/", headers=headers).headers["Content-Language"]


def test_the_browser_chooses_the_language_until_the_visitor_does(client: Client) -> None:
    headers = {"accept-language": "en-GB,nl;q=0.5"}
    assert language(client, **headers) == "en"
    client.post("/language/", {"language": "nl", "next": "/"})
    assert language(client, **headers) == "nl"


def test_the_choice_of_a_member_wins_over_cookie_and_browser(
    fatima: Member, signed_in: Callable[[Member], Client]
) -> None:
    browser = signed_in(fatima)
    browser.cookies["django_language"] = "en"
    page = browser.get("/me/", headers={"accept-language": "en"})
    assert page.headers["Content-Language"] == "en"
    browser.post("/language/", {"language": "nl", "next": "/"})
    fatima.refresh_from_db()
    assert fatima.language == "nl"
    page = browser.get("/me/", headers={"accept-language": "en"})
    assert page.headers["Content-Language"] == "nl"
    assert '<html lang="nl">' in page.content.decode()


@pytest.mark.parametrize(
    "path", ["/me/", "/me/profile/", "/me/preferences/", "/accounts/2fa/", "/accounts/email/"]
)
def test_visitors_are_asked_to_sign_in_first(path: str, client: Client) -> None:
    assert client.get(path)["location"].startswith("/accounts/login/?next=")
