"""Whoever blocked somebody does not read that they are typing, in a room nor under a question."""

from playwright.sync_api import Page, expect

from tests.e2e.conftest import AsMember
from tests.e2e.people import ask

ROOM = "/chat/koffietafel/"


def test_the_typing_of_who_was_blocked_is_told_to_the_others_only(as_member: AsMember) -> None:
    reader, blocked, other = as_member("samira"), as_member("tariq"), as_member("ellen")
    reader.goto("/people/tariq/")
    reader.get_by_role("button", name="Blokkeren", exact=True).click()
    for page in (reader, blocked, other):
        page.goto(ROOM)
        expect(page.locator(".room[data-chat]")).to_have_attribute("data-live", "")
    _type(blocked, "Jouw bericht")
    expect(other.locator("[data-typing]")).to_contain_text("Tariq")
    expect(reader.locator("[data-typing]")).to_have_text("")
    _type(other, "Jouw bericht")
    expect(reader.locator("[data-typing]")).to_have_text("Ellen is aan het typen")

    address = ask(reader, title="Wie kent een goede fietsenmaker in de buurt?")
    for page in (blocked, other):
        page.goto(address)
        page.wait_for_timeout(500)
    _type(blocked, "Jouw antwoord")
    expect(other.locator("[data-live-question]")).to_contain_text("Tariq")
    expect(reader.locator("[data-live-question]")).to_have_text("")
    _type(other, "Jouw antwoord")
    expect(reader.locator("[data-live-question]")).to_contain_text("Ellen")
    expect(reader.locator("[data-live-question]")).not_to_contain_text("Tariq")


def _type(page: Page, label: str) -> None:
    page.get_by_role("textbox", name=label).press_sequentially("Ja")
