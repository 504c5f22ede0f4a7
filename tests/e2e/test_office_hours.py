"""Office hours from planning to archive: a queue, answers that appear, and what stays afterwards."""

import re
import sqlite3
from contextlib import closing
from datetime import timedelta

from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.e2e.conftest import AsMember, OpenContext
from tests.e2e.site import Site

QUESTION = "Mag een deurwaarder mijn telefoon meenemen?"
ANSWER = "Nee, spullen die je echt nodig hebt, mag hij niet meenemen."
UNANSWERED = "Hoe lang blijft beslag op mijn loon liggen?"


def expect_no_axe_violations(page: Page) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def plans(host: Page) -> str:
    """One hour, two days from now; the address of its page."""
    begins = timezone.localtime() + timedelta(days=2)
    host.goto("/chat/office-hours/new/")
    expect_no_axe_violations(host)
    host.get_by_label("Thema", exact=True).select_option("geld-en-schulden")
    host.get_by_label("Waar gaat het over?").fill("Beslag en deurwaarders")
    host.get_by_label("Dag").fill(begins.strftime("%Y-%m-%d"))
    host.get_by_label("Van").fill("10:00")
    host.get_by_label("Tot").fill("11:00")
    host.get_by_role("button", name="Bewaar").click()
    expect(host.get_by_role("heading", level=1)).to_have_text("Beslag en deurwaarders")
    expect_no_axe_violations(host)
    return host.url


def queues(page: Page, address: str, question: str) -> None:
    page.goto(address)
    page.get_by_label("Jouw vraag").fill(question)
    page.get_by_label("Mijn vraag en het antwoord mogen blijven staan").check()
    page.get_by_role("button", name="Zet in de rij").click()
    expect(page.locator("#mijn-vraag")).to_contain_text("in de rij")
    expect_no_axe_violations(page)


def make_it_be_over(site: Site, address: str) -> None:
    """Its time passes in the row, because the site's clock is the real one."""
    now = timezone.now()
    began, ended = (str((now - timedelta(hours=hours)).replace(tzinfo=None)) for hours in (3, 2))
    office_hour_id = int(address.rstrip("/").rpartition("/")[2])
    with closing(sqlite3.connect(site.home / "peerplein.sqlite3", timeout=20)) as rows, rows:
        change = "UPDATE realtime_officehour SET starts_at = ?, ends_at = ? WHERE id = ?"
        rows.execute(change, (began, ended, office_hour_id))


def test_from_planning_to_the_archive(as_member: AsMember, open_context: OpenContext, site: Site) -> None:
    daan, fatima, nicole = as_member("daan"), as_member("fatima"), as_member("nicole")
    visitor = open_context().new_page()
    address = plans(daan)
    queues(fatima, address, QUESTION)
    queues(nicole, address, UNANSWERED)
    visitor.goto(address)
    expect(visitor.locator("main")).to_contain_text("Er staan 2 vragen in de rij.")
    expect_no_axe_violations(visitor)

    daan.goto(f"{address}host/")
    expect_no_axe_violations(daan)
    item = daan.get_by_role("article").filter(has_text=QUESTION)
    item.get_by_label("Jouw antwoord").fill(ANSWER)
    item.get_by_role("button", name="Plaats antwoord").click()
    expect(daan.locator("main")).to_contain_text("Je antwoord staat erbij.")
    expect(visitor.locator("main")).to_contain_text(ANSWER)
    expect(fatima.locator("#mijn-vraag")).to_contain_text("beantwoord")

    make_it_be_over(site, address)
    daan.goto(f"{address}archive/")
    expect(daan.locator("main")).to_contain_text(UNANSWERED)
    expect_no_axe_violations(daan)
    daan.get_by_label("Bron", exact=True).fill("Rechtsvordering, artikel 447")
    daan.get_by_role("button", name="Plaats en licht uit").click()
    expect(daan.locator("main")).to_contain_text("met jouw antwoord uitgelicht")
    daan.get_by_role("button", name="Rond af").click()
    expect(daan.locator("main")).to_contain_text("Het spreekuur is bewaard.")

    visitor.goto(address)
    visitor.get_by_role("link", name="Lees en reageer op Peerplein").click()
    expect(visitor.get_by_role("heading", level=1)).to_have_text(QUESTION)
    expect(visitor.locator("main")).to_contain_text("Uitgelicht: dit antwoord klopt")
    expect(visitor.locator("main")).to_contain_text(ANSWER)
    visitor.goto("/questions/?show=unanswered")
    visitor.get_by_role("link", name=re.compile(re.escape(UNANSWERED))).first.click()
    expect(visitor.locator("main")).to_contain_text("Nog geen antwoorden")
