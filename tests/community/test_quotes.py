"""What others quoted goes with what a moderator takes away, and comes back with it."""

import uuid
from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import Member
from community.actions.answers import edit_answer, post_answer
from community.actions.comments import post_comment
from community.actions.search_index import rebuild_entries
from community.actions.visibility import hold_post, mask_post, release_post, remove_post, restore_post
from community.models import Answer, Comment, Question, Revision, SearchEntry, Theme, WithheldQuote
from core.errors import Conflict, Refused
from core.models import RateBucket
from tests.factories import make_answer, make_question
from tests.jobs import run_queued

pytestmark = pytest.mark.django_db
SignIn = Callable[[Member], Client]
SECRET = "Je bent gewoon te lui om te werken, zei zqkanarieqz."
QUOTE = f"> **Nicole:**\n>\n> {SECRET}"
GONE = "Dit citaat is weggehaald, net als het bericht waar het uit komt."


@pytest.fixture
def question(debts: Theme, fatima: Member) -> Question:
    return make_question(fatima, theme=debts)


@pytest.fixture
def quoted(question: Question, nicole: Member) -> Answer:
    return make_answer(question, nicole, body=SECRET)


@pytest.fixture
def quoting(quoted: Answer, daan: Member) -> Answer:
    """An answer of daan that quotes nicole's, with an earlier version that did too."""
    answer = make_answer(quoted.question, daan, body=f"{QUOTE}\n\nZo praten we hier niet.")
    words = {"body": f"{QUOTE}\n\nPardon?"}
    Revision.objects.create(answer=answer, version=1, writer=daan, written_at=answer.created_at, fields=words)
    answer.version = 2
    answer.save()
    rebuild_entries()
    return answer


def everything_about(answer: Answer) -> str:
    answer.refresh_from_db()
    revisions = [str(revision.fields) for revision in Revision.objects.filter(answer=answer)]
    entries = SearchEntry.objects.filter(answer=answer).values_list("body_stems", flat=True)
    return " ".join([answer.body, answer.body_html, *revisions, *entries])


def test_a_quotation_goes_with_the_answer_and_comes_back(quoted: Answer, quoting: Answer) -> None:
    before = everything_about(quoting)
    remove_post(kind="answer", post_id=quoted.pk, rule="1")
    told = everything_about(quoting)
    assert "zqkanarieqz" not in told
    assert GONE in quoting.body_html
    assert "Zo praten we hier niet." in quoting.body
    restore_post(kind="answer", post_id=quoted.pk, after_appeal=True)
    assert everything_about(quoting) == before
    assert not WithheldQuote.objects.exists()


def test_the_same_happens_while_an_answer_waits_for_a_moderator(quoted: Answer, quoting: Answer) -> None:
    hold_post(kind="answer", post_id=quoted.pk, rule="1")
    assert "zqkanarieqz" not in everything_about(quoting)
    release_post(kind="answer", post_id=quoted.pk)
    assert "zqkanarieqz" in everything_about(quoting)


def test_holding_and_then_removing_keeps_the_quotation_for_one_return(
    quoted: Answer, quoting: Answer
) -> None:
    before = everything_about(quoting)
    hold_post(kind="answer", post_id=quoted.pk, rule="1")
    remove_post(kind="answer", post_id=quoted.pk, rule="1")
    assert "zqkanarieqz" not in everything_about(quoting)
    restore_post(kind="answer", post_id=quoted.pk)
    assert everything_about(quoting) == before


def test_a_question_and_a_comment_are_quoted_too(question: Question, nicole: Member, daan: Member) -> None:
    said = make_answer(question, nicole, body=f"Iets. {SECRET}")
    posted = post_comment(
        author=daan, question_id=question.pk, answer_id=None, body=f"{QUOTE}\n\nNou zeg.", key=uuid.uuid4()
    ).post
    Question.objects.filter(pk=question.pk).update(body=f"{QUOTE}\n\nWat vinden jullie?", need=QUOTE)
    remove_post(kind="answer", post_id=said.pk, rule="1")
    stored = Question.objects.get(pk=question.pk)
    texts = [stored.body, stored.body_html, stored.need, Comment.objects.get(pk=posted.pk).body]
    assert not any("zqkanarieqz" in text for text in texts)
    restore_post(kind="answer", post_id=said.pk)
    assert Question.objects.get(pk=question.pk).need == QUOTE


def test_what_was_made_unreadable_is_so_in_quotations_for_good(quoted: Answer, quoting: Answer) -> None:
    mask_post(kind="answer", post_id=quoted.pk, passages=["zqkanarieqz"])
    assert "zqkanarieqz" not in everything_about(quoting)
    assert "te lui om te werken, zei •••." in quoting.body


def test_who_was_editing_reads_that_the_text_changed(quoted: Answer, quoting: Answer, daan: Member) -> None:
    remove_post(kind="answer", post_id=quoted.pk, rule="1")
    with pytest.raises(Conflict):
        edit_answer(editor=daan, answer_id=quoting.pk, body=f"{QUOTE}\n\nNog eens.", version=2)


def test_nobody_brings_it_back_by_quoting_it_again(quoted: Answer, noor: Member, signed_in: SignIn) -> None:
    remove_post(kind="answer", post_id=quoted.pk, rule="1")
    with pytest.raises(Refused, match="Haal het citaat uit je tekst"):
        post_answer(
            author=noor, question_id=quoted.question_id, body=f"{QUOTE}\n\nLees maar.", key=uuid.uuid4()
        )
    RateBucket.objects.all().delete()
    page = signed_in(noor).post(f"/questions/{quoted.question_id}/answers/", {"body": f"{QUOTE}\n\nHier."})
    assert page.status_code == 422
    assert "Haal het citaat uit je tekst" in page.content.decode()
    assert "zqkanarieqz" in page.content.decode()


def test_elsewhere_it_is_found_by_the_address(quoted: Answer, daan: Member, debts: Theme) -> None:
    address = f"https://peerplein.example/answers/{quoted.pk}/"
    other = make_answer(make_question(theme=debts), daan, body=f"{QUOTE}\n\nUit {address}")
    unrelated = make_answer(make_question(theme=debts), daan, body=QUOTE)
    remove_post(kind="answer", post_id=quoted.pk, rule="1")
    run_queued()
    assert "zqkanarieqz" not in everything_about(other)
    assert "zqkanarieqz" in everything_about(unrelated)
    restore_post(kind="answer", post_id=quoted.pk)
    run_queued()
    assert "zqkanarieqz" in everything_about(other)


def test_who_took_the_line_away_meanwhile_gets_nothing_back(
    quoted: Answer, quoting: Answer, daan: Member
) -> None:
    remove_post(kind="answer", post_id=quoted.pk, rule="1")
    quoting.refresh_from_db()
    edit_answer(editor=daan, answer_id=quoting.pk, body="Zo praten we hier niet.", version=quoting.version)
    restore_post(kind="answer", post_id=quoted.pk)
    quoting.refresh_from_db()
    assert quoting.body == "Zo praten we hier niet."
