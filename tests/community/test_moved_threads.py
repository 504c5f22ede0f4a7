"""Q9: what was moved stays reachable, nobody loses a name or a text over it, and undoing undoes it all."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Member, Notification, RoleGrant
from community.actions.solutions import mark_solution
from community.actions.threads import (
    lock_thread,
    merge_questions,
    move_question,
    pin_thread,
    split_answer,
    unlock_thread,
)
from community.actions.undoing import undo_act
from community.actions.visibility import hold_post, release_post, remove_post, restore_post
from community.limits import ANSWERS_PER_PAGE
from community.models import (
    Answer,
    Comment,
    Draft,
    Follow,
    FollowMode,
    Highlight,
    Question,
    Theme,
    ThreadAct,
    Visibility,
)
from core.errors import NotAllowed, NotFound, Refused
from tests.community.test_answering import answer_to, comment_on
from tests.factories import make_answer, make_comment, make_highlight, make_question

pytestmark = pytest.mark.django_db

SignIn = Callable[[Member], Client]
SAME = "Zelfde vraag."


@pytest.fixture
def question(fatima: Member, debts: Theme) -> Question:
    return make_question(fatima, theme=debts, title="Hoe betaal ik mijn huur?")


@pytest.fixture
def other(eric: Member, debts: Theme) -> Question:
    return make_question(eric, theme=debts, title="Ik kan mijn huur niet betalen")


def merge(moderator: Member, source: Question, target: Question) -> ThreadAct:
    return merge_questions(moderator=moderator, question_id=source.pk, into_id=target.pk, reason=SAME)


def leads_to(client: Client, path: str) -> Any:
    answer = client.get(path)
    return answer.status_code, answer["location"]


# Addresses


def test_an_address_lasts_through_any_number_of_merges(
    question: Question, debts: Theme, mira: Member, client: Client
) -> None:
    last = question
    for _turn in range(8):
        target = make_question(theme=debts)
        merge(mira, last, target)
        last = target
    for path in (f"/questions/{question.pk}/", question.get_absolute_url()):
        assert leads_to(client, path) == (301, last.get_absolute_url())
        # Half a minute long it may be undone: no browser may remember the way.
        assert client.get(path)["Cache-Control"] == "no-store"


def test_the_address_of_an_answer_that_became_a_question_lasts_when_that_is_merged(
    question: Question, other: Question, nicole: Member, mira: Member, client: Client
) -> None:
    answer = make_answer(question, nicole)
    new = split_answer(moderator=mira, answer_id=answer.pk, title="En de energie?").other
    assert new is not None
    merge(mira, new, other)
    assert leads_to(client, f"/answers/{answer.pk}/") == (301, other.get_absolute_url())


def test_an_undone_merge_gives_both_addresses_back(
    question: Question, other: Question, nicole: Member, mira: Member, client: Client
) -> None:
    answer = make_answer(question, nicole)
    undo_act(moderator=mira, act_id=merge(mira, question, other).pk)
    assert client.get(question.get_absolute_url()).status_code == 200
    assert client.get(other.get_absolute_url()).status_code == 200
    assert client.get(f"/answers/{answer.pk}/")["location"].startswith(question.get_absolute_url())


def test_the_address_of_a_merged_question_says_that_the_other_one_was_removed(
    question: Question, other: Question, mira: Member, client: Client
) -> None:
    merge(mira, question, other)
    remove_post(kind="question", post_id=other.pk, rule="3")
    pages = [client.get(each.get_absolute_url()) for each in (question, other)]
    assert [page.status_code for page in pages] == [404, 404]
    words = "Een moderator haalde deze vraag weg"
    assert [page.content.decode().count(words) for page in pages] == [1, 1]


def test_who_follows_the_feed_of_a_merged_question_goes_on_with_the_other(
    question: Question, other: Question, mira: Member, signed_in: SignIn, nicole: Member, client: Client
) -> None:
    merge(mira, question, other)
    path = f"/feeds/questions/{question.pk}.atom"
    assert leads_to(client, path) == (302, f"/feeds/questions/{other.pk}.atom")
    assert client.get(path, follow=True).status_code == 200
    Question.objects.filter(pk=other.pk).update(audience="members")
    # A feed is for everybody, so it leads nobody to what a visitor cannot read.
    assert signed_in(nicole).get(path).status_code == 404


def test_the_way_to_what_is_new_lasts_too(
    question: Question, other: Question, mira: Member, nicole: Member, signed_in: SignIn
) -> None:
    merge(mira, question, other)
    found = signed_in(nicole).get(f"/questions/{question.pk}/unread/", follow=True)
    assert found.redirect_chain[-1][0] == other.get_absolute_url()
    assert signed_in(nicole).get("/questions/999999/unread/").status_code == 404


# Names


def test_a_split_never_shows_an_anonymous_asker_who_wrote_below(
    question: Question, nicole: Member, fatima: Member, mira: Member, signed_in: SignIn
) -> None:
    Question.objects.update(anonymous=True)
    answer = make_answer(question, nicole)
    make_comment(question, fatima, answer=answer, visibility=Visibility.WITHDRAWN)
    with pytest.raises(Refused, match="anoniem"):
        split_answer(moderator=mira, answer_id=answer.pk, title="Een andere vraag")
    page = signed_in(mira).post(f"/answers/{answer.pk}/split/", {"title": "Een andere vraag"})
    assert page.status_code == 422
    assert "Wie anoniem vroeg, reageerde hieronder." in page.content.decode()
    assert Question.objects.count() == 1


def test_who_comments_from_an_old_page_looks_first_and_keeps_the_text(
    question: Question, other: Question, nicole: Member, fatima: Member, mira: Member, signed_in: SignIn
) -> None:
    Question.objects.filter(pk=question.pk).update(anonymous=True)
    answer = make_answer(question, nicole)
    browser = signed_in(fatima)
    assert f'name="thread" value="{question.pk}"' in browser.get(question.get_absolute_url()).content.decode()
    merge(mira, question, other)
    form = {"body": "Mijn man weet het niet.", "thread": str(question.pk)}
    page = browser.post(f"/answers/{answer.pk}/comments/", form)
    assert page.status_code == 409
    shown = page.content.decode()
    assert "Dit gesprek staat nu bij een andere vraag." in shown
    assert "je vroeg anoniem, maar hier staat je naam erbij." in shown
    assert "Mijn man weet het niet." in shown
    assert not Comment.objects.exists()
    again = {"body": "Mijn man weet het niet.", "thread": str(other.pk)}
    assert browser.post(f"/answers/{answer.pk}/comments/", again).status_code == 302
    assert Comment.objects.get().question == other


@pytest.mark.parametrize("place", ["answers", "comments"])
def test_what_is_written_under_a_merged_question_stands_in_the_form_of_the_other(
    question: Question, other: Question, nicole: Member, mira: Member, signed_in: SignIn, place: str
) -> None:
    merge(mira, question, other)
    page = signed_in(nicole).post(f"/questions/{question.pk}/{place}/", {"body": "Bel de woonwinkel."})
    assert page.status_code == 409
    shown = page.content.decode()
    assert other.title in shown
    assert "Bel de woonwinkel." in shown
    assert "Dit gesprek staat nu bij een andere vraag." in shown
    assert "je vroeg anoniem" not in shown
    assert not Answer.objects.exists()
    assert not Comment.objects.exists()


def test_a_comment_on_an_answer_that_became_a_question_stands_in_its_form(
    question: Question, nicole: Member, fatima: Member, mira: Member, signed_in: SignIn
) -> None:
    answer = make_answer(question, nicole)
    split_answer(moderator=mira, answer_id=answer.pk, title="En de energie?")
    form = {"body": "Dat wil ik ook weten.", "thread": str(question.pk)}
    page = signed_in(fatima).post(f"/answers/{answer.pk}/comments/", form)
    assert page.status_code == 409
    assert "En de energie?" in page.content.decode()
    assert "Dat wil ik ook weten." in page.content.decode()


@pytest.mark.parametrize("thread", ["", "0", "abc", "9" * 30, "-1", "٣"])
def test_a_thread_that_is_no_number_counts_as_none(
    question: Question, nicole: Member, fatima: Member, signed_in: SignIn, thread: str
) -> None:
    answer = make_answer(question, nicole)
    form = {"body": "Dank je.", "thread": thread}
    assert signed_in(fatima).post(f"/answers/{answer.pk}/comments/", form).status_code == 302


def test_a_refused_comment_far_down_keeps_its_text(
    question: Question, nicole: Member, fatima: Member, signed_in: SignIn
) -> None:
    for _number in range(ANSWERS_PER_PAGE + 1):
        answer = make_answer(question, nicole)
    form = {"body": "Waarom? " * 400, "thread": str(question.pk)}
    page = signed_in(fatima).post(f"/answers/{answer.pk}/comments/", form)
    assert page.status_code == 422
    assert "Waarom? Waarom?" in page.content.decode()


def test_who_asked_anonymously_is_told_of_having_a_name_in_the_other_thread(
    question: Question, other: Question, debts: Theme, fatima: Member, nicole: Member, mira: Member,
    signed_in: SignIn,
) -> None:  # fmt: skip
    warning = "Hier staat je naam bij wat je schrijft."
    Question.objects.filter(pk=question.pk).update(anonymous=True)
    merge(mira, question, other)
    assert warning in signed_in(fatima).get(other.get_absolute_url()).content.decode()
    assert warning not in signed_in(nicole).get(other.get_absolute_url()).content.decode()
    third = make_question(theme=debts)
    merge(mira, other, third)
    assert warning in signed_in(fatima).get(third.get_absolute_url()).content.decode()


# Undoing


def test_what_was_said_about_moved_answers_goes_back_with_them(
    question: Question, other: Question, eric: Member, nicole: Member, daan: Member, mira: Member
) -> None:
    moved, own = make_answer(question, nicole), make_answer(other, nicole)
    act = merge(mira, question, other)
    below, stays = comment_on(other, eric, "Waar dan?", moved), comment_on(other, eric, "Dank je.", own)
    vouched = make_highlight(Answer.objects.get(pk=moved.pk), daan)
    later = answer_to(other, daan)
    mark_solution(member=eric, answer_id=moved.pk)
    undo_act(moderator=mira, act_id=act.pk)
    for each in (question, other, below, stays, later, vouched):
        each.refresh_from_db()
    assert (below.question, stays.question, later.question) == (question, other, other)
    assert (vouched.question, question.is_highlighted, other.is_highlighted) == (question, True, False)
    assert (other.solution, other.solved_at, question.solution) == (None, None, None)
    assert (question.answer_count, other.answer_count) == (1, 2)


def test_a_merge_undone_does_not_bring_back_what_was_removed_meanwhile(
    question: Question, other: Question, nicole: Member, mira: Member
) -> None:
    helped = make_answer(question, nicole)
    Question.objects.filter(pk=question.pk).update(solution=helped, solved_at=timezone.now())
    act = merge(mira, question, other)
    remove_post(kind="question", post_id=question.pk, rule="1")
    remove_post(kind="answer", post_id=helped.pk, rule="1")
    undo_act(moderator=mira, act_id=act.pk)
    question.refresh_from_db()
    assert (question.visibility, question.merged_into) == (Visibility.REMOVED, None)
    assert (question.solution, question.is_solved) == (None, False)


@pytest.mark.parametrize("away", ["held", "removed"])
def test_a_decision_about_a_merged_question_does_not_double_the_thread(
    question: Question, other: Question, nicole: Member, mira: Member, client: Client, away: str
) -> None:
    make_answer(question, nicole)
    merge(mira, question, other)
    if away == "held":
        hold_post(kind="question", post_id=question.pk, rule="1")
        release_post(kind="question", post_id=question.pk)
    else:
        remove_post(kind="question", post_id=question.pk, rule="1")
        restore_post(kind="question", post_id=question.pk)
    question.refresh_from_db()
    assert question.visibility == Visibility.MOVED
    assert leads_to(client, question.get_absolute_url()) == (301, other.get_absolute_url())


def test_a_merge_takes_the_wishes_and_the_liveliness_of_the_thread_along(
    question: Question, other: Question, nicole: Member, mira: Member
) -> None:
    old = timezone.now() - timedelta(days=200)
    Question.objects.filter(pk=other.pk).update(last_activity_at=old)
    Follow.objects.create(member=nicole, question=question, mode=FollowMode.SOLVED)
    act = merge(mira, question, other)
    other.refresh_from_db()
    assert other.last_activity_at == question.last_activity_at
    assert Follow.objects.get(question=other, member=nicole).mode == FollowMode.SOLVED
    undo_act(moderator=mira, act_id=act.pk)
    other.refresh_from_db()
    assert other.last_activity_at == old


def test_drafts_go_along_and_back_and_never_on_top_of_another(
    question: Question, other: Question, fatima: Member, nicole: Member, joke: Member, mira: Member
) -> None:
    Question.objects.filter(pk=question.pk).update(anonymous=True)
    writes = {"fields": {"body": "Nog iets"}}
    comment = Draft.objects.create(member=nicole, place=f"comment:question:{question.pk}", **writes)
    visitor = Draft.objects.create(visitor_key="k" * 32, place=f"answer:{question.pk}", **writes)
    twice = Draft.objects.create(member=joke, place=f"answer:{question.pk}", **writes)
    Draft.objects.create(member=joke, place=f"answer:{other.pk}", **writes)
    hidden = Draft.objects.create(member=fatima, place=f"answer:{question.pk}", **writes)
    act = merge(mira, question, other)
    places = dict(Draft.objects.values_list("pk", "place"))
    assert places[comment.pk] == f"comment:question:{other.pk}"
    assert places[visitor.pk] == f"answer:{other.pk}"
    assert places[twice.pk] == places[hidden.pk] == f"answer:{question.pk}"
    Draft.objects.create(visitor_key="k" * 32, place=f"answer:{question.pk}", **writes)
    undo_act(moderator=mira, act_id=act.pk)
    places = dict(Draft.objects.values_list("pk", "place"))
    assert places[comment.pk] == f"comment:question:{question.pk}"
    assert places[visitor.pk] == f"answer:{other.pk}"


def test_a_split_undone_gives_back_the_highlight_and_its_professional_hears_nothing(
    question: Question, nicole: Member, daan: Member, mira: Member
) -> None:
    answer = make_answer(question, nicole)
    make_highlight(answer, daan)
    act = split_answer(moderator=mira, answer_id=answer.pk, title="Een andere vraag")
    undo_act(moderator=mira, act_id=act.pk)
    question.refresh_from_db()
    assert question.is_highlighted
    assert Highlight.objects.get().suspended_at is None
    assert not Notification.objects.filter(member=daan).shown().exists()


@pytest.mark.parametrize("change", [{"version": 2}, {"visibility": Visibility.HELD}])
def test_a_split_is_not_undone_over_what_became_of_the_new_question(
    question: Question, nicole: Member, mira: Member, change: dict[str, Any]
) -> None:
    act = split_answer(moderator=mira, answer_id=make_answer(question, nicole).pk, title="Een andere vraag")
    assert act.other is not None
    Question.objects.filter(pk=act.other.pk).update(**change)
    with pytest.raises(NotAllowed, match="al aangepast"):
        undo_act(moderator=mira, act_id=act.pk)
    assert Answer.objects.get().visibility == Visibility.MOVED


def test_undoing_a_split_leaves_the_solution_that_the_asker_chose_since(
    question: Question, nicole: Member, joke: Member, mira: Member
) -> None:
    split, chosen = make_answer(question, nicole), make_answer(question, joke)
    Question.objects.filter(pk=question.pk).update(solution=split, solved_at=timezone.now())
    act = split_answer(moderator=mira, answer_id=split.pk, title="Een andere vraag")
    mark_solution(member=question.author, answer_id=chosen.pk)
    undo_act(moderator=mira, act_id=act.pk)
    question.refresh_from_db()
    assert question.solution == chosen


def test_the_last_of_two_acts_on_the_same_thing_is_undone_first(
    question: Question, other: Question, housing: Theme, debts: Theme, mira: Member, bram: Member
) -> None:
    earlier = [
        move_question(moderator=mira, question_id=question.pk, theme=housing, reason=SAME),
        lock_thread(moderator=mira, question_id=question.pk, reason=SAME),
        pin_thread(moderator=mira, question_id=question.pk, until=timezone.localdate()),
    ]
    later = [
        move_question(moderator=bram, question_id=question.pk, theme=debts, reason=SAME),
        unlock_thread(moderator=bram, question_id=question.pk),
        pin_thread(moderator=bram, question_id=question.pk, until=None),
    ]
    for act in earlier:
        with pytest.raises(NotAllowed, match="al iets anders"):
            undo_act(moderator=mira, act_id=act.pk)
    for act in later:
        undo_act(moderator=bram, act_id=act.pk)
    for act in earlier:
        undo_act(moderator=mira, act_id=act.pk)
    question.refresh_from_db()
    assert (question.theme, question.is_locked, question.pinned_until) == (debts, False, None)
    assert question.lines == []


def test_a_merge_is_not_undone_past_a_split_of_what_it_brought(
    question: Question, other: Question, nicole: Member, mira: Member
) -> None:
    answer = make_answer(question, nicole)
    act = merge(mira, question, other)
    split = split_answer(moderator=mira, answer_id=answer.pk, title="Een andere vraag")
    with pytest.raises(NotAllowed, match="al iets anders"):
        undo_act(moderator=mira, act_id=act.pk)
    undo_act(moderator=mira, act_id=split.pk)
    undo_act(moderator=mira, act_id=act.pk)
    answer.refresh_from_db()
    assert (answer.question, answer.visibility) == (question, Visibility.PUBLISHED)


def test_who_moderates_no_more_undoes_nothing(question: Question, housing: Theme, mira: Member) -> None:
    act = move_question(moderator=mira, question_id=question.pk, theme=housing, reason=SAME)
    RoleGrant.objects.filter(member=mira).delete()
    with pytest.raises((NotAllowed, NotFound)):
        undo_act(moderator=mira, act_id=act.pk)
    question.refresh_from_db()
    assert question.theme == housing
