"""What one writes is never lost, never doubled, and looks as the preview showed it."""

import re
import sqlite3
from contextlib import closing

from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import AsMember, OpenContext
from tests.e2e.people import ask, code_mailed_to, sign_in
from tests.e2e.site import Site

KEPT = re.compile(r"Bewaard om \d\d\.\d\d")
EVERYTHING = """Hoi @joke, *kijk* **hier**:

- eerst dit
- dan [dat](https://www.rijksoverheid.nl/)

> niet bellen

![foto](https://www.rijksoverheid.nl/foto.png)

`code` en https://www.nibud.nl/"""


def body_of_the_question(page: Page) -> Locator:
    return page.get_by_label("Vertel er iets meer over")


def end_the_session(site: Site, page: Page) -> None:
    """As when it ran out, or was ended on another device."""
    sid = next(cookie["value"] for cookie in page.context.cookies() if cookie.get("name") == "sid")
    with closing(sqlite3.connect(site.home / "peerplein.sqlite3", timeout=20)) as database:
        assert database.execute("DELETE FROM django_session WHERE session_key = ?", [sid]).rowcount == 1
        database.commit()


def test_a_closed_tab_gives_the_text_back(as_member: AsMember) -> None:
    page = as_member("thijs")
    page.goto("/ask/")
    page.get_by_label("Jouw vraag in één zin").press_sequentially("Mag ik")
    body_of_the_question(page).press_sequentially("onderhuren aan mijn broer?")
    expect(page.locator("[data-draft-state]").first).to_have_text(KEPT)
    again = page.context.new_page()
    page.close()
    again.goto("/me/drafts/")
    expect(again.locator("main")).to_contain_text("onderhuren aan mijn broer?")
    again.goto("/ask/")
    expect(again.locator("main")).to_contain_text("Dit schreef je eerder")
    expect(again.get_by_label("Jouw vraag in één zin")).to_have_value("Mag ik")
    expect(body_of_the_question(again)).to_have_value("onderhuren aan mijn broer?")
    again.get_by_role("button", name="Gooi weg en begin opnieuw").click()
    expect(again.locator("main")).not_to_contain_text("Dit schreef je eerder")


def test_leaving_before_anything_was_kept_is_asked_about_and_keeps_it_all_the_same(
    as_member: AsMember, leave_questions: list[str]
) -> None:
    page = as_member("kees")
    page.goto("/ask/")
    body_of_the_question(page).press_sequentially("Net getypt")
    page.goto("/themes/")
    assert len(leave_questions) == 1
    page.goto("/ask/")
    expect(body_of_the_question(page)).to_have_value("Net getypt")
    page.goto("/themes/")
    assert len(leave_questions) == 1


def test_a_tab_that_is_behind_is_told_and_overwrites_nothing(as_member: AsMember) -> None:
    first = as_member("linda")
    second = first.context.new_page()
    first.goto("/ask/")
    second.goto("/ask/")
    body_of_the_question(first).press_sequentially("Dit is de nieuwste tekst")
    expect(first.locator("[data-draft-state]").first).to_have_text(KEPT)
    body_of_the_question(second).press_sequentially("Dit is een oude tekst")
    expect(second.locator("[data-draft-state]").first).to_contain_text("in een ander tabblad veranderd")
    expect(body_of_the_question(second)).to_have_value("Dit is een oude tekst")
    second.close(run_before_unload=False)
    first.reload()
    expect(body_of_the_question(first)).to_have_value("Dit is de nieuwste tekst")


def test_a_session_that_ends_while_answering_keeps_the_text_through_signing_in(
    open_context: OpenContext, as_member: AsMember, site: Site
) -> None:
    address = ask(as_member("nadia"), title="Wie helpt met verhuizen?")
    page = open_context().new_page()
    sign_in(page, "zeynep")
    page.goto(address)
    page.get_by_role("textbox", name="Jouw antwoord").press_sequentially("Ik heb een busje.")
    end_the_session(site, page)
    page.get_by_role("button", name="Plaats antwoord").click()
    expect(page.locator("main")).to_contain_text("Je tekst is bewaard.")
    page.goto("/accounts/login/?next=" + address.removeprefix(site.url))
    sign_in_by_mail(page, "zeynep@perenburg.example")
    page.wait_for_url(f"{address}*")
    expect(page.get_by_role("textbox", name="Jouw antwoord")).to_have_value("Ik heb een busje.")
    page.get_by_role("button", name="Plaats antwoord").click()
    expect(page.get_by_role("article", name="Antwoord van Zeynep")).to_contain_text("Ik heb een busje.")


