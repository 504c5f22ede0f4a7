"""S03: looking for something in one long thread."""

import pytest
from django.test import Client

from accounts.models import Block, Member
from community.limits import THREAD_SEARCH_FROM
from community.models import Audience, Question, Theme, Visibility
from tests.community.test_search import reindex
from tests.community.test_start_page import SignIn
from tests.factories import make_answer, make_question

pytestmark = pytest.mark.django_db


@pytest.fixture
def thread(fatima: Member, debts: Theme) -> Question:
    return make_question(fatima, theme=debts, title="Hoe vraag ik toeslag aan?")


def found(client: Client, question: Question, words: str) -> str:
    response = client.get(f"/questions/{question.pk}/search/", {"q": words})
    assert response.status_code == 200
    return response.content.decode()


def test_only_this_thread_is_looked_in_and_the_order_is_that_of_the_thread(
    client: Client, thread: Question
) -> None:
    first = make_answer(thread, body="Bij de belastingdienst kun je bellen.")
    make_answer(thread, body="Sterkte ermee.")
    second = make_answer(thread, body="De belastingdienst belde mij terug.")
    elsewhere = make_answer(make_question(), body="De belastingdienst staat ook hier.")
    reindex()
    page = found(client, thread, "belastingdienst")
    assert "2 plekken gevonden" in page
    assert page.index(f"/answers/{first.pk}/") < page.index(f"/answers/{second.pk}/")
    assert f"/answers/{elsewhere.pk}/" not in page
    assert "<mark>belastingdienst</mark>" in page


def test_what_stands_nowhere_together_comes_near(client: Client, thread: Question) -> None:
    make_answer(thread, body="Neem een formulier mee.")
    reindex()
    assert "Nergens staan al deze woorden bij elkaar." in found(client, thread, "formulier helikopter")
    page = found(client, thread, "helikopter")
    assert "Hier staat dat niet" in page
    assert 'href="/search/?q=helikopter"' in page


@pytest.mark.parametrize("visibility", [Visibility.HELD, Visibility.WITHDRAWN, Visibility.REMOVED])
def test_a_hidden_answer_is_not_found(visibility: str, client: Client, thread: Question) -> None:
    make_answer(thread, body="Geheimpje.", visibility=visibility)
    reindex()
    assert "Hier staat dat niet" in found(client, thread, "geheimpje")


def test_a_thread_that_one_may_not_read_does_not_exist(client: Client, fatima: Member, debts: Theme) -> None:
    closed = make_question(fatima, theme=debts, audience=Audience.MEMBERS)
    assert client.get(f"/questions/{closed.pk}/search/?q=toeslag").status_code == 404


def test_an_answer_of_somebody_one_blocked_is_not_found(
    thread: Question, nicole: Member, noor: Member, signed_in: SignIn
) -> None:
    make_answer(thread, nicole, body="Een paraplu helpt.")
    reindex()
    browser = signed_in(noor)
    assert "1 plek gevonden" in found(browser, thread, "paraplu")
    Block.objects.create(member=noor, blocked=nicole)
    assert "Hier staat dat niet" in found(browser, thread, "paraplu")


def test_only_a_long_thread_has_the_field(client: Client, thread: Question) -> None:
    for _number in range(THREAD_SEARCH_FROM - 1):
        make_answer(thread)
    assert "Zoek in deze vraag" not in client.get(thread.get_absolute_url()).content.decode()
    make_answer(thread)
    assert "Zoek in deze vraag" in client.get(thread.get_absolute_url()).content.decode()


@pytest.mark.parametrize("words", ["", "   ", "\x00", "%", "'; --", "a" * 500, "de het een"])
def test_odd_words_give_a_page(words: str, client: Client, thread: Question) -> None:
    reindex()
    found(client, thread, words)
