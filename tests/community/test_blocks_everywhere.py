"""S13: what somebody wrote whom one blocked is folded at every outlet, and gives no notice."""

import uuid
from collections.abc import Callable

import pytest
from django.test import Client

from accounts.actions.blocks import block_member
from accounts.models import Member, Notification
from community.actions.answers import post_answer
from community.actions.comments import post_comment
from community.actions.follows import follow_question
from community.actions.highlights import Vouching, highlight_answer
from community.actions.questions import QuestionText, ask_question
from community.actions.reactions import thank
from community.actions.search_index import rebuild_entries, refresh_words
from community.actions.solutions import mark_solution
from community.models import Question, RelatedQuestion, Theme
from community.queries.thread import question_page
from tests.factories import make_answer, make_comment, make_highlight, make_question

pytestmark = pytest.mark.django_db
SignIn = Callable[[Member], Client]
ROW = "Een vraag van iemand die je blokkeert"
POST = "Je blokkeert deze schrijver. Toch lezen"


@pytest.fixture
def asked(nicole: Member, debts: Theme) -> Question:
    """A question of nicole that stands in every list."""
    question = make_question(nicole, theme=debts, title="Hoe zit het met huurtoeslag?", body="Wie weet het?")
    rebuild_entries()
    refresh_words()
    return question


@pytest.mark.parametrize(
    "path",
    ["/", "/questions/", "/questions/?show=unanswered", "/themes/geld-en-schulden/", "/people/nicole/",
     "/search/?q=huurtoeslag", "/search/?theme=geld-en-schulden"],
)  # fmt: skip
def test_their_question_is_folded_in_every_list(
    path: str, asked: Question, fatima: Member, noor: Member, signed_in: SignIn
) -> None:
    block_member(member=fatima, handle="nicole")
    page = signed_in(fatima).get(path).content.decode()
    assert f"<summary>{ROW}</summary>" in page
    assert page.index(f"<summary>{ROW}</summary>") < page.index(asked.get_absolute_url())
    for client in (Client(), signed_in(noor)):
        other = client.get(path).content.decode()
        assert ROW not in other
        assert asked.get_absolute_url() in other or path == "/people/nicole/"


def test_their_question_is_folded_on_its_own_page(asked: Question, fatima: Member, signed_in: SignIn) -> None:
    block_member(member=fatima, handle="nicole")
    page = signed_in(fatima).get(asked.get_absolute_url()).content.decode()
    assert page.index(f"<summary>{POST}</summary>") < page.index("Wie weet het?</p>")
    assert POST not in Client().get(asked.get_absolute_url()).content.decode()


def test_what_they_ask_is_not_suggested_while_typing(
    asked: Question, fatima: Member, signed_in: SignIn
) -> None:
    words = {"title": "Hoe zit het met huurtoeslag"}
    assert asked.title in signed_in(fatima).get("/search/similar/", words).content.decode()
    block_member(member=fatima, handle="nicole")
    assert asked.title not in signed_in(fatima).get("/search/similar/", words).content.decode()


def test_what_they_ask_does_not_stand_beside_another_question(
    asked: Question, noor: Member, fatima: Member, eric: Member, debts: Theme
) -> None:
    hidden = make_question(eric, theme=debts, anonymous=True, title="Krijg ik zelf ook huurtoeslag?")
    question = make_question(noor, theme=debts, title="Wanneer krijg ik mijn huurtoeslag?")
    for score, other in enumerate((asked, hidden)):
        RelatedQuestion.objects.create(question=question, other=other, score=score)
    block_member(member=fatima, handle="nicole")
    block_member(member=fatima, handle="eric")

    def beside(viewer: Member) -> set[str]:
        return {related.title for related in question_page(viewer, question_id=question.pk).related}

    assert beside(noor) == {asked.title, hidden.title}
    assert beside(fatima) == {hidden.title}


def test_a_search_shows_nothing_of_their_answer(
    noor: Member, fatima: Member, nicole: Member, signed_in: SignIn
) -> None:
    make_answer(make_question(noor), nicole, body="Vraag een traplift aan bij de gemeente.")
    rebuild_entries()
    refresh_words()
    assert "bij de gemeente" in signed_in(fatima).get("/search/?q=traplift").content.decode()
    block_member(member=fatima, handle="nicole")
    assert "bij de gemeente" not in signed_in(fatima).get("/search/?q=traplift").content.decode()


def test_who_asked_anonymously_is_given_away_by_nothing(
    fatima: Member, eric: Member, debts: Theme, signed_in: SignIn
) -> None:
    question = make_question(eric, theme=debts, anonymous=True, title="Wie helpt mij met huurtoeslag?")
    make_answer(question, eric, body="Ik vroeg een traplift aan.")
    make_comment(question, eric)
    rebuild_entries()
    refresh_words()
    block_member(member=fatima, handle="eric")
    for path in ("/", "/questions/", question.get_absolute_url(), "/search/?q=huurtoeslag"):
        page = signed_in(fatima).get(path).content.decode()
        assert ROW not in page
        assert POST not in page
    assert "traplift" in signed_in(fatima).get("/search/?q=traplift").content.decode()


def test_nothing_that_they_do_gives_a_notice(fatima: Member, daan: Member, debts: Theme) -> None:
    """Daan answers, comments, names, thanks, marks and vouches; of all that fatima hears nothing."""
    question = make_question(fatima, theme=debts)
    own = make_answer(make_question(daan, theme=debts), fatima)
    followed = make_question(theme=debts)
    follow_question(member=fatima, question_id=followed.pk)
    block_member(member=fatima, handle="daan")
    for place in (question, followed):
        post_answer(author=daan, question_id=place.pk, body=f"Hoi @fatima ({place.pk}).", key=uuid.uuid4())
        post_comment(
            author=daan,
            question_id=place.pk,
            answer_id=None,
            body=f"Zie je dit, @fatima ({place.pk})?",
            key=uuid.uuid4(),
        )
    post_comment(
        author=daan, question_id=own.question_id, answer_id=own.pk, body="Dag @fatima.", key=uuid.uuid4()
    )
    thank(member=daan, answer_id=own.pk)
    mark_solution(member=daan, answer_id=own.pk)
    vouching = Vouching("Gemeente", "Wet", "", make_highlight(make_answer()).review_on)
    highlight_answer(professional=daan, answer_id=own.pk, version=own.version, vouching=vouching)
    ask_question(
        author=daan,
        text=QuestionText(title="Weet iemand dit?", body="Misschien @fatima."),
        theme=debts,
        key=uuid.uuid4(),
    )
    assert list(Notification.objects.filter(member=fatima).values_list("kind", flat=True)) == []
