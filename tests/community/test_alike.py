"""F5: moderators hear that two questions are nearly the same, and decide."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django_tasks_db.models import DBTaskResult

from accounts.models import Member, Role
from community.actions.alike import dismiss_suggestion
from community.actions.questions import QuestionText, edit_question
from community.actions.search_index import index_questions
from community.jobs import relate
from community.models import Audience, MergeSuggestion, Question, Theme, Visibility
from community.queries.alike import alike_page
from core.errors import NotAllowed, NotFound
from tests.community.waiting import asked, waits
from tests.factories import make_member, make_question

pytestmark = pytest.mark.django_db

SignIn = Callable[[Member], Client]
FIRST = "Hoe vraag ik kwijtschelding van gemeentebelasting aan?"
SECOND = "Kan ik kwijtschelding aanvragen van de gemeentebelasting?"
OTHER = "Wie gaat er mee wandelen op zondag?"


def found(*titles: str, asker: Member, theme: Theme, **fields: Any) -> list[Question]:
    """Questions in the index, each looked at by the job that finds what it resembles."""
    questions = [make_question(asker, theme=theme, title=title, **fields) for title in titles]
    index_questions(questions)
    for question in questions:
        relate.call(question.pk)
    return questions


def pairs() -> list[tuple[int, int]]:
    return list(MergeSuggestion.objects.open().values_list("question", "into"))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (FIRST, SECOND),
        ("Hoe lang duurt een aanvraag voor bijstand?", "Hoelang duurt het aanvragen van bijstand?"),
        ("Mag ik werken naast mijn bijstandsuitkering?", "Mag je werken naast een bijstandsuitkering?"),
        ("Wat doe ik met een brief van de deurwaarder?", "Brief van de deurwaarder, wat moet ik doen?"),
    ],
)
def test_two_ways_of_asking_the_same_are_suggested_the_younger_into_the_older(
    one: str, other: str, fatima: Member, debts: Theme
) -> None:
    older, younger, _third = found(one, other, OTHER, asker=fatima, theme=debts)
    assert pairs() == [(younger.pk, older.pk)]


@pytest.mark.parametrize(
    "other",
    [
        "Hoe vraag ik een paspoort aan?",
        "Kwijtschelding van mijn studieschuld, kan dat nog?",
        "Waar betaal ik de gemeentebelasting?",
    ],
)
def test_what_only_shares_a_subject_is_no_suggestion(other: str, fatima: Member, debts: Theme) -> None:
    found(FIRST, other, asker=fatima, theme=debts)
    assert pairs() == []


def test_the_job_that_asking_queues_finds_them(fatima: Member, nicole: Member, debts: Theme) -> None:
    older, younger = asked(fatima, debts, FIRST), asked(nicole, debts, SECOND)
    assert DBTaskResult.objects.filter(task_path__endswith="relate").count() == 2
    relate.call(younger.pk)
    assert pairs() == [(younger.pk, older.pk)]


def test_an_edit_that_makes_them_differ_takes_the_suggestion_back(fatima: Member, debts: Theme) -> None:
    _older, younger = found(FIRST, SECOND, asker=fatima, theme=debts)
    text = QuestionText(title=OTHER, body="Ik wil graag naar buiten.")
    edit_question(editor=fatima, question_id=younger.pk, text=text, version=1)
    relate.call(younger.pk)
    assert pairs() == []


@pytest.mark.parametrize(
    "hidden",
    [{"audience": Audience.PROFESSIONALS}, {"audience": Audience.MEMBERS}, {"visibility": Visibility.HELD}],
)
def test_only_what_everybody_may_read_is_compared(
    hidden: dict[str, str], fatima: Member, debts: Theme
) -> None:
    found(FIRST, asker=fatima, theme=debts)
    found(SECOND, asker=fatima, theme=debts, **hidden)
    assert pairs() == []


def test_the_reason_names_the_words_that_both_titles_share(
    fatima: Member, mira: Member, debts: Theme
) -> None:
    found(FIRST, SECOND, asker=fatima, theme=debts)
    reason = alike_page(mira).suggestions[0].reason
    for word in ("kwijtschelding", "gemeentebelasting"):
        assert f"“{word}”" in reason
    assert "vraag" not in reason


def test_a_moderator_of_only_one_of_the_themes_does_not_see_it(
    fatima: Member, mira: Member, debts: Theme, housing: Theme
) -> None:
    wil = make_member("wil", role=Role.MODERATOR, scope=housing.slug)
    found(FIRST, asker=fatima, theme=debts)
    found(SECOND, asker=fatima, theme=housing)
    assert len(alike_page(mira).suggestions) == 1
    assert alike_page(wil).suggestions == []
    suggestion = MergeSuggestion.objects.get()
    with pytest.raises(NotFound):
        dismiss_suggestion(moderator=wil, suggestion_id=suggestion.pk)
    with pytest.raises(NotAllowed):
        alike_page(fatima)


def test_the_page_of_the_question_leads_a_moderator_to_both_beside_each_other_and_to_merging(
    signed_in: SignIn, fatima: Member, nicole: Member, mira: Member, debts: Theme
) -> None:
    older, younger = found(FIRST, SECOND, asker=fatima, theme=debts)
    client, says = signed_in(mira), "Deze vraag lijkt op een andere"
    assert says in client.get(younger.get_absolute_url()).content.decode()
    for reader in (signed_in(fatima), signed_in(nicole), Client()):
        assert says not in reader.get(younger.get_absolute_url()).content.decode()
    address = f"/questions/{younger.pk}/moderate/"
    assert f"{address}?into={older.pk}#merge" in client.get(address).content.decode()
    page = client.get(f"{address}?into={older.pk}").content.decode()
    assert f'id="side-{younger.pk}"' in page
    assert f'id="side-{older.pk}"' in page
    assert f'name="into" value="{older.pk}"' in page
    form = {"act": "merge", "into": str(older.pk), "reason": "Dezelfde vraag."}
    assert client.post(address, form).status_code == 302
    assert alike_page(mira).suggestions == []


@pytest.mark.parametrize("into", ["0", "-1", "x", "9" * 30, "٣", ""])
def test_a_strange_number_shows_the_page_without_a_second_side(
    into: str, signed_in: SignIn, fatima: Member, mira: Member, debts: Theme
) -> None:
    question = make_question(fatima, theme=debts)
    answer = signed_in(mira).get(f"/questions/{question.pk}/moderate/", {"into": into})
    assert answer.status_code == 200
    assert "sides__side" not in answer.content.decode()


def test_what_was_dismissed_is_not_suggested_again(
    signed_in: SignIn, fatima: Member, mira: Member, debts: Theme
) -> None:
    questions = found(FIRST, SECOND, asker=fatima, theme=debts)
    suggestion = MergeSuggestion.objects.get()
    address = f"/merge-suggestions/{suggestion.pk}/dismiss/"
    answer = signed_in(mira).post(address, follow=True)
    assert "Geen dubbele vragen" in answer.content.decode()
    for question in questions:
        relate.call(question.pk)
    suggestion.refresh_from_db()
    assert suggestion.dismissed_by == mira
    assert pairs() == []
    assert signed_in(mira).post(address).status_code == 404


def test_the_list_asks_the_database_the_same_however_long_it_is(
    signed_in: SignIn, fatima: Member, mira: Member, debts: Theme, django_assert_num_queries: Any
) -> None:
    client = signed_in(mira)
    client.get("/questions/alike/")
    for number in range(12):
        one, other = waits(fatima, debts), waits(fatima, debts)
        MergeSuggestion.objects.create(question=one, into=other, likeness=60 + number)
        if number in (1, 11):
            with django_assert_num_queries(3):
                client.get("/questions/alike/")
