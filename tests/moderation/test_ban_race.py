"""R35: who is suspended while writing has nothing stored after that moment.

A hundred trials belong to the tests; `PEERPLEIN_TRIALS=1000` does as many as are asked for.
"""

import os
import random
import time
import uuid
from collections import Counter
from datetime import timedelta
from threading import Barrier

import pytest
from django.utils import timezone

from accounts.models import Member, Role
from community.actions.answers import post_answer
from community.actions.comments import post_comment
from community.models import Answer, Comment, Question, Theme
from core.errors import DomainError, NotAllowed
from moderation.actions.cases import open_case
from moderation.actions.decisions import Verdict, decide_case
from moderation.models import Case, Origin, Rule, Sanction
from moderation.targets import find
from realtime.actions.sending import send_message
from realtime.models import Message, Room, RoomKind
from realtime.refusals import ChatRefusal
from tests.factories import make_answer, make_member, make_question
from tests.parallel import in_parallel

pytestmark = [pytest.mark.postgres_only, pytest.mark.django_db(transaction=True)]

TRIALS = int(os.environ.get("PEERPLEIN_TRIALS", "100"))
PAIRS = 8
"""So many members write while so many moderators suspend them, each pair at its own trial."""
ATTEMPTS = 5
LONG_AGO = timedelta(days=400)


def test_nothing_is_stored_after_the_moment_of_suspension(debts: Theme, rules: list[Rule]) -> None:
    trials = [_Trial(number, debts, rules[0]) for number in range(TRIALS)]
    room = Room.objects.create(slug=debts.slug, kind=RoomKind.THEME, theme=debts, name=debts.name)

    def do(number: int) -> object:
        trial = trials[number // 2]
        if number % 2:
            trial.suspend()
            return None
        return trial.write(room)

    outcomes = in_parallel(do, times=2 * TRIALS, at_once=2 * min(PAIRS, TRIALS), patience=600)
    unexpected = [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    assert unexpected == []
    assert Sanction.objects.count() == TRIALS
    late = [trial.number for trial in trials if trial.stored_late()]
    done = sum((outcome for outcome in outcomes if isinstance(outcome, Counter)), Counter())
    print(f"{TRIALS} trials: {done['stored']} stored, {done['refused']} refused, {len(late)} too late")
    assert late == []
    assert done["stored"] > TRIALS / 4
    assert done["refused"] > TRIALS / 4


class _Trial:
    """A member who writes in a thread and a room, and a case: about the member, or about an answer there."""

    def __init__(self, number: int, theme: Theme, rule: Rule) -> None:
        self.number, self.rule, self.together = number, rule, Barrier(2)
        self.member: Member = make_member(joined_at=timezone.now() - LONG_AGO)
        self.moderator: Member = make_member(role=Role.MODERATOR)
        self.question: Question = make_question(theme=theme)
        answer = make_answer(self.question, self.member)
        Answer.objects.filter(pk=answer.pk).update(created_at=timezone.now() - timedelta(days=1))
        kind, pk = ("member", self.member.pk) if number % 2 else ("answer", answer.pk)
        self.case: Case = open_case(kind=kind, target_id=pk, origin=Origin.OWN)

    def write(self, room: Room) -> "Counter[str]":
        """An answer, a remark and messages, as fast as they are taken."""
        done: Counter[str] = Counter()
        self.together.wait(timeout=60)
        for attempt in range(ATTEMPTS):
            try:
                self._write_one(attempt, room)
            except (NotAllowed, ChatRefusal):
                done["refused"] += 1
            except DomainError as error:
                raise AssertionError(error.message) from error
            else:
                done["stored"] += 1
        return done

    def suspend(self) -> None:
        self.together.wait(timeout=60)
        time.sleep(random.uniform(0, 0.25))
        thing = find(self.case.target_kind, self.case.target_id)
        decide_case(
            moderator=self.moderator,
            case_id=self.case.pk,
            round=1,
            version=thing.version,
            verdict=Verdict(measure="none", facts="Je dreigde.", step="suspend", days=7, rule=self.rule),
        )

    def stored_late(self) -> bool:
        moment = Sanction.objects.get(member=self.member).starts_at
        kinds = (Answer, Comment, Message)
        return any(kind.objects.filter(author=self.member, created_at__gt=moment).exists() for kind in kinds)

    def _write_one(self, attempt: int, room: Room) -> None:
        words, key = f"Poging {attempt} van {self.number}.", uuid.uuid4()
        if attempt % 3 == 0:
            post_answer(author=self.member, question_id=self.question.pk, body=words, key=key)
        elif attempt % 3 == 1:
            post_comment(
                author=self.member, question_id=self.question.pk, answer_id=None, body=words, key=key
            )
        else:
            send_message(author=self.member, room_slug=room.slug, body=words, cid=key)
