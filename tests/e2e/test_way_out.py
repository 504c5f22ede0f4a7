from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.people import sign_in
from tests.e2e.site import Site


def test_the_button_leads_away_signs_out_and_back_does_not_return(page: Page, site: Site) -> None:
    sign_in(page, "fatima")
    page.goto("/help-now/")
    page.get_by_role("button", name="Snel weg").first.click()
    page.wait_for_url(site.neutral_url)
    expect(page).to_have_title("Het weer")
    page.go_back()
    page.goto("/inbox/")
    page.wait_for_url("**/accounts/login/**")


def test_escape_twice_leads_away(page: Page, site: Site) -> None:
    page.goto("/help-now/")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.wait_for_url(site.neutral_url)


@pytest.mark.parametrize("width", [320, 1280])
def test_without_a_script_the_button_still_leads_away(
    open_context: Callable[..., BrowserContext], site: Site, width: int
) -> None:
    page = open_context(java_script_enabled=False, viewport={"width": width, "height": 700}).new_page()
    page.goto("/help-now/")
    page.get_by_role("button", name="Snel weg").first.click()
    page.wait_for_url(site.neutral_url)


def test_the_numbers_can_be_dialled_and_fit_the_smallest_phone(
    open_context: Callable[..., BrowserContext],
) -> None:
    page = open_context(viewport={"width": 320, "height": 700}).new_page()
    page.goto("/help-now/")
    expect(page.get_by_role("link", name="Bel Alarmnummer: 112")).to_have_attribute("href", "tel:112")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    number = page.get_by_role("link", name="Bel Alarmnummer: 112").bounding_box()
    assert number is not None
    assert number["height"] >= 44


def test_the_button_is_in_view_at_every_width_also_with_many_notifications(page: Page) -> None:
    sign_in(page, "noor")
    page.goto("/themes/")
    page.locator(".bar__bell [data-bell-count]").evaluate(
        "count => { count.hidden = false; count.textContent = '99+' }"
    )
    for width in (320, 375, 600, 930, 1000, 1060, 1100, 1155, 1200, 1250, 1280, 1366, 1441, 1920):
        page.set_viewport_size({"width": width, "height": 700})
        button = page.locator(".bar .leave button").bounding_box()
        assert button is not None
        assert button["x"] + button["width"] <= width, f"the way out is cut off at {width} px"
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), width
