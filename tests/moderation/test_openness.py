"""The numbers equal the tables, and nobody can be worked out from them."""

import csv
import json
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from itertools import combinations_with_replacement

import pytest
import time_machine
from django.test import Client

from accounts.models import Member
from community.models import Question
from moderation.actions.appeals import appeal_decision, decide_appeal
from moderation.actions.cases import open_case
from moderation.models import Decision, Origin, Report
from moderation.queries.transparency import Period, Table, default_period, period_of, transparency_page
from tests.factories import make_answer
from tests.moderation.conftest import Decide

SignIn = Callable[[Member], Client]
pytestmark = pytest.mark.django_db

APRIL = Period(date(2026, 4, 1), date(2026, 4, 30))


def at(month: int, day: int = 10) -> time_machine.travel:
    return time_machine.travel(datetime(2026, month, day, 12, tzinfo=UTC), tick=True)


@pytest.fixture(autouse=True)
def _in_may() -> Iterator[None]:
    with at(5, 20):
        yield


@pytest.fixture
def decide_many(question: Question, mira: Member, nicole: Member, decide: Decide) -> Callable[..., None]:
    """`decide_many(month, remove=7, label=1)`."""

    def do(month: int, **plans: int) -> None:
        with at(month):
            for measure, times in plans.items():
                for _number in range(times):
                    answer = make_answer(question, nicole)
                    case = open_case(kind="answer", target_id=answer.pk, origin=Origin.OWN)
                    decide(case, mira, measure=measure, label="Let op")

    return do


@pytest.fixture
def work(decide_many: Callable[..., None]) -> None:
    """In April: seven removals, six times nothing, one remark."""
    decide_many(4, remove=7, none=6, label=1)


def tables(period: Period) -> dict[str, Table]:
    return {table.name: table for table in transparency_page(period).tables}


def figures(table: Table) -> dict[str, int | None]:
    return {figure.name: figure.count for figure in table.figures}


@pytest.mark.usefixtures("work")
def test_its_totals_equal_the_tables() -> None:
    found = tables(default_period())
    assert found["decisions"].total == found["sanctions"].total == Decision.objects.count() == 14
    assert found["categories"].total == found["sources"].total == 14
    assert found["reports"].total == Report.objects.count() == 0


@pytest.mark.usefixtures("work")
def test_one_small_number_takes_the_noughts_and_another_with_it() -> None:
    counts = figures(tables(APRIL)["decisions"])
    assert counts == {
        "none": None, "remove": 7, "mask": None, "hold": None, "label": None, "release": None, "restore": None
    }  # fmt: skip


def test_a_month_with_few_waits_for_the_next(decide_many: Callable[..., None]) -> None:
    decide_many(2, remove=3)
    decide_many(3, remove=4)
    for month in (2, 3):
        of_month = tables(period_of(date(2026, month, 1), date(2026, month, 2)))["decisions"]
        assert (of_month.covers, of_month.total) == (None, None)
    both = tables(period_of(date(2026, 2, 1), date(2026, 3, 1)))["decisions"]
    assert (both.total, figures(both)["remove"]) == (7, 7)
    assert both.covers == Period(date(2026, 2, 1), date(2026, 3, 31))


def test_what_this_month_brings_is_not_shown_before_it_ends(decide_many: Callable[..., None]) -> None:
    decide_many(5, remove=9)
    assert tables(default_period())["decisions"].total == 0
    with at(6, 1):
        assert tables(default_period())["decisions"].total == 9


def test_no_two_periods_differ_by_a_small_number(decide_many: Callable[..., None]) -> None:
    for month, times in {1: 2, 2: 9, 3: 1, 4: 6}.items():
        decide_many(month, remove=times)
    totals: dict[tuple[int, int], int] = {}
    for first, last in combinations_with_replacement(range(1, 5), 2):
        total = tables(period_of(date(2026, first, 1), date(2026, last, 1)))["decisions"].total
        totals |= {(first, last): total} if total is not None else {}
    assert totals[1, 4] == 18
    for (first, last), total in totals.items():
        nested = [n for (one, other), n in totals.items() if one == first or other == last]
        assert not any(0 < abs(total - n) < 5 for n in nested)


