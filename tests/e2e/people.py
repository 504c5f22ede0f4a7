"""Being one of the demo's people."""

from playwright.sync_api import Page


def sign_in(page: Page, handle: str) -> None:
    """By the button at /demo/."""
    page.goto("/demo/")
    page.locator(f'form:has(input[value="{handle}"]) button').first.click()
    page.wait_for_url("**/")
