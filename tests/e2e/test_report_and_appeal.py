"""Report, decide, appeal, put back: in a browser, without a script too, by keyboard, on a narrow phone."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import AsMember, OpenContext
from tests.e2e.people import ask

pytestmark = pytest.mark.e2e

WORDS = "Wat ben jij dom zeg, eigen schuld."
PHONE = {"viewport": {"width": 320, "height": 700}}


@pytest.fixture(params=[True, False], ids=["script", "no script"])
def scripted(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


def test_report_decide_appeal_and_put_back(
    scripted: bool, as_member: AsMember, open_context: OpenContext
) -> None:
    options = {"java_script_enabled": scripted, **PHONE}
    asker = as_member("gerda" if scripted else "chantal", **options)
    address = ask(asker, title=f"Mag ik hier iets vragen ({scripted})?", theme="wonen")
    writer = as_member("nicole", **options)
    answers(writer, address)

    visitor = open_context(**options).new_page()
    reports(visitor, address)

    moderator = as_member("mira", **options)
    decides_by_keyboard(moderator)

    visitor.goto(address)
    expect(visitor.locator("main")).to_contain_text("Een moderator haalde hier een antwoord weg")
    expect(visitor.locator("main")).not_to_contain_text(WORDS)
    looks_right(visitor)

    appeals(writer)
    visitor.reload()
    expect(visitor.locator("main")).to_contain_text("De schrijver maakte bezwaar.")

    colleague = as_member("bram", **options)
    puts_back(colleague)
    visitor.reload()
    expect(visitor.locator("main")).to_contain_text(WORDS)
    expect(visitor.locator("main")).to_contain_text("Na bezwaar staat het er sinds")
    reads_what_came_of_it(writer)


def answers(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("textbox", name="Jouw antwoord").fill(WORDS)
    page.get_by_role("button", name="Plaats antwoord").click()
    expect(page.locator("main")).to_contain_text(WORDS)


def reports(page: Page, address: str, *, writer: str = "Nicole") -> None:
    page.goto(address)
    answer = page.get_by_role("article", name=f"Antwoord van {writer}")
    answer.get_by_text("Meer doen met dit bericht").locator("..").click()
    answer.get_by_role("link", name="Melden").click()
    page.wait_for_url("**/report/answer/*/")
    expect(page.get_by_label("Het is kwetsend of pesterig")).to_be_visible()
    looks_right(page)
    press(page, page.get_by_label("Het is kwetsend of pesterig"), "Space")
    press(page, page.get_by_label("Ik meld dit te goeder trouw"), "Space")
    press(page, page.get_by_role("button", name="Verstuur je melding"), "Enter")
    expect(page.locator("main")).to_contain_text("We kregen je melding")
    expect(page.locator("main")).to_contain_text("Nummer M-")
    looks_right(page)


def decides_by_keyboard(page: Page) -> None:
    page.goto("/moderation/?show=reports")
    looks_right(page)
    press(page, page.get_by_role("listitem").filter(has_text=WORDS).get_by_role("link"), "Enter")
    page.wait_for_url("**/moderation/cases/*/")
    expect(page.locator("main")).to_contain_text(WORDS)
    looks_right(page)
    expect(page.get_by_label("Wat zag je?")).to_have_value(re.compile("schreef je"))
    press(page, page.get_by_label("Weghalen", exact=True), "Space")
    press(page, page.get_by_role("button", name="Besluit en verstuur de brief"), "Enter")
    expect(page.locator("main")).to_contain_text("Besloten. De brief is onderweg.")


def appeals(page: Page) -> None:
    page.goto("/appeals/")
    looks_right(page)
    press(page, page.get_by_role("link", name="Weghalen (antwoord)").first, "Enter")
    page.wait_for_url("**/letters/*/")
    expect(page.locator("main")).to_contain_text("Beste Nicole,")
    looks_right(page)
    page.get_by_label("Waarom klopt dit besluit niet?").fill("Ik citeerde alleen wat iemand tegen mij zei.")
    press(page, page.get_by_role("button", name="Maak bezwaar"), "Enter")
    expect(page.locator("main")).to_contain_text("Je bezwaar is binnen.")


def puts_back(page: Page) -> None:
    page.goto("/appeals/")
    press(
        page, page.get_by_role("listitem").filter(has_text="Ik citeerde alleen").get_by_role("link"), "Enter"
    )
    page.wait_for_url("**/appeals/*/")
    looks_right(page)
    press(page, page.get_by_label("Het bezwaar klopt: draai het terug"), "Space")
    page.get_by_label("Waarom?").fill("Het was een citaat van een ander.")
    press(page, page.get_by_role("button", name="Beslis", exact=True), "Enter")
    expect(page.locator("main")).to_contain_text("Beslist.")


def reads_what_came_of_it(page: Page) -> None:
    page.goto("/inbox/")
    press(page, page.get_by_role("link", name="Er is beslist over je bezwaar.").first, "Enter")
    page.wait_for_url("**/letters/*/#bezwaar-*")
    expect(page.get_by_role("region", name="Je bezwaar")).to_contain_text("Je kreeg gelijk")
    expect(page.locator("main")).to_contain_text("Wat je schreef, staat weer waar het stond.")
    looks_right(page)


def press(page: Page, target: Locator, key: str) -> None:
    """With the focus on it, as somebody without a mouse does."""
    target.focus()
    page.keyboard.press(key)


def looks_right(page: Page) -> None:
    """Nothing sticks out at 320 px, and axe finds nothing (it needs a script)."""
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url
    if not page.evaluate("document.documentElement.classList.contains('js')"):
        return
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_an_ordinary_decision_takes_four_keys(as_member: AsMember, open_context: OpenContext) -> None:
    address = ask(as_member("eric"), title="Hoeveel toetsen kost een besluit?", theme="wonen")
    answers(as_member("nicole"), address)
    reports(open_context().new_page(), address)
    page = as_member("mira")
    page.goto("/moderation/?show=reports")
    rows = page.locator("[data-queue-link]")
    place = next(n for n in range(rows.count()) if WORDS in rows.nth(n).locator("..").inner_text())
    for _step in range(place + 1):
        page.keyboard.press("j")
    keys = ["Enter", "2", "Control+Enter"]
    page.keyboard.press(keys[0])
    page.wait_for_url("**/moderation/cases/*/")
    expect(page.locator("main")).to_contain_text(WORDS)
    for key in keys[1:]:
        page.keyboard.press(key)
    expect(page.locator("main")).to_contain_text("Besloten. De brief is onderweg.")