def test_an_appeal_counts_when_it_is_decided_and_never_changes_afterwards(
    question: Question, mira: Member, bram: Member, nicole: Member, decide: Decide
) -> None:
    for number in range(11):
        with at(3):
            case = open_case(kind="answer", target_id=make_answer(question, nicole).pk, origin=Origin.OWN)
            appeal = appeal_decision(member=nicole, decision_id=decide(case, mira).pk, body="Dat klopt niet.")
        with at(4):
            outcome = "reversed" if number < 5 else "upheld"
            decide_appeal(moderator=bram, appeal_id=appeal.pk, outcome=outcome, reasons="Zo is het.")
    march = tables(period_of(date(2026, 3, 1), date(2026, 3, 1)))
    assert (march["appeals"].total, march["outcomes"].total) == (11, 0)
    page = transparency_page(APRIL)
    assert figures({table.name: table for table in page.tables}["outcomes"]) == {"upheld": 6, "reversed": 5}
    assert {fact.name: fact.value for fact in page.facts} == {
        "medianHoursToDecision": None, "medianDaysToAppealDecision": 31, "reversedOnAppealPercent": 45
    }  # fmt: skip


@pytest.mark.usefixtures("work")
def test_page_csv_and_json_say_the_same() -> None:
    client = Client()
    page = client.get("/openness/moderation/").content.decode()
    rows = list(csv.reader(client.get("/openness/moderation.csv").content.decode().splitlines()))
    data = json.loads(client.get("/openness/moderation.json").content)
    assert "Wat moderatoren deden" in page
    by_csv = {(row[2], row[3]): row[4] for row in rows[1:]}
    table = tables(default_period())["decisions"]
    assert by_csv["decisions", "total"] == "14"
    assert {name: by_csv["decisions", name] for name in figures(table)} == {
        name: "" if count is None else str(count) for name, count in figures(table).items()
    }
    for name, value in (("medianHoursToDecision", 0), ("medianDaysToAppealDecision", None)):
        assert data[name] == value
        assert by_csv["facts", name] == ("" if value is None else str(value))
    assert data["tables"]["decisions"] == {
        "from": "2026-01-01", "to": "2026-04-30", "total": 14, "figures": figures(table)
    }  # fmt: skip


@pytest.mark.parametrize(
    "query",
    ["?from=x&to=y", "?from=2030-01-01", "?from=0001-01-01", "?to=9999-12-31", "?from=2026-04&to=2026-02"],
)
def test_a_period_that_makes_no_sense_gives_this_year(query: str) -> None:
    for path in ("moderation/", "moderation.csv", "moderation.json"):
        assert Client().get(f"/openness/{path}{query}").status_code == 200
    assert json.loads(Client().get(f"/openness/moderation.json{query}").content)["from"] == "2026-01-01"


def test_in_january_it_is_about_the_year_before() -> None:
    with at(1):
        assert default_period() == Period(date(2025, 1, 1), date(2025, 12, 31))


@pytest.mark.usefixtures("work")
def test_statements_are_in_the_european_format_without_personal_data(mira: Member, signed_in: SignIn) -> None:
    text = signed_in(mira).get("/openness/moderation/statements.json").content.decode()
    statements = json.loads(text)["statements"]
    assert len(statements) == 8
    first = statements[0]
    assert first["decision_visibility"] == ["DECISION_VISIBILITY_CONTENT_REMOVED"]
    assert first["decision_ground"] == "DECISION_GROUND_INCOMPATIBLE_CONTENT"
    assert first["category"] == "STATEMENT_CATEGORY_CYBER_VIOLENCE"
    assert first["automated_decision"] == "AUTOMATED_DECISION_NOT_AUTOMATED"
    for personal in ("Nicole", "nicole", "Mira", "Je noemde iemand dom", "Mag ik werken"):
        assert personal not in text


