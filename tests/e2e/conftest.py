"""A browser, and pages in it that tolerate no error and no violation of the content security policy."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from tests.e2e.site import Site, running_site
from tests.plugins import browser as chromium

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.e2e)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with running_site(tmp_path_factory.mktemp("site")) as site:
        yield site


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = chromium.find()
    if not path:
        if os.environ.get("CI") == "true":
            pytest.fail(chromium.HOW)
        pytest.skip(chromium.HOW)
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        yield found
        found.close()


@pytest.fixture
def complaints() -> Iterator[list[str]]:
    """What the browser complained about; a test that expects a complaint removes it."""
    found: list[str] = []
    yield found
    assert found == []


@pytest.fixture
def open_context(
    browser: Browser, site: Site, complaints: list[str]
) -> Iterator[Callable[..., BrowserContext]]:
    """Another person's browser: `open_context(java_script_enabled=False, locale="en-GB", …)`."""
    opened: list[BrowserContext] = []

    def watch(page: Page) -> None:
        page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))

    def write_down(message: ConsoleMessage) -> None:
        # Chromium calls every answer from 400 an error; what a page answers is the test's own business.
        if message.type == "error" and "Failed to load resource" not in message.text:
            complaints.append(message.text)

    def open_one(**options: Any) -> BrowserContext:
        context = browser.new_context(base_url=site.url, **{"locale": "nl-NL", **options})
        context.set_default_timeout(10_000)
        context.on("page", watch)
        context.on("console", write_down)
        opened.append(context)
        return context

    yield open_one
    for context in opened:
        context.close()


@pytest.fixture
def page(open_context: Callable[..., BrowserContext]) -> Page:
    return open_context().new_page()