def test_a_session_that_ends_while_editing_says_so_and_gives_the_text_back(
    open_context: OpenContext, site: Site
) -> None:
    page = open_context().new_page()
    sign_in(page, "marloes")
    ask(page, title="Waar vind ik een goedkope fiets?", body="Voor mijn zoon.")
    page.get_by_text("Meer doen met dit bericht").first.locator("..").click()
    page.get_by_role("link", name="Aanpassen").click()
    end_the_session(site, page)
    page.get_by_label("Vertel er iets meer over").fill("Voor mijn zoon van tien.")
    expect(page.locator("[data-draft-state]").first).to_contain_text(
        re.compile("Je bent uitgelogd|Bewaard om")
    )
    page.get_by_role("button", name="Bewaar de aanpassing").click()
    page.wait_for_url("**/accounts/login/**")
    sign_in_by_mail(page, "marloes@perenburg.example")
    page.wait_for_url("**/edit/")
    page.get_by_role("button", name="Zet terug wat ik net schreef").click()
    expect(page.get_by_label("Vertel er iets meer over")).to_have_value("Voor mijn zoon van tien.")


def sign_in_by_mail(page: Page, email: str) -> None:
    page.get_by_label("E-mailadres").fill(email)
    page.locator("main").get_by_role("button", name="Inloggen", exact=True).click()
    page.get_by_label("Code uit je mail").fill(code_mailed_to(page, email))
    page.locator("main form").get_by_role("button").first.click()


def test_two_quick_presses_make_one_post(as_member: AsMember, open_context: OpenContext) -> None:
    address = ask(as_member("bert"), title="Wie weet een goede kapper?")
    for handle, scripts in (("chantal", True), ("sanne", False)):
        page = as_member(handle, java_script_enabled=scripts)
        page.goto(address)
        page.get_by_role("textbox", name="Jouw antwoord").fill(f"Bij {handle} om de hoek.")
        page.get_by_role("button", name="Plaats antwoord").dblclick()
        expect(page.get_by_role("article", name=f"Antwoord van {handle.title()}")).to_have_count(1)
    page = open_context().new_page()
    page.goto(address)
    expect(page.get_by_role("article", name=re.compile("Antwoord van"))).to_have_count(2)


def test_the_preview_is_what_is_published(as_member: AsMember) -> None:
    page = as_member("ria")
    address = ask(page, title="Hoe lees ik een jaarafrekening?")
    field = page.get_by_role("textbox", name="Jouw antwoord")
    field.fill(EVERYTHING)
    page.get_by_role("button", name="Voorbeeld").click()
    result = page.locator("#antwoord .editor__result")
    expect(result.locator("strong")).to_have_text("hier")
    expect(field).to_be_hidden()
    preview = result.inner_html().strip()
    page.get_by_role("button", name="Voorbeeld").click()
    expect(field).to_be_visible()
    page.get_by_role("button", name="Plaats antwoord").click()
    published = page.get_by_role("article", name="Antwoord van Ria").locator("[data-quotable]")
    assert published.inner_html().strip() == preview
    expect(published.get_by_role("link", name="@joke")).to_have_attribute("href", "/people/joke/")
    assert page.url.startswith(address)


def test_the_toolbar_writes_the_marks_and_undo_takes_them_back(as_member: AsMember) -> None:
    page = as_member("jeroen")
    page.goto("/ask/")
    field = body_of_the_question(page)
    field.fill("een twee")
    field.press("Control+a")
    page.get_by_role("button", name="Vet", exact=True).click()
    expect(field).to_have_value("**een twee**")
    page.get_by_role("button", name="Schuin", exact=True).click()
    expect(field).to_have_value("***een twee***")
    field.press("Control+z")
    expect(field).to_have_value("**een twee**")
    field.fill("brood\nmelk")
    field.press("Control+a")
    page.get_by_role("button", name="Lijst", exact=True).click()
    expect(field).to_have_value("- brood\n- melk")
    field.press("Control+a")
    page.get_by_role("button", name="Citaat", exact=True).click()
    expect(field).to_have_value("> - brood\n> - melk")
    field.fill("de gemeente")
    field.press("Control+a")
    page.get_by_role("button", name="Link", exact=True).click()
    expect(field).to_have_value("[de gemeente](https://)")


def test_a_quote_comes_into_the_answer_with_its_writer(as_member: AsMember) -> None:
    address = ask(as_member("elif"), title="Wie past er op?", body="Alleen op **dinsdag**.")
    page = as_member("anouk")
    page.goto(address)
    page.get_by_text("Meer doen met dit bericht").first.locator("..").click()
    page.get_by_role("button", name="Citeer").click()
    expect(page.get_by_role("textbox", name="Jouw antwoord")).to_have_value(
        "> **Elif:**\n>\n> Alleen op dinsdag.\n\n"
    )


def test_a_text_that_is_refused_stands_in_the_form_again(as_member: AsMember) -> None:
    page = as_member("dirk")
    page.goto("/ask/")
    page.get_by_label("Jouw vraag in één zin").fill("x" * 121)
    body_of_the_question(page).fill("Mijn verhaal\n\nin twee delen")
    page.get_by_role("button", name="Plaats je vraag").click()
    expect(page.get_by_role("alert")).to_contain_text("Er klopt nog iets niet")
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_label("Jouw vraag in één zin")).to_have_value("x" * 121)
    expect(body_of_the_question(page)).to_have_value("Mijn verhaal\n\nin twee delen")
    expect(page.get_by_role("alert")).to_contain_text("Kies een thema.")
