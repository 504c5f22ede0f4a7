"""Questions that are about the same: while asking, and beside a question."""

import uuid

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Member
from community.actions.questions import QuestionText, ask_question
from community.actions.search_index import rebuild_entries, refresh_words, store_related
from community.models import Question, RelatedQuestion, Theme
from community.queries.search.similar import related_questions, scores_of_related, similar_questions
from community.queries.thread import question_page
from core.jobs import run_waiting
from tests.factories import make_answer, make_highlight, make_question

VISITOR = AnonymousUser()


@pytest.fixture
def questions(db: None) -> dict[str, Question]:
    made = {
        title: make_question(title=title)
        for title in (
            "Mag ik werken naast mijn bijstand?",
            "Hoeveel verdien je met werken en bijstand?",
            "Schimmel in de slaapkamer",
            "Traplift of verhuizen?",
        )
    }
    rebuild_entries()
    refresh_words()
    return made


@pytest.mark.usefixtures("questions")
def test_a_title_finds_what_was_asked_before_in_other_words() -> None:
    found = similar_questions(VISITOR, "Kan je gaan werken met een bijstandsuitkering").questions
    assert "Mag ik werken naast mijn bijstand?" in {question.title for question in found}
    assert "Schimmel in de slaapkamer" not in {question.title for question in found}


@pytest.mark.usefixtures("questions")
def test_a_word_that_is_not_finished_counts_while_typing() -> None:
    found = similar_questions(VISITOR, "Er zit overal schim", typing=True).questions
    assert [question.title for question in found] == ["Schimmel in de slaapkamer"]


@pytest.mark.usefixtures("questions")
@pytest.mark.parametrize("title", ["", "bijstand", "   bijst  ", "hoe kan ik dat doen"])
def test_a_short_title_or_one_without_a_subject_finds_nothing(title: str) -> None:
    assert similar_questions(VISITOR, title).questions == []


def test_at_most_five_are_offered_with_how_they_stand(daan: Member, debts: Theme) -> None:
    for number in range(7):
        question = make_question(title=f"Betalingsregeling treffen, deel {number}", theme=debts)
        make_highlight(make_answer(question), daan)
    rebuild_entries()
    refresh_words()
    page = Client().get("/search/similar/", {"title": "betalingsregeling"}).content.decode()
    assert page.count("<li>") == 5
    assert page.count("uitgelicht") == 5
    assert page.count('target="_blank"') == 5


@pytest.mark.usefixtures("questions")
def test_without_a_script_a_button_shows_them_and_keeps_what_was_written(
    fatima: Member, debts: Theme
) -> None:
    client = Client()
    client.force_login(fatima, backend="accounts.backends.MemberBackend")
    fields = {"title": "Werken naast bijstand", "body": "Mijn verhaal", "theme": debts.slug}
    page = client.post("/ask/", fields | {"look": "1"})
    assert page.status_code == 200
    text = page.content.decode()
    assert "Mag ik werken naast mijn bijstand?" in text
    assert "Mijn verhaal" in text
    assert "Er klopt nog iets niet" not in text
    assert Question.objects.filter(author=fatima).count() == 0


@pytest.mark.usefixtures("questions")
def test_a_refused_question_shows_them_too(fatima: Member) -> None:
    client = Client()
    client.force_login(fatima, backend="accounts.backends.MemberBackend")
    page = client.post("/ask/", {"title": "Werken naast bijstand", "body": ""})
    assert page.status_code == 422
    assert "Mag ik werken naast mijn bijstand?" in page.content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_new_question_and_its_kin_learn_of_each_other(
    questions: dict[str, Question], fatima: Member, debts: Theme
) -> None:
    text = QuestionText(title="Bijstand en een paar uur werken", body="Mag dat?")
    asked = ask_question(author=fatima, text=text, theme=debts, key=uuid.uuid4()).post
    run_waiting()
    old = questions["Mag ik werken naast mijn bijstand?"]
    assert old in related_questions(VISITOR, asked)
    assert asked in related_questions(VISITOR, old)
    assert "Hier lijkt het op" in Client().get(old.get_absolute_url()).content.decode()


def test_a_question_that_is_gone_has_no_kin(questions: dict[str, Question]) -> None:
    gone = questions["Traplift of verhuizen?"].pk
    Question.objects.filter(pk=gone).delete()
    store_related(gone, scores=scores_of_related(gone))
    assert RelatedQuestion.objects.count() == 0


def test_related_questions_cost_one_query_of_the_page(questions: dict[str, Question], fatima: Member) -> None:
    for question in questions.values():
        store_related(question.pk, scores=scores_of_related(question.pk))
    question = questions["Mag ik werken naast mijn bijstand?"]
    member = Member.objects.with_standing().get(pk=fatima.pk)
    for viewer, most in ((VISITOR, 5), (member, 6)):
        with CaptureQueriesContext(connection) as queries:
            page = question_page(viewer, question_id=question.pk)
        assert page.related
        assert len(queries) <= most
    client = Client()
    client.get("/")
    with CaptureQueriesContext(connection) as queries:
        client.get(question.get_absolute_url())
    assert len(queries) <= 5
    client.force_login(fatima, backend="accounts.backends.MemberBackend")
    client.get("/")
    with CaptureQueriesContext(connection) as queries:
        client.get(question.get_absolute_url())
    assert len(queries) <= 8
