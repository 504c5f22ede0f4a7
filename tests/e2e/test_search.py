"""Finding something in a real browser, with and without a script, on a small and a wide screen."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.e2e.conftest import AsMember, OpenContext

SMALL = {"width": 320, "height": 640}
WIDE = {"width": 1280, "height": 900}


def no_violations(page: Page) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def fits(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("scripted", [True, False], ids=["with a script", "without a script"])
def test_somebody_looks_narrows_down_and_opens_what_was_found(
    open_context: OpenContext, scripted: bool
) -> None:
    page = open_context(java_script_enabled=scripted, viewport=WIDE).new_page()
    page.goto("/themes/")
    page.get_by_role("searchbox", name="Zoek op Peerplein").fill("huurtoeslga wasmachine")
    page.keyboard.press("Enter")
    page.get_by_role("searchbox", name="Waar zoek je naar?").fill("toeslagen")
    page.get_by_role("button", name="Zoek", exact=True).click()
    expect(page.locator("mark").first).to_be_visible()
    page.locator("summary", has_text="Kies waarin je zoekt").click()
    page.get_by_label("Opgelost").check()
    page.get_by_role("button", name="Pas toe").click()
    expect(page.get_by_text("1 gekozen")).to_be_visible()
    expect(page).to_have_url(re.compile(r"\?q=toeslagen&.*solved=on"))
    page.locator(".rows__link").first.click()
    expect(page.get_by_role("article").first).to_be_visible()


def test_a_slip_is_mended_with_one_press(page: Page) -> None:
    page.goto("/search/?q=schimel")
    page.get_by_role("link", name="schimmel", exact=True).click()
    expect(page.get_by_role("heading", name="gevonden")).to_be_visible()
    expect(page.locator("mark").first).to_have_text("Schimmel")


@pytest.mark.parametrize("viewport", [SMALL, WIDE], ids=["small", "wide"])
@pytest.mark.parametrize("path", ["/search/", "/search/?q=toeslag&solved=on", "/search/?q=kwantumfysica"])
def test_the_search_pages_are_accessible_and_fit(
    open_context: OpenContext, path: str, viewport: dict[str, int]
) -> None:
    page = open_context(viewport=viewport).new_page()
    page.goto(path)
    no_violations(page)
    fits(page)


def test_on_a_phone_an_icon_leads_to_the_search(open_context: OpenContext) -> None:
    page = open_context(viewport=SMALL).new_page()
    page.goto("/themes/")
    page.get_by_role("link", name="Zoeken", exact=True).click()
    expect(page.get_by_role("searchbox", name="Waar zoek je naar?")).to_be_visible()


def test_similar_questions_appear_while_typing_and_go_away(as_member: AsMember) -> None:
    page = as_member("noor", viewport=SMALL)
    page.goto("/ask/")
    title = page.get_by_label("Jouw vraag in één zin")
    title.press_sequentially("Mag ik werken naast mijn bijst")
    similar = page.get_by_role("region", name="Misschien is dit al eens gevraagd")
    expect(similar.get_by_role("link").first).to_contain_text(
        "Mag ik een paar uur werken naast mijn bijstand?"
    )
    no_violations(page)
    fits(page)
    with page.context.expect_page() as opened:
        similar.get_by_role("link").first.click()
    expect(opened.value.get_by_role("heading", level=1)).to_contain_text("naast mijn bijstand")
    expect(title).to_have_value("Mag ik werken naast mijn bijst")
    similar.get_by_role("button", name="Verberg deze vragen").click()
    expect(similar).to_be_hidden()
    expect(title).to_be_focused()


def test_without_a_script_a_button_shows_similar_questions(open_context: OpenContext) -> None:
    page = open_context(java_script_enabled=False).new_page()
    page.goto("/ask/")
    page.get_by_label("Jouw vraag in één zin").fill("Mijn wasmachine is stuk en ik heb geen geld")
    page.get_by_role("button", name="Kijk eerst of dit al gevraagd is").click()
    expect(page.get_by_role("link", name="Wasmachine kapot")).to_be_visible()
    expect(page.get_by_label("Jouw vraag in één zin")).to_have_value(
        "Mijn wasmachine is stuk en ik heb geen geld"
    )


def test_what_was_not_found_can_be_asked(page: Page) -> None:
    page.goto("/search/?q=kwantumfysica")
    page.get_by_role("link", name="Stel deze vraag").click()
    expect(page.get_by_label("Jouw vraag in één zin")).to_have_value("kwantumfysica")
