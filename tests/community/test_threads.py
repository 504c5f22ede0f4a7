"""Q9: moderators move, merge, split, lock and pin, with a public line, lasting addresses and a way back."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Member, Notification
from community.actions.threads import (
    lock_thread,
    merge_questions,
    move_question,
    pin_thread,
    show_lines,
    split_answer,
    unlock_thread,
)
from community.actions.undoing import undo_act
from community.limits import UNDO_WINDOW
from community.models import (
    Answer,
    Audience,
    Comment,
    Draft,
    Follow,
    Question,
    SameHere,
    Theme,
    ThreadAct,
    Visibility,
)
from core.errors import NotAllowed, NotFound, Refused
from tests.community.test_answering import answer_to
from tests.factories import make_answer, make_comment, make_highlight, make_question

pytestmark = pytest.mark.django_db

SignIn = Callable[[Member], Client]
REASON = "Dit gaat over wonen."


@pytest.fixture
def question(fatima: Member, debts: Theme) -> Question:
    return _asked(fatima, debts, "Hoe betaal ik mijn huur?")


@pytest.fixture
def other(eric: Member, debts: Theme) -> Question:
    return _asked(eric, debts, "Ik kan mijn huur niet betalen")


def _asked(asker: Member, theme: Theme, title: str, **fields: Any) -> Question:
    question = make_question(asker, theme=theme, title=title, **fields)
    Follow.objects.create(member=asker, question=question)
    SameHere.objects.create(member=asker, question=question)
    return question


def page_of(client: Client, question: Question) -> str:
    return client.get(f"/questions/{question.pk}/", follow=True).content.decode()


def told(member: Member) -> list[str]:
    shown = Notification.objects.filter(member=member).shown()
    return list(shown.order_by("pk").values_list("kind", flat=True))


def too_late() -> None:
    ThreadAct.objects.update(created_at=timezone.now() - UNDO_WINDOW - timedelta(seconds=1))
    for act in ThreadAct.objects.all():
        show_lines(act.question_id)


# Move


def test_a_moderator_moves_a_question_and_the_thread_says_so(
    question: Question, housing: Theme, mira: Member, fatima: Member, client: Client, signed_in: SignIn
) -> None:
    browser = signed_in(mira)
    form = {"act": "move", "theme": "wonen", "reason": REASON}
    done = browser.post(f"/questions/{question.pk}/moderate/", form, follow=True).content.decode()
    assert "Je kunt het dertig seconden lang ongedaan maken." in done
    assert "Maak ongedaan" in done
    page = page_of(client, question)
    assert "Een moderator verplaatste deze vraag van Geld en schulden naar Wonen." in page
    assert REASON in page
    assert "Mira" not in page
    assert "Maak ongedaan" not in page
    assert question.title in client.get("/themes/wonen/").content.decode()
    assert told(fatima) == ["question_moved"]


def test_undoing_a_move_leaves_no_line_and_no_notification(
    question: Question, housing: Theme, mira: Member, fatima: Member, client: Client, signed_in: SignIn
) -> None:
    act = move_question(moderator=mira, question_id=question.pk, theme=housing, reason=REASON)
    done = signed_in(mira).post(f"/thread-acts/{act.pk}/undo/", follow=True).content.decode()
    assert "Het is ongedaan gemaakt." in done
    question.refresh_from_db()
    assert (question.theme.slug, question.lines) == ("geld-en-schulden", [])
    assert REASON not in page_of(client, question)
    assert told(fatima) == []


def test_undo_is_for_thirty_seconds_once_and_for_who_did_it(
    question: Question, housing: Theme, mira: Member, bram: Member, nicole: Member, signed_in: SignIn
) -> None:
    act = move_question(moderator=mira, question_id=question.pk, theme=housing, reason=REASON)
    for member in (bram, nicole):
        with pytest.raises(NotAllowed, match="Alleen wie dit deed"):
            undo_act(moderator=member, act_id=act.pk)
    too_late()
    assert "Maak ongedaan" not in page_of(signed_in(mira), question)
    late = signed_in(mira).post(f"/thread-acts/{act.pk}/undo/")
    assert late.status_code == 403
    assert "tot dertig seconden erna" in late.content.decode()
    with pytest.raises(NotFound):
        undo_act(moderator=mira, act_id=10**9)


def test_a_question_for_the_professionals_of_a_theme_stays_with_them(
    question: Question, housing: Theme, mira: Member
) -> None:
    Question.objects.update(audience=Audience.PROFESSIONALS)
    with pytest.raises(Refused, match="Dat is beloofd"):
        move_question(moderator=mira, question_id=question.pk, theme=housing, reason=REASON)


@pytest.mark.parametrize(
    "form",
    [
        {"act": "move", "theme": "nergens", "reason": REASON},
        {"act": "move", "theme": "wonen", "reason": ""},
        {"act": "move", "theme": "geld-en-schulden", "reason": REASON},
        {"act": "merge", "into": "abc", "reason": REASON},
        {"act": "lock", "reason": "x" * 301},
        {"act": "pin", "until": "morgen"},
        {"act": "pin", "until": ""},
        {"act": "merge", "into": "", "reason": REASON},
        {"act": "move", "theme": "", "reason": REASON},
        {"act": "pin", "until": "2020-01-01"},
        {"act": "unlock"},
        {"act": "blow-up"},
        {},
    ],
)
def test_what_cannot_be_done_says_why_and_changes_nothing(
    question: Question, housing: Theme, mira: Member, signed_in: SignIn, form: dict[str, str]
) -> None:
    refused = signed_in(mira).post(f"/questions/{question.pk}/moderate/", form)
    assert refused.status_code == 422
    assert "Dit veld is verplicht." not in refused.content.decode()
    assert not ThreadAct.objects.exists()


def test_residents_find_no_tools(question: Question, nicole: Member, signed_in: SignIn) -> None:
    browser = signed_in(nicole)
    assert "Beheer deze vraag" not in page_of(browser, question)
    assert browser.get(f"/questions/{question.pk}/moderate/").status_code == 403


# Lock


def test_a_locked_thread_takes_nothing_new_and_shows_the_reason(
    question: Question, nicole: Member, daan: Member, mira: Member, signed_in: SignIn
) -> None:
    lock_thread(moderator=mira, question_id=question.pk, reason="Het werd een ruzie.")
    with pytest.raises(NotAllowed, match="sloot deze vraag: Het werd een ruzie"):
        answer_to(question, nicole)
    page = page_of(signed_in(nicole), question)
    assert "gesloten" in page
    assert "Het werd een ruzie." in page
    assert answer_to(question, daan).is_published
    unlock_thread(moderator=mira, question_id=question.pk)
    assert answer_to(question, nicole).is_published
    assert "Een moderator opende deze vraag weer." in page_of(signed_in(nicole), question)


def test_the_asker_does_not_open_what_a_moderator_closed(
    question: Question, fatima: Member, mira: Member, signed_in: SignIn
) -> None:
    act = lock_thread(moderator=mira, question_id=question.pk, reason="Het werd een ruzie.")
    assert signed_in(fatima).post(f"/questions/{question.pk}/reopen/").status_code == 403
    undo_act(moderator=mira, act_id=act.pk)
    question.refresh_from_db()
    assert not question.is_locked


def test_undoing_an_opening_closes_it_as_it_was(question: Question, mira: Member) -> None:
    lock_thread(moderator=mira, question_id=question.pk, reason="Ruzie.")
    act = unlock_thread(moderator=mira, question_id=question.pk)
    undo_act(moderator=mira, act_id=act.pk)
    question.refresh_from_db()
    assert (question.is_locked, question.lock_reason) == (True, "Ruzie.")


# Pin


def test_a_pinned_question_stands_on_top_of_its_theme_until_that_day(
    question: Question, other: Question, mira: Member, client: Client
) -> None:
    Question.objects.filter(pk=question.pk).update(last_activity_at=timezone.now() - timedelta(days=9))
    act = pin_thread(moderator=mira, question_id=question.pk, until=timezone.localdate())
    page = client.get("/themes/geld-en-schulden/").content.decode()
    assert "Vastgezet" in page
    assert page.index(question.title) < page.index(other.title)
    assert page.count(f'href="{question.get_absolute_url()}"') == 1
    assert "Vastgezet" not in client.get("/questions/").content.decode()
    Question.objects.update(pinned_until=timezone.localdate() - timedelta(days=1))
    assert "Vastgezet" not in client.get("/themes/geld-en-schulden/").content.decode()
    undo_act(moderator=mira, act_id=act.pk)
    question.refresh_from_db()
    assert question.pinned_until is None


# Merge


def test_merged_questions_share_answers_followers_and_the_address(
    question: Question, other: Question, fatima: Member, mira: Member, nicole: Member, client: Client
) -> None:
    answer = make_answer(question, nicole)
    comment = make_comment(question, fatima)
    Draft.objects.create(member=nicole, place=f"answer:{question.pk}", fields={"body": "Nog iets"})
    merge_questions(moderator=mira, question_id=question.pk, into_id=other.pk, reason="Zelfde vraag.")
    answer.refresh_from_db()
    other.refresh_from_db()
    assert (answer.question, other.answer_count, other.follower_count, other.same_here_count) == (
        other,
        1,
        2,
        2,
    )
    assert Follow.objects.filter(member=fatima, question=other).exists()
    assert Draft.objects.get().place == f"answer:{other.pk}"
    for path in (f"/questions/{question.pk}/", question.get_absolute_url()):
        assert client.get(path)["location"] == other.get_absolute_url()
    assert client.get(f"/answers/{answer.pk}/")["location"].startswith(other.get_absolute_url())
    assert client.get(f"/comments/{comment.pk}/")["location"].startswith(other.get_absolute_url())
    assert "voegde hier een vraag bij" in page_of(client, other)
    assert question.title not in client.get("/questions/").content.decode()
    assert told(fatima) == ["question_merged"]


def test_undoing_a_merge_puts_everything_back(
    question: Question, other: Question, mira: Member, nicole: Member, daan: Member, fatima: Member
) -> None:
    answer = make_answer(question, nicole)
    make_highlight(answer, daan)
    solved_at = timezone.now()
    Question.objects.filter(pk=question.pk).update(solution=answer, solved_at=solved_at, way_out="peer")
    act = merge_questions(moderator=mira, question_id=question.pk, into_id=other.pk, reason="Zelfde.")
    other.refresh_from_db()
    assert other.is_highlighted
    undo_act(moderator=mira, act_id=act.pk)
    for each in (question, other, answer):
        each.refresh_from_db()
    assert (question.visibility, question.merged_into) == (Visibility.PUBLISHED, None)
    assert (question.solution, question.solved_at, question.way_out) == (answer, solved_at, "peer")
    assert (answer.question, question.answer_count, other.answer_count) == (question, 1, 0)
    assert question.is_highlighted
    assert not other.is_highlighted
    assert not Follow.objects.filter(member=fatima, question=other).exists()
    assert other.same_here_count == 1


def test_merging_twice_leads_to_the_last(
    question: Question, other: Question, debts: Theme, mira: Member, nicole: Member, client: Client
) -> None:
    third = _asked(nicole, debts, "Huur, wat nu?")
    merge_questions(moderator=mira, question_id=question.pk, into_id=other.pk, reason="Zelfde.")
    merge_questions(moderator=mira, question_id=other.pk, into_id=third.pk, reason="Zelfde.")
    assert client.get(f"/questions/{question.pk}/")["location"] == third.get_absolute_url()


def test_a_merged_question_leads_nobody_to_what_they_may_not_read(
    question: Question, other: Question, mira: Member, client: Client
) -> None:
    merge_questions(moderator=mira, question_id=question.pk, into_id=other.pk, reason="Zelfde.")
    Question.objects.filter(pk=other.pk).update(audience=Audience.MEMBERS)
    assert client.get(f"/questions/{question.pk}/").status_code == 404


def test_questions_for_other_readers_are_not_merged(
    question: Question, other: Question, mira: Member
) -> None:
    Question.objects.filter(pk=other.pk).update(audience=Audience.MEMBERS)
    with pytest.raises(Refused, match="andere lezers"):
        merge_questions(moderator=mira, question_id=question.pk, into_id=other.pk, reason="Zelfde.")


@pytest.mark.parametrize("hidden", ["source", "target"])
def test_merging_never_shows_who_asked_anonymously(
    question: Question, other: Question, mira: Member, hidden: str
) -> None:
    anonymous = question if hidden == "source" else other
    Question.objects.filter(pk=anonymous.pk).update(anonymous=True)
    make_comment(question, anonymous.author)
    with pytest.raises(Refused, match="wie anoniem vroeg"):
        merge_questions(moderator=mira, question_id=question.pk, into_id=other.pk, reason="Zelfde.")


def test_a_question_is_not_merged_with_itself_or_with_nothing(question: Question, mira: Member) -> None:
    with pytest.raises(Refused, match="andere vraag"):
        merge_questions(moderator=mira, question_id=question.pk, into_id=question.pk, reason="Zelfde.")
    with pytest.raises(NotFound):
        merge_questions(moderator=mira, question_id=question.pk, into_id=10**9, reason="Zelfde.")


@pytest.mark.parametrize(
    "given", ["{pk}", "/questions/{pk}/ik-kan/", "https://peerplein.example/questions/{pk}/x/"]
)
def test_the_other_question_is_named_by_number_or_address(
    question: Question, other: Question, mira: Member, signed_in: SignIn, given: str
) -> None:
    form = {"act": "merge", "into": given.format(pk=other.pk), "reason": "Zelfde."}
    done = signed_in(mira).post(f"/questions/{question.pk}/moderate/", form)
    assert done["location"] == f"{other.get_absolute_url()}#regels"


# Split


def test_an_answer_becomes_a_question_with_its_comments(
    question: Question, nicole: Member, fatima: Member, mira: Member, client: Client, signed_in: SignIn
) -> None:
    answer = make_answer(question, nicole, body="En hoe zit het met de energie?")
    comment = make_comment(question, fatima, answer=answer)
    done = signed_in(mira).post(f"/answers/{answer.pk}/split/", {"title": "Hoe zit het met energie?"})
    assert done["location"] == f"{question.get_absolute_url()}#regels"
    new = Question.objects.get(title="Hoe zit het met energie?")
    assert (new.author, new.theme, new.audience) == (nicole, question.theme, question.audience)
    assert Comment.objects.get().question == new
    assert client.get(f"/answers/{answer.pk}/")["location"] == new.get_absolute_url()
    assert client.get(f"/comments/{comment.pk}/")["location"].startswith(new.get_absolute_url())
    page = page_of(client, question)
    assert "Een moderator maakte van een antwoord een eigen vraag." in page
    assert f'href="/questions/{new.pk}/"' in page
    assert "En hoe zit het met de energie?" not in page
    assert told(nicole) == ["answer_split"]
    question.refresh_from_db()
    assert question.answer_count == 0


def test_undoing_a_split_puts_the_answer_back_as_the_solution(
    question: Question, nicole: Member, mira: Member, client: Client
) -> None:
    answer = make_answer(question, nicole)
    comment = make_comment(question, answer=answer)
    Question.objects.filter(pk=question.pk).update(solution=answer, solved_at=timezone.now(), way_out="peer")
    act = split_answer(moderator=mira, answer_id=answer.pk, title="Een andere vraag")
    assert act.other is not None
    undo_act(moderator=mira, act_id=act.pk)
    for each in (question, answer, comment):
        each.refresh_from_db()
    assert (answer.visibility, comment.answer, question.solution, question.answer_count) == (
        Visibility.PUBLISHED,
        answer,
        answer,
        1,
    )
    assert client.get(f"/questions/{act.other.pk}/")["location"] == question.get_absolute_url()


def test_a_split_that_got_an_answer_stays(question: Question, nicole: Member, mira: Member) -> None:
    act = split_answer(moderator=mira, answer_id=make_answer(question, nicole).pk, title="Een andere vraag")
    assert act.other is not None
    make_answer(act.other)
    with pytest.raises(NotAllowed, match="al gereageerd"):
        undo_act(moderator=mira, act_id=act.pk)
    assert Answer.objects.filter(visibility=Visibility.MOVED).count() == 1


def test_an_anonymous_asker_stays_anonymous_in_what_is_split_off(
    question: Question, fatima: Member, mira: Member
) -> None:
    Question.objects.update(anonymous=True)
    act = split_answer(moderator=mira, answer_id=make_answer(question, fatima).pk, title="Een andere vraag")
    assert act.other is not None
    assert act.other.anonymous


def test_a_split_needs_a_title(question: Question, mira: Member, signed_in: SignIn) -> None:
    answer = make_answer(question)
    assert signed_in(mira).get(f"/answers/{answer.pk}/split/").status_code == 200
    assert signed_in(mira).post(f"/answers/{answer.pk}/split/", {"title": " "}).status_code == 422
    assert signed_in(mira).post(f"/answers/{answer.pk}/split/", {"title": "x" * 200}).status_code == 422
    assert Question.objects.count() == 1


def test_lines_cost_the_page_no_query(
    question: Question, mira: Member, client: Client, django_assert_max_num_queries: Any
) -> None:
    lock_thread(moderator=mira, question_id=question.pk, reason="Ruzie.")
    with django_assert_max_num_queries(5):
        assert "Ruzie." in client.get(question.get_absolute_url()).content.decode()
