"""Q6: a professional vouches for an answer, with name, source and a date."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from accounts.models import Member, Notification, Role
from community.actions.answers import edit_answer
from community.actions.highlights import Vouching, end_highlight, highlight_answer
from community.actions.withdrawing import restore_answer, withdraw_answer
from community.models import Answer, Highlight, Question, Theme, Visibility
from core.errors import Conflict, NotAllowed, NotFound
from tests.factories import give_role, make_answer, make_highlight, make_member, make_question

pytestmark = pytest.mark.django_db

SignIn = Callable[[Member], Client]
TODAY = date(2026, 3, 3)
FORM = {
    "organisation": "Gemeente Perenburg",
    "function": "schuldhulpverlener",
    "source_title": "Participatiewet, artikel 31",
    "source_url": "https://wetten.overheid.nl/BWBR0015703",
    "correction": "Let op: sinds januari geldt een **hoger** bedrag.",
    "review_on": "2026-09-01",
    "version": "1",
}


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(datetime(2026, 3, 3, 12, tzinfo=UTC), tick=False) as traveller:
        yield traveller


@pytest.fixture
def answer(fatima: Member, nicole: Member, debts: Theme) -> Answer:
    question = make_question(fatima, theme=debts, title="Mag ik vakantiegeld houden?")
    return make_answer(question, nicole, body="Ja, dat mag.")


def vouch(
    answer: Answer, professional: Member, *, until: date = date(2026, 9, 1), version: int = 1
) -> Highlight:
    vouching = Vouching(
        organisation="Gemeente Perenburg", source_title="Participatiewet", source_url="", review_on=until
    )
    return highlight_answer(
        professional=professional, answer_id=answer.pk, version=version, vouching=vouching
    )


def test_everything_that_was_signed_for_stands_beside_the_answer(
    answer: Answer, daan: Member, signed_in: SignIn
) -> None:
    page = signed_in(daan).post(f"/answers/{answer.pk}/highlight/", FORM, follow=True).content.decode()
    highlight = Highlight.objects.get()
    assert {name: str(getattr(highlight, name)) for name in FORM if name != "version"} == {
        name: value for name, value in FORM.items() if name != "version"
    }
    assert (highlight.professional, highlight.answer_version) == (daan, 1)
    assert "Dit antwoord is uitgelicht. Het staat nu bovenaan." in page
    for words in ("Daan", "Gemeente Perenburg", "Participatiewet, artikel 31", "1 september 2026"):
        assert words in page
    assert "sinds januari geldt een" in page
    assert 'href="https://wetten.overheid.nl/BWBR0015703"' in page


def test_the_highlighted_answer_stands_first_and_the_question_is_in_the_list(
    answer: Answer, daan: Member, client: Client
) -> None:
    later = make_answer(answer.question, body="Ik denk het ook.")
    vouch(later, daan)
    page = client.get(answer.question.get_absolute_url()).content.decode()
    assert page.index(f'id="antwoord-{later.pk}"') < page.index(f'id="antwoord-{answer.pk}"')
    question = Question.objects.get()
    assert question.highlighted_until == date(2026, 9, 1)
    assert question.title in client.get("/questions/", {"show": "highlighted"}).content.decode()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"organisation": ""}, "Dit veld is verplicht."),
        ({"organisation": "\u200b"}, "Vul hier iets in."),
        ({"organisation": "a" * 121}, "120"),
        ({"source_title": ""}, "Dit veld is verplicht."),
        ({"source_url": "javascript:alert(1)"}, "geldige URL"),
        ({"source_url": "ftp://bestanden.example/x"}, "geldige URL"),
        ({"correction": "a" * 601}, "600 tekens is het maximum, jouw tekst heeft er 601."),
        ({"review_on": ""}, "Dit veld is verplicht."),
        ({"review_on": "2026-02-30"}, "Schrijf de dag zoals 31-12-2026."),
        ({"review_on": "0000-01-01"}, "Schrijf de dag zoals 31-12-2026."),
        ({"review_on": "10000-01-01"}, "Schrijf de dag zoals 31-12-2026."),
        ({"review_on": "morgen"}, "Schrijf de dag zoals 31-12-2026."),
        ({"review_on": "2026-03-03"}, "Kies een dag in de toekomst."),
        ({"review_on": "2025-01-01"}, "Kies een dag in de toekomst."),
        ({"review_on": "9999-12-31"}, "Kies een dag binnen twee jaar. Regels veranderen."),
    ],
)
def test_what_cannot_be_signed_for_is_refused_in_words_and_kept(
    answer: Answer, daan: Member, signed_in: SignIn, changes: dict[str, str], sentence: str
) -> None:
    page = signed_in(daan).post(f"/answers/{answer.pk}/highlight/", {**FORM, **changes})
    words = page.content.decode()
    assert page.status_code == 422
    assert sentence in words
    assert changes.get("correction", "Let op: sinds januari") in words
    assert not Highlight.objects.exists()


@pytest.mark.parametrize("review_on", ["2026-03-04", "2028-03-02", "01-09-2026", "1-9-2026"])
def test_a_review_date_within_two_years_in_the_usual_spellings_is_taken(
    answer: Answer, daan: Member, signed_in: SignIn, review_on: str
) -> None:
    page = signed_in(daan).post(f"/answers/{answer.pk}/highlight/", {**FORM, "review_on": review_on})
    assert page.status_code == 302
    assert Highlight.objects.exists()


def test_who_edits_a_highlighted_answer_suspends_the_highlight(
    answer: Answer, nicole: Member, daan: Member, client: Client
) -> None:
    vouch(answer, daan)
    edit_answer(editor=nicole, answer_id=answer.pk, body="Nee, dat mag niet.", version=1)
    highlight = Highlight.objects.get()
    assert highlight.suspended_at is not None
    assert not highlight.in_force
    assert Question.objects.get().highlighted_until is None
    assert Notification.objects.get(member=daan).kind == "highlight_suspended"
    page = client.get(answer.question.get_absolute_url()).content.decode()
    assert "wordt nagekeken" in page.lower()


def test_a_suspended_highlight_is_confirmed_again_as_the_answer_reads_now(
    answer: Answer, nicole: Member, daan: Member, signed_in: SignIn
) -> None:
    vouch(answer, daan)
    edit_answer(editor=nicole, answer_id=answer.pk, body="Ja, sinds 2024.", version=1)
    browser = signed_in(daan)
    page = browser.get(f"/answers/{answer.pk}/highlight/").content.decode()
    assert "Ja, sinds 2024." in page
    assert 'value="Gemeente Perenburg"' in page
    browser.post(f"/answers/{answer.pk}/highlight/", {**FORM, "version": "2"})
    old, new = Highlight.objects.order_by("pk")
    assert (old.ended_at is not None, new.in_force, new.answer_version) == (True, True, 2)
    assert Question.objects.get().highlighted_until == date(2026, 9, 1)


def test_a_professional_who_read_an_older_text_sees_the_new_one_and_keeps_the_form(
    answer: Answer, nicole: Member, daan: Member, signed_in: SignIn
) -> None:
    edit_answer(editor=nicole, answer_id=answer.pk, body="Nee, dat mag niet.", version=1)
    page = signed_in(daan).post(f"/answers/{answer.pk}/highlight/", FORM)
    words = page.content.decode()
    assert page.status_code == 409
    assert "Het antwoord is aangepast terwijl je las. Lees het nog eens en bevestig dan." in words
    assert "Nee, dat mag niet." in words
    assert "Let op: sinds januari" in words
    assert 'name="version" value="2"' in words
    assert not Highlight.objects.exists()


def test_a_highlight_expires_by_the_date_alone(
    answer: Answer, daan: Member, client: Client, clock: time_machine.Traveller
) -> None:
    later = make_answer(answer.question)
    vouch(later, daan, until=date(2026, 3, 10))
    clock.move_to(datetime(2026, 3, 10, 22, 30, tzinfo=UTC), tick=False)
    assert Highlight.objects.in_force().exists(), "the day itself still counts"
    clock.move_to(datetime(2026, 3, 10, 23, 30, tzinfo=UTC), tick=False)
    assert not Highlight.objects.in_force().exists(), "it is the next day in Perenburg"
    assert not Question.objects.get().is_highlighted
    page = client.get(answer.question.get_absolute_url()).content.decode()
    assert page.index(f'id="antwoord-{answer.pk}"') < page.index(f'id="antwoord-{later.pk}"')
    assert "wordt nagekeken" in page.lower()
    assert answer.question.title not in client.get("/questions/", {"show": "highlighted"}).content.decode()


def test_expired_and_suspended_highlights_land_in_the_worklist_of_the_theme(
    answer: Answer, nicole: Member, daan: Member, signed_in: SignIn, housing: Theme
) -> None:
    expired = make_answer(make_question(theme=answer.question.theme, title="Verlopen vraag"))
    make_highlight(expired, daan, review_on=TODAY - timedelta(days=1))
    vouch(answer, daan)
    edit_answer(editor=nicole, answer_id=answer.pk, body="Nee, dat mag niet.", version=1)
    fresh = make_answer(make_question(theme=answer.question.theme, title="Verse vraag"))
    make_highlight(fresh, daan)
    elsewhere = make_answer(make_question(theme=housing, title="Vraag over wonen"))
    make_highlight(elsewhere, review_on=TODAY - timedelta(days=1))
    page = signed_in(daan).get("/me/highlights/").content.decode()
    assert "Verlopen vraag" in page
    assert answer.question.title in page
    assert "Verse vraag" not in page
    assert "Vraag over wonen" not in page


def test_confirming_takes_a_highlight_off_the_worklist(
    answer: Answer, daan: Member, signed_in: SignIn
) -> None:
    make_highlight(answer, daan, review_on=TODAY - timedelta(days=1))
    browser = signed_in(daan)
    assert answer.question.title in browser.get("/me/highlights/").content.decode()
    browser.post(f"/answers/{answer.pk}/highlight/", FORM)
    assert "Alles is nagekeken" in browser.get("/me/highlights/").content.decode()


def test_the_worklist_is_for_professionals(nicole: Member, mira: Member, signed_in: SignIn) -> None:
    for somebody in (nicole, mira):
        page = signed_in(somebody).get("/me/highlights/")
        assert page.status_code == 403
        assert "Deze lijst is voor professionals." in page.content.decode()


def test_a_second_professional_takes_over_from_the_first(answer: Answer, daan: Member) -> None:
    vouch(answer, daan)
    other = make_member("samira", role=Role.PROFESSIONAL, scope="geld-en-schulden")
    vouch(answer, other)
    assert [h.professional for h in Highlight.objects.open()] == [other]
    assert Highlight.objects.count() == 2


def test_any_professional_of_the_theme_may_stop_vouching(
    answer: Answer, daan: Member, signed_in: SignIn
) -> None:
    vouch(answer, make_member("samira", role=Role.PROFESSIONAL, scope="geld-en-schulden"))
    page = signed_in(daan).post(f"/answers/{answer.pk}/highlight/end/", follow=True)
    assert "Het antwoord is niet meer uitgelicht." in page.content.decode()
    assert not Highlight.objects.open().exists()
    assert Question.objects.get().highlighted_until is None
    assert end_highlight(professional=daan, answer_id=answer.pk) == answer


def test_only_a_professional_of_the_theme_can_vouch(
    answer: Answer, nicole: Member, joke: Member, mira: Member, ada: Member, signed_in: SignIn
) -> None:
    elsewhere = make_member("ruben", role=Role.PROFESSIONAL, scope="wonen")
    lapsed = make_member("lotte")
    give_role(lapsed, Role.PROFESSIONAL, scope="geld-en-schulden", expires_on=TODAY - timedelta(days=1))
    for somebody in (nicole, joke, mira, ada, elsewhere, lapsed):
        page = signed_in(somebody).post(f"/answers/{answer.pk}/highlight/", FORM)
        assert page.status_code == 403, somebody.handle
        assert "Alleen een professional van dit thema" in page.content.decode()
    assert not Highlight.objects.exists()


def test_a_professional_without_a_second_factor_cannot_vouch_yet(answer: Answer, debts: Theme) -> None:
    member = make_member("tariq")
    member.role_grants.create(role=Role.PROFESSIONAL, scope=debts.slug)
    with pytest.raises(NotAllowed):
        vouch(answer, member)


def test_an_answer_that_others_cannot_see_cannot_be_highlighted(answer: Answer, daan: Member) -> None:
    Answer.objects.update(visibility=Visibility.WITHDRAWN)
    with pytest.raises(NotFound):
        vouch(answer, daan)


def test_a_withdrawn_answer_loses_its_place_and_gets_it_back(
    answer: Answer, nicole: Member, daan: Member
) -> None:
    vouch(answer, daan)
    withdraw_answer(member=nicole, answer_id=answer.pk)
    assert Question.objects.get().highlighted_until is None
    restore_answer(member=nicole, answer_id=answer.pk)
    assert Question.objects.get().highlighted_until == date(2026, 9, 1)


def test_the_asker_the_writer_and_the_followers_hear_of_it_once_each(
    answer: Answer, fatima: Member, nicole: Member, daan: Member, noor: Member
) -> None:
    for member in (fatima, nicole, noor, daan):
        answer.question.follows.create(member=member)
    vouch(answer, daan)
    told: Any = Notification.objects.values_list("member__handle", "kind")
    assert sorted(told) == [
        ("fatima", "question_highlight"),
        ("nicole", "highlight"),
        ("noor", "followed_highlight"),
    ]


def test_solution_and_highlight_are_two_different_things(
    answer: Answer, fatima: Member, daan: Member, signed_in: SignIn
) -> None:
    other = make_answer(answer.question)
    vouch(other, daan)
    signed_in(fatima).post(f"/answers/{answer.pk}/solution/", {"on": "1"})
    question = Question.objects.get()
    assert question.solution == answer
    assert Highlight.objects.in_force().get().answer == other


def test_a_version_that_never_was_is_a_conflict(answer: Answer, daan: Member) -> None:
    with pytest.raises(Conflict):
        vouch(answer, daan, version=7)
