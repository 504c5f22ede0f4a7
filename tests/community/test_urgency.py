"""What in a question says that it cannot wait."""

import pytest

from community.models import Level
from community.urgency import Urgency, language_of_text, urgency_of
from core.screening import screen

pytestmark = pytest.mark.django_db


def read(text: str) -> Urgency:
    return urgency_of(text, screen(text=text, author_id=0, place="comparison").findings)


@pytest.mark.parametrize(
    ("text", "level", "sign"),
    [
        ("Morgen word ik uit huis gezet", Level.NOW, "when.tomorrow"),
        ("Ik wil niet meer leven.", Level.NOW, "danger.suicide"),
        ("Morgen sluiten ze mijn stroom af.", Level.NOW, "when.tomorrow"),
        ("Mijn stroom wordt afgesloten, wat nu?", Level.PRESSING, "cut-off"),
        ("Ik heb geen geld voor eten.", Level.PRESSING, "no-food"),
        ("De deurwaarder komt morgen.", Level.PRESSING, "bailiff"),
        ("Er kwam een brief van de deurwaarder.", Level.SOON, "bailiff"),
        ("Mijn uitkering is stopgezet.", Level.SOON, "income-stopped"),
        ("My benefits are stopped.", Level.SOON, "income-stopped"),
    ],
)
def test_words_of_haste_and_danger_make_a_question_pressing(text: str, level: Level, sign: str) -> None:
    urgency = read(text)
    assert urgency.level == level
    assert sign in urgency.signs


@pytest.mark.parametrize(
    "text",
    [
        "Hoe vraag ik bijzondere bijstand aan?",
        "Morgen heb ik een vrije dag. Wie gaat er mee wandelen?",
        "Vorig jaar kwam de deurwaarder. Nu gaat het goed.",
        "Hoeveel kost een rijbewijs?",
    ],
)
def test_a_calm_question_is_calm(text: str) -> None:
    assert read(text) == Urgency(Level.CALM)


def test_a_moment_counts_only_in_the_sentence_of_the_sign() -> None:
    urgency = read("Er kwam een brief van de deurwaarder. Morgen ben ik jarig.")
    assert urgency == Urgency(Level.SOON, ("bailiff",))


def test_the_safety_nets_sign_stands_for_ours_of_the_same_name() -> None:
    assert read("Morgen word ik uit huis gezet").signs == ("danger.eviction", "when.tomorrow")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Hoe vraag ik toeslag aan?", "nl"),
        ("How do I ask for an allowance?", "en"),
        ("كيف أطلب المساعدة من البلدية؟", "ar"),
        ("Як мені отримати допомогу?", "uk"),
        ("Gdzie mogę złożyć wniosek o zasiłek? Proszę o pomoc, nie wiem gdzie iść, dziękuję", "pl"),
        ("Belediyeden yardım almak için nasıl başvuru yaparım?", "tr"),
    ],
)
def test_the_language_of_a_question_shows(text: str, language: str) -> None:
    assert language_of_text(text) == language
