"""A word longer than a phone is wide breaks; the page never has to be pushed sideways."""

from playwright.sync_api import Page

from tests.e2e.conftest import AsMember
from tests.e2e.people import ask

WORD = "Arbeidsongeschiktheidsverzekeringsmaatschappijvoorwaardenaanpassing"
TEXT = f"> {WORD}{WORD}\n\nhttps://www.example.org/{WORD.lower()}/\n\n```\n{WORD} {WORD}\n```"


def test_long_words_fit_320_pixels_wherever_they_stand(as_member: AsMember) -> None:
    page = as_member("noor", viewport={"width": 320, "height": 640})
    address = ask(page, title=f"{WORD}?", body=TEXT)
    number = address.split("/questions/")[1].split("/")[0]
    too_wide = [
        path
        for path in (
            address,
            f"/questions/{number}/edit/",
            f"/questions/{number}/history/",
            f"/questions/{number}/withdraw/",
            "/me/questions/",
        )
        if _is_wider_than_the_phone(page, path)
    ]
    assert too_wide == []


def _is_wider_than_the_phone(page: Page, path: str) -> bool:
    page.goto(path)
    wide: bool = page.evaluate("""
        () => document.documentElement.scrollWidth > innerWidth
          || [...document.querySelectorAll("main li, main section, main form")]
            .some((part) => part.scrollWidth > innerWidth)
    """)
    return wide
