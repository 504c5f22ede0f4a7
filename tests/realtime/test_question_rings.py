"""What the open page of a question is told and gets: ids over the socket, words over HTTP."""

import re
import uuid
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Member
from community.actions.answers import edit_answer, post_answer
from community.actions.comments import edit_comment, post_comment
from community.actions.highlights import Vouching, end_highlight, highlight_answer
from community.actions.questions import QuestionText, edit_question
from community.actions.reactions import thank
from community.actions.solutions import mark_solution, unmark_solution
from community.actions.states import close_question, reopen_question
from community.actions.threads import lock_thread, merge_questions, move_question, unlock_thread
from community.actions.visibility import hold_post, release_post, remove_post, restore_post
from community.actions.withdrawing import restore_answer, withdraw_answer, withdraw_comment
from community.models import Answer, Audience, Comment, Question, Theme, Visibility, WayOut
from realtime import subscribers
from realtime.frames import FrameError
from realtime.topics import place_of
from tests.contracts.people import PEOPLE, make_people, viewers
from tests.factories import make_answer, make_comment, make_question

pytestmark = pytest.mark.django_db

Rings = list[tuple[str, dict[str, Any]]]
OnCommit = Callable[..., AbstractContextManager[Any]]


class Thread:
    """A question of fatima with an answer and a remark of nicole."""

    def __init__(self, debts: Theme, housing: Theme, people: dict[str, Member]) -> None:
        self.people, self.housing = people, housing
        self.question: Question = make_question(people["fatima"], theme=debts)
        self.answer: Answer = make_answer(self.question, people["nicole"])
        self.comment: Comment = make_comment(self.question, people["nicole"], answer=self.answer)
        self.under: Comment = make_comment(self.question, people["nicole"])


@pytest.fixture
def rings(monkeypatch: pytest.MonkeyPatch) -> Rings:
    found: Rings = []
    monkeypatch.setattr(subscribers, "ring", lambda group, frame: found.append((group, frame)))
    return found


@pytest.fixture
def thread(
    debts: Theme, housing: Theme, fatima: Member, nicole: Member, daan: Member, mira: Member
) -> Thread:
    people = {"fatima": fatima, "nicole": nicole, "daan": daan, "mira": mira}
    return Thread(debts, housing, people)


def _key() -> uuid.UUID:
    return uuid.uuid4()


def _vouching() -> Vouching:
    return Vouching(
        organisation="Gemeente Perenburg",
        source_title="Participatiewet, artikel 31",
        source_url="https://wetten.overheid.nl/BWBR0015703",
        review_on=timezone.localdate() + timedelta(days=300),
    )


def _highlight(t: Thread) -> None:
    highlight_answer(
        professional=t.people["daan"], answer_id=t.answer.pk, version=t.answer.version, vouching=_vouching()
    )


def _solve(t: Thread) -> None:
    mark_solution(member=t.people["fatima"], answer_id=t.answer.pk)


def _lock(t: Thread) -> None:
    lock_thread(moderator=t.people["mira"], question_id=t.question.pk, reason="Het is klaar.")


def _post_answer(t: Thread) -> None:
    post_answer(author=t.people["daan"], question_id=t.question.pk, body="Bel ons even.", key=_key())


def _comment(t: Thread, answer_id: int | None) -> None:
    post_comment(
        author=t.people["daan"], question_id=t.question.pk, answer_id=answer_id, body="Klopt.", key=_key()
    )


def _edit_question(t: Thread) -> None:
    words = QuestionText(title="Mag ik werken naast bijstand?", body="Acht uur.")
    edit_question(editor=t.people["fatima"], question_id=t.question.pk, text=words, version=1)


