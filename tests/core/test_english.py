"""What a reader of English sees: the catalogue that comes with the site, not one made for the test."""

import re
from datetime import date

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client
from django.utils import translation

from accounts.models import Member
from accounts.queries.inbox import InboxDay
from community.models import Theme
from core import translations
from moderation.queries.helplines import help_now_page
from tests.factories import make_question

ENGLISH = {"accept-language": "en"}
DUTCH_WORDS = re.compile(
    r"\b(de|het|een|je|jouw|niet|wordt|vraag|antwoord|melding|uur|geen)\b", re.IGNORECASE
)
TAGS = re.compile(r"<(script|style)\b.*?</\1>|<[^>]+>", re.DOTALL)


@pytest.fixture(scope="module", autouse=True)
def _compiled() -> None:
    translations.compile_catalogues()


def words(page: str) -> str:
    return TAGS.sub(" ", page)


def test_everything_the_site_says_is_said_in_english_too() -> None:
    assert list(translations.complaints()) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/themes/",
        "/questions/",
        "/ask/",
        "/help-now/",
        "/accounts/login/",
        "/accounts/signup/",
        "/nope/",
    ],
)
def test_a_page_in_english_has_no_dutch_of_ours(client: Client, path: str) -> None:
    page = client.get(path, headers=ENGLISH).content.decode()
    assert '<html lang="en"' in page
    assert "Leave quickly" in page
    assert DUTCH_WORDS.findall(words(page)) == []


def test_a_theme_and_its_question_are_framed_in_english(client: Client, debts: Theme, fatima: Member) -> None:
    question = make_question(theme=debts, author=fatima, title="Beslag op loon")
    text = words(client.get(question.get_absolute_url(), headers=ENGLISH).content.decode())
    assert "Money and debts" in text
    assert "Waiting for an answer" in text or "No answers yet" in text
    assert DUTCH_WORDS.findall(text.replace("Beslag op loon", "").replace(question.body, "")) == []


@pytest.mark.django_db
@time_machine.travel("2026-11-22 12:00Z")
def test_the_emergency_number_is_called_by_its_english_name() -> None:
    call_command("load_helplines", verbosity=0)
    with translation.override("en"):
        assert help_now_page().helplines[0].name == "Emergency number"
    with translation.override("nl"):
        assert help_now_page().helplines[0].name == "Alarmnummer"


@time_machine.travel("2026-11-22 12:00Z")
def test_a_day_in_the_inbox_keeps_the_capitals_of_its_language() -> None:
    day = InboxDay(date(2026, 10, 14), [])
    with translation.override("en"):
        assert day.label == "Wednesday 14 October 2026"
    with translation.override("nl"):
        assert day.label == "Woensdag 14 oktober 2026"
