"""The open page of a question while others answer, vouch, change, take back and close it."""

import re

from playwright.sync_api import Locator, Page, Request, expect

from tests.e2e.conftest import AsMember, OpenContext
from tests.e2e.test_whole_path import fill_in_the_highlight

ENERGY = "Energiebedrijf wil geen langere regeling"
LATER = "Achteraf betalen loopt uit de hand"
STANDS_BEFORE = """
(post, other) => Boolean(post.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING)
"""
WORDS = "Neem bij dat gesprek altijd iemand mee"


def find_question(page: Page, title: str) -> str:
    """A question of the demo, by its title in the list."""
    page.goto(f"/search/?q={title.replace(' ', '+')}")
    page.locator("main").get_by_role("link", name=title).first.click()
    page.wait_for_url(re.compile(r"/questions/\d+/"))
    return page.url


def by_joke(page: Page) -> Locator:
    return page.locator("article[id^=antwoord-]", has_text=WORDS)


class Fetched:
    """What a page asked the server for, after it was there."""

    def __init__(self, page: Page) -> None:
        self.parts: list[str] = []
        self.pages: list[str] = []
        page.on("request", self._note)

    def _note(self, request: Request) -> None:
        if "/parts/" in request.url:
            self.parts.append(request.url)
        elif "/questions/" in request.url:
            self.pages.append(request.url)


def more(post: Locator, link: str) -> None:
    post.get_by_text("Meer doen met dit bericht").locator("..").click()
    post.get_by_role("link", name=link).click()


def test_what_others_do_appears_where_it_belongs_and_the_writer_is_left_alone(
    as_member: AsMember, open_context: OpenContext
) -> None:
    reader, joke, daan = as_member("nicole"), as_member("joke"), as_member("daan")
    url = find_question(reader, ENERGY)
    visitor = open_context().new_page()
    visitor.goto(url)
    fetched = Fetched(reader)
    field = reader.get_by_role("textbox", name="Jouw antwoord")
    field.fill("Ik ben nog aan het schrijven")
    field.focus()

    joke.goto(url)
    joke.get_by_role("textbox", name="Jouw antwoord").fill(WORDS)
    joke.get_by_role("button", name="Plaats antwoord").click()
    for page in (reader, visitor):
        expect(by_joke(page)).to_have_count(1)
    last = reader.locator("article[id^=antwoord-]").last
    expect(last).to_contain_text(WORDS)

    daan.goto(url)
    by_joke(daan).get_by_role("link", name="Uitlichten").click()
    fill_in_the_highlight(daan)
    for page in (reader, visitor):
        expect(by_joke(page)).to_contain_text("Uitgelicht: dit antwoord klopt")
        expect(page.locator("article.highlight", has_text=WORDS)).to_have_count(1)
        first_plain = page.locator("article[id^=antwoord-]:not(.highlight)").first
        assert by_joke(page).evaluate(STANDS_BEFORE, first_plain.element_handle())

    joke.goto(url)
    more(by_joke(joke), "Aanpassen")
    joke.get_by_label("Jouw tekst").fill(f"{WORDS}, dat is prettig")
    joke.get_by_role("button", name="Bewaar de aanpassing").click()
    for page in (reader, visitor):
        expect(by_joke(page)).to_contain_text("dat is prettig")
        expect(by_joke(page)).to_contain_text("Dit antwoord wordt nagekeken")

    joke.goto(url)
    more(by_joke(joke), "Intrekken")
    joke.get_by_role("button", name="Ja, trek in").click()
    for page in (reader, visitor):
        expect(by_joke(page)).to_have_count(0)
    joke.get_by_role("button", name="Zet terug").click()
    for page in (reader, visitor):
        expect(by_joke(page)).to_have_count(1)

    expect(field).to_be_focused()
    expect(field).to_have_value("Ik ben nog aan het schrijven")
    assert fetched.parts
    assert fetched.pages == [], "only what changed is fetched"
    field.fill("")


def test_a_lock_is_seen_at_once_and_keeps_the_words_of_whoever_writes(as_member: AsMember) -> None:
    reader, writer, mira = as_member("nicole"), as_member("noor"), as_member("mira")
    url = find_question(reader, LATER)
    writer.goto(url)
    field = writer.get_by_role("textbox", name="Jouw antwoord")
    field.fill("Mijn halve antwoord")
    mira.goto(url)
    lock(mira)
    reason = "Er is genoeg gezegd."
    for page in (reader, writer):
        expect(page.get_by_label("Wat moderatoren hier deden")).to_contain_text(reason)
    expect(reader.get_by_role("textbox", name="Jouw antwoord")).to_have_count(0)
    expect(field).to_have_value("Mijn halve antwoord")
    expect(field).to_be_focused()
    mira.get_by_role("button", name="Maak ongedaan").first.click()
    expect(reader.get_by_role("textbox", name="Jouw antwoord")).to_be_visible()
    field.fill("")


def lock(page: Page) -> None:
    page.goto(re.sub(r"(/questions/\d+/).*", r"\1moderate/", page.url))
    form = page.get_by_role("form", name="Sluit de vraag")
    form.get_by_label("Waarom?").fill("Er is genoeg gezegd.")
    form.get_by_role("button").click()
