"""Django's admin: administrators with a second step only, and roles only through the action (T34)."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Member, Role, RoleGrant

pytestmark = pytest.mark.django_db

GRANTS = "/admin/accounts/rolegrant/"


def test_there_is_no_sign_in_form_of_its_own(client: Client) -> None:
    response = client.get("/admin/login/")
    assert response.status_code == 302
    assert response["location"].startswith("/accounts/login/?next=")
    assert client.get("/admin/", follow=True).redirect_chain[-1][0].startswith("/accounts/login/")


@pytest.mark.parametrize("name", ["fatima", "joke", "daan", "mira"])
def test_it_is_not_there_for_anybody_else(
    name: str, request: pytest.FixtureRequest, signed_in: Callable[[Member], Client]
) -> None:
    browser = signed_in(request.getfixturevalue(name))
    assert browser.get("/admin/", follow=True).status_code == 404
    assert browser.get(GRANTS, follow=True).status_code == 404


def test_an_administrator_grants_and_takes_a_role(
    ada: Member, nicole: Member, signed_in: Callable[[Member], Client]
) -> None:
    browser = signed_in(ada)
    form = {
        "member": nicole.pk,
        "role": "professional",
        "scope": "",
        "function": "woonconsulent",
        "organisation": "Gemeente Perenburg",
        "expires_on": "",
    }
    response = browser.post(f"{GRANTS}add/", form)
    assert response.status_code == 302, response.content.decode()
    grant = RoleGrant.objects.get(member=nicole)
    assert (grant.role, grant.function, grant.granted_by) == ("professional", "woonconsulent", ada)
    browser.post(GRANTS, {"action": "revoke", "_selected_action": [grant.pk]})
    assert not nicole.granted_roles_now


def test_a_mentor_gets_an_end_date(
    ada: Member, nicole: Member, signed_in: Callable[[Member], Client]
) -> None:
    browser = signed_in(ada)
    form = {"member": nicole.pk, "role": "mentor", "scope": "", "function": "", "organisation": ""}
    assert "Een maatje heeft een einddatum" in browser.post(f"{GRANTS}add/", form).content.decode()
    day = timezone.localdate() + timedelta(days=365)
    browser.post(f"{GRANTS}add/", {**form, "expires_on": day.isoformat()})
    assert RoleGrant.objects.get(member=nicole).expires_on == day


def test_the_last_administrator_stays(ada: Member, signed_in: Callable[[Member], Client]) -> None:
    grant = RoleGrant.objects.get(member=ada)
    data = {"action": "revoke", "_selected_action": [grant.pk]}
    page = signed_in(ada).post(GRANTS, data, follow=True).content.decode()
    assert "laatste beheerder" in page
    assert ada.granted_roles_now.has(Role.ADMINISTRATOR)


def test_addresses_are_masked(ada: Member, nicole: Member, signed_in: Callable[[Member], Client]) -> None:
    browser = signed_in(ada)
    for page in ("/admin/accounts/member/", f"/admin/accounts/member/{nicole.pk}/change/"):
        words = browser.get(page).content.decode()
        assert "n•••@perenburg.example" in words
        assert nicole.email not in words


def test_addresses_keys_and_connections_cannot_be_browsed(
    ada: Member, signed_in: Callable[[Member], Client]
) -> None:
    browser = signed_in(ada)
    page = browser.get("/admin/").content.decode()
    for path in ("account/emailaddress", "mfa/authenticator", "usersessions/usersession", "auth/group"):
        assert path not in page
        assert browser.get(f"/admin/{path}/").status_code == 404
