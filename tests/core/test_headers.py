import pytest
from django.test import Client

from core.headers import PERMISSIONS_POLICY

pytestmark = pytest.mark.django_db


def test_a_page_is_closed_to_everything_that_it_does_not_need(client: Client) -> None:
    answer = client.get("/help-now/")
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert "require-trusted-types-for 'script'" in policy
    assert "img-src 'self';" in policy + ";"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer["Permissions-Policy"] == PERMISSIONS_POLICY
    assert answer["Cache-Control"] == "no-store"


def test_the_way_out_is_the_only_foreign_place_that_a_form_may_lead_to(client: Client) -> None:
    policy = client.get("/help-now/")["Content-Security-Policy"]
    assert "form-action 'self' https://www.knmi.nl" in policy


def test_errors_and_redirects_carry_the_same_headers(client: Client) -> None:
    for path in ("/no/such/page/", "/inbox/", "/robots.txt"):
        answer = client.get(path)
        assert "default-src 'none'" in answer["Content-Security-Policy"]
        assert answer["Cross-Origin-Resource-Policy"] == "same-origin"


def test_the_admin_lives_without_trusted_types(client: Client) -> None:
    policy = client.get("/admin/login/")["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "trusted-types" not in policy
