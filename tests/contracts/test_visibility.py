"""Every state × every outlet × every person: what may not be met is not there, what may is (T0).

The states are made by the decisions and appeals themselves (`states.py`). An outlet is a way in which words
come out; every address of the permission table that can be read is one of them.
"""

import json
import re
from collections import Counter
from html import unescape
from html.parser import HTMLParser
from typing import Any

import pytest

from community.models import Question
from moderation.models import Report
from tests.contracts import matrix, outlets
from tests.contracts.sights import OUTLETS, States, read_all, thread_pages
from tests.contracts.states import BLOCKER, KINDS, VISIBILITY, Told, build_states

WHO = ("visitor", "fatima", "nicole", "sol", "noor", "joke", "daan", "mira", "wil", "ada")


@pytest.fixture(scope="module")
def states_of_module(shared_database: None) -> States:
    return build_states()


COME_OUT: dict[str, dict[str, str]] = {
    "question pages and structured data": {"question": "title body", "answer": "body", "comment": "body"},
    "lists": {"question": "title"},
    "search": {"question": "title body", "answer": "body", "comment": "body"},
    "rooms": {"message": "body"},
    "frames": {"message": "body"},
    "report pages": {"question": "title body", "answer": "body", "comment": "body", "message": "body"},
}
"""Where what is published comes out whole: there it has to be met, so that nothing passes by being empty.

Feeds and home show the newest only, and what is said in a notification is for the one it is for.
"""
ONLY_AT_THE_DESK = "message"
"""Hidden words of a room are met by moderators in the case and nowhere else."""


@pytest.mark.parametrize("outlet", OUTLETS)
@pytest.mark.parametrize("person", WHO)
def test_nobody_meets_what_is_not_theirs_and_everybody_meets_what_is(
    person: str, outlet: str, states: States
) -> None:
    _world, told = states
    page = OUTLETS[outlet](states, person)
    words = set(outlets.WORD.findall(page))
    leaked = [each for each in told if each.word in words and not _may_meet(each, person, outlet)]
    shown = COME_OUT.get(outlet, {})
    missed = [
        each
        for each in told
        if each.word not in words
        and not each.hidden
        and person in each.readers
        and each.part in shown.get(each.kind, "")
        and not (outlet == "search" and person == BLOCKER and each.state == "blocked")
    ]
    assert ([_name(each) for each in leaked], [_name(each) for each in missed]) == ([], [])


@pytest.mark.parametrize("outlet", ["question pages and structured data", "lists", "search", "rooms"])
def test_what_the_viewer_blocked_stands_folded(outlet: str, states: States) -> None:
    _world, told = states
    page = OUTLETS[outlet](states, BLOCKER)
    open_words = set(outlets.WORD.findall(_outside_folds(page)))
    blocked = [each for each in told if each.state == "blocked" and _folds(each, outlet)]
    assert blocked
    assert [_name(each) for each in blocked if each.word in open_words] == []
    others = {each.word for each in told if each.state == "published" and _folds(each, outlet)}
    assert others <= open_words


@pytest.mark.parametrize("person", ["visitor", "fatima", "nicole", "wil", "ada"])
def test_every_address_that_can_be_read_keeps_what_is_not_theirs(person: str, states: States) -> None:
    """All rows of the permission table, so a new address is looked at without anybody thinking of it."""
    world, told = states
    ids = _Ids({"missing": 10**15})
    rows = [row.path.format_map(ids) for row in matrix.all_rows() if "405" not in row.get]
    words = set(outlets.WORD.findall(read_all(world, person, sorted(set(rows)))))
    leaked = [each for each in told if each.word in words and person not in each.readers]
    assert [_name(each) for each in leaked] == []


def test_the_table_has_every_state_of_every_kind(states: States) -> None:
    _world, told = states
    cells = Counter((each.state, each.kind) for each in told)
    assert set(cells) == {(state, kind) for state in VISIBILITY for kind in KINDS}
    assert len(told) * len(OUTLETS) * len(WHO) > 6_000


def test_the_figures_tell_of_nothing_that_is_hidden(states: States) -> None:
    """A visitor counts as many answers and questions as they can read."""
    _world, told = states
    pages = thread_pages(states, "visitor")
    readable = {each.word for each in told if "visitor" in each.readers}
    for data in re.findall(r'<script type="application/ld\+json"[^>]*>(.*?)</script>', pages, re.DOTALL):
        entity = json.loads(unescape(data))["mainEntity"]
        answers = [*entity.get("suggestedAnswer", []), entity.get("acceptedAnswer")]
        assert entity["answerCount"] == len([answer for answer in answers if answer])
    for question in Question.objects.published():
        shown = question.answers.filter(visibility="published").count()
        assert question.answer_count == shown
    assert readable


def test_a_visitor_without_reports_sees_no_figures_of_them(states: States) -> None:
    assert not Report.objects.exists()


def _may_meet(each: Told, person: str, outlet: str) -> bool:
    if each.kind == ONLY_AT_THE_DESK and each.hidden and "desk" not in outlet and outlet != "own pages":
        return False
    return person in each.readers


def _folds(each: Told, outlet: str) -> bool:
    """Titles stand on the page of the question itself, bodies not in lists."""
    if outlet.startswith("question pages"):
        return each.kind in ("answer", "comment") or (each.kind == "question" and each.part == "body")
    if outlet == "lists":
        return each.part == "title"
    return each.kind in ("question", "answer", "comment") if outlet == "search" else each.kind == "message"


def _name(each: Told) -> str:
    return f"{each.state} {each.kind}, {each.part}"


def _outside_folds(page: str) -> str:
    """The text that stands there without opening what is folded away."""
    reader = _Unfolded()
    reader.feed(page)
    return "".join(reader.told)


class _Unfolded(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.told: list[str] = []
        self._details: list[bool] = []
        self._script = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "details":
            self._details.append("folded" in (dict(attrs).get("class") or "").split())
        self._script = tag in ("script", "title")

    def handle_endtag(self, tag: str) -> None:
        if tag == "details" and self._details:
            self._details.pop()
        self._script = False

    def handle_data(self, data: str) -> None:
        if not any(self._details) and not self._script:
            self.told.append(data)


class _Ids(dict[str, Any]):
    """Any name of the other world leads to the first thing of this one."""

    def __missing__(self, name: str) -> int:
        return 1
