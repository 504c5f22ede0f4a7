"""A resident asks for a talk, two helpers race for it, and it ends with its outcome."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.e2e.conftest import AsMember

ABOUT = "Ik kreeg een brief van de deurwaarder en weet niet wat ik moet doen."


def expect_no_axe_violations(page: Page) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def asks_for_a_talk(page: Page, about: str = ABOUT) -> str:
    page.goto("/chat/help/")
    expect_no_axe_violations(page)
    page.get_by_label("Waar gaat het over?").select_option("geld-en-schulden")
    page.get_by_label("Vertel in een paar zinnen wat er is").fill(about)
    page.get_by_label("Praat anoniem").check()
    page.get_by_role("button", name="Vraag om een gesprek").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("We zoeken iemand voor je")
    expect_no_axe_violations(page)
    return page.url


def test_two_helpers_race_and_one_talks_with_the_resident(as_member: AsMember) -> None:
    """Live: neither the radar nor the waiting page is loaded again by hand."""
    joke, daan, noor = as_member("joke"), as_member("daan"), as_member("noor")
    for helper in (joke, daan):
        helper.goto("/radar/")
        expect_no_axe_violations(helper)
    address = asks_for_a_talk(noor)
    takes = [
        helper.get_by_role("listitem")
        .filter(has_text=ABOUT)
        .get_by_role("button", name="Ik wil met deze bewoner praten")
        for helper in (joke, daan)
    ]
    for take in takes:
        expect(take).to_be_visible()
    # Both radars show it; the second press comes before the second radar hears of the first.
    daan.route(
        "**/radar/",
        lambda route: route.abort() if route.request.headers.get("x-fragment") else route.continue_(),
    )
    takes[0].click()
    expect(joke.get_by_role("heading", level=1)).to_have_text("Wacht op een ja")
    expect_no_axe_violations(joke)
    takes[1].click()
    expect(daan.locator("main")).to_contain_text("Een collega was je net voor.")

    expect(noor.get_by_role("heading", level=1)).to_have_text("Joke heeft tijd voor je")
    expect_no_axe_violations(noor)
    noor.get_by_role("button", name="Ja, begin het gesprek").click()
    expect(noor.locator("main")).to_contain_text("Alleen jij en wie jou helpt, lezen dit.")
    noor.get_by_label("Jouw bericht").fill("Hoi, fijn dat je er bent.")
    noor.get_by_role("button", name="Stuur").click()

    expect(joke.get_by_role("heading", level=1)).to_have_text("Je helpt een anonieme bewoner")
    joke.get_by_role("link", name="Naar het gesprek").click()
    expect(joke.get_by_role("log")).to_contain_text("Hoi, fijn dat je er bent.")
    expect(joke.get_by_role("log")).to_contain_text("Anonieme bewoner")
    expect(joke.get_by_role("log")).not_to_contain_text("Noor")
    expect_no_axe_violations(joke)
    room = joke.url
    answer = daan.goto(room)
    assert answer is not None
    assert answer.status == 404

    hands_over(joke, address)
    strip = noor.locator("#help-now")
    expect(strip).to_contain_text("We zoeken iemand anders voor je.")
    expect_no_axe_violations(noor)
    daan.goto("/radar/")
    daan.get_by_role("listitem").filter(has_text=ABOUT).get_by_role("button").click()
    expect(strip).to_contain_text("Daan heeft tijd voor je.")
    expect_no_axe_violations(noor)
    strip.get_by_role("link", name="Zeg ja of nee").click()
    noor.get_by_role("button", name="Ja, begin het gesprek").click()
    expect(strip).to_contain_text("Je praat met Daan")
    expect(noor.get_by_role("log")).to_contain_text("Hoi, fijn dat je er bent.")
    daan.goto(room)
    expect(daan.get_by_role("log")).to_contain_text("Hoi, fijn dat je er bent.")

    strip.get_by_role("link", name="Afsluiten of stoppen").click()
    noor.get_by_text("Sluit het gesprek af").click()
    noor.get_by_label("Ik kan zelf verder").check()
    expect_no_axe_violations(noor)
    noor.get_by_role("button", name="Bewaar").click()
    expect(noor.get_by_role("heading", level=1)).to_have_text("Het gesprek is afgesloten")
    expect(noor.locator("main")).to_contain_text("Ik kan zelf verder")
    # The other sees it where they stand; the field goes when nothing was written in it.
    expect(daan.locator("#help-now")).to_contain_text("Dit gesprek is afgesloten.")
    expect(daan.get_by_label("Jouw bericht")).to_be_hidden()
    daan.goto(room)
    expect(daan.locator("main")).to_contain_text("Dit gesprek is gesloten.")


def hands_over(helper: Page, address: str) -> None:
    helper.goto(address)
    helper.get_by_text("Draag het gesprek over").click()
    helper.get_by_label("Wat moet de volgende weten?").fill("Ze wil weten wat een deurwaarder mag.")
    helper.get_by_role("button", name="Zet terug op de radar").click()
    expect(helper.get_by_role("heading", level=1)).to_have_text("Hulpradar")


@pytest.mark.parametrize("width", [320, 1280])
def test_without_a_script_the_same_path_works_in_a_narrow_window(as_member: AsMember, width: int) -> None:
    options = {"java_script_enabled": False, "viewport": {"width": width, "height": 800}}
    joke, resident = as_member("joke", **options), as_member("nicole" if width == 320 else "eric", **options)
    about = f"Ik snap mijn aanslag niet ({width})."
    resident.goto("/chat/help/")
    resident.get_by_label("Waar gaat het over?").select_option("geld-en-schulden")
    resident.get_by_label("Vertel in een paar zinnen wat er is").fill(about)
    resident.get_by_role("button", name="Vraag om een gesprek").click()
    address = resident.url
    joke.goto("/radar/")
    joke.get_by_role("listitem").filter(has_text=about).get_by_role("button").click()
    resident.goto(address)
    resident.get_by_role("button", name="Ja, begin het gesprek").click()
    resident.get_by_label("Jouw bericht").fill("Zonder script gaat het ook.")
    resident.get_by_role("button", name="Stuur").click()
    joke.goto(address)
    joke.get_by_role("link", name="Naar het gesprek").click()
    expect(joke.locator("main")).to_contain_text("Zonder script gaat het ook.")
    joke.goto(address)
    joke.get_by_role("button", name="Stop en blokkeer").click()
    expect(joke.locator("main")).to_contain_text("Het gesprek is gestopt.")
