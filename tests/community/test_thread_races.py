"""Moderators at the same moment, with a connection each: one act wins, nothing is lost or goes round."""

import uuid
from typing import Any

import pytest

from accounts.models import Member, Role
from community.actions.answers import post_answer
from community.actions.threads import lock_thread, merge_questions, move_question, split_answer
from community.actions.undoing import undo_act
from community.models import ActKind, Answer, Follow, Question, Theme, ThreadAct, Visibility
from core.errors import DomainError
from tests.factories import make_answer, make_member, make_question, make_theme
from tests.parallel import in_parallel

pytestmark = [pytest.mark.postgres_only, pytest.mark.django_db(transaction=True)]

REASON = "Dit gaat over hetzelfde."


@pytest.fixture
def theme() -> Theme:
    return make_theme("wonen")


@pytest.fixture
def moderators() -> list[Member]:
    return [make_member(role=Role.MODERATOR) for _number in range(3)]


def make_thread(theme: Theme, answers: int = 3) -> Question:
    question = make_question(theme=theme)
    for _number in range(answers):
        make_answer(question)
    Follow.objects.create(member=question.author, question=question)
    return question


def done(outcomes: list[Any]) -> list[Any]:
    """What succeeded; whoever came second reads a sentence, and nothing else goes wrong."""
    assert [
        each for each in outcomes if isinstance(each, Exception) and not isinstance(each, DomainError)
    ] == []
    return [each for each in outcomes if not isinstance(each, Exception)]


def test_two_moderators_merge_two_questions_into_each_other_and_one_wins(
    theme: Theme, moderators: list[Member]
) -> None:
    pairs = [(make_thread(theme), make_thread(theme)) for _number in range(6)]

    def merge(number: int) -> ThreadAct:
        first, second = pairs[number // 2]
        source, target = (first, second) if number % 2 else (second, first)
        return merge_questions(
            moderator=moderators[number % 2], question_id=source.pk, into_id=target.pk, reason=REASON
        )

    assert len(done(in_parallel(merge, times=12))) == 6
    for pair in pairs:
        left = {Question.objects.get(pk=question.pk) for question in pair}
        (kept,) = [question for question in left if question.visibility == Visibility.PUBLISHED]
        (gone,) = [question for question in left if question.visibility == Visibility.MOVED]
        assert (gone.merged_into_id, kept.merged_into_id) == (kept.pk, None)
        assert kept.answer_count == Answer.objects.filter(question=kept).count() == 6
        assert not Answer.objects.filter(question=gone).exists()
        assert set(Follow.objects.filter(question=kept).values_list("member", flat=True)) >= {
            kept.author_id,
            gone.author_id,
        }
    assert ThreadAct.objects.filter(kind=ActKind.MERGED).count() == 6


def test_three_merges_in_a_ring_leave_one_question_to_which_the_others_lead(
    theme: Theme, moderators: list[Member]
) -> None:
    ring = [make_thread(theme) for _number in range(3)]

    def merge(number: int) -> ThreadAct:
        return merge_questions(
            moderator=moderators[number],
            question_id=ring[number].pk,
            into_id=ring[(number + 1) % 3].pk,
            reason=REASON,
        )

    assert 1 <= len(done(in_parallel(merge, times=3))) <= 2
    standing = Question.objects.filter(visibility=Visibility.PUBLISHED)
    assert standing.exists()
    assert sum(standing.values_list("answer_count", flat=True)) == Answer.objects.count() == 9
    for question in Question.objects.filter(visibility=Visibility.MOVED):
        place, steps = question.pk, 0
        while (goes_to := Question.objects.values_list("merged_into", flat=True).get(pk=place)) is not None:
            place, steps = goes_to, steps + 1
            assert steps < 3
        assert Question.objects.get(pk=place).visibility == Visibility.PUBLISHED


def test_a_merge_is_taken_back_once_however_often_it_is_pressed(
    theme: Theme, moderators: list[Member]
) -> None:
    source, target = make_thread(theme), make_thread(theme)
    moderator = moderators[0]
    act = merge_questions(moderator=moderator, question_id=source.pk, into_id=target.pk, reason=REASON)
    outcomes = in_parallel(lambda _n: undo_act(moderator=moderator, act_id=act.pk), times=8)
    assert len(done(outcomes)) == 1
    for question in (source, target):
        question.refresh_from_db()
        assert (question.visibility, question.merged_into_id) == (Visibility.PUBLISHED, None)
        assert question.answer_count == Answer.objects.filter(question=question).count() == 3
        assert question.follower_count == Follow.objects.filter(question=question).count() == 1
    assert target.lines == []


def test_a_split_is_taken_back_once_however_often_it_is_pressed(
    theme: Theme, moderators: list[Member]
) -> None:
    question = make_thread(theme)
    answer = question.answers.all()[0]
    act = split_answer(moderator=moderators[0], answer_id=answer.pk, title="Een eigen vraag?")
    outcomes = in_parallel(lambda _n: undo_act(moderator=moderators[0], act_id=act.pk), times=8)
    assert len(done(outcomes)) == 1
    question.refresh_from_db()
    assert question.answer_count == Answer.objects.published().filter(question=question).count() == 3


def test_an_answer_that_is_posted_during_a_merge_stands_in_the_thread_that_stays(
    theme: Theme, moderators: list[Member]
) -> None:
    source, target = make_thread(theme, answers=0), make_thread(theme, answers=0)
    writers = [make_member() for _number in range(15)]

    def act(number: int) -> object:
        if number == 7:
            return merge_questions(
                moderator=moderators[0], question_id=source.pk, into_id=target.pk, reason=REASON
            )
        return post_answer(
            author=writers[number], question_id=source.pk, body=f"Antwoord {number}.", key=uuid.uuid4()
        )

    stored = len(done(in_parallel(act, times=15))) - 1
    target.refresh_from_db()
    assert Answer.objects.count() == stored
    assert target.answer_count == Answer.objects.filter(question=target).count() == stored


def test_one_question_is_locked_once_and_moved_once(theme: Theme, moderators: list[Member]) -> None:
    question, other = make_thread(theme), make_theme("geld-en-schulden")

    def act(number: int) -> ThreadAct:
        moderator = moderators[number % 3]
        if number % 2:
            return lock_thread(moderator=moderator, question_id=question.pk, reason=REASON)
        return move_question(moderator=moderator, question_id=question.pk, theme=other, reason=REASON)

    assert len(done(in_parallel(act, times=12))) == 2
    question.refresh_from_db()
    assert (question.is_locked, question.theme) == (True, other)
    assert [line["kind"] for line in question.lines].count(ActKind.LOCKED) == 1
