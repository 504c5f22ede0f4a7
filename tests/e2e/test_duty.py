"""An alert taken up, a roster changed, rules drafted: by keyboard, without a script, on a narrow phone."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import AsMember
from tests.e2e.test_accessible import LANGUAGES, _speak, faults, faults_at

PHONE = {"viewport": {"width": 320, "height": 700}}


@pytest.fixture(params=[True, False], ids=["script", "no script"])
def scripted(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


def press(page: Page, target: Locator) -> None:
    """As somebody without a mouse: the focus there, and Enter."""
    target.focus()
    page.keyboard.press("Enter")
    page.wait_for_load_state()


def fits(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_an_alert_is_taken_up_and_given_back(scripted: bool, as_member: AsMember) -> None:
    page = as_member("mira", java_script_enabled=scripted, **PHONE)
    page.goto("/moderation/")
    row = page.locator(".queue__row").first
    expect(row).to_contain_text("Nog niet opgepakt")
    fits(page)
    press(page, row.get_by_role("button", name="Ik pak dit op"))
    expect(page.locator("main")).to_contain_text("Jij hebt dit opgepakt")
    expect(page.locator("main")).to_contain_text("Wie is er gewaarschuwd?")
    fits(page)
    press(page, page.get_by_role("button", name="laat het alarm weer lopen"))
    expect(page.locator("main")).to_contain_text("Nog niemand heeft dit opgepakt")
    fits(page)


def test_a_duty_is_put_on_the_roster_and_taken_off(scripted: bool, as_member: AsMember) -> None:
    page = as_member("ada", java_script_enabled=scripted, **PHONE)
    page.goto("/moderation/duty/")
    fits(page)
    press(page, page.get_by_role("link", name="Zet iemand op het rooster"))
    page.get_by_label("Wie?").select_option(label="Daan (daan)")
    page.get_by_label("zondag").focus()
    page.keyboard.press("Space")
    page.get_by_label("Van", exact=True).fill("22:15")
    page.get_by_label("Tot", exact=True).fill("06:15")
    fits(page)
    press(page, page.get_by_role("button", name="Bewaar"))
    expect(page.locator("main")).to_contain_text("22.15–06.15")
    button = page.get_by_role("button", name="Haal de dienst van Daan op zondag weg")
    if not button.is_visible():
        press(page, page.locator("summary").filter(has_text="Zondag"))
    press(page, button)
    expect(page.locator("main")).not_to_contain_text("22.15–06.15")


def test_new_rules_are_drafted_and_thrown_away(scripted: bool, as_member: AsMember) -> None:
    page = as_member("ada", java_script_enabled=scripted, **PHONE)
    page.goto("/moderation/rules/")
    fits(page)
    press(page, page.get_by_role("button", name="Begin een nieuwe versie"))
    press(page, page.get_by_role("link", name="3. "))
    page.get_by_label("Waarom", exact=True).fill("Een dreigement maakt bang, ook als je het niet meent.")
    fits(page)
    press(page, page.get_by_role("button", name="Bewaar in het concept"))
    expect(page.locator("main del").first).to_be_visible()
    expect(page.locator("main ins").first).to_be_visible()
    fits(page)
    press(page, page.get_by_role("button", name="Gooi het concept weg"))
    expect(page.get_by_role("button", name="Begin een nieuwe versie")).to_be_visible()


def test_the_pages_have_no_faults(as_member: AsMember) -> None:
    found = []
    for handle in ("mira", "ada"):
        page = as_member(handle)
        for language in LANGUAGES:
            _speak(page, language)
            addresses = ["/moderation/duty/", "/moderation/duty/new/", "/moderation/duty/changes/new/"]
            if handle == "mira":
                found += faults_at(page, [*addresses, "/moderation/"], language)
                page.locator("[data-queue-link]").first.click()
            else:
                found += faults_at(page, [*addresses, "/moderation/duty/times/acute/"], language)
                found += faults_at(page, ["/moderation/rules/", "/rules/2/", "/rules/1/2/"], language)
                found += faults_at(page, ["/moderation/rules/2/withdraw/"], language)
                page.goto("/moderation/rules/")
                page.locator("a[href*='/answer/']").first.click()
            found += faults(page, language)
        _speak(page, "nl")
    assert found == []


def test_a_draft_and_a_rule_on_trial_have_no_faults(as_member: AsMember) -> None:
    page = as_member("ada")
    page.goto("/moderation/rules/")
    page.get_by_role("button", name="Begin een nieuwe versie").click()
    draft = "/moderation/rules/draft/"
    found = faults_at(page, [draft, f"{draft}new/", f"{draft}1/", f"{draft}announce/"], "nl")
    page.get_by_role("button", name="Kondig aan").click()
    expect(page.locator("main")).to_contain_text("Schrijf wat er verandert.")
    found += faults(page, "nl")
    page.goto(draft)
    page.get_by_role("button", name="Gooi het concept weg").click()
    page.goto("/moderation/screening/")
    page.locator("a[href*='/screening/rules/']").nth(1).click()
    page.get_by_label("Probeer de regel op een tekst").fill("Morgen word ik uit huis gezet.")
    page.get_by_role("button", name="Kijk wat de regel doet").click()
    expect(page.get_by_text("zinnen van de proef")).to_be_visible()
    found += faults(page, "nl")
    assert found == []
