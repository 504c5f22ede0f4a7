"""From the question of somebody who has no account yet to an answer that was vouched for and taken back."""

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import AsMember, OpenContext
from tests.e2e.people import sign_up

TITLE = "Mag mijn zus voor mij naar de schuldhulp bellen?"
BODY = "Bellen durf ik niet goed.\n\nMijn zus kan het wel."
SITUATION = "Alleen, twee kinderen thuis"
ANSWER = "Ja, dat mag. Zeg dat je **zelf** meeluistert."
BETTER_ANSWER = f"{ANSWER}\n\nSchrijf vooraf een briefje met jouw naam erop."


@dataclass(frozen=True)
class Asker:
    scripts: bool
    handle: str

    @property
    def email(self) -> str:
        return f"post-van-buur-{'een' if self.scripts else 'twee'}@example.nl"


@pytest.mark.parametrize(
    "asker",
    [Asker(scripts=True, handle="waterlelie"), Asker(scripts=False, handle="zonnebloem")],
    ids=["with a script", "without a script"],
)
def test_the_whole_path_from_question_to_withdrawal(
    open_context: OpenContext, as_member: AsMember, asker: Asker
) -> None:
    newcomer = open_context(java_script_enabled=asker.scripts).new_page()
    nicole = as_member("nicole", java_script_enabled=asker.scripts)
    daan = as_member("daan", java_script_enabled=asker.scripts)

    writes_before_having_an_account(newcomer)
    sign_up(newcomer, email=asker.email, handle=asker.handle)
    finds_the_words_again_and_asks(newcomer)
    address = newcomer.url

    answers(nicole, address)
    thanks_and_solves(newcomer, address)
    highlights(daan, address)
    sees_the_highlight(newcomer, address)
    edits_so_that_nobody_vouches_any_more(nicole, address)
    sees_that_the_answer_is_looked_at(newcomer, address)
    confirms_again(daan)
    sees_the_highlight(newcomer, address)
    takes_the_answer_back(nicole, address)
    sees_no_answer(newcomer, address)
    takes_the_question_back(newcomer)
    finds_nothing(open_context().new_page(), address)


def writes_before_having_an_account(page: Page) -> None:
    page.goto("/")
    page.get_by_label("Jouw vraag").fill(TITLE)
    page.get_by_role("button", name="Vraag het").click()
    expect(page.get_by_label("Jouw vraag in één zin")).to_have_value(TITLE)
    page.get_by_label("Vertel er iets meer over").fill(BODY)
    page.get_by_label("Thema", exact=True).select_option("geld-en-schulden")
    page.get_by_label("Wat is je situatie?").fill(SITUATION)
    expect(page.locator("main")).to_contain_text("Iedereen kan dit lezen, ook zonder account.")
    page.get_by_role("button", name="Ga verder").click()
    expect(page.locator("main")).to_contain_text("Je tekst is bewaard.")


def finds_the_words_again_and_asks(page: Page) -> None:
    page.wait_for_url("**/ask/")
    expect(page.locator("main")).to_contain_text("Dit schreef je eerder")
    expect(page.get_by_label("Jouw vraag in één zin")).to_have_value(TITLE)
    expect(page.get_by_label("Vertel er iets meer over")).to_have_value(BODY)
    expect(page.get_by_label("Wat is je situatie?")).to_have_value(SITUATION)
    expect(page.get_by_label("Thema", exact=True)).to_have_value("geld-en-schulden")
    page.get_by_role("button", name="Plaats je vraag").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    expect(page.locator("main")).to_contain_text("Je vraag staat erop.")
    expect(page.locator("main")).to_contain_text("Nog geen antwoorden")
    expect(page.get_by_role("article", name="De vraag")).to_contain_text(SITUATION)


