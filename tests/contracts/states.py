"""One question, answer, comment and message in every state that moderation knows, each with a secret word."""

from collections.abc import Callable
from dataclasses import dataclass

from accounts.actions.blocks import block_member
from accounts.models import Member
from community.actions.search_index import rebuild_entries, refresh_words, store_related
from community.models import Answer, Comment, Question, RelatedQuestion, Visibility
from community.queries.search.similar import scores_of_related
from core.text import render
from moderation.actions.appeals import appeal_decision, decide_appeal
from moderation.actions.cases import open_case
from moderation.actions.decisions import Verdict, decide_case
from moderation.actions.rules import load_first_rules
from moderation.models import Decision, Origin, Rule
from moderation.targets import find
from realtime.models import Message, Room, RoomKind
from tests.contracts.people import MEMBERS, MODERATORS, PEOPLE, THEME, make_people
from tests.contracts.world import EVERYBODY, World, readers_of_post, readers_of_question
from tests.factories import make_answer, make_comment, make_question, make_theme

SUBJECT = "huurtoeslag"
"""Stands in every text, so that one search finds all that may be found."""
ASIDE = "kanttekening"
"""Stands in every comment besides, so that it is what a search shows of its question."""
BLOCKER = "fatima"
AUTHORS = {"suspended": "sol", "blocked": "noor"}
"""Who wrote what, when it is not nicole."""
VISIBILITY = {
    "published": Visibility.PUBLISHED,
    "held": Visibility.HELD,
    "removed": Visibility.REMOVED,
    "appealed": Visibility.REMOVED,
    "restored": Visibility.PUBLISHED,
    "suspended": Visibility.PUBLISHED,
    "blocked": Visibility.PUBLISHED,
}
KINDS = ("question", "answer", "comment", "message")

Thing = Question | Answer | Comment | Message


@dataclass(frozen=True)
class Told:
    """A secret word: what it is part of and who may meet it. `part` is "title" or "body"."""

    word: str
    kind: str
    state: str
    part: str
    author: str
    readers: frozenset[str]
    thing: Thing

    @property
    def hidden(self) -> bool:
        return VISIBILITY[self.state] != Visibility.PUBLISHED


def build_states(*states: str) -> tuple[World, list[Told]]:
    """All states, or those that are named."""
    world = World(members=make_people())
    rules = load_first_rules().rules.all()
    make_theme(THEME)
    room = Room.objects.create(slug=THEME, kind=RoomKind.THEME, theme=make_theme(THEME), name="Geld")
    told: list[Told] = []
    for state in states or VISIBILITY:
        told += _posts(world, state)
        told.append(_message(world, room, state))
    for things in {id(each.thing): each for each in told}.values():
        _DO.get(things.state, _nothing)(world, things, rules[0])
    block_member(member=world.members[BLOCKER], handle=AUTHORS["blocked"])
    index()
    for name in MEMBERS:
        world.browser(name)
    return world, told


def index() -> None:
    rebuild_entries()
    refresh_words()
    RelatedQuestion.objects.all().delete()
    for pk in Question.objects.values_list("pk", flat=True):
        store_related(pk, scores=scores_of_related(pk))


def decide(world: World, told: Told, rule: Rule, measure: str) -> Decision:
    case = open_case(kind=told.kind, target_id=told.thing.pk, origin=Origin.REPORT)
    return decide_case(
        moderator=world.members["mira"],
        case_id=case.pk,
        round=case.round,
        version=find(told.kind, told.thing.pk).version,
        verdict=Verdict(measure=measure, facts="Je noemde iemand dom.", rule=rule),
    )


def _posts(world: World, state: str) -> list[Told]:
    """A question in this state, and a public one with an answer and a comment in this state."""
    author = AUTHORS.get(state, "nicole")
    asking = readers_of_question(VISIBILITY[state], "everyone", asker=author)
    title, body = world.secret(f"{state} title", asking), world.secret(f"{state} body", asking)
    question = make_question(
        world.members[author],
        title=f"Hoe zit het met {SUBJECT} {title}?",
        body=f"{SUBJECT} {body}",
        need=body,
    )
    make_answer(question, world.members["joke"], body=f"Bel over {SUBJECT}.")
    under = make_question(world.members["joke"], title=f"Mijn {SUBJECT} klopt niet in {state}")
    readers = readers_of_post(VISIBILITY[state], author=author, under=EVERYBODY)
    said, remarked = world.secret(f"{state} answer", readers), world.secret(f"{state} comment", readers)
    answer = make_answer(under, world.members[author], body=f"{SUBJECT} {said}")
    comment = make_comment(under, world.members[author], body=f"{SUBJECT} {ASIDE} {remarked}")
    return [
        Told(title, "question", state, "title", author, asking, question),
        Told(body, "question", state, "body", author, asking, question),
        Told(said, "answer", state, "body", author, readers, answer),
        Told(remarked, "comment", state, "body", author, readers, comment),
    ]


def _message(world: World, room: Room, state: str) -> Told:
    author = AUTHORS.get(state, "nicole")
    shown = VISIBILITY[state] == Visibility.PUBLISHED
    readers = frozenset(MEMBERS) if shown else frozenset(MODERATORS)
    word = world.secret(f"{state} message", readers)
    room.last_n += 1
    room.save()
    body = f"{SUBJECT} {word}"
    message = Message.objects.create(
        room=room,
        seq=room.last_n,
        n=room.last_n,
        author=world.members[author],
        body=body,
        body_html=render(body).html,
    )
    return Told(word, "message", state, "body", author, readers, message)


def _nothing(_world: World, _told: Told, _rule: Rule) -> None:
    """As it was written."""


def _hold(world: World, told: Told, rule: Rule) -> None:
    decide(world, told, rule, "hold")


def _remove(world: World, told: Told, rule: Rule) -> Decision:
    return decide(world, told, rule, "remove")


def _appeal(world: World, told: Told, rule: Rule) -> None:
    decision = _remove(world, told, rule)
    appeal_decision(member=_author(world, told), decision_id=decision.pk, body="Ik citeerde alleen.")


def _restore(world: World, told: Told, rule: Rule) -> None:
    decision = _remove(world, told, rule)
    appeal = appeal_decision(member=_author(world, told), decision_id=decision.pk, body="Dat klopt niet.")
    decide_appeal(
        moderator=world.members["bram"], appeal_id=appeal.pk, outcome="reversed", reasons="Dit mag hier."
    )


def _author(world: World, told: Told) -> Member:
    return world.members[told.author]


_DO: dict[str, Callable[[World, Told, Rule], object]] = {
    "held": _hold,
    "removed": _remove,
    "appealed": _appeal,
    "restored": _restore,
}

assert set(AUTHORS.values()) <= set(PEOPLE)
