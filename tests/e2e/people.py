"""Being one of the demo's people, or somebody new."""

import re

from playwright.sync_api import Page

CODE = re.compile(r"^[A-Z0-9]{3,}(?:-[A-Z0-9]{2,})?$", re.MULTILINE)

QUESTION = re.compile(r"/questions/\d+/")


def sign_in(page: Page, handle: str) -> None:
    """By the button at /demo/."""
    page.goto("/demo/")
    page.locator(f'form:has(input[value="{handle}"]) button').first.click()
    page.wait_for_url("**/")


def sign_up(page: Page, *, email: str, handle: str) -> None:
    """From the page with the sign-up form to wherever one wanted to go."""
    page.get_by_label("E-mailadres").fill(email)
    page.get_by_label("Schuilnaam").fill(handle)
    page.locator("main form").get_by_role("button").first.click()
    page.get_by_label("Code uit je mail").fill(code_mailed_to(page, email))
    page.locator("main form").get_by_role("button").first.click()


def ask(page: Page, *, title: str, theme: str = "wonen", body: str = "Wie weet raad?") -> str:
    """Ask a question as whoever is signed in; the address of its page."""
    page.goto("/ask/")
    page.get_by_label("Jouw vraag in één zin").fill(title)
    page.get_by_label("Vertel er iets meer over").fill(body)
    page.get_by_label("Thema", exact=True).select_option(theme)
    page.get_by_role("button", name="Plaats je vraag").click()
    page.wait_for_url(QUESTION)
    return page.url


def letters_to(page: Page, email: str) -> list[str]:
    """The letters to this address at /demo/mail/, the newest first, with their subject as first line."""
    box = page.context.new_page()
    box.goto("/demo/mail/")
    letters = box.locator("article", has_text=f"Aan {email}").all_inner_texts()
    box.close()
    return letters


def code_mailed_to(page: Page, email: str) -> str:
    newest = letters_to(page, email)[0]
    found = CODE.search(newest)
    assert found, newest
    return found[0]