NOTHING: Callable[[Thread], None] = lambda _t: None  # noqa: E731
Act = Callable[[Thread], Any]
CHANGES: dict[str, tuple[Act, Act, str, str]] = {
    # what happened before, what happens, `what` of the ring, whose id
    "a highlight": (NOTHING, _highlight, "highlight", "answer"),
    "the end of a highlight": (
        _highlight,
        lambda t: end_highlight(professional=t.people["daan"], answer_id=t.answer.pk),
        "highlight",
        "answer",
    ),
    "a solution": (NOTHING, _solve, "solution", "answer"),
    "no solution after all": (
        _solve,
        lambda t: unmark_solution(member=t.people["fatima"], answer_id=t.answer.pk),
        "solution",
        "answer",
    ),
    "thanks": (
        NOTHING,
        lambda t: thank(member=t.people["fatima"], answer_id=t.answer.pk),
        "thanks",
        "answer",
    ),
    "an edited answer": (
        NOTHING,
        lambda t: edit_answer(
            editor=t.people["nicole"], answer_id=t.answer.pk, body="Anders gezegd.", version=1
        ),
        "edit",
        "answer",
    ),
    "an edited question": (NOTHING, _edit_question, "edit", "question"),
    "an edited remark under an answer": (
        NOTHING,
        lambda t: edit_comment(
            editor=t.people["nicole"], comment_id=t.comment.pk, body="Toch niet.", version=1
        ),
        "edit",
        "answer",
    ),
    "a remark under an answer": (NOTHING, lambda t: _comment(t, t.answer.pk), "comment", "answer"),
    "a remark under the question": (NOTHING, lambda t: _comment(t, None), "comment", "question"),
    "a withdrawn answer": (
        NOTHING,
        lambda t: withdraw_answer(member=t.people["nicole"], answer_id=t.answer.pk),
        "gone",
        "answer",
    ),
    "a withdrawn remark": (
        NOTHING,
        lambda t: withdraw_comment(member=t.people["nicole"], comment_id=t.under.pk),
        "gone",
        "question",
    ),
    "an answer put back by its author": (
        lambda t: withdraw_answer(member=t.people["nicole"], answer_id=t.answer.pk),
        lambda t: restore_answer(member=t.people["nicole"], answer_id=t.answer.pk),
        "answer",
        "answer",
    ),
    "a held answer": (
        NOTHING,
        lambda t: hold_post(kind="answer", post_id=t.answer.pk, rule="1"),
        "gone",
        "answer",
    ),
    "a released answer": (
        lambda t: hold_post(kind="answer", post_id=t.answer.pk, rule="1"),
        lambda t: release_post(kind="answer", post_id=t.answer.pk),
        "answer",
        "answer",
    ),
    "a removed answer": (
        NOTHING,
        lambda t: remove_post(kind="answer", post_id=t.answer.pk, rule="1"),
        "gone",
        "answer",
    ),
    "a restored answer": (
        lambda t: remove_post(kind="answer", post_id=t.answer.pk, rule="1"),
        lambda t: restore_post(kind="answer", post_id=t.answer.pk),
        "answer",
        "answer",
    ),
    "a removed question": (
        NOTHING,
        lambda t: remove_post(kind="question", post_id=t.question.pk, rule="1"),
        "gone",
        "question",
    ),
    "a lock": (NOTHING, _lock, "state", "question"),
    "a lock undone": (
        _lock,
        lambda t: unlock_thread(moderator=t.people["mira"], question_id=t.question.pk),
        "state",
        "question",
    ),
    "a move": (
        NOTHING,
        lambda t: move_question(
            moderator=t.people["mira"], question_id=t.question.pk, theme=t.housing, reason="Past daar beter."
        ),
        "state",
        "question",
    ),
    "a question that was closed": (
        NOTHING,
        lambda t: close_question(
            member=t.people["fatima"], question_id=t.question.pk, way_out=next(iter(WayOut))
        ),
        "state",
        "question",
    ),
    "a question that was opened again": (
        lambda t: close_question(
            member=t.people["fatima"], question_id=t.question.pk, way_out=next(iter(WayOut))
        ),
        lambda t: reopen_question(member=t.people["fatima"], question_id=t.question.pk),
        "state",
        "question",
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_each_change_rings_once_at_its_question_with_the_id_of_what_changed(
    change: str, thread: Thread, rings: Rings, django_capture_on_commit_callbacks: OnCommit
) -> None:
    before, act, what, whose = CHANGES[change]
    with django_capture_on_commit_callbacks(execute=True):
        before(thread)
    rings.clear()
    with django_capture_on_commit_callbacks(execute=True):
        act(thread)
    topic = f"question:{thread.question.pk}"
    told = [frame for group, frame in rings if group == topic]
    expected = {"answer": thread.answer.pk, "question": None}[whose]
    assert {"t": "changed", "topic": topic, "what": what, "id": expected} in told
    assert [frame["what"] for frame in told].count(what) == 1


def test_a_new_answer_rings_with_its_own_id(
    thread: Thread, rings: Rings, django_capture_on_commit_callbacks: OnCommit
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        _post_answer(thread)
    newest = Answer.objects.latest("pk")
    assert [frame["id"] for group, frame in rings if group.startswith("question:")] == [newest.pk]


def test_a_merge_rings_at_both_questions(
    thread: Thread, rings: Rings, django_capture_on_commit_callbacks: OnCommit
) -> None:
    other = make_question(theme=thread.question.theme)
    with django_capture_on_commit_callbacks(execute=True):
        merge_questions(
            moderator=thread.people["mira"],
            question_id=thread.question.pk,
            into_id=other.pk,
            reason="Dezelfde vraag.",
        )
    groups = {group for group, frame in rings if frame["what"] == "state"}
    assert groups == {f"question:{thread.question.pk}", f"question:{other.pk}"}


@pytest.mark.parametrize("audience", Audience.values)
@pytest.mark.parametrize("visibility", Visibility.values)
def test_whoever_may_read_the_question_hears_its_rings_and_nobody_else(
    audience: str, visibility: str, debts: Theme
) -> None:
    from community.policies import can_see_question

    members = make_people()
    question = make_question(members["fatima"], theme=debts, audience=audience, visibility=visibility)
    for person in PEOPLE:
        viewer = viewers(members)[person]
        try:
            hears = place_of(f"question:{question.pk}", viewer).group == f"question:{question.pk}"
        except FrameError:
            hears = False
        assert hears == bool(can_see_question(viewer, question)), person


def parts(browser: Client, question: Question, **wanted: str) -> Any:
    return browser.get(f"/questions/{question.pk}/parts/", wanted)


def posts_in(page: str) -> list[str]:
    return re.findall(r'<article[^>]* id="((?:vraag|antwoord)-\d+)"', page)


def test_only_what_was_asked_for_comes(thread: Thread) -> None:
    other = make_answer(thread.question)
    page = parts(Client(), thread.question, answers=str(other.pk)).content.decode()
    assert posts_in(page) == [f"antwoord-{other.pk}"]
    assert "data-part" not in page
    page = parts(Client(), thread.question, answers="", head="1").content.decode()
    assert posts_in(page) == [f"vraag-{thread.question.pk}"]
    assert re.findall(r'data-part="(\w+)"', page) == ["title", "meta", "lines", "steps"]
    assert 'data-part="form"' in parts(Client(), thread.question, form="1").content.decode()


def test_what_a_viewer_may_not_read_is_not_among_the_parts(
    thread: Thread, mira: Member, fatima: Member, signed_in: Callable[[Member], Client]
) -> None:
    remove_post(kind="answer", post_id=thread.answer.pk, rule="1")
    elsewhere = make_answer()
    ids = f"{thread.answer.pk},{elsewhere.pk},999999"
    for browser, posts in ((Client(), []), (signed_in(mira), [f"antwoord-{thread.answer.pk}"])):
        page = parts(browser, thread.question, answers=ids).content.decode()
        assert posts_in(page) == posts
        assert elsewhere.body not in page
    assert (
        f'id="weg-answer-{thread.answer.pk}"'
        in parts(Client(), thread.question, answers=ids).content.decode()
    )
    remove_post(kind="question", post_id=thread.question.pk, rule="1")
    assert parts(Client(), thread.question, head="1").status_code == 404
    assert parts(signed_in(fatima), thread.question, head="1").status_code == 200


@pytest.mark.parametrize("answers", ["x", "1;2", "0", "-1", "1" * 19, ",".join(["1"] * 61), "١"])
def test_what_is_no_list_of_answers_is_not_found(thread: Thread, answers: str) -> None:
    assert parts(Client(), thread.question, answers=answers).status_code == 404


def test_the_parts_cost_no_more_for_more_answers(
    thread: Thread, nicole: Member, signed_in: Callable[[Member], Client], django_assert_max_num_queries: Any
) -> None:
    many = [thread.answer, *(make_answer(thread.question) for _ in range(12))]
    browser = signed_in(nicole)
    with django_assert_max_num_queries(14) as few:
        parts(browser, thread.question, answers=str(thread.answer.pk), head="1")
    with django_assert_max_num_queries(len(few)):
        parts(browser, thread.question, answers=",".join(str(answer.pk) for answer in many), head="1")


def test_one_part_is_a_fraction_of_the_page(thread: Thread) -> None:
    for _ in range(29):
        make_answer(thread.question)
    page = Client().get(thread.question.get_absolute_url()).content
    part = parts(Client(), thread.question, answers=str(thread.answer.pk), head="1").content
    assert len(part) < len(page) / 4
