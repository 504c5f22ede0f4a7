"""F5: helpers keep answers ready, private or shared, and fill them in for a question."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.models import Member
from community.actions.canned import CannedText, fill, keep_canned, use_canned
from community.limits import CANNED_KEPT
from community.models import Answer, CannedAnswer, Draft, Question, Theme
from community.policies import can_see_canned, visible_canned
from core.errors import NotAllowed, NotFound, Refused
from tests.factories import make_question

pytestmark = pytest.mark.django_db

SignIn = Callable[[Member], Client]
TEXT = CannedText(
    title="Bel de schuldhulp", body="Dag {naam}, over “{vraag}”: bel de schuldhulp van {thema}."
)


@pytest.fixture
def question(fatima: Member, debts: Theme) -> Question:
    return make_question(fatima, theme=debts, title="Wat nu?")


def kept(
    member: Member, title: str = TEXT.title, body: str = TEXT.body, *, shared: bool = False
) -> CannedAnswer:
    return CannedAnswer.objects.create(owner=member, title=title, body=body, shared=shared)


def test_a_mentor_keeps_an_answer_ready_and_finds_it_again(joke: Member, signed_in: SignIn) -> None:
    browser = signed_in(joke)
    assert "Nog geen standaardantwoorden" in browser.get("/me/canned/").content.decode()
    form = {"title": TEXT.title, "body": TEXT.body}
    page = browser.post("/me/canned/new/", form, follow=True).content.decode()
    assert "Het standaardantwoord is bewaard." in page
    assert TEXT.title in page
    assert (CannedAnswer.objects.get().owner, CannedAnswer.objects.get().shared) == (joke, False)


def test_choosing_one_fills_the_answer_box_and_publishes_nothing(
    question: Question, joke: Member, signed_in: SignIn
) -> None:
    canned, browser = kept(joke), signed_in(joke)
    assert f"/questions/{question.pk}/canned/" in browser.get(question.get_absolute_url()).content.decode()
    page = browser.post(f"/questions/{question.pk}/canned/{canned.pk}/", follow=True)
    assert page.redirect_chain[-1][0] == f"{question.get_absolute_url()}#antwoord"
    assert "Lees het na en pas het aan voor je het plaatst." in page.content.decode()
    assert "Dag Fatima, over “Wat nu?”: bel de schuldhulp van Geld en schulden." in page.content.decode()
    assert not Answer.objects.exists()


def test_what_was_typed_already_stays_in_front(question: Question, joke: Member) -> None:
    canned = kept(joke, body="Sterkte.")
    Draft.objects.create(member=joke, place=f"answer:{question.pk}", fields={"body": "Dag Fatima,\n"})
    use_canned(member=joke, question_id=question.pk, canned_id=canned.pk)
    assert Draft.objects.get().fields["body"] == "Dag Fatima,\n\nSterkte."


def test_an_anonymous_asker_has_no_name_in_it(question: Question, joke: Member) -> None:
    Question.objects.update(anonymous=True)
    use_canned(member=joke, question_id=question.pk, canned_id=kept(joke).pk)
    body = Draft.objects.get().fields["body"]
    assert "Fatima" not in body
    assert body.startswith("Dag vraagsteller,")


def test_braces_that_name_nothing_stay() -> None:
    assert fill("{naam} {iban} {} {{thema}}", {"naam": "Jo", "thema": "Wonen"}) == "Jo {iban} {} {Wonen}"


def test_shared_answers_are_for_all_helpers_and_private_ones_for_their_owner(
    joke: Member, daan: Member, nicole: Member
) -> None:
    rows = [kept(joke, "privé"), kept(daan, "gedeeld", shared=True)]
    seen = {"joke": {"privé", "gedeeld"}, "daan": {"gedeeld"}, "nicole": set()}
    for member in (joke, daan, nicole):
        viewer = Member.objects.with_standing().get(pk=member.pk)
        titles = set(visible_canned(viewer).values_list("title", flat=True))
        assert titles == seen[member.handle]
        assert titles == {row.title for row in rows if can_see_canned(viewer, row)}


def test_only_professionals_and_moderators_share(joke: Member, daan: Member, signed_in: SignIn) -> None:
    with pytest.raises(NotAllowed, match="professionals en moderatoren delen"):
        keep_canned(member=joke, text=CannedText(title="A", body="B", shared=True))
    assert "Deel met alle helpers" not in signed_in(joke).get("/me/canned/new/").content.decode()
    assert keep_canned(member=daan, text=CannedText(title="A", body="B", shared=True)).shared


def test_the_text_of_somebody_else_can_be_used_but_not_changed(
    question: Question, joke: Member, daan: Member, signed_in: SignIn
) -> None:
    canned, browser = kept(daan, shared=True), signed_in(joke)
    assert "gedeeld door Daan" in browser.get(f"/questions/{question.pk}/canned/").content.decode()
    assert browser.get(f"/me/canned/{canned.pk}/").status_code == 403
    assert browser.post(f"/me/canned/{canned.pk}/forget/").status_code == 403
    assert browser.post(f"/questions/{question.pk}/canned/{canned.pk}/").status_code == 302


def test_somebody_elses_private_text_does_not_exist(question: Question, joke: Member, daan: Member) -> None:
    with pytest.raises(NotFound):
        use_canned(member=joke, question_id=question.pk, canned_id=kept(daan).pk)


def test_changing_and_throwing_away(joke: Member, signed_in: SignIn) -> None:
    canned, browser = kept(joke), signed_in(joke)
    browser.post(f"/me/canned/{canned.pk}/", {"title": "Anders", "body": "Andere tekst."})
    canned.refresh_from_db()
    assert (canned.title, canned.body) == ("Anders", "Andere tekst.")
    page = browser.post(f"/me/canned/{canned.pk}/forget/", follow=True).content.decode()
    assert "Het standaardantwoord is weg." in page
    assert not CannedAnswer.objects.exists()


@pytest.mark.parametrize("field", ["title", "body"])
def test_an_empty_or_endless_text_comes_back_with_a_sentence(
    joke: Member, signed_in: SignIn, field: str
) -> None:
    for value in (" ", "x" * 20_001):
        answer = signed_in(joke).post("/me/canned/new/", {"title": "A", "body": "B", field: value})
        assert answer.status_code == 422
    assert not CannedAnswer.objects.exists()


def test_searching_needs_every_word_in_title_or_text(joke: Member, signed_in: SignIn) -> None:
    kept(joke, "Schuldhulp", "Bel het loket.")
    kept(joke, "Huur", "Ga naar het spreekuur.")
    page = signed_in(joke).get("/me/canned/", {"q": "loket SCHULD"}).content.decode()
    assert "Schuldhulp" in page
    assert "Huur" not in page
    assert "Niets gevonden" in signed_in(joke).get("/me/canned/", {"q": "fiets"}).content.decode()
    for odd in ("%", "\x00", "é" * 500, "'"):
        assert signed_in(joke).get("/me/canned/", {"q": odd}).status_code == 200


def test_residents_keep_none(question: Question, nicole: Member, signed_in: SignIn) -> None:
    browser = signed_in(nicole)
    for path in ("/me/canned/", "/me/canned/new/", f"/questions/{question.pk}/canned/"):
        assert browser.get(path).status_code == 403
    assert "Standaardantwoord" not in browser.get(question.get_absolute_url()).content.decode()


def test_two_hundred_is_the_most(joke: Member) -> None:
    rows = [CannedAnswer(owner=joke, title=f"{number}", body="x") for number in range(CANNED_KEPT)]
    CannedAnswer.objects.bulk_create(rows)
    with pytest.raises(Refused, match="Verwijder er eerst een"):
        keep_canned(member=joke, text=TEXT)


@pytest.mark.parametrize("size", [2, 30])
def test_the_list_costs_the_same_for_few_and_many(
    joke: Member, daan: Member, signed_in: SignIn, size: int, django_assert_max_num_queries: Any
) -> None:
    for number in range(size):
        kept(daan, f"Tekst {number}", shared=True)
    browser = signed_in(joke)
    with django_assert_max_num_queries(4):
        browser.get("/me/canned/")


def test_what_is_certainly_private_is_never_kept(joke: Member, signed_in: SignIn) -> None:
    form = {"title": "Betalen", "body": "Maak het over op NL91 ABNA 0417 1643 00.", "sure": "on"}
    response = signed_in(joke).post("/me/canned/new/", form)
    page = response.content.decode()
    assert response.status_code == 422
    assert "Dit zagen we in je tekst" in page
    assert not CannedAnswer.objects.exists()


def test_a_number_that_may_be_somebodys_is_kept_after_a_yes(joke: Member, signed_in: SignIn) -> None:
    """A desk has a number, too; only the helper knows."""
    browser, form = signed_in(joke), {"title": "Bel het loket", "body": "Bel het loket: 010 555 12 34."}
    response = browser.post("/me/canned/new/", form)
    page = response.content.decode()
    assert response.status_code == 422
    assert "Ja, plaats het toch" in page
    assert "Bel het loket: 010 555 12 34." in page
    assert not CannedAnswer.objects.exists()
    assert browser.post("/me/canned/new/", {**form, "sure": "on"})["location"] == "/me/canned/"
    assert CannedAnswer.objects.get().body == form["body"]


def test_what_was_found_is_taken_out_with_one_press(joke: Member, signed_in: SignIn) -> None:
    form = {"title": "Bel het loket", "body": "Bel 010 555 12 34.", "clean": "1"}
    page = signed_in(joke).post("/me/canned/new/", form).content.decode()
    assert "010 555 12 34" not in page
    assert "•••••" in page
    assert not CannedAnswer.objects.exists()


def test_words_that_come_in_are_not_placeholders_themselves() -> None:
    assert (
        fill("{naam}: {vraag}", {"naam": "{vraag}", "vraag": "Wat {thema} is"}) == "{vraag}: Wat {thema} is"
    )
