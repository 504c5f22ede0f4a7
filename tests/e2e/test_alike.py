"""A moderator sees two questions that are alike beside each other, and says that they are two."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.e2e.conftest import AsMember

TITLE = "Negen maanden wachtlijst voor hulp voor onze zoon."


def expect_no_axe_violations(page: Page) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_from_the_desk_to_both_questions_side_by_side(as_member: AsMember) -> None:
    for width in (320, 1280):
        page = as_member("mira", viewport={"width": width, "height": 800})
        page.goto("/moderation/")
        page.get_by_role("link", name="Dubbele vragen").click()
        expect_no_axe_violations(page)
        page.get_by_role("listitem").filter(has_text=TITLE).get_by_role("link", name="Bekijk naast").click()
        expect(page.get_by_label("Bij welke vraag?")).not_to_be_empty()
        expect(page.locator(".sides__side")).to_have_count(2)
        expect_no_axe_violations(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_without_a_script_a_moderator_says_that_they_are_two(as_member: AsMember) -> None:
    page = as_member("bram", java_script_enabled=False)
    page.goto("/questions/alike/")
    row = page.get_by_role("listitem").filter(has_text=TITLE)
    row.get_by_role("button", name="Dit zijn twee vragen").click()
    expect(page.locator("main")).to_contain_text("Dubbele vragen")
    expect(page.locator(".messages")).to_contain_text("dit zijn twee vragen")
    expect(page.get_by_role("listitem").filter(has_text=TITLE)).to_have_count(0)
