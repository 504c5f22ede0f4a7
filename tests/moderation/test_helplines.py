from datetime import date, timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.core.management import call_command
from django.db import IntegrityError
from django.test import Client
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from moderation.actions.helplines import load_known_helplines, save_helpline
from moderation.helplines import KNOWN
from moderation.models import Helpline
from moderation.queries.helplines import help_now_page, help_strip

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_memory() -> None:
    cache.clear()


@pytest.fixture
def loaded() -> None:
    with time_machine.travel("2026-11-22 12:00Z"):
        call_command("load_helplines", verbosity=0)


def names() -> list[str]:
    return [line.name for line in help_now_page().helplines]


@time_machine.travel("2026-11-22 12:00Z")
def test_the_helplines_that_come_along_are_shown_with_the_emergency_number_first(loaded: None) -> None:
    assert names() == [known.name for known in KNOWN]
    assert names()[0] == "Alarmnummer"


@time_machine.travel("2026-11-22 12:00Z")
def test_a_helpline_that_nobody_verified_is_not_shown(loaded: None) -> None:
    Helpline.objects.create(key="nieuw", name="Nieuwe lijn", number="0800-1111", audience="Iedereen")
    assert "Nieuwe lijn" not in names()


def test_a_helpline_past_its_review_is_not_shown(loaded: None) -> None:
    with time_machine.travel("2027-11-20 12:00Z"):
        assert len(names()) == len(KNOWN)
    cache.clear()
    with time_machine.travel("2027-11-21 12:00Z"):
        assert names() == []


def test_loading_again_changes_nothing_and_a_later_verification_stays(loaded: None) -> None:
    assert load_known_helplines() == 0
    line = Helpline.objects.get(key="113")
    line.hours = "Altijd"
    line.verified_on = date(2027, 3, 1)
    line.review_due = date(2028, 3, 1)
    save_helpline(line)
    assert load_known_helplines() == 0
    assert Helpline.objects.get(key="113").hours == "Altijd"


@time_machine.travel("2026-11-22 12:00Z")
@pytest.mark.django_db(transaction=True)
def test_a_change_is_on_every_page_at_once() -> None:
    load_known_helplines()
    assert help_strip()[1].number == "113"
    line = Helpline.objects.get(key="113")
    line.number = "0800-0113"
    save_helpline(line)
    assert help_strip()[1].number == "0800-0113"


@time_machine.travel("2026-11-22 12:00Z")
def test_the_strip_asks_the_database_once_in_five_minutes(
    loaded: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        help_strip()
        help_strip()
        help_now_page()


@time_machine.travel("2026-11-22 12:00Z")
def test_the_strip_dials(loaded: None) -> None:
    assert [(line.number, line.url) for line in help_strip()][:3] == [
        ("112", "tel:112"),
        ("113", "tel:113"),
        ("0800-2000", "tel:08002000"),
    ]


@time_machine.travel("2026-11-22 12:00Z")
def test_everybody_reads_the_numbers_without_signing_in(loaded: None, client: Client) -> None:
    text = client.get("/help-now/").content.decode()
    assert 'href="tel:112"' in text
    assert 'href="tel:113"' in text
    assert "Dag en nacht" in text


@time_machine.travel("2026-11-22 12:00Z")
def test_hours_and_cost_are_in_the_language_of_the_reader(loaded: None) -> None:
    with translation.override("en"):
        line = help_now_page().helplines[1]
    assert (line.hours, line.cost) == ("Day and night", "Free and anonymous")


def test_without_any_record_the_emergency_number_remains(client: Client) -> None:
    assert 'href="tel:112"' in client.get("/help-now/").content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"number": "", "url": ""},
        {"verified_on": date(2026, 1, 1), "review_due": None, "source": "x"},
        {"verified_on": date(2026, 1, 1), "review_due": date(2026, 1, 1), "source": "x"},
        {"verified_on": date(2026, 1, 1), "review_due": date(2027, 1, 1), "source": ""},
    ],
)
def test_the_database_refuses_a_dead_end_and_half_a_verification(
    wrong: dict[str, object],
) -> None:
    fields = {"key": "x", "name": "X", "number": "1", "audience": "x", **wrong}
    with pytest.raises(IntegrityError):
        Helpline.objects.create(**fields)


def test_known_helplines_are_due_within_a_year(loaded: None) -> None:
    assert all(
        line.review_due and line.verified_on and line.review_due - line.verified_on <= timedelta(days=366)
        for line in Helpline.objects.all()
    )
