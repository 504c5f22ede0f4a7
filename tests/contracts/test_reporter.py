"""T16: who reported is met nowhere: not by whom it is about, not by others, not by moderators."""

import re

import pytest
from django.contrib.auth.models import AnonymousUser

from accounts.models import Member
from accounts.policies import Viewer
from moderation.actions.reports import Filing, report_thing
from moderation.models import LogEntry, Report, Rule
from tests.contracts.sights import OUTLETS, States
from tests.contracts.states import Told, decide
from tests.factories import make_member

WHO = ("visitor", "fatima", "nicole", "daan", "mira", "ada")
NAMED = re.compile(r"zqmelderqz|zqnaamqz|zqbuurmanqz|zqadresqz", re.IGNORECASE)
"""The handle and name of the member, the name and address of the visitor."""
WORDS = "zqtoelichtingqz"


@pytest.fixture
def told(states: States) -> Told:
    """Nicole's answer, reported by a member and by a visitor who left a name and an address."""
    world, each = states
    answer = next(one for one in each if one.kind == "answer")
    member: Member = make_member("zqmelderqz", name="Zqnaamqz")
    viewers: tuple[Viewer, ...] = (member, AnonymousUser())
    for viewer in viewers:
        report_thing(
            viewer=viewer,
            kind="answer",
            target_id=answer.thing.pk,
            filing=Filing(
                reason="unkind",
                good_faith=True,
                explanation=f"Dit kwetst {WORDS}.",
                name="Zqbuurmanqz",
                email="zqadresqz@buren.example",
            ),
            language="nl",
            connection="",
        )
    assert world.members["nicole"].pk == answer.thing.author_id
    return answer


@pytest.mark.parametrize("person", WHO)
@pytest.mark.parametrize("when", ["before", "after"])
def test_no_outlet_names_who_reported(person: str, when: str, states: States, told: Told) -> None:
    world, _each = states
    if when == "after":
        decide(world, told, Rule.objects.order_by("pk")[0], "remove")
    pages = {name: tell(states, person) for name, tell in OUTLETS.items()}
    assert {name: NAMED.findall(page) for name, page in pages.items() if NAMED.search(page)} == {}
    met = {name for name, page in pages.items() if WORDS in page}
    assert met == ({"desk, letters and appeals"} if person == "mira" else set())


def test_letter_and_log_know_nothing_of_who_reported(states: States, told: Told) -> None:
    world, _each = states
    decision = decide(world, told, Rule.objects.order_by("pk")[0], "remove")
    kept = " ".join(
        [decision.letter, decision.facts, *(str(line.details) for line in LogEntry.objects.all())]
    )
    assert not NAMED.search(kept)
    assert WORDS not in kept
    assert Report.objects.count() == 2
