"""S01: a remark under a question or an answer is found, and leads to where it stands."""

import uuid
from collections.abc import Callable

import pytest
from django.test import Client

from accounts.actions.blocks import block_member
from accounts.models import Member
from community.actions.comments import edit_comment, post_comment
from community.actions.search_index import rebuild_entries
from community.actions.threads import split_answer
from community.actions.undoing import undo_act
from community.actions.withdrawing import restore_comment, withdraw_comment
from community.models import Comment, Question, SearchEntry, SearchWord, Theme, Visibility
from tests.community.test_search import look_for, reindex, titles
from tests.factories import make_answer, make_comment, make_question

SignedIn = Callable[[Member], Client]


@pytest.fixture
def question(fatima: Member, debts: Theme) -> Question:
    return make_question(fatima, theme=debts, title="Wie helpt mij verder?", body="Ik weet het niet.")


def comment_on(question: Question, author: Member, body: str) -> Comment:
    return post_comment(
        author=author, question_id=question.pk, answer_id=None, body=body, key=uuid.uuid4()
    ).post


def test_a_comment_is_found_from_the_moment_it_is_written(question: Question, nicole: Member) -> None:
    comment = comment_on(question, nicole, "Vraag naar de scootmobiel.")
    [result] = look_for("scootmobielen").results
    assert (result.question, result.url, result.in_comment) == (question, comment.get_absolute_url(), True)
    page = Client().get("/search/", {"q": "scootmobiel"}).content.decode()
    assert "<b>In een reactie:</b> Vraag naar de <mark>scootmobiel</mark>." in page


def test_what_was_found_leads_to_the_comment_under_its_answer(question: Question, nicole: Member) -> None:
    answer = make_answer(question, body="Dat kan.")
    comment = make_comment(question, nicole, answer=answer, body="Ook met een scootmobiel?")
    reindex()
    [result] = look_for("scootmobiel").results
    page = Client().get(result.url, follow=True)
    assert page.redirect_chain[-1][0].endswith(f"#reactie-{comment.pk}")
    assert f'id="antwoord-{answer.pk}"' in page.content.decode()
    assert "Ook met een scootmobiel?" in page.content.decode()


def test_an_edit_changes_what_is_found(question: Question, nicole: Member) -> None:
    comment = comment_on(question, nicole, "Vraag naar de scootmobiel.")
    edit_comment(
        editor=nicole, comment_id=comment.pk, body="Vraag naar de traplift.", version=comment.version
    )
    assert titles(look_for("scootmobiel")) == []
    assert titles(look_for("traplift")) == [question.title]


def test_who_takes_a_comment_back_is_not_found_until_it_returns(question: Question, nicole: Member) -> None:
    comment = comment_on(question, nicole, "Vraag naar de scootmobiel.")
    withdraw_comment(member=nicole, comment_id=comment.pk)
    assert titles(look_for("scootmobiel")) == []
    restore_comment(member=nicole, comment_id=comment.pk)
    assert titles(look_for("scootmobiel")) == [question.title]


@pytest.mark.parametrize("hidden", [Visibility.HELD, Visibility.WITHDRAWN, Visibility.REMOVED])
@pytest.mark.parametrize("what", ["comment", "answer", "question"])
def test_under_what_is_hidden_nothing_is_found(
    what: str, hidden: str, fatima: Member, nicole: Member, mira: Member, signed_in: SignedIn
) -> None:
    """Nor by its writer, nor by a moderator who may open it."""

    def seen(kind: str) -> str:
        return hidden if what == kind else Visibility.PUBLISHED

    question = make_question(fatima, visibility=seen("question"))
    answer = make_answer(question, visibility=seen("answer"))
    make_comment(question, nicole, answer=answer, body="Scootmobiel.", visibility=seen("comment"))
    reindex()
    assert "scootmobiel" not in SearchWord.objects.values_list("word", flat=True)
    for client in (Client(), signed_in(nicole), signed_in(mira)):
        assert "Niets gevonden" in client.get("/search/", {"q": "scootmobiel"}).content.decode()


