"""Q8, F2: short edits leave no trace, later ones do, windows are named; a chosen order is remembered."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Member
from community.limits import COMMENT_EDIT_WINDOW, EDIT_WINDOW, GRACE_PERIOD
from community.models import Answer, Question, Revision, Theme
from tests.factories import make_answer, make_comment, make_question

pytestmark = pytest.mark.django_db

SignIn = Callable[[Member], Client]


@pytest.fixture
def question(fatima: Member, debts: Theme) -> Question:
    return make_question(fatima, theme=debts)


def edit(browser: Client, kind: str, pk: int, body: str, version: int) -> int:
    response = browser.post(f"/{kind}s/{pk}/edit/", {"body": body, "version": str(version)})
    return response.status_code


def test_an_edit_within_five_minutes_leaves_no_version(
    question: Question, nicole: Member, signed_in: SignIn
) -> None:
    answer = make_answer(question, nicole, body="Bel zee.")
    assert edit(signed_in(nicole), "answer", answer.pk, "Bel ze.", 1) == 302
    assert Answer.objects.get().body == "Bel ze."
    assert not Revision.objects.exists()


def test_a_later_edit_keeps_what_stood_there(question: Question, nicole: Member, signed_in: SignIn) -> None:
    long_ago = timezone.now() - GRACE_PERIOD - timedelta(minutes=1)
    answer = make_answer(question, nicole, body="Bel ze.", created_at=long_ago)
    browser = signed_in(nicole)
    assert edit(browser, "answer", answer.pk, "Schrijf ze liever.", 1) == 302
    assert Revision.objects.get().fields["body"] == "Bel ze."
    page = browser.get(f"/answers/{answer.pk}/history/").content.decode()
    assert "liever" in page


def test_after_the_window_the_refusal_names_it(question: Question, nicole: Member, signed_in: SignIn) -> None:
    old = timezone.now() - EDIT_WINDOW - timedelta(hours=1)
    answer = make_answer(question, nicole, created_at=old)
    comment = make_comment(
        question, nicole, created_at=timezone.now() - COMMENT_EDIT_WINDOW - timedelta(minutes=1)
    )
    browser = signed_in(nicole)
    refused = browser.get(f"/answers/{answer.pk}/edit/")
    assert refused.status_code == 403
    assert "Je kunt dit tot 30 dagen na het plaatsen aanpassen." in refused.content.decode()
    refused = browser.get(f"/comments/{comment.pk}/edit/")
    assert refused.status_code == 403
    assert "Je kunt een reactie tot 1 uur na het plaatsen aanpassen." in refused.content.decode()


def test_a_chosen_order_is_remembered_and_a_made_up_one_is_not(client: Client, question: Question) -> None:
    client.get("/questions/?show=newest")
    page = client.get("/questions/").content.decode()
    assert 'href="?show=newest" aria-current="page"' in page
    client.get("/questions/?show=nergens")
    assert 'href="?show=newest" aria-current="page"' in client.get("/questions/").content.decode()
