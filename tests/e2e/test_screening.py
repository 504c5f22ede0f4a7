"""Screening as a person meets it: help at once, a refusal that keeps one's words, a draft that stays here."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.e2e.conftest import AsMember
from tests.e2e.people import QUESTION

PHONE = {"width": 320, "height": 720}


def fill(page: Page, *, title: str, body: str) -> None:
    page.goto("/ask/")
    page.get_by_label("Jouw vraag in één zin").fill(title)
    page.get_by_label("Vertel er iets meer over").fill(body)
    page.get_by_label("Thema", exact=True).select_option("wonen")


def is_accessible(page: Page) -> None:
    found = Axe().run(page)
    assert found.response["violations"] == [], found.generate_report()


def does_not_scroll_sideways(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= page.evaluate("innerWidth")


def test_without_a_script_help_stands_on_the_next_page_once(as_member: AsMember) -> None:
    page = as_member("abdel", java_script_enabled=False, viewport=PHONE)
    fill(page, title="Ik trek het niet meer", body="ik wil niet meer leven, alles is te veel vandaag")
    page.get_by_role("button", name="Plaats je vraag").click()
    page.wait_for_url(QUESTION)
    panel = page.get_by_role("region", name="Je hoeft dit niet alleen te dragen")
    expect(panel.get_by_role("link", name="113", exact=False).first).to_have_attribute("href", "tel:113")
    expect(page.locator("main")).to_contain_text("ik wil niet meer leven")
    page.reload()
    expect(panel).to_have_count(0)


def test_without_a_script_a_number_is_refused_taken_out_and_the_rest_posted(as_member: AsMember) -> None:
    page = as_member("nicole", java_script_enabled=False, viewport=PHONE)
    fill(
        page,
        title="Wie helpt mij met een brief?",
        body="Mijn bsn is 123456782, bel 06-12345678. Dank je wel alvast.",
    )
    page.get_by_role("button", name="Plaats je vraag").click()
    expect(page.get_by_role("heading", name="Dit zagen we in je tekst")).to_be_visible()
    expect(page.get_by_label("Vertel er iets meer over")).to_have_value(
        "Mijn bsn is 123456782, bel 06-12345678. Dank je wel alvast."
    )
    page.get_by_role("button", name="Haal dit voor mij weg").click()
    expect(page.get_by_label("Vertel er iets meer over")).to_have_value(
        "Mijn bsn is •••••, bel •••••. Dank je wel alvast."
    )
    page.get_by_role("button", name="Plaats je vraag").click()
    page.wait_for_url(QUESTION)
    expect(page.locator("main")).not_to_contain_text("123456782")


@pytest.mark.parametrize("width", [320, 1280])
def test_the_refusal_and_the_panel_are_accessible(as_member: AsMember, width: int) -> None:
    page = as_member("eric", viewport={"width": width, "height": 800})
    fill(page, title=f"Vraag op {width}", body="ik wil niet meer leven, bel 06-12345678")
    page.get_by_role("button", name="Plaats je vraag").click()
    expect(page.get_by_role("region", name="Je hoeft dit niet alleen te dragen")).to_be_visible()
    expect(page.get_by_role("button", name="Haal dit voor mij weg")).to_be_visible()
    is_accessible(page)
    does_not_scroll_sideways(page)


def test_a_draft_with_a_number_stays_in_this_browser_and_says_so(as_member: AsMember) -> None:
    page = as_member("daan")
    page.goto("/ask/")
    body = page.get_by_label("Vertel er iets meer over")
    body.fill("Mijn bsn is 123456782")
    expect(page.locator("[data-draft-state]").first).to_contain_text(
        "Dit concept bewaren we niet.", timeout=10_000
    )
    page.goto("/themes/")
    page.goto("/ask/")
    expect(page.get_by_label("Vertel er iets meer over")).to_have_value("Mijn bsn is 123456782")
    page.get_by_label("Vertel er iets meer over").fill("Zonder nummer")
    expect(page.locator("[data-draft-state]").first).to_contain_text("Bewaard om", timeout=10_000)


@pytest.mark.parametrize("width", [320, 1280])
def test_an_administrator_tries_a_text_and_finds_the_rules(as_member: AsMember, width: int) -> None:
    page = as_member("ada", viewport={"width": width, "height": 800})
    page.goto("/moderation/screening/")
    page.get_by_label("Een tekst").fill("Morgen word ik uit huis gezet.")
    page.get_by_role("button", name="Kijk wat de controle zegt").click()
    expect(page.locator("#tried")).to_contain_text("morgen-dakloos")
    is_accessible(page)
    does_not_scroll_sideways(page)
    page.get_by_role("link", name="morgen-dakloos").click()
    expect(page.get_by_role("heading", name="morgen-dakloos")).to_be_visible()
    is_accessible(page)
    does_not_scroll_sideways(page)
