"""A newcomer chooses what to see, is helped with a hint, and switches it off; with and without a script."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import AsMember, OpenContext
from tests.e2e.people import QUESTION, ask, sign_up
from tests.e2e.test_accessible import faults
from tests.e2e.test_search import fits

PHONE = {"width": 320, "height": 640}
REASON = "Je ziet dit omdat je koos voor het thema Wonen."
both = pytest.mark.parametrize("scripted", [True, False], ids=["with a script", "without a script"])


@both
def test_a_newcomer_makes_the_start_page_their_own(open_context: OpenContext, scripted: bool) -> None:
    page = open_context(java_script_enabled=scripted, viewport=PHONE).new_page()
    page.goto("/accounts/signup/")
    name = "startbloem" if scripted else "startblad"
    sign_up(page, email=f"post-{'een' if scripted else 'twee'}@example.nl", handle=name)
    page.wait_for_url("**/me/start/")
    chooses_wonen(page, name)
    goes_through_what_was_chosen(page)
    switches_it_off_and_on(page, name)
    puts_the_hint_for_a_first_question_away(page)
    puts_the_hint_for_a_first_answer_away(page, scripted=scripted)


def chooses_wonen(page: Page, name: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Welkom, {name}. Wat wil je zien?")
    expect(page.locator("main")).to_contain_text("Wat je leest of zoekt telt niet mee.")
    looks_right(page)
    page.get_by_label("Wonen", exact=True).check()
    page.get_by_role("button", name="Bewaar").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Dag {name}")
    expect(page.get_by_text(REASON).first).to_be_visible()
    looks_right(page)


def goes_through_what_was_chosen(page: Page) -> None:
    page.get_by_role("region", name="Nieuw voor jou").get_by_role("link", name="Allemaal").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Nieuw voor jou")
    looks_right(page)
    page.get_by_role("link", name="Wacht op antwoord", exact=True).click()
    expect(page).to_have_url(re.compile("show=waiting"))
    page.get_by_role("link", name="Jouw startpagina").click()


def switches_it_off_and_on(page: Page, name: str) -> None:
    page.get_by_role("button", name="Zet mijn startpagina uit").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Waar zit je mee?")
    looks_right(page)
    page.get_by_role("link", name="Kies zelf wat hier staat").click()
    expect(page.get_by_label("Wonen", exact=True)).to_be_checked()
    looks_right(page)
    page.get_by_role("button", name="Zet mijn startpagina aan").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Dag {name}")


def puts_the_hint_for_a_first_question_away(page: Page) -> None:
    page.goto("/ask/")
    hint = page.get_by_text("Een tip voor je eerste vraag")
    expect(hint).to_be_visible()
    looks_right(page)
    page.get_by_role("button", name="Begrepen").click()
    expect(hint).to_have_count(0)
    page.reload()
    expect(hint).to_have_count(0)


def puts_the_hint_for_a_first_answer_away(page: Page, *, scripted: bool) -> None:
    page.goto("/questions/?show=unanswered")
    page.locator(".rows__link").first.click()
    page.wait_for_url(QUESTION)
    address = page.url
    hint = page.get_by_text("Een tip voor je eerste antwoord")
    expect(hint).to_be_visible()
    looks_right(page)
    box = page.get_by_role("textbox", name="Jouw antwoord")
    box.fill("Hier was ik mee bezig")
    page.get_by_role("button", name="Begrepen").click()
    expect(hint).to_have_count(0)
    expect(box).to_have_value("Hier was ik mee bezig")
    if scripted:
        expect(box).to_be_focused()
        box.fill("")
    page.goto(address)
    expect(hint).to_have_count(0)


def test_somebody_who_skips_keeps_the_ordinary_page(as_member: AsMember) -> None:
    page = as_member("aicha")
    page.goto("/")
    looks_right(page)
    page.get_by_role("button", name="Nee, dank je").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Waar zit je mee?")
    expect(page.get_by_text("Wat wil jij hier zien?")).to_have_count(0)
    page.goto("/")
    expect(page.get_by_role("link", name="Kies zelf wat hier staat")).to_be_visible()


def test_the_start_page_speaks_english(as_member: AsMember) -> None:
    page = as_member("omar", locale="en-GB")
    page.goto("/me/start/")
    page.get_by_label("Housing", exact=True).check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("You see this because you chose the theme Housing.").first).to_be_visible()
    assert faults(page, "en") == []


def looks_right(page: Page) -> None:
    """It fits; and axe, which needs a script to look, finds nothing."""
    fits(page)
    if page.evaluate("document.documentElement.classList.contains('js')"):
        assert faults(page, "nl") == []


def test_an_open_start_page_offers_new_questions_without_jumping(as_member: AsMember) -> None:
    """On the page that everybody has and on one's own."""
    reader, asker = as_member("piet"), as_member("ellen")
    reader.goto("/")
    offers_what(asker, "Wie weet een kringloop met grote kasten?", reader)
    reader.goto("/me/start/")
    reader.get_by_label("Wonen", exact=True).check()
    reader.get_by_role("button", name="Bewaar").click()
    offers_what(asker, "Hoe krijg ik een kast drie trappen op?", reader)
    expect(reader.locator("#waiting-rows")).to_contain_text(REASON)
    looks_right(reader)


def offers_what(asker: Page, title: str, reader: Page) -> None:
    first = reader.locator("#waiting-rows .rows__link").first
    before = first.inner_text()
    ask(asker, title=title)
    offer = reader.get_by_role("button", name="1 nieuwe vraag")
    expect(offer).to_be_visible()
    expect(first).to_have_text(before)
    offer.click()
    expect(first).to_have_text(title)
    expect(first).to_be_focused()
    expect(offer).to_be_hidden()
