"""T5: a highlighted answer that is taken away is gone from every outlet, quotations and caches too, and all
of it is back when the appeal is right. Nothing is emptied between the looks."""

import time

import pytest

from accounts.actions.inbox import notify
from community.models import Answer, Question
from moderation.actions.appeals import appeal_decision, decide_appeal
from moderation.models import Decision, Rule
from realtime.models import Message, Room
from tests.contracts import outlets
from tests.contracts.sights import OUTLETS, States, read_all, thread_pages
from tests.contracts.states import SUBJECT, Told, decide, index
from tests.contracts.world import EVERYBODY, World
from tests.factories import make_answer, make_comment, make_highlight, make_question
from tests.jobs import run_queued
from tests.realtime.speak import say_in

WHO = ("visitor", "fatima", "joke", "daan", "wil", "ada")
"""Nobody who wrote it, nobody who moderates it."""
SECONDS = 5


@pytest.fixture
def told(states: States) -> Told:
    """Nicole's answer: highlighted, the solution, told of, quoted in the thread, elsewhere, in chat."""
    world, others = states
    word = world.secret("highlighted answer", frozenset({"nicole", "mira", "bram"}))
    said = f"Zo vraag je {SUBJECT} aan en dan krijg je het ook, zegt {word}."
    question = make_question(world.members["fatima"], title=f"Wie weet iets van {SUBJECT} in maart?")
    answer = make_answer(question, world.members["nicole"], body=said)
    make_highlight(answer, world.members["daan"])
    question.solution, question.solved_at = answer, question.created_at
    question.save()
    _quote_everywhere(world, answer, said)
    each = Told(word, "answer", "published", "body", "nicole", EVERYBODY, answer)
    others.append(each)
    index()
    return each


def test_a_highlighted_answer_is_gone_everywhere_within_five_seconds_and_comes_back(
    states: States, told: Told
) -> None:
    world, _others = states
    before = _where(states, told)
    assert {outlet for _person, outlet in before} >= {
        "question pages and structured data", "search", "rooms", "frames", "feeds", "inbox and mail",
    }  # fmt: skip
    started = time.monotonic()
    decision = _remove(world, told)
    run_queued()
    assert time.monotonic() - started < SECONDS
    assert _where(states, told) == set()
    assert "Dit citaat is weggehaald" in thread_pages(states, "visitor")
    started = time.monotonic()
    _put_back(world, decision)
    run_queued()
    assert time.monotonic() - started < SECONDS
    assert _where(states, told) == before
    question = Question.objects.get(solution=told.thing.pk)
    assert question.highlighted_at is not None
    assert question.answer_count == 2


def test_the_open_pages_are_told_at_once(states: States, told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page of the question and the room each get a ring; the words are fetched by who may read them."""
    world, _others = states
    seen = Message.objects.get(body__contains=told.word)
    _remove(world, told)
    run_queued()
    room = Room.objects.get(pk=seen.room_id)
    seen.refresh_from_db()
    assert seen.n == room.last_n
    since = f"/chat/{room.slug}/since/{room.last_n - 1}/"
    frames = read_all(world, "fatima", [since], accept="application/json")
    assert "Dit citaat is weggehaald" in frames
    assert told.word not in frames


def _where(states: States, told: Told) -> set[tuple[str, str]]:
    """At which outlets each of them meets the word now."""
    return {
        (person, name)
        for person in WHO
        for name, tell in OUTLETS.items()
        if told.word in outlets.WORD.findall(tell(states, person))
    }


def _remove(world: World, told: Told) -> Decision:
    return decide(world, told, Rule.objects.order_by("pk")[0], "remove")


def _put_back(world: World, decision: Decision) -> None:
    appeal = appeal_decision(member=world.members["nicole"], decision_id=decision.pk, body="Dat klopt niet.")
    decide_appeal(
        moderator=world.members["bram"], appeal_id=appeal.pk, outcome="reversed", reasons="Dit mag hier."
    )


def _quote_everywhere(world: World, answer: Answer, said: str) -> None:
    quote = f"> **Nicole:**\n>\n> {said}\n\nDank je, over {SUBJECT} dus."
    members = world.members
    make_answer(answer.question, members["joke"], body=quote)
    make_comment(answer.question, members["noor"], body=quote, answer=answer)
    make_comment(answer.question, members["noor"], body=quote)
    elsewhere = make_question(members["noor"], title=f"Nog eens over {SUBJECT} in april")
    make_answer(
        elsewhere, members["joke"], body=f"{quote}\n\nUit https://peerplein.example/answers/{answer.pk}/"
    )
    room = Room.objects.get(slug="geld-en-schulden")
    say_in(room, members["joke"], f"{quote}\n\nhttps://peerplein.example/answers/{answer.pk}/")
    notify(
        kind="followed_answer",
        event_key=f"answer:{answer.pk}",
        member_ids=[members["fatima"].pk],
        actor_id=answer.author_id,
        place_id=answer.question_id,
        thing_id=answer.pk,
    )
