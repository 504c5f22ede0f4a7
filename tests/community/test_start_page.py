"""F3: a start page made of what a member chose, asked and follows; with the reason, and a switch."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from accounts.models import Block, Member, StartPage
from community.models import District, Follow, LifeEvent, Question, ReadMark, StartChoice, Theme, Visibility
from tests.accounts.letters import last_code
from tests.factories import make_answer, make_member, make_question

pytestmark = pytest.mark.django_db

SignIn = Callable[[Member], Client]


@pytest.fixture
def divorce(db: None) -> LifeEvent:
    return LifeEvent.objects.create(slug="scheiden", name="Scheiden", name_en="Divorce")


@pytest.fixture
def south(db: None) -> District:
    return District.objects.create(slug="zuid", name="Zuid")


@pytest.fixture
def browser(noor: Member, signed_in: SignIn) -> Client:
    return signed_in(noor)


def choose(browser: Client, **fields: object) -> None:
    response = browser.post("/me/start/", fields)
    assert (response.status_code, response["location"]) == (302, "/")


def home(browser: Client) -> str:
    return browser.get("/").content.decode()


def start_page_of(member: Member) -> str:
    return str(Member.objects.get(pk=member.pk).start_page)


def test_whoever_signs_up_chooses_in_one_step_that_can_be_skipped(client: Client, debts: Theme) -> None:
    form = {"email": "nieuw@perenburg.example", "username": "Zonnebloem"}
    place = client.post("/accounts/signup/", form)["location"]
    assert client.post(place, {"code": last_code()})["location"] == "/me/start/"
    page = client.get("/me/start/").content.decode()
    assert "Welkom, Zonnebloem. Wat wil je zien?" in page
    assert "Sla dit over" in page
    assert client.post("/me/start/", {"skip": "1"})["location"] == "/"
    member = Member.objects.get()
    assert member.start_page == StartPage.OFF
    assert not StartChoice.objects.exists()
    assert "Wat wil jij hier zien?" not in home(client)


def test_whoever_signed_up_to_ask_goes_on_asking_and_is_invited_later(client: Client, debts: Theme) -> None:
    form = {"email": "nieuw@perenburg.example", "username": "Zonnebloem", "next": "/ask/"}
    place = client.post("/accounts/signup/", form)["location"]
    assert client.post(place, {"code": last_code()})["location"] == "/ask/"
    assert "Wat wil jij hier zien?" in home(client)


def test_the_page_shows_new_and_waiting_questions_with_the_reason(
    browser: Client, debts: Theme, housing: Theme, divorce: LifeEvent, south: District
) -> None:
    make_question(theme=debts, title="Hoe lang duurt het traject?")
    answered = make_question(theme=debts, title="Wat is beslagvrij?")
    make_answer(answered)
    make_question(theme=housing, title="Wie krijgt het huis?", life_event=divorce)
    make_question(theme=housing, title="Waar is de voedselbank?", district=south)
    make_question(theme=housing, title="Iets heel anders?")
    choose(browser, themes=[debts.slug], life_events=[divorce.slug], district=south.slug)
    page = home(browser)
    assert "Dag Noor" in page
    waiting, newest = page.split('id="nieuw"')
    assert "Hoe lang duurt het traject?" in waiting
    assert "Wat is beslagvrij?" in newest
    assert "Je ziet dit omdat je koos voor het thema Geld en schulden." in page
    assert "Je ziet dit omdat je koos voor de gebeurtenis Scheiden." in page
    assert "Je ziet dit omdat je koos voor de wijk Zuid." in page
    assert "Iets heel anders?" not in page
    assert page.count('href="/me/start/"') >= 5


def test_all_reasons_of_one_question_stand_in_one_sentence(
    browser: Client, debts: Theme, divorce: LifeEvent, south: District
) -> None:
    make_question(theme=debts, life_event=divorce, district=south)
    choose(browser, themes=[debts.slug], life_events=[divorce.slug], district=south.slug)
    reason = "voor het thema Geld en schulden, de gebeurtenis Scheiden en de wijk Zuid."
    assert reason in home(browser)


def test_ones_own_questions_stand_there_with_their_state(browser: Client, noor: Member, debts: Theme) -> None:
    mine = make_question(noor, theme=debts, title="Mijn eigen vraag?")
    make_answer(mine)
    choose(browser)
    page = home(browser)
    assert "Je ziet dit omdat jij deze vragen stelde." in page
    assert "Mijn eigen vraag?" in page
    assert "1 antwoord" in page
    assert 'id="nieuw"' not in page


def test_a_followed_question_stands_there_while_somebody_elses_answer_is_new(
    browser: Client, noor: Member, debts: Theme
) -> None:
    question = make_question(theme=debts, title="Wat doet een bewindvoerder?")
    Follow.objects.create(member=noor, question=question)
    ReadMark.objects.create(member=noor, question=question, read_until=timezone.now())
    choose(browser)
    assert "Wat doet een bewindvoerder?" not in home(browser)
    make_answer(question, noor)
    assert "Wat doet een bewindvoerder?" not in home(browser)
    make_answer(question)
    page = home(browser)
    assert "Wat doet een bewindvoerder?" in page
    assert "Je ziet dit omdat je deze vragen volgt." in page
    browser.get(question.get_absolute_url())
    assert "Wat doet een bewindvoerder?" not in home(browser)


def test_a_question_of_somebody_one_blocked_stays_away_unless_it_is_anonymous(
    browser: Client, noor: Member, debts: Theme
) -> None:
    """Leaving an anonymous one out would tell who asks it."""
    blocked = make_member("buur")
    Block.objects.create(member=noor, blocked=blocked)
    make_question(blocked, theme=debts, title="Onder eigen naam?")
    make_question(blocked, theme=debts, title="Zonder naam?", anonymous=True)
    choose(browser, themes=[debts.slug])
    page = home(browser)
    assert "Onder eigen naam?" not in page
    assert "Zonder naam?" in page


@pytest.mark.parametrize("visibility", [Visibility.HELD, Visibility.WITHDRAWN, Visibility.REMOVED])
def test_what_cannot_be_read_is_not_there(visibility: str, browser: Client, debts: Theme) -> None:
    make_question(theme=debts, title="Weg ermee?", visibility=visibility)
    choose(browser, themes=[debts.slug])
    assert "Weg ermee?" not in home(browser)
    assert "Weg ermee?" not in browser.get("/me/for-you/").content.decode()


def test_switched_off_the_ordinary_page_comes_back_and_the_choices_stay(
    browser: Client, noor: Member, debts: Theme
) -> None:
    choose(browser, themes=[debts.slug])
    assert browser.post("/me/start/page/", {"on": "0"})["location"] == "/"
    assert start_page_of(noor) == StartPage.OFF
    page = home(browser)
    assert "Je startpagina staat uit. Je keuzes blijven bewaard." in page
    assert "Thema’s" in page
    assert "Dag Noor" not in page
    assert StartChoice.objects.filter(member=noor).count() == 1
    browser.post("/me/start/page/", {"on": "1"})
    assert "Dag Noor" in home(browser)


def test_a_switch_without_a_value_changes_nothing(browser: Client, noor: Member) -> None:
    assert browser.post("/me/start/page/", {"on": "misschien"}).status_code == 404
    assert start_page_of(noor) == StartPage.UNASKED


def test_choosing_again_replaces_what_was_chosen(
    browser: Client, noor: Member, debts: Theme, housing: Theme, south: District
) -> None:
    choose(browser, themes=[debts.slug], district=south.slug)
    page = browser.get("/me/start/").content.decode()
    assert page.count("checked") == 1
    choose(browser, themes=[housing.slug])
    choices = StartChoice.objects.filter(member=noor)
    assert [choice.theme for choice in choices] == [housing]


def test_a_choice_that_does_not_exist_is_refused_with_a_sentence(
    browser: Client, noor: Member, debts: Theme
) -> None:
    response = browser.post("/me/start/", {"themes": ["nergens"], "district": "nergens"})
    assert response.status_code == 422
    assert not StartChoice.objects.exists()
    assert start_page_of(noor) == StartPage.UNASKED


def test_an_empty_page_says_what_to_do(browser: Client) -> None:
    choose(browser)
    assert "Hier staat nog niets" in home(browser)
    assert "Je koos nog niets" in browser.get("/me/for-you/").content.decode()


def test_more_leads_through_all_of_it_without_gap_or_repeat(browser: Client, debts: Theme) -> None:
    now = timezone.now()
    for number in range(45):
        make_question(theme=debts, title=f"Vraag {number:02}.", created_at=now - timedelta(hours=number))
    choose(browser, themes=[debts.slug])
    found: list[str] = []
    path = "/me/for-you/?show=waiting"
    for _page in range(3):
        page = browser.get(path).content.decode()
        found += [f"{n:02}" for n in range(45) if f"Vraag {n:02}." in page]
        path = "/me/for-you/" + page.rpartition('href="?')[2].partition('"')[0].replace("&amp;", "&").join(
            ["?", ""]
        )
    assert found == [f"{n:02}" for n in range(45)]


def test_it_says_that_nobody_is_profiled(browser: Client) -> None:
    assert "Wat je leest of zoekt telt niet mee." in browser.get("/me/start/").content.decode()
    choose(browser)
    assert "We houden niet bij wat je leest, zoekt of aanklikt" in home(browser)


def test_the_member_downloads_what_is_kept(
    browser: Client, debts: Theme, divorce: LifeEvent, south: District
) -> None:
    choose(browser, themes=[debts.slug], life_events=[divorce.slug], district=south.slug)
    response = browser.get("/me/start/choices.json")
    assert response["content-disposition"] == 'attachment; filename="startpagina.json"'
    assert json.loads(response.content) == {
        "start_page": "on",
        "themes": ["geld-en-schulden"],
        "life_events": ["scheiden"],
        "district": "zuid",
    }


def test_the_choices_go_with_the_account(noor: Member, debts: Theme) -> None:
    StartChoice.objects.create(member=noor, theme=debts)
    noor.delete()
    assert not StartChoice.objects.exists()


def test_the_database_keeps_one_thing_per_choice_and_one_district(
    noor: Member, debts: Theme, south: District
) -> None:
    StartChoice.objects.create(member=noor, district=south)
    other = District.objects.create(slug="noord", name="Noord")
    for wrong in (
        StartChoice(member=noor, district=other),
        StartChoice(member=noor, theme=debts, district=south),
        StartChoice(member=noor),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            wrong.save()


def test_another_members_questions_are_not_called_ones_own(browser: Client, debts: Theme) -> None:
    make_question(theme=debts)
    choose(browser, themes=[debts.slug])
    assert "Jouw vragen" not in home(browser)
    assert Question.objects.count() == 1


def test_in_english_the_page_is_english(noor: Member, signed_in: SignIn, debts: Theme) -> None:
    Member.objects.filter(pk=noor.pk).update(language="en")
    make_question(theme=debts)
    browser = signed_in(Member.objects.get(pk=noor.pk))
    choose(browser, themes=[debts.slug])
    assert "You see this because you chose the theme Money and debts." in home(browser)