def answers(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("textbox", name="Jouw antwoord").fill(ANSWER)
    page.get_by_role("button", name="Plaats antwoord").click()
    expect(page.locator("main")).to_contain_text("Je antwoord staat erbij. Fijn dat je meedenkt.")
    expect(the_answer(page).locator("strong")).to_have_text("zelf")


def thanks_and_solves(page: Page, address: str) -> None:
    page.goto(address)
    thanks = the_answer(page).get_by_role("button", name="Bedankt")
    expect(thanks).to_have_attribute("aria-pressed", "false")
    thanks.click()
    expect(thanks).to_have_attribute("aria-pressed", "true")
    expect(thanks).to_have_text(re.compile("Bedankt · 1"))
    page.goto(address)
    expect(thanks).to_have_text(re.compile("Bedankt · 1"))
    the_answer(page).get_by_role("button", name="Dit hielp mij").click()
    expect(the_answer(page)).to_contain_text("hielp de vraagsteller")
    expect(page.locator("main .meta").first).to_contain_text("opgelost")


def highlights(page: Page, address: str) -> None:
    page.goto(address)
    the_answer(page).get_by_role("link", name="Uitlichten").click()
    fill_in_the_highlight(page)
    expect(the_answer(page)).to_contain_text("Uitgelicht: dit antwoord klopt")
    expect(the_answer(page)).to_contain_text("Gemeente Perenburg")


def fill_in_the_highlight(page: Page) -> None:
    page.get_by_label("Namens welke organisatie?").fill("Gemeente Perenburg")
    page.get_by_label("Bron", exact=True).fill("Algemene wet bestuursrecht, artikel 2:1")
    page.get_by_label("Link naar de bron").fill("https://wetten.overheid.nl/BWBR0005537")
    page.get_by_label("Aanvulling of verbetering").fill("De schuldhulp vraagt wel wie er belt.")
    page.get_by_role("button", name="Bevestig dit antwoord").click()


def sees_the_highlight(page: Page, address: str) -> None:
    page.goto(address)
    answer = the_answer(page)
    expect(answer).to_contain_text("Uitgelicht: dit antwoord klopt")
    expect(answer).to_contain_text("geldig tot")
    expect(answer).to_contain_text("De schuldhulp vraagt wel wie er belt.")
    source = answer.get_by_role("link", name="Algemene wet bestuursrecht, artikel 2:1")
    expect(source).to_have_attribute("href", "https://wetten.overheid.nl/BWBR0005537")
    page.goto("/questions/?show=highlighted")
    expect(page.get_by_role("link", name=TITLE).first).to_be_visible()


def edits_so_that_nobody_vouches_any_more(page: Page, address: str) -> None:
    page.goto(address)
    open_the_menu(page)
    the_answer(page).get_by_role("link", name="Aanpassen").click()
    expect(page.get_by_label("Jouw tekst")).to_have_value(ANSWER)
    page.get_by_label("Jouw tekst").fill(BETTER_ANSWER)
    page.get_by_role("button", name="Bewaar de aanpassing").click()
    expect(page.locator("main")).to_contain_text("Je aanpassing is bewaard.")
    expect(the_answer(page)).to_contain_text("Schrijf vooraf een briefje")


def sees_that_the_answer_is_looked_at(page: Page, address: str) -> None:
    page.goto(address)
    expect(the_answer(page)).to_contain_text("Dit antwoord wordt nagekeken")
    expect(the_answer(page)).not_to_contain_text("Uitgelicht: dit antwoord klopt")
    expect(the_answer(page)).to_contain_text("Schrijf vooraf een briefje")


def confirms_again(page: Page) -> None:
    page.goto("/me/highlights/")
    page.get_by_role("listitem").filter(has_text=TITLE).get_by_role("link", name="Kijk na").click()
    expect(page.get_by_label("Namens welke organisatie?")).to_have_value("Gemeente Perenburg")
    page.get_by_role("button", name="Bevestig dit antwoord").click()
    expect(the_answer(page)).to_contain_text("Uitgelicht: dit antwoord klopt")


def takes_the_answer_back(page: Page, address: str) -> None:
    page.goto(address)
    open_the_menu(page)
    the_answer(page).get_by_role("link", name="Intrekken").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Wil je je antwoord intrekken?")
    page.get_by_role("button", name="Ja, trek in").click()
    expect(page.locator("main")).to_contain_text("Het is ingetrokken. Alleen jij ziet het nog.")
    expect(page.locator("main")).to_contain_text("Alleen de schrijver ziet dit.")


def sees_no_answer(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.locator("main")).to_contain_text("Nog geen antwoorden")
    expect(page.locator("main")).not_to_contain_text("Schrijf vooraf een briefje")
    expect(page.locator("main .meta").first).not_to_contain_text("opgelost")


def takes_the_question_back(page: Page) -> None:
    question = page.get_by_role("article", name="De vraag")
    question.get_by_text("Meer doen met dit bericht").locator("..").click()
    question.get_by_role("link", name="Intrekken").click()
    page.get_by_role("button", name="Ja, trek in").click()
    expect(page.locator("main")).to_contain_text("Deze vraag is ingetrokken.")


def finds_nothing(page: Page, address: str) -> None:
    answer = page.goto(address)
    assert answer is not None
    assert answer.status == 404
    expect(page.get_by_role("heading", level=1)).to_have_text("Deze bladzijde is er niet")
    page.goto("/questions/")
    expect(page.get_by_role("link", name=TITLE)).to_have_count(0)


def the_answer(page: Page) -> Locator:
    return page.get_by_role("article", name="Antwoord van Nicole")


def open_the_menu(page: Page) -> None:
    the_answer(page).get_by_text("Meer doen met dit bericht").locator("..").click()
