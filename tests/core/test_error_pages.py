"""core.error_pages: a sentence, a way on, and the text that somebody typed."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import OperationalError
from django.http import Http404, HttpRequest
from django.test import Client, RequestFactory

from accounts.models import Member
from community.models import Answer
from core.error_pages import DomainErrorMiddleware, kept_fields, not_allowed, not_found, server_error
from core.errors import Conflict, DomainError, NotAllowed, NotFound, OutOfDate, Refused, SlowDown
from tests.factories import make_answer, make_question

pytestmark = pytest.mark.django_db

TYPED = "Ik bel <b>morgen</b> & kom\r\nterug"
SHOWN = "Ik bel &lt;b&gt;morgen&lt;/b&gt; &amp; kom"


def page_of(error: DomainError, request: HttpRequest | None = None) -> tuple[int, str, str | None]:
    """Status, page and Retry-After of an error that left a view."""
    request = request or RequestFactory().post("/", {"body": TYPED})
    response = DomainErrorMiddleware(lambda _request: None).process_exception(request, error)  # type: ignore[arg-type,return-value]
    assert response is not None
    return response.status_code, response.content.decode(), response.get("Retry-After")


@pytest.mark.parametrize(
    ("error", "status", "heading"),
    [
        (NotFound(), 404, "Deze bladzijde is er niet"),
        (NotAllowed("Dit is je eigen antwoord."), 403, "Dit kan nu niet"),
        (Refused("Schrijf een paar woorden."), 422, "Dat lukte niet"),
        (Refused(), 422, "Er klopte iets niet in wat je browser stuurde."),
        (OutOfDate("Deze link is verouderd."), 400, "Dat lukte niet"),
        (Conflict("Iemand was eerder."), 409, "Iemand was je net voor"),
        (SlowDown("Je gaat snel.", retry_after=12), 429, "Wacht even"),
    ],
)
def test_every_error_has_its_page_with_its_sentence_and_what_was_typed(
    error: DomainError, status: int, heading: str
) -> None:
    got, page, _wait = page_of(error)
    assert got == status
    assert heading in page
    assert error.message in page
    assert SHOWN in page
    assert TYPED.split(" & ", maxsplit=1)[0] not in page


def test_a_page_that_asks_to_wait_says_how_long_to_the_browser_too() -> None:
    assert page_of(SlowDown("Je gaat snel.", retry_after=12))[2] == "12"


def test_an_error_that_is_not_for_the_member_is_left_to_django() -> None:
    middleware = DomainErrorMiddleware(lambda _request: None)  # type: ignore[arg-type,return-value]
    assert middleware.process_exception(RequestFactory().get("/"), ValueError("x")) is None


@pytest.mark.parametrize("page", [not_allowed, not_found])
def test_djangos_own_error_pages_keep_the_text_too(page: Callable[..., object]) -> None:
    response = page(RequestFactory().post("/", {"body": TYPED}), Http404())
    assert SHOWN in response.content.decode()  # type: ignore[attr-defined]


def test_secrets_are_not_sent_back() -> None:
    secrets = {"password": "geheim1", "password1": "geheim2", "oldpassword": "geheim3", "code": "123456"}
    request = RequestFactory().post("/", {**secrets, "csrfmiddlewaretoken": "x", "body": "tekst"})
    assert kept_fields(request) == [{"name": "body", "value": "tekst", "is_long": True}]


def test_a_page_that_was_only_opened_keeps_nothing() -> None:
    assert kept_fields(RequestFactory().get("/?body=tekst")) == []


@pytest.fixture
def strict_browser(fatima: Member) -> Client:
    """A browser of fatima that is checked for its CSRF token, as in real life."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(fatima, backend="accounts.backends.MemberBackend")
    return client


