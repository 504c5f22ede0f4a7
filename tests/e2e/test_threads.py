"""What moderators do with threads and what askers see of theirs: on a phone, and without a script too."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import AsMember
from tests.e2e.people import ask
from tests.e2e.test_accessible import faults
from tests.e2e.test_search import fits

PHONE = {"width": 320, "height": 640}
REASON = "Zo staat alles bij elkaar."
both = pytest.mark.parametrize("scripted", [True, False], ids=["with a script", "without a script"])


@both
def test_a_moderator_tidies_a_thread_and_takes_it_back(as_member: AsMember, scripted: bool) -> None:
    options = {"java_script_enabled": scripted, "viewport": PHONE}
    asker = as_member("wim" if scripted else "piet", **options)
    address = ask(asker, title=f"Hoe zet ik een regenton neer ({scripted})?")
    other = ask(asker, title=f"Waar koop ik een regenton ({scripted})?")
    answers(
        as_member("nicole", **options), address, f"Bij de kringloop? Dat vraag ik me ook af ({scripted})."
    )

    moderator = as_member("bram", **options)
    locks_and_takes_it_back(moderator, address)
    locks_and_opens_again(moderator, address)
    pins_and_loosens(moderator, address)
    moves(moderator, address)
    splits(moderator, address, scripted=scripted)
    merges(moderator, address, into=other)
    asker.goto(address)
    expect(asker).to_have_url(other)
    expect(asker.get_by_role("list", name="Wat moderatoren hier deden")).to_contain_text(REASON)


@both
def test_an_asker_follows_tells_more_and_closes_with_a_way_out(as_member: AsMember, scripted: bool) -> None:
    options = {"java_script_enabled": scripted, "viewport": PHONE}
    asker = as_member("ruben" if scripted else "lotte", **options)
    address = ask(asker, title=f"Wie weet iets over moestuinen ({scripted})?", theme="geld-en-schulden")
    steps = asker.locator(".steps__done")
    expect(steps).to_have_count(1)
    asks_for_more(as_member("joke", **options), address)
    asker.reload()
    expect(steps).to_have_text([re.compile("Gevraagd"), re.compile("Gelezen door iemand die helpt")])
    expect(asker.locator("main")).to_contain_text("wacht op de vraagsteller")
    looks_right(asker)
    closes(asker)
    opens_again(asker)


def test_everything_is_called_read_with_one_press(as_member: AsMember) -> None:
    page = as_member("yasmin", viewport=PHONE)
    page.goto("/questions/")
    looks_right(page)
    page.get_by_role("button", name="Zet alles op gelezen").click()
    expect(page.locator("main")).to_contain_text("Alles staat nu als gelezen.")
    expect(page.locator("main")).not_to_contain_text("nieuw voor jou")
    looks_right(page)


def answers(page: Page, address: str, words: str) -> None:
    page.goto(address)
    page.get_by_role("textbox", name="Jouw antwoord").fill(words)
    page.get_by_role("button", name="Plaats antwoord").click()
    expect(page.locator("main")).to_contain_text(words)


def locks_and_takes_it_back(page: Page, address: str) -> None:
    desk(page, address)
    looks_right(page)
    page.get_by_role("form", name="Sluit de vraag").get_by_role("button").click()
    expect(page.get_by_role("alert")).to_contain_text("Schrijf in één zin waarom.")
    looks_right(page)
    lock(page)
    looks_right(page)
    page.get_by_role("button", name="Maak ongedaan").click()
    expect(page.locator("main")).to_contain_text("Het is ongedaan gemaakt.")
    expect(page.locator("main")).not_to_contain_text(REASON)


def locks_and_opens_again(page: Page, address: str) -> None:
    desk(page, address)
    lock(page)
    desk(page, address)
    looks_right(page)
    page.get_by_role("button", name="Open weer").click()
    expect(page.locator("main")).to_contain_text("Gedaan.")


def lock(page: Page) -> None:
    form = page.get_by_role("form", name="Sluit de vraag")
    form.get_by_label("Waarom?").fill(REASON)
    form.get_by_role("button", name="Sluit").click()
    expect(page.get_by_role("list", name="Wat moderatoren hier deden")).to_contain_text(REASON)


def pins_and_loosens(page: Page, address: str) -> None:
    desk(page, address)
    form = page.get_by_role("form", name="Zet bovenaan het thema")
    today = datetime.now(ZoneInfo("Europe/Amsterdam")).date()
    form.get_by_label("Tot en met welke dag?").fill(today.isoformat())
    form.get_by_role("button", name="Zet vast").click()
    expect(page.locator("main")).to_contain_text("Gedaan.")
    page.goto("/themes/wonen/?show=newest")
    expect(page.get_by_role("region", name="Vastgezet")).to_contain_text("regenton")
    looks_right(page)
    desk(page, address)
    page.get_by_role("button", name="Maak los").click()
    expect(page.locator("main")).to_contain_text("Gedaan.")


def moves(page: Page, address: str) -> None:
    desk(page, address)
    form = page.get_by_role("form", name="Verplaats naar een ander thema")
    form.get_by_label("Naar welk thema?").select_option("mantelzorg")
    form.get_by_label("Waarom?").fill(REASON)
    form.get_by_role("button", name="Verplaats").click()
    expect(page.get_by_role("navigation", name="Kruimelpad")).to_contain_text("Mantelzorg")


def splits(page: Page, address: str, *, scripted: bool) -> None:
    page.goto(address)
    answer = page.locator("article[id^=antwoord-]").first
    answer.locator("summary", has_text="Meer").first.click()
    answer.get_by_role("link", name="Maak er een vraag van").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Maak hier een eigen vraag van")
    looks_right(page)
    page.get_by_label("De nieuwe vraag in één zin").fill(f"Is de kringloop goedkoop ({scripted})?")
    page.get_by_role("button", name="Maak de vraag").click()
    line = page.get_by_role("list", name="Wat moderatoren hier deden")
    line.get_by_role("link", name="Naar die vraag").last.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Is de kringloop goedkoop ({scripted})?")


def merges(page: Page, address: str, *, into: str) -> None:
    desk(page, address)
    form = page.get_by_role("form", name="Voeg bij een andere vraag")
    form.get_by_label("Bij welke vraag?").fill(into)
    form.get_by_label("Waarom?").fill(REASON)
    form.get_by_role("button", name="Voeg samen").click()
    expect(page).to_have_url(f"{into}#regels")
    expect(page.get_by_role("button", name="Maak ongedaan").last).to_be_in_viewport()
    looks_right(page)


def asks_for_more(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("link", name="Vraag om meer informatie").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Vraag om meer informatie")
    looks_right(page)
    page.get_by_label("Jouw reactie").fill("Heb je een balkon of een tuin?")
    page.get_by_role("button", name="Vraag dit").click()
    expect(page.locator("main")).to_contain_text("De vraagsteller krijgt bericht.")


def closes(page: Page) -> None:
    page.get_by_role("link", name="Rond je vraag af").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Rond je vraag af")
    looks_right(page)
    page.get_by_role("button", name="Rond af").click()
    expect(page.get_by_role("alert")).to_contain_text("Kies wat je het meest hielp.")
    looks_right(page)
    page.get_by_label("Hulp van een deelnemer").check()
    page.get_by_role("button", name="Rond af").click()
    expect(page.locator("main")).to_contain_text("Je vraag is afgerond.")
    expect(page.locator("main")).to_contain_text("opgelost")


def opens_again(page: Page) -> None:
    page.get_by_role("button", name="Open je vraag weer").click()
    expect(page.locator("main")).to_contain_text("Je vraag staat weer open.")


def desk(page: Page, address: str) -> None:
    page.goto(f"{address.rstrip('/').rpartition('/')[0]}/moderate/")


def looks_right(page: Page) -> None:
    """It fits; and axe, which needs a script to look, finds nothing."""
    fits(page)
    if page.evaluate("document.documentElement.classList.contains('js')"):
        assert faults(page, "nl") == []
