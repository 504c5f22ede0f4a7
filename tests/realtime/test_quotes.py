"""Quotations in chat and out of chat follow the message or the post that they are from."""

import pytest

from accounts.models import Member
from community.actions.visibility import remove_post, restore_post
from community.models import Question, Theme
from realtime.actions.chat_questions import (
    QuestionPlan,
    answer_consent,
    plan_chat_question,
    post_chat_question,
)
from realtime.actions.moderating import hold_message, put_message_back, remove_message
from realtime.models import Message, Room
from tests.factories import make_answer, make_question
from tests.jobs import run_queued
from tests.realtime.speak import say_in

pytestmark = pytest.mark.django_db
SECRET = "Je bent gewoon te lui om te werken, zei zqkanarieqz."
QUOTE = f"> **Nicole:**\n>\n> {SECRET}\n\nZo niet."


def body_of(message: Message) -> str:
    message.refresh_from_db()
    return f"{message.body} {message.body_html}"


def test_a_message_that_quotes_another_follows_it(room: Room, nicole: Member, noor: Member) -> None:
    said = say_in(room, nicole, SECRET)
    quoting = say_in(room, noor, QUOTE)
    remove_message(said.pk)
    run_queued()
    assert "zqkanarieqz" not in body_of(quoting)
    assert "Dit citaat is weggehaald" in body_of(quoting)
    put_message_back(said.pk)
    run_queued()
    assert "zqkanarieqz" in body_of(quoting)


def test_everybody_in_the_room_sees_the_change_at_once(room: Room, nicole: Member, noor: Member) -> None:
    said = say_in(room, nicole, SECRET)
    quoting = say_in(room, noor, QUOTE)
    before = quoting.n
    hold_message(said.pk)
    run_queued()
    quoting.refresh_from_db()
    room.refresh_from_db()
    assert before < quoting.n == room.last_n


def test_a_question_made_out_of_a_chat_follows_the_message(
    room: Room, nicole: Member, fatima: Member, debts: Theme
) -> None:
    said = say_in(room, nicole, "Ja, zqkanarieqz.")
    plan = plan_chat_question(
        maker=fatima,
        room_slug=room.slug,
        plan=QuestionPlan(title="Mag dat?", intro="", theme=debts, anonymous=False, seqs=[said.seq]),
    )
    answer_consent(author=nicole, key=plan.key, agreed=True)
    asked = post_chat_question(maker=fatima, key=plan.key)
    remove_message(said.pk)
    run_queued()
    stored = Question.objects.get(pk=asked.pk)
    assert "zqkanarieqz" not in f"{stored.body} {stored.body_html}"
    put_message_back(said.pk)
    run_queued()
    assert "zqkanarieqz" in Question.objects.get(pk=asked.pk).body_html


def test_a_message_that_quotes_a_post_by_its_address_follows_the_post(
    room: Room, nicole: Member, noor: Member, debts: Theme
) -> None:
    answer = make_answer(make_question(theme=debts), nicole, body=SECRET)
    quoting = say_in(room, noor, f"{QUOTE}\n\nStaat op https://peerplein.example/answers/{answer.pk}/")
    remove_post(kind="answer", post_id=answer.pk, rule="1")
    run_queued()
    assert "zqkanarieqz" not in body_of(quoting)
    restore_post(kind="answer", post_id=answer.pk)
    run_queued()
    assert "zqkanarieqz" in body_of(quoting)