@pytest.mark.parametrize("token", [None, "", "kort", "x" * 64, "ж" * 64])
def test_a_form_that_was_open_too_long_is_refused_in_words_and_keeps_the_text(
    strict_browser: Client, token: str | None
) -> None:
    question = make_question()
    form = {"body": TYPED} if token is None else {"body": TYPED, "csrfmiddlewaretoken": token}
    answer = strict_browser.post(f"/questions/{question.pk}/answers/", form)
    assert answer.status_code == 403
    page = answer.content.decode()
    assert "Deze bladzijde stond te lang open. Je tekst staat hieronder. Verstuur hem opnieuw." in page
    assert SHOWN in page
    assert not Answer.objects.exists()


def test_the_refused_form_can_be_sent_again_from_the_page_itself(strict_browser: Client) -> None:
    question = make_question()
    form = {"body": TYPED, "csrfmiddlewaretoken": "oud", "key": "0b8f4a46-6a3e-4a44-9a0e-0d5b3e4f7a11"}
    page = strict_browser.post(f"/questions/{question.pk}/answers/", form).content.decode()
    again = page[page.index("<form", page.index("Je tekst is er nog")) :]
    again = again[: again.index("</form>")]
    action = re.search(r'action="([^"]+)"', again)
    fields = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', again))
    assert action is not None
    sent = strict_browser.post(action[1], {**fields, "body": TYPED})
    answer = Answer.objects.get()
    assert sent["location"] == answer.get_absolute_url()
    assert str(answer.key) == "0b8f4a46-6a3e-4a44-9a0e-0d5b3e4f7a11"
    assert answer.body == TYPED.replace("\r\n", "\n")


def test_a_token_of_the_session_before_signing_in_does_not_cost_the_text(strict_browser: Client) -> None:
    """Signing in rotates the token; a form from before is a form that stood open too long."""
    old = strict_browser.get("/").cookies["csrf"].value
    strict_browser.cookies["csrf"] = "y" * 32
    question = make_question()
    answer = strict_browser.post(
        f"/questions/{question.pk}/answers/", {"body": TYPED, "csrfmiddlewaretoken": old}
    )
    assert answer.status_code == 403
    assert SHOWN in answer.content.decode()


@pytest.mark.parametrize(
    ("content_type", "body", "status"),
    [
        ("application/json", '{"body": "hoi"}', 415),
        ("text/xml", "<body>hoi</body>", 415),
        ("text/plain", "body=hoi", 415),
        ("application/x-www-form-urlencoded; charset=utf-7", "body=+ADw-script+AD4-", 400),
        ("multipart/form-data", "body=hoi", 400),
        ("multipart/form-data; boundary=", "body=hoi", 400),
        ("nonsense", "body=hoi", 415),
    ],
)
def test_what_is_no_form_is_refused_and_nothing_is_stored(
    fatima: Member, signed_in: Callable[[Member], Client], content_type: str, body: str, status: int
) -> None:
    question = make_question()
    answer = signed_in(fatima).post(f"/questions/{question.pk}/answers/", body, content_type=content_type)
    assert answer.status_code == status
    assert "Dat lukte niet" in answer.content.decode()
    assert not Answer.objects.exists()


def test_more_than_a_form_can_hold_names_the_limit(
    fatima: Member, signed_in: Callable[[Member], Client]
) -> None:
    question = make_question()
    answer = signed_in(fatima).post(f"/questions/{question.pk}/answers/", {"body": "a" * 5_000_000})
    assert answer.status_code == 413
    assert "10.000 tekens" in answer.content.decode()


@pytest.mark.parametrize("method", ["put", "patch", "delete", "trace"])
@pytest.mark.parametrize("address", ["/", "/questions/", "/ask/", "/me/profile/", "/inbox/"])
def test_other_methods_than_a_page_has_are_refused(
    fatima: Member, signed_in: Callable[[Member], Client], method: str, address: str
) -> None:
    assert getattr(signed_in(fatima), method)(address).status_code == 405


