"""T0, T1: for every state and every person, the rows that a filter gives are those that the check allows."""

import uuid
from collections.abc import Iterator
from itertools import product

import pytest
from django.db.models import F
from django.utils import timezone

from accounts.models import Member
from accounts.policies import Viewer, roles_of
from community.models import Answer, Audience, Comment, MergeSuggestion, Question, Visibility, Waiting
from community.policies import (
    can_see_answer,
    can_see_comment,
    can_see_question,
    can_see_suggestion,
    can_see_waiting,
    readers_of,
    visible_answers,
    visible_comments,
    visible_questions,
    visible_suggestions,
    visible_waiting,
)
from tests.contracts.people import OTHER_THEME, PEOPLE, THEME, make_people, viewers
from tests.contracts.world import readers_of_post, readers_of_question
from tests.factories import make_theme

STATES = list(product(Visibility.values, Audience.values, (False, True)))
ASKERS = ("fatima", "sol")
ANSWERERS = ("nicole", "fatima")
QUESTIONS = len(STATES) * len(ASKERS)
ANSWERS = QUESTIONS * len(Visibility.values) * len(ANSWERERS)
COMMENTS = (QUESTIONS + ANSWERS) * len(Visibility.values)


@pytest.fixture(scope="module")
def members(shared_database: None) -> dict[str, Member]:
    """Everybody, and posts in every state under posts in every state."""
    members = make_people()
    Question.objects.bulk_create(_questions(members))
    Answer.objects.bulk_create(_answers(members))
    Comment.objects.bulk_create(_comments(members))
    return members


@pytest.fixture
def viewer(request: pytest.FixtureRequest, members: dict[str, Member], db: None) -> Viewer:
    return viewers(members)[request.param]


def _texts() -> dict[str, object]:
    return {"body": "-", "body_html": "-", "key": uuid.uuid4()}


def _questions(members: dict[str, Member]) -> Iterator[Question]:
    theme = make_theme(THEME)
    for asker, (visibility, audience, anonymous) in product(ASKERS, STATES):
        yield Question(
            author=members[asker],
            theme=theme,
            title="-",
            slug="-",
            visibility=visibility,
            audience=audience,
            anonymous=anonymous,
            **_texts(),
        )


def _answers(members: dict[str, Member]) -> Iterator[Answer]:
    for question, visibility, author in product(Question.objects.all(), Visibility.values, ANSWERERS):
        yield Answer(question=question, author=members[author], visibility=visibility, **_texts())


def _comments(members: dict[str, Member]) -> Iterator[Comment]:
    for question, visibility in product(Question.objects.all(), Visibility.values):
        yield Comment(question=question, author=members["noor"], visibility=visibility, **_texts())
    for answer, visibility in product(Answer.objects.all(), Visibility.values):
        author = members["noor"]
        fields = {"question_id": answer.question_id, "visibility": visibility}
        yield Comment(answer=answer, author=author, **fields, **_texts())


everybody = pytest.mark.parametrize("viewer", PEOPLE, indirect=True)


def test_the_world_has_every_state(members: dict[str, Member], db: None) -> None:
    assert (QUESTIONS, ANSWERS, COMMENTS) == (60, 600, 3300)
    assert Question.objects.count() == QUESTIONS
    assert Answer.objects.count() == ANSWERS
    assert Comment.objects.count() == COMMENTS


@everybody
def test_the_questions_in_lists_are_those_that_may_be_opened(viewer: Viewer) -> None:
    listed = set(visible_questions(viewer).values_list("pk", flat=True))
    questions = Question.objects.select_related("theme")
    assert listed == {question.pk for question in questions if can_see_question(viewer, question)}


@everybody
def test_the_questions_on_the_radar_are_those_that_one_may_see_there(viewer: Viewer) -> None:
    Waiting.objects.bulk_create(
        Waiting(question=each, theme=each.theme, since=each.created_at) for each in Question.objects.all()
    )
    listed = set(visible_waiting(viewer).values_list("question", flat=True))
    questions = Question.objects.select_related("theme")
    assert listed == {question.pk for question in questions if can_see_waiting(viewer, question)}