def test_words_of_who_one_blocked_are_not_shown(
    question: Question, fatima: Member, nicole: Member, signed_in: SignedIn
) -> None:
    comment_on(question, nicole, "Vraag naar de scootmobiel.")
    block_member(member=fatima, handle="nicole")
    page = signed_in(fatima).get("/search/", {"q": "scootmobiel"}).content.decode()
    assert question.title in page
    assert "Vraag naar de" not in page
    thread = signed_in(fatima).get(f"/questions/{question.pk}/search/", {"q": "scootmobiel"})
    assert "Hier staat dat niet" in thread.content.decode()


def test_the_author_of_a_comment_can_be_chosen_but_never_an_anonymous_asker(
    question: Question, nicole: Member, eric: Member, debts: Theme
) -> None:
    Member.objects.filter(pk__in=[nicole.pk, eric.pk]).update(profile_public=True)
    anonymous = make_question(eric, theme=debts, anonymous=True, title="Anoniem gevraagd")
    make_comment(question, nicole, body="Over de scootmobiel.")
    make_comment(anonymous, eric, body="Bij mij ook een scootmobiel.")
    reindex()
    for text in ("scootmobiel", ""):
        assert titles(look_for(text, author="nicole")) == [question.title]
        assert titles(look_for(text, author="eric")) == []
    assert len(look_for("scootmobiel").results) == 2


def test_a_comment_is_worth_less_than_a_title_and_an_answer(question: Question, debts: Theme) -> None:
    make_comment(question, body="Een scootmobiel.")
    make_question(theme=debts, title="Over een scootmobiel")
    make_answer(make_question(theme=debts, title="Met een antwoord"), body="Een scootmobiel.")
    reindex()
    found = titles(look_for("scootmobiel"))
    assert found == ["Over een scootmobiel", "Met een antwoord", question.title]


def test_after_a_split_a_comment_is_found_under_the_new_question(
    question: Question, nicole: Member, mira: Member
) -> None:
    answer = make_answer(question, nicole, body="Iets anders.")
    comment = make_comment(question, answer=answer, body="Ook met een scootmobiel?")
    reindex()
    act = split_answer(moderator=mira, answer_id=answer.pk, title="Een eigen vraag?")
    assert titles(look_for("scootmobiel")) == ["Een eigen vraag?"]
    entry = SearchEntry.objects.get(comment=comment)
    assert (entry.question, entry.answer) == (act.other, None)
    undo_act(moderator=mira, act_id=act.pk)
    assert titles(look_for("scootmobiel")) == [question.title]
    entry.refresh_from_db()
    assert (entry.question, entry.answer) == (question, answer)


def test_rebuilding_writes_comments_and_the_index_goes_with_them(question: Question) -> None:
    comment = make_comment(question, body="Over de scootmobiel.")
    assert rebuild_entries() == 2
    assert rebuild_entries() == 0
    assert titles(look_for("scootmobiel")) == [question.title]
    comment.delete()
    assert titles(look_for("scootmobiel")) == []


def test_a_search_in_a_thread_shows_comments_where_they_stand(question: Question, nicole: Member) -> None:
    answer = make_answer(question, body="De scootmobiel staat in de wet.")
    later = make_answer(question, body="De scootmobiel kost niets.")
    under = make_comment(question, nicole, answer=answer, body="Welke scootmobiel?")
    own = make_comment(question, nicole, body="Een scootmobiel dus.")
    reindex()
    page = Client().get(f"/questions/{question.pk}/search/", {"q": "scootmobiel"}).content.decode()
    assert "4 plekken gevonden" in page
    assert f"Reactie van {nicole.name}" in page
    places = [
        page.index(f'href="{post.get_absolute_url()}"')
        for post in (own, answer, under, later)
    ]  # fmt: skip
    assert places == sorted(places)