def test_buttons_cannot_be_pressed_by_opening_a_link(
    fatima: Member, signed_in: Callable[[Member], Client]
) -> None:
    answer, browser = make_answer(), signed_in(fatima)
    for action in ("thanks", "solution", "comments", "highlight/end", "restore"):
        assert browser.get(f"/answers/{answer.pk}/{action}/").status_code == 405
    for action in ("answers", "comments", "same-here", "follow", "restore"):
        assert browser.get(f"/questions/{answer.question_id}/{action}/").status_code == 405
    answer.refresh_from_db()
    assert answer.thanks_count == 0


def test_a_header_cannot_turn_one_method_into_another(
    fatima: Member, signed_in: Callable[[Member], Client]
) -> None:
    answer = make_answer()
    opened = signed_in(fatima).get(
        f"/answers/{answer.pk}/thanks/", headers={"X-HTTP-Method-Override": "POST"}
    )
    assert opened.status_code == 405


NO_IDS = ["0", "-1", "99999999999999999999", "1e5", "0x1", "١٢٣", "1_0", " 1", "1%00", "abc", "NaN", "01"]


@pytest.mark.parametrize("number", NO_IDS)
@pytest.mark.parametrize(
    "address", ["questions/%s/", "questions/%s/vraag/", "answers/%s/", "comments/%s/edit/"]
)
def test_what_is_no_number_of_a_row_is_not_found(
    fatima: Member, signed_in: Callable[[Member], Client], address: str, number: str
) -> None:
    answer = signed_in(fatima).get("/" + address % number)
    assert answer.status_code == 404
    assert "Deze bladzijde is er niet" in answer.content.decode()


def test_a_notification_with_a_huge_number_is_not_there_any_more(
    fatima: Member, signed_in: Callable[[Member], Client]
) -> None:
    answer = signed_in(fatima).get("/inbox/99999999999999999999/open/", follow=True)
    assert "Wat hier stond, is er niet meer." in answer.content.decode()


def test_a_missing_row_and_a_hidden_one_get_the_same_page(
    fatima: Member, nicole: Member, signed_in: Callable[[Member], Client]
) -> None:
    hidden = make_question(nicole, visibility="held")
    browser = signed_in(fatima)
    pages = [browser.get(f"/questions/{number}/x/") for number in (hidden.pk, 10**17)]
    without_numbers = [
        re.sub(r'(nonce|value)="[^"]+"|/questions/\d+/', "", p.content.decode()) for p in pages
    ]
    assert {page.status_code for page in pages} == {404}
    assert without_numbers[0] == without_numbers[1]


@pytest.mark.parametrize("path", ["/%2e%2e/", "/" + "a" * 8000, "/%ff", "/%u0041", "/questions/%00/"])
def test_strange_paths_are_not_found_and_not_cached(client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code in (400, 404)
    assert answer["Cache-Control"] == "no-store"


def page_after(error: Exception) -> tuple[int, str, str | None]:
    """What is shown when `error` reached nobody: no database may be asked for it."""
    request = RequestFactory().get("/")
    request.request_id = "7f3a2b1c9d"  # type: ignore[attr-defined]
    try:
        raise error
    except type(error):
        response = server_error(request)
    return response.status_code, response.content.decode(), response.get("Retry-After")


def test_our_own_mistake_says_so_and_gives_a_code(django_assert_num_queries: Callable[..., Any]) -> None:
    with django_assert_num_queries(0):
        status, page, _wait = page_after(ValueError("x"))
    assert status == 500
    assert "Het ligt niet aan jou." in page
    assert "7f3a2b1c" in page
    assert "tel:112" in page


def test_a_database_that_is_away_says_when_to_try_again(
    django_assert_num_queries: Callable[..., Any],
) -> None:
    with django_assert_num_queries(0):
        status, page, wait = page_after(OperationalError("gone"))
    assert (status, wait) == (503, "30")
    assert "We zijn zo terug" in page
