import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from pytest_django.fixtures import Settings

from accounts.models import Member

pytestmark = pytest.mark.django_db


def test_leaving_signs_out_and_leads_to_a_neutral_site(client: Client, settings: Settings) -> None:
    member = Member.objects.create_user("fatima@example.org", "fatima")
    client.force_login(member)
    answer = client.post("/leave/")
    assert answer.status_code == 302
    assert answer["Location"] == settings.LEAVE_URL
    assert answer["Clear-Site-Data"] == '"cache"'
    assert answer["Cache-Control"] == "no-store"
    assert Session.objects.count() == 0


def test_a_visitor_may_leave_too_and_an_old_form_still_works() -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.post("/leave/").status_code == 302


def test_a_link_cannot_sign_anybody_out(client: Client) -> None:
    assert client.get("/leave/").status_code == 405


def test_a_page_that_leaves_by_itself_is_not_sent_along(client: Client) -> None:
    member = Member.objects.create_user("fatima@example.org", "fatima")
    client.force_login(member)
    answer = client.post("/leave/", {"stay": "1"})
    assert answer.status_code == 204
    assert "Location" not in answer
    assert Session.objects.count() == 0
