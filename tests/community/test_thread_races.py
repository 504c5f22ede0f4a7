"""Moderators at the same moment, with a connection each: one act wins, nothing is lost or goes round."""

import uuid
from typing import Any

import pytest

from accounts.models import Member, Role
from community.actions.answers import edit_answer, post_answer
from community.actions.comments import edit_comment
from community.actions.reactions import thank
from community.actions.threads import lock_thread, merge_questions, move_question, split_answer
from community.actions.undoing import undo_act
from community.actions.visibility import remove_post
from community.models import ActKind, Answer, Comment, Follow, Question, Theme, ThreadAct, Visibility
from core.errors import DomainError
from tests.factories import make_answer, make_comment, make_member, make_question, make_theme
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


def test_what_is_done_with_an_answer_during_an_undo_leaves_it_in_its_own_thread(
    theme: Theme, moderators: list[Member]
) -> None:
    """Edits, comments, thanks and removals find the answer where it stands when they have it."""
    for _round in range(4):
        source, target = make_thread(theme, answers=0), make_thread(theme)
        answers = [make_answer(source) for _number in range(8)]
        moderator = moderators[0]
        merged = merge_questions(moderator=moderator, question_id=source.pk, into_id=target.pk, reason=REASON)

        def act(number: int, answers: list[Answer] = answers, merged: ThreadAct = merged) -> object:
            if number == 3:
                return undo_act(moderator=moderators[0], act_id=merged.pk)
            answer = answers[number % 8]
            if number % 4 == 0:
                return edit_answer(
                    editor=answer.author,
                    answer_id=answer.pk,
                    body=f"Anders {number}.",
                    version=answer.version,
                )
            if number % 4 == 1:
                return remove_post(kind="answer", post_id=answer.pk, rule="1")
            return thank(member=moderators[number % 3], answer_id=answer.pk)

        done(in_parallel(act, times=16))
        if ThreadAct.objects.get(pk=merged.pk).undone_at is None:
            continue
        source.refresh_from_db()
        target.refresh_from_db()
        assert {answer.pk for answer in Answer.objects.filter(question=source)} == {a.pk for a in answers}
        assert source.answer_count == Answer.objects.published().filter(question=source).count()
        assert target.answer_count == Answer.objects.published().filter(question=target).count() == 3


def test_a_comment_during_a_split_or_its_undo_stands_in_one_place(
    theme: Theme, moderators: list[Member]
) -> None:
    question = make_thread(theme, answers=0)
    answers = [make_answer(question) for _number in range(6)]
    comments = {answer.pk: make_comment(question, answer=answer) for answer in answers}

    def act(number: int) -> object:
        answer = answers[number % 6]
        if number < 6:
            return split_answer(moderator=moderators[number % 3], answer_id=answer.pk, title="Een vraag?")
        comment = comments[answer.pk]
        return edit_comment(
            editor=comment.author, comment_id=comment.pk, body="Anders.", version=comment.version
        )

    done(in_parallel(act, times=12))
    for answer in Answer.objects.filter(pk__in=comments):
        comment = Comment.objects.get(pk=comments[answer.pk].pk)
        assert (answer.visibility, comment.answer, comment.question) == (
            Visibility.MOVED,
            None,
            answer.became,
        )


def test_an_edit_and_a_split_keep_the_same_words(theme: Theme, moderators: list[Member]) -> None:
    """Either the edit came first and the new question has its words, or its writer hears that it moved."""
    question = make_thread(theme, answers=0)
    answers = [make_answer(question, body="Eerst.") for _number in range(8)]

    def act(number: int) -> object:
        answer = answers[number // 2]
        if number % 2:
            return split_answer(moderator=moderators[number % 3], answer_id=answer.pk, title="Een vraag?")
        return edit_answer(editor=answer.author, answer_id=answer.pk, body="Later.", version=answer.version)

    outcomes = in_parallel(act, times=16)
    done(outcomes)
    for number, answer in enumerate(answers):
        stored = Answer.objects.select_related("became").get(pk=answer.pk)
        assert stored.became is not None
        assert stored.body == stored.became.body
        assert stored.body == ("Eerst." if isinstance(outcomes[number * 2], DomainError) else "Later.")
    question.refresh_from_db()
    assert question.answer_count == 0


def test_a_merge_and_the_undo_of_the_one_before_do_not_cross(theme: Theme, moderators: list[Member]) -> None:
    """A into B is taken back while B goes into C: either way each answer stands in a thread that is there."""
    for _round in range(6):
        first, second, third = (make_thread(theme) for _number in range(3))
        merged = merge_questions(
            moderator=moderators[0], question_id=first.pk, into_id=second.pk, reason=REASON
        )

        def act(
            number: int, merged: ThreadAct = merged, second: Question = second, third: Question = third
        ) -> object:
            if number:
                return undo_act(moderator=moderators[0], act_id=merged.pk)
            return merge_questions(
                moderator=moderators[1], question_id=second.pk, into_id=third.pk, reason=REASON
            )

        assert 1 <= len(done(in_parallel(act, times=2))) <= 2
        for question in (first, second, third):
            question.refresh_from_db()
            counted = Answer.objects.filter(question=question).count()
            assert question.answer_count == counted
            assert (question.visibility == Visibility.PUBLISHED) == (question.merged_into_id is None)
            assert question.is_published or not counted
        assert first.answer_count + second.answer_count + third.answer_count == 9