@pytest.mark.usefixtures("work")
def test_statements_one_by_one_are_for_who_hands_them_in(fatima: Member, signed_in: SignIn) -> None:
    assert "statements.json" not in Client().get("/openness/moderation/").content.decode()
    assert signed_in(fatima).get("/openness/moderation/statements.json").status_code == 404


def test_statements_come_a_hundred_at_a_time_and_each_once(
    mira: Member, decide_many: Callable[..., None], signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("moderation.queries.statements.STATEMENTS", 3)
    decide_many(4, remove=7)
    client, address = signed_in(mira), "/openness/moderation/statements.json"
    found: list[str] = []
    for size in (3, 3, 1):
        page = json.loads(client.get(address).content)
        assert len(page["statements"]) == size
        found += [statement["puid"] for statement in page["statements"]]
        address = page["next"]
    assert address is None
    assert found == [f"peerplein-{pk}" for pk in Decision.objects.order_by("pk").values_list("pk", flat=True)]
    wrong = client.get("/openness/moderation/statements.json?after=²")
    assert len(json.loads(wrong.content)["statements"]) == 3


def test_each_statement_holds_what_its_kind_needs_and_no_empty_field(
    question: Question, mira: Member, nicole: Member, decide: Decide, signed_in: SignIn
) -> None:
    plans: list[dict[str, object]] = [
        {"measure": "none", "step": "warn"},
        {"measure": "none", "step": "mute", "days": 3},
        {"measure": "none", "step": "suspend", "days": 7},
        {
            "measure": "remove",
            "rule": None,
            "legal_ground": "Artikel 137c",
            "explanation": "Dat is strafbaar.",
        },
    ]
    with at(4):
        for plan in plans:
            case = open_case(kind="answer", target_id=make_answer(question, nicole).pk, origin=Origin.OWN)
            decide(case, mira, **plan)
    page = json.loads(signed_in(mira).get("/openness/moderation/statements.json").content)
    muted, suspended, removed = page["statements"]
    assert all(
        value not in (None, "", []) for statement in page["statements"] for value in statement.values()
    )
    for statement in page["statements"]:
        assert {"decision_visibility", "decision_provision", "decision_account"} & set(statement)
    assert muted["decision_provision"] == "DECISION_PROVISION_PARTIAL_SUSPENSION"
    assert (muted["end_date_service_restriction"], suspended["end_date_account_restriction"]) == (
        "2026-04-13", "2026-04-17"
    )  # fmt: skip
    assert "end_date_account_restriction" not in muted
    assert removed["decision_ground"] == "DECISION_GROUND_ILLEGAL_CONTENT"
    assert removed["illegal_content_legal_ground"] == "Artikel 137c"
    assert removed["illegal_content_explanation"] == "Content against the law"
    assert "incompatible_content_ground" not in removed
    assert muted["incompatible_content_illegal"] == "No"


def test_the_appeals_and_the_machine_are_counted_too(
    question: Question, mira: Member, nicole: Member, decide: Decide
) -> None:
    with at(4):
        for number in range(12):
            origin = Origin.SCREENING if number < 5 else Origin.OWN
            case = open_case(kind="answer", target_id=make_answer(question, nicole).pk, origin=origin)
            decide(case, mira, measure="none", rule=None)
    assert figures(tables(APRIL)["detection"]) == {"automated": 5, "people": 7}


def test_what_was_reported_is_not_called_a_notification() -> None:
    page = Client(headers={"accept-language": "en"}).get("/openness/moderation/").content.decode()
    assert "<caption><b>Reports</b>" in page
    assert "<b>Notifications</b>" not in page
