"""The numbers equal the tables, and nobody can be worked out from them."""

import csv
import json
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import Member
from community.models import Question
from moderation.actions.cases import open_case
from moderation.models import Decision, Origin, Report
from moderation.queries.transparency import Period, default_period, suppress, transparency_page
from tests.factories import make_answer
from tests.moderation.conftest import Decide


@given(st.dictionaries(st.sampled_from("abcdefg"), st.integers(0, 30), min_size=2))
def test_no_hidden_number_can_be_worked_out_from_the_total(counts: dict[str, int]) -> None:
    shown = suppress(counts)
    hidden = [name for name, count in shown.items() if count is None]
    others = [name for name, count in counts.items() if count]
    assert all(count is None or not 0 < count < 5 for count in shown.values())
    assert len(hidden) != 1 or len(others) == 1
    assert all(count is None or count == counts[name] for name, count in shown.items())


@pytest.fixture
def work(question: Question, mira: Member, nicole: Member, decide: Decide) -> None:
    """Seven removals, six times nothing, one remark."""
    plans = [("remove", 7), ("none", 6), ("label", 1)]
    for measure, times in plans:
        for _number in range(times):
            answer = make_answer(question, nicole)
            case = open_case(kind="answer", target_id=answer.pk, origin=Origin.OWN)
            decide(case, mira, measure=measure, label="Let op")


@pytest.mark.django_db
@pytest.mark.usefixtures("work")
class TestThePage:
    def test_its_totals_equal_the_tables(self) -> None:
        tables = {table.name: table for table in transparency_page(default_period()).tables}
        assert tables["decisions"].total == Decision.objects.count() == 14
        assert tables["reports"].total == Report.objects.count() == 0

    def test_one_small_number_takes_another_with_it(self) -> None:
        tables = {table.name: table for table in transparency_page(default_period()).tables}
        figures = {figure.name: figure.count for figure in tables["decisions"].figures}
        assert figures == {
            "none": None, "remove": 7, "mask": 0, "hold": 0, "label": None, "release": 0, "restore": 0
        }  # fmt: skip

    def test_page_csv_and_json_say_the_same(self) -> None:
        client = Client()
        page = client.get("/openness/moderation/").content.decode()
        rows = list(csv.reader(client.get("/openness/moderation.csv").content.decode().splitlines()))
        data = json.loads(client.get("/openness/moderation.json").content)
        assert "Wat moderatoren deden" in page
        by_csv = {(row[2], row[3]): row[4] for row in rows[1:]}
        assert by_csv["decisions", "remove"] == "7"
        assert by_csv["decisions", "label"] == ""
        assert by_csv["decisions", "total"] == "14"
        assert data["tables"]["decisions"] == {
            "total": 14,
            "figures": {
                "none": None, "remove": 7, "mask": 0, "hold": 0, "label": None, "release": 0, "restore": 0
            },
        }  # fmt: skip

    def test_another_period_has_its_own_numbers(self) -> None:
        yesterday = timezone.localdate() - timedelta(days=1)
        tables = transparency_page(Period(date(2024, 1, 1), yesterday)).tables
        assert all(table.total == 0 for table in tables)

    @pytest.mark.parametrize(
        "query", ["?from=x&to=y", "?from=2030-01-01", "?from=0001-01-01", "?to=9999-12-31"]
    )
    def test_a_period_that_makes_no_sense_gives_this_year(self, query: str) -> None:
        for path in ("", "/statements.json"):
            assert Client().get(f"/openness/moderation{path or '/'}{query}").status_code == 200

    def test_statements_are_in_the_european_format_without_personal_data(
        self, nicole: Member, mira: Member
    ) -> None:
        text = Client().get("/openness/moderation/statements.json").content.decode()
        statements = json.loads(text)["statements"]
        assert len(statements) == 8
        first = statements[-1]
        assert first["decision_visibility"] == ["DECISION_VISIBILITY_CONTENT_REMOVED"]
        assert first["decision_ground"] == "DECISION_GROUND_INCOMPATIBLE_CONTENT"
        assert first["category"] == "STATEMENT_CATEGORY_CYBER_VIOLENCE"
        assert first["automated_decision"] == "AUTOMATED_DECISION_NOT_AUTOMATED"
        for personal in ("Nicole", "nicole", "Mira", "Je noemde iemand dom", "Mag ik werken"):
            assert personal not in text