@everybody
def test_the_suggestions_in_the_list_are_those_that_one_may_see(viewer: Viewer) -> None:
    questions = list(Question.objects.order_by("pk"))
    elsewhere = make_theme(OTHER_THEME)
    Question.objects.filter(pk__in=[each.pk for each in questions[::5]]).update(theme=elsewhere)
    pairs = zip(questions, [*questions[1:], questions[0]], strict=True)
    MergeSuggestion.objects.bulk_create(
        MergeSuggestion(question=one, into=other, likeness=80) for one, other in pairs
    )
    MergeSuggestion.objects.filter(pk__in=MergeSuggestion.objects.values("pk")[:5]).update(
        dismissed_at=timezone.now()
    )
    listed = set(visible_suggestions(viewer).values_list("pk", flat=True))
    rows = MergeSuggestion.objects.select_related("question__theme", "into__theme")
    assert listed == {row.pk for row in rows if can_see_suggestion(viewer, row)}


@everybody
def test_the_answers_in_a_thread_are_those_that_may_be_opened(viewer: Viewer) -> None:
    listed = set(visible_answers(viewer).values_list("pk", flat=True))
    answers = Answer.objects.select_related("question__theme")
    assert listed == {answer.pk for answer in answers if can_see_answer(viewer, answer)}


@everybody
def test_the_comments_in_a_thread_are_those_that_may_be_opened(viewer: Viewer) -> None:
    listed = set(visible_comments(viewer).values_list("pk", flat=True))
    comments = Comment.objects.select_related("question__theme", "answer__question__theme")
    assert listed == {comment.pk for comment in comments if can_see_comment(viewer, comment)}


@pytest.mark.parametrize(("person", "viewer"), [(name, name) for name in PEOPLE], indirect=["viewer"])
def test_each_person_reads_what_the_plain_words_say(person: str, viewer: Viewer) -> None:
    for question in visible_questions(viewer).select_related("author"):
        assert person in _readers(question)
    unseen = Question.objects.exclude(pk__in=visible_questions(viewer).values("pk"))
    for question in unseen.select_related("author"):
        assert person not in _readers(question)


@pytest.mark.parametrize(("person", "viewer"), [(name, name) for name in PEOPLE], indirect=["viewer"])
def test_each_person_reads_the_answers_that_the_plain_words_say(person: str, viewer: Viewer) -> None:
    seen = set(visible_answers(viewer).values_list("pk", flat=True))
    for answer in Answer.objects.select_related("author", "question__author"):
        under = _readers(answer.question)
        expected = readers_of_post(answer.visibility, author=answer.author.handle, under=under)
        assert (answer.pk in seen) == (person in expected), (answer.visibility, answer.question.visibility)


def test_a_mention_reaches_whoever_can_read_the_question_and_no_anonymous_asker_by_name(
    members: dict[str, Member], db: None
) -> None:
    """A link for an anonymous asker's handle, where few can be linked, would tell who asks."""
    everyone = viewers(members)
    for question in Question.objects.published().select_related("theme"):
        reached = set(readers_of(question).values_list("handle", flat=True))
        allowed = {name for name in members if can_see_question(everyone[name], question)}
        if question.anonymous and question.audience == Audience.PROFESSIONALS:
            allowed -= {members_name for members_name in ASKERS if members[members_name] == question.author}
        assert reached == allowed


@pytest.mark.parametrize(("name", "acts"), [("ina", False), ("rik", False), ("daan", True), ("mira", True)])
def test_a_role_counts_only_with_a_second_factor_and_until_its_last_day(
    name: str, acts: bool, members: dict[str, Member], db: None
) -> None:
    assert bool(roles_of(viewers(members)[name])) == acts


@everybody
def test_no_row_is_listed_twice(viewer: Viewer) -> None:
    for rows in (visible_questions(viewer), visible_answers(viewer), visible_comments(viewer)):
        listed = list(rows.values_list("pk", flat=True))
        assert len(listed) == len(set(listed))


@everybody
def test_nobody_but_its_author_and_moderators_meets_a_text_that_is_not_published(viewer: Viewer) -> None:
    strangers = visible_answers(viewer).exclude(visibility=Visibility.PUBLISHED)
    if viewer.is_authenticated:
        strangers = strangers.exclude(author=viewer)
    readable = strangers.filter(visibility=F("visibility")).exists()
    assert readable == (viewer.is_authenticated and viewer.handle in ("mira", "bram"))


def _readers(question: Question) -> frozenset[str]:
    return readers_of_question(question.visibility, question.audience, asker=question.author.handle)
