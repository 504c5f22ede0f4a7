"""What reaches a mailbox, and what one press in a mail does."""

import re
import time
from email.message import EmailMessage

from playwright.sync_api import Page, expect

from tests.e2e.conftest import AsMember, OpenContext
from tests.e2e.people import ask, letters_to
from tests.e2e.site import Site

TITLE = "Wie gaat er met mij mee naar een keukentafelgesprek?"
FOLLOWER = "post-van-een-lezer@example.nl"
NEWS = "Er is nieuws voor je op Peerplein"


def test_two_answers_make_one_neutral_mail_with_a_press_for_what_helped(
    site: Site, as_member: AsMember, open_context: OpenContext
) -> None:
    asker = as_member("karin")
    address = ask(asker, title=TITLE, theme="zorg-en-ondersteuning-thuis")
    reader = open_context().new_page()
    follows_by_mail(reader, address)

    writers = [as_member("moussa"), as_member("sandra")]
    for page in writers:
        page.goto(address)
        page.get_by_role("textbox", name="Jouw antwoord").fill("Vraag het de wijkteams, die gaan mee.")
    for page in writers:
        page.get_by_role("button", name="Plaats antwoord").click()

    mail = site.newest_mail(to="karin@perenburg.example", subject=NEWS, saying="Moussa beantwoordde")
    text = text_of(mail)
    assert "Moussa beantwoordde je vraag" in text
    assert "Sandra beantwoordde je vraag" in text
    assert text.count("Dit antwoord hielp mij") == 2
    news = [
        letter for letter in letters_to(asker, "karin@perenburg.example") if "Moussa beantwoordde" in letter
    ]
    assert len(news) == 1

    says_from_the_mail_what_helped(open_context().new_page(), link_after("Dit antwoord hielp mij", text))
    asker.goto(address)
    expect(asker.get_by_role("article", name="Antwoord van Moussa")).to_contain_text("hielp de vraagsteller")

    stops_all_mail_with_one_press(reader, mail)
    asker.goto("/me/preferences/")
    expect(asker.get_by_label("Als er iets gebeurt met mijn eigen vraag")).not_to_be_checked()

    reads_that_there_is_news_and_stops(reader, site.newest_mail(to=FOLLOWER, subject=NEWS))


def follows_by_mail(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_label("Jouw e-mailadres").fill(FOLLOWER)
    page.get_by_role("button", name="Mail mij").click()
    expect(page.locator("main")).to_contain_text("Kijk in je mail.")
    page.goto(link_after("Ja, stuur mij bericht", wait_for_letter(page, FOLLOWER)))
    expect(page.locator("main")).to_contain_text(TITLE)
    page.get_by_role("button", name="Ja, stuur mij bericht").click()
    expect(page.locator("main")).to_contain_text("Je volgt deze vraag nu.")


def says_from_the_mail_what_helped(page: Page, link: str) -> None:
    page.goto(link)
    expect(page.get_by_role("heading", level=1)).to_have_text("Hielp dit antwoord jou?")
    page.get_by_role("button", name="Ja, dit hielp mij").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Dank je wel")


def stops_all_mail_with_one_press(page: Page, mail: EmailMessage) -> None:
    """As a mail program does it: one POST, without a session (RFC 8058)."""
    link = stop_link(mail)
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    page.goto(link)
    expect(page.get_by_role("heading", level=1)).to_have_text("Geen mail meer?")
    answer = page.context.request.post(link, form={"List-Unsubscribe": "One-Click"})
    assert answer.ok
    assert "We mailen je niet meer" in answer.text()


def reads_that_there_is_news_and_stops(page: Page, mail: EmailMessage) -> None:
    text = text_of(mail)
    assert "Er is iets nieuws bij een vraag die je volgt." in text
    assert TITLE not in text
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    page.goto(link_after("Bekijk de vraag", text))
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    page.goto(stop_link(mail))
    page.get_by_role("button", name="Stop de mail").click()
    expect(page.locator("main")).to_contain_text("Je volgt deze vraag niet meer. Je e-mailadres is gewist.")


def wait_for_letter(page: Page, email: str) -> str:
    """The newest letter as the demo shows it; the job that writes it may take a moment."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        if found := letters_to(page, email):
            return found[0]
    raise AssertionError(f"no letter to {email} at /demo/mail/")


def text_of(mail: EmailMessage) -> str:
    body = mail.get_body(preferencelist=("plain",))
    assert body is not None
    return str(body.get_content())


def stop_link(mail: EmailMessage) -> str:
    return str(mail["List-Unsubscribe"]).strip(" <>")


def link_after(label: str, text: str) -> str:
    found = re.search(rf"{re.escape(label)}: (\S+)", text)
    assert found, text
    return found[1]
