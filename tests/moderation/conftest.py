"""A case and what it takes to decide about it."""

from collections.abc import Callable

import pytest
from django.core.management import call_command

from accounts.models import Member
from community.models import Answer, Question, Theme
from moderation.actions.cases import open_case
from moderation.actions.decisions import Verdict, decide_case
from moderation.models import Case, Decision, Measure, Origin, Rule
from moderation.targets import find
from tests.factories import make_answer, make_question

Decide = Callable[..., Decision]

WORDS = "Wat ben jij dom zeg, eigen schuld. Bel 06-12345678."


@pytest.fixture
def rules(db: None) -> list[Rule]:
    call_command("load_rules", verbosity=0)
    return list(Rule.objects.order_by("number"))


@pytest.fixture
def question(debts: Theme, fatima: Member) -> Question:
    return make_question(fatima, theme=debts, title="Mag ik werken naast mijn bijstand?")


@pytest.fixture
def answer(question: Question, nicole: Member) -> Answer:
    return make_answer(question, nicole, body=WORDS)


@pytest.fixture
def case(answer: Answer, rules: list[Rule]) -> Case:
    """About nicole's answer."""
    return open_case(kind="answer", target_id=answer.pk, origin=Origin.REPORT)


@pytest.fixture
def decide(rules: list[Rule]) -> Decide:
    """`decide(case, mira, measure="remove", …)`: an ordinary decision, by house rule 1 unless named."""

    def decide_it(case: Case, moderator: Member, **fields: object) -> Decision:
        case.refresh_from_db()
        ordinary = {"measure": Measure.REMOVE, "facts": "Je noemde iemand dom.", "rule": rules[0]}
        return decide_case(
            moderator=moderator,
            case_id=case.pk,
            round=case.round,
            version=find(case.target_kind, case.target_id).version,
            verdict=Verdict(**ordinary | fields),  # type: ignore[arg-type]
        )

    return decide_it
