"""A helper takes a question on; others see it live, and of two who race one gets it."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import AsMember

SPARE = "Hoe werkt een spaarrekening naast schuldhulp?"
WAGES = "Mijn loon is stopgezet en de huur moet voor vrijdag betaald zijn"
EVICTED = "Morgen word ik uit huis gezet, wat kan ik vandaag nog doen?"
TAKE = re.compile("Ik pak deze vraag op")


def expect_no_axe_violations(page: Page) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def on_radar(page: Page, title: str) -> Locator:
    return page.locator("#radar-questions .request").filter(has_text=title)


def expect_to_fit(page: Page) -> None:
    width = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert width[0] <= width[1]


def test_two_helpers_race_for_a_question_and_each_sees_live_who_has_it(as_member: AsMember) -> None:
    joke, daan = as_member("joke"), as_member("daan")
    for helper in (joke, daan):
        helper.goto("/radar/?theme=geld-en-schulden")
        expect(on_radar(helper, SPARE)).to_contain_text("past bij jouw thema Geld en schulden")
    expect_no_axe_violations(joke)
    # The second press comes before the second radar hears of the first.
    block = re.compile("/radar/")
    daan.route(
        block, lambda route: route.abort() if "x-fragment" in route.request.headers else route.continue_()
    )
    on_radar(joke, SPARE).get_by_role("button", name=TAKE).click()
    expect(joke.locator("[data-claim]")).to_contain_text("Jij bent ermee bezig, nog 10 min.")
    expect_no_axe_violations(joke)
    on_radar(daan, SPARE).get_by_role("button", name=TAKE).click()
    expect(daan.locator("main")).to_contain_text("Hulpradar")
    expect(daan.locator(".messages")).to_contain_text("Joke is er al mee bezig")
    daan.unroute(block)
    assert daan.url.endswith("/radar/?theme=geld-en-schulden")
    expect(on_radar(daan, SPARE)).to_contain_text("Joke is ermee bezig")

    # Live: daan loads nothing again by hand.
    joke.get_by_role("button", name="Leg terug").click()
    expect(on_radar(daan, SPARE).get_by_role("button", name=TAKE)).to_be_visible()
    on_radar(daan, SPARE).get_by_role("button", name=TAKE).click()
    expect(joke.locator("[data-claim]")).to_contain_text("Daan is ermee bezig, nog 10 min.")

    daan.get_by_role("link", name="Geef door").click()
    expect_no_axe_violations(daan)
    daan.get_by_label("Aan wie geef je de vraag door?").select_option("person:joke")
    daan.get_by_label("Wat moet de volgende weten?").fill("Sparen in een traject, daar weet jij meer van.")
    daan.get_by_role("button", name="Geef door").click()
    expect(on_radar(daan, SPARE)).to_contain_text("1 keer doorgegeven")
    joke.goto("/radar/?theme=mine")
    expect(on_radar(joke, SPARE)).to_contain_text("een collega gaf deze vraag aan jou door")
    expect(on_radar(joke, SPARE)).to_contain_text("Sparen in een traject, daar weet jij meer van.")


def test_an_answer_takes_the_question_off_every_radar(as_member: AsMember) -> None:
    joke, daan = as_member("joke"), as_member("daan")
    daan.goto("/radar/?theme=geld-en-schulden")
    expect(on_radar(daan, WAGES)).to_be_visible()
    joke.goto("/radar/")
    on_radar(joke, WAGES).get_by_role("button", name=TAKE).click()
    expect(on_radar(daan, WAGES)).to_contain_text("Joke is ermee bezig")
    joke.locator("#antwoord textarea").fill("Vraag eerst uitstel aan bij de verhuurder, op papier.")
    joke.get_by_role("button", name="Plaats antwoord").click()
    expect(joke.locator("main")).to_contain_text("Je antwoord staat erbij")
    expect(on_radar(daan, WAGES)).to_have_count(0)


def test_by_keyboard_one_reaches_the_filter_and_the_figures(as_member: AsMember) -> None:
    mira = as_member("mira")
    mira.goto("/radar/")
    expect(on_radar(mira, EVICTED)).to_contain_text("iemand schrijft over uithuiszetting")
    mira.get_by_label("Welk thema?").focus()
    mira.keyboard.press("Tab")
    expect(mira.get_by_role("button", name="Laat zien")).to_be_focused()
    fold = mira.get_by_text("De getallen en wat ze betekenen")
    fold.focus()
    mira.keyboard.press("Enter")
    expect(mira.get_by_role("table", name="Eerste antwoord per week")).to_be_visible()
    expect_no_axe_violations(mira)


@pytest.mark.parametrize("width", [320, 1280])
def test_without_a_script_a_question_is_taken_on_put_back_and_the_pause_begins(
    as_member: AsMember, width: int
) -> None:
    options = {"java_script_enabled": False, "viewport": {"width": width, "height": 800}}
    wim = as_member("wim", **options)
    wim.goto("/radar/")
    wim.get_by_label("Welk thema?").select_option("wonen")
    wim.get_by_role("button", name="Laat zien").click()
    assert wim.url.endswith("/radar/?theme=wonen")
    on_radar(wim, EVICTED).get_by_role("button", name=TAKE).click()
    expect(wim.locator("[data-claim]")).to_contain_text("Jij bent ermee bezig")
    wim.goto("/radar/?theme=wonen")
    on_radar(wim, EVICTED).get_by_role("button", name="Leg terug").click()
    expect(wim.locator(".messages")).to_contain_text("Teruggelegd.")
    wim.get_by_role("link", name="Stel het in").click()
    wim.get_by_label("Pauze tot en met").fill("2099-12-31")
    wim.get_by_role("button", name="Bewaar").click()
    expect(wim.locator("#radar-questions")).to_contain_text("Je hebt pauze tot en met 31 december 2099")
    expect(on_radar(wim, EVICTED).get_by_role("button", name=TAKE)).to_have_count(0)
    wim.get_by_role("button", name="Ik ben er weer").click()
    expect(on_radar(wim, EVICTED).get_by_role("button", name=TAKE)).to_be_visible()


def test_at_320_pixels_nothing_sticks_out_and_axe_finds_nothing(as_member: AsMember) -> None:
    page = as_member("hanneke", viewport={"width": 320, "height": 800})
    for address in ("/radar/", "/radar/?theme=mine", "/me/helping/"):
        page.goto(address)
        expect_to_fit(page)
        expect_no_axe_violations(page)
    page.goto("/radar/")
    page.get_by_text("De getallen en wat ze betekenen").click()
    expect_to_fit(page)


def test_who_does_not_help_reads_why_there_is_no_radar(as_member: AsMember) -> None:
    page = as_member("fatima")
    answer = page.goto("/radar/")
    assert answer is not None
    assert answer.status == 403
    expect(page.locator("main")).to_contain_text("De hulpradar is voor maatjes")
