"""Q1, Q2: asking a question, and what is written is never lost."""

import uuid
from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import Member
from community.actions.questions import QuestionText, ask_question
from community.models import Draft, Follow, Question, SameHere, Theme
from core.errors import NotAllowed, Refused

pytestmark = pytest.mark.django_db

WORDS = {"title": "Mag ik werken naast mijn bijstand?", "body": "Ik kan 8 uur per week bij de bakker."}


def ask(author: Member, theme: Theme, **changes: object) -> Question:
    fields = {"key": uuid.uuid4(), **changes}
    text = QuestionText(**{**WORDS, **fields.pop("words", {})})  # type: ignore[dict-item]
    return ask_question(author=author, text=text, theme=theme, **fields).post  # type: ignore[arg-type]


def test_a_resident_asks_a_question_and_it_stands_on_its_page(
    fatima: Member, debts: Theme, signed_in: Callable[[Member], Client]
) -> None:
    browser = signed_in(fatima)
    answer = browser.post("/ask/", {**WORDS, "theme": debts.slug, "situation": "Twee kinderen"}, follow=True)
    question = Question.objects.get()
    assert answer.redirect_chain[-1][0] == question.get_absolute_url()
    page = answer.content.decode()
    assert WORDS["title"] in page
    assert "Ik kan 8 uur per week bij de bakker." in page
    assert "Twee kinderen" in page
    assert "Je vraag staat erop." in page


def test_whoever_asks_follows_and_is_the_first_with_this_question(fatima: Member, debts: Theme) -> None:
    question = ask(fatima, debts)
    assert Follow.objects.get().member == fatima
    assert SameHere.objects.get().member == fatima
    question.refresh_from_db()
    assert (question.same_here_count, question.follower_count) == (1, 1)


def test_an_anonymous_question_shows_no_name_to_others(
    eric: Member, nicole: Member, debts: Theme, signed_in: Callable[[Member], Client]
) -> None:
    question = ask(eric, debts, anonymous=True)
    page = signed_in(nicole).get(question.get_absolute_url()).content.decode()
    assert "Anonieme bewoner" in page
    assert "Eric" not in page
    assert "/people/eric/" not in page


def test_staff_asks_under_their_own_name(daan: Member, debts: Theme) -> None:
    with pytest.raises(NotAllowed, match="eigen naam"):
        ask(daan, debts, anonymous=True)


def test_a_suspended_member_cannot_ask_and_reads_until_when(sol: Member, debts: Theme) -> None:
    with pytest.raises(NotAllowed, match="Je kunt tot"):
        ask(sol, debts)
    assert not Question.objects.exists()


def test_a_refused_question_keeps_everything_that_was_typed(
    fatima: Member, debts: Theme, signed_in: Callable[[Member], Client]
) -> None:
    answer = signed_in(fatima).post("/ask/", {**WORDS, "title": "", "theme": debts.slug, "hope": "Rust"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Geef je vraag een titel." in page
    assert WORDS["body"] in page
    assert "Rust" in page


def test_a_title_that_is_too_long_names_the_count(fatima: Member, debts: Theme) -> None:
    with pytest.raises(Refused, match="120 tekens is het maximum, jouw tekst heeft er 121"):
        ask(fatima, debts, words={"title": "a" * 121})


def test_the_same_form_sent_twice_makes_one_question(
    fatima: Member, debts: Theme, signed_in: Callable[[Member], Client]
) -> None:
    browser, form = signed_in(fatima), {**WORDS, "theme": debts.slug, "key": str(uuid.uuid4())}
    first, second = browser.post("/ask/", form), browser.post("/ask/", form)
    assert Question.objects.count() == 1
    assert first["location"] == second["location"]


def test_the_same_words_a_moment_later_lead_to_the_question_that_stands_there(
    fatima: Member, debts: Theme
) -> None:
    assert ask(fatima, debts) == ask(fatima, debts)


def test_what_a_visitor_wrote_stands_there_after_signing_up(
    client: Client, fatima: Member, debts: Theme
) -> None:
    answer = client.post("/ask/", {**WORDS, "theme": debts.slug, "anonymous": "on"})
    assert answer["location"].startswith("/accounts/signup/?next=%2Fask%2F")
    assert not Question.objects.exists()
    client.force_login(fatima, backend="accounts.backends.MemberBackend")
    page = client.get("/ask/").content.decode()
    draft = Draft.objects.get()
    assert draft.member == fatima
    assert WORDS["title"] in page
    assert WORDS["body"] in page


def test_asking_leaves_no_draft_that_another_tab_could_bring_back(
    fatima: Member, debts: Theme, signed_in: Callable[[Member], Client]
) -> None:
    browser = signed_in(fatima)
    saved = browser.post("/drafts/question/", {**WORDS, "sequence": 0}).json()
    browser.post("/ask/", {**WORDS, "theme": debts.slug})
    late = browser.post("/drafts/question/", {**WORDS, "sequence": saved["sequence"]})
    assert late.status_code == 409
    assert "ander venster" in late.json()["message"]
    assert Draft.objects.get().is_empty
