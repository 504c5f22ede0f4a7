"""A moderator decides, and the open pages of others are clean: a room, and a question with a highlight."""

from playwright.sync_api import Page, expect

from tests.e2e.conftest import AsMember, OpenContext
from tests.e2e.people import ask
from tests.e2e.test_chat import open_room, said, write
from tests.e2e.test_report_and_appeal import reports
from tests.e2e.test_whole_path import fill_in_the_highlight

ROOM = "/chat/wonen/"
RUDE = "Jij kunt ook niets, sukkel"
WRONG = "Betaal die boete gewoon nooit, dat verjaart"


def removes(page: Page) -> None:
    """On the page of the case."""
    page.wait_for_url("**/moderation/cases/*/")
    page.get_by_label("Weghalen", exact=True).check()
    page.get_by_label("Welke huisregel?").select_option(index=1)
    page.get_by_role("button", name="Besluit en verstuur de brief").click()
    expect(page.locator("main")).to_contain_text("Besloten. De brief is onderweg.")


def test_a_message_that_is_removed_goes_from_the_open_room_and_from_what_answers_it(
    as_member: AsMember,
) -> None:
    writer, reader, mira = as_member("kees"), as_member("linda"), as_member("mira")
    for page in (writer, reader, mira):
        open_room(page, ROOM)
    write(writer, RUDE)
    said(reader, RUDE).hover()
    said(reader, RUDE).get_by_role("link", name="Meer bij").click()
    reader.get_by_role("link", name="Antwoord", exact=True).click()
    write(reader, "Zo praten we hier niet")
    answer = said(reader, "Zo praten we hier niet")
    expect(answer.locator(".message__quote")).to_contain_text(RUDE)

    told = said(mira, RUDE).first
    told.hover()
    told.get_by_role("link", name="Meer bij").click()
    mira.get_by_role("button", name="Besluit over dit bericht").click()
    removes(mira)

    for page in (writer, reader):
        expect(page.get_by_text("Een moderator haalde dit bericht weg.").first).to_be_visible()
        expect(page.locator("body")).not_to_contain_text(RUDE)
    expect(answer.locator(".message__quote")).to_contain_text("Een moderator haalde dit bericht weg.")


def test_a_highlighted_answer_that_is_removed_goes_from_the_open_question(
    as_member: AsMember, open_context: OpenContext
) -> None:
    reader, writer, daan = as_member("linda"), as_member("kees"), as_member("daan")
    address = ask(reader, title="Verjaart een boete van de tram?", theme="geld-en-schulden")
    writer.goto(address)
    writer.get_by_role("textbox", name="Jouw antwoord").fill(WRONG)
    writer.get_by_role("button", name="Plaats antwoord").click()
    daan.goto(address)
    daan.get_by_role("article", name="Antwoord van Kees").get_by_role("link", name="Uitlichten").click()
    fill_in_the_highlight(daan)
    visitor = open_context().new_page()
    visitor.goto(address)
    for page in (reader, visitor):
        expect(page.locator("article.highlight", has_text=WRONG)).to_have_count(1)

    reports(open_context().new_page(), address, writer="Kees")
    mira = as_member("mira")
    mira.goto("/moderation/?show=reports")
    mira.get_by_role("listitem").filter(has_text=WRONG).get_by_role("link").click()
    removes(mira)

    for page in (reader, visitor):
        expect(page.locator("main")).to_contain_text("Een moderator haalde hier een antwoord weg")
        expect(page.locator("body")).not_to_contain_text(WRONG)
        expect(page.locator("article.highlight")).to_have_count(0)
