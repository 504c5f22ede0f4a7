"""A browser, and pages in it that tolerate no error, no stranger, no dialog and no breach of the policy."""

import os
import tempfile
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Dialog,
    Error,
    Page,
    Request,
    StorageState,
    expect,
    sync_playwright,
)

from tests.e2e.people import sign_in
from tests.e2e.site import Site, running_site
from tests.plugins import browser as chromium

HERE = Path(__file__).parent
PICTURES = Path(tempfile.gettempdir()) / "peerplein-e2e"
"""Where the pages of a failed test can be seen."""

FAILED = pytest.StashKey[bool]()

TELL_VIOLATIONS = """
addEventListener("securitypolicyviolation", (event) =>
  console.error(`CSP: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`))
"""

expect.set_options(timeout=15_000)

OpenContext = Callable[..., BrowserContext]
AsMember = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.e2e)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    item.stash[FAILED] = item.stash.get(FAILED, False) or report.failed
    return report


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
def leave_questions() -> list[str]:
    """The pages that asked whether one really wants to leave; the answer is always yes."""
    return []


class Watch:
    """Writes down what goes wrong in the browser contexts that it looks at."""

    def __init__(self, site: Site, *, complaints: list[str], leave_questions: list[str]) -> None:
        self.known = (site.url, site.neutral_url, "data:", "blob:", "about:")
        self.complaints, self.leave_questions = complaints, leave_questions

    def look_at(self, context: BrowserContext) -> None:
        context.add_init_script(TELL_VIOLATIONS)
        context.on("page", lambda page: page.on("pageerror", self.crashed))
        context.on("console", self.said)
        context.on("request", self.sent)
        context.on("dialog", self.asked)

    def crashed(self, error: Error) -> None:
        self.complaints.append(str(error))

    def said(self, message: ConsoleMessage) -> None:
        # Chromium calls every answer from 400 an error; what a page answers is the test's own business.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.complaints.append(message.text)

    def sent(self, request: Request) -> None:
        if not request.url.startswith(self.known):
            self.complaints.append(f"request to a stranger: {request.url}")

    def asked(self, dialog: Dialog) -> None:
        if dialog.type == "beforeunload":
            self.leave_questions.append(dialog.page.url if dialog.page else "")
            dialog.accept()
        else:
            self.complaints.append(f"dialog: {dialog.message}")
            dialog.dismiss()


@pytest.fixture
def open_context(
    browser: Browser,
    site: Site,
    complaints: list[str],
    leave_questions: list[str],
    request: pytest.FixtureRequest,
) -> Iterator[OpenContext]:
    """Another person's browser: `open_context(java_script_enabled=False, locale="en-GB", …)`."""
    opened: list[BrowserContext] = []
    watch = Watch(site, complaints=complaints, leave_questions=leave_questions)

    def open_one(**options: Any) -> BrowserContext:
        context = browser.new_context(base_url=site.url, **{"locale": "nl-NL", **options})
        context.set_default_timeout(20_000)
        watch.look_at(context)
        opened.append(context)
        return context

    yield open_one
    if request.node.stash.get(FAILED, False):
        _take_pictures(request.node.name, opened)
    for context in opened:
        context.close()


@pytest.fixture
def page(open_context: OpenContext) -> Page:
    return open_context().new_page()


@pytest.fixture(scope="session")
def sessions() -> dict[str, StorageState]:
    """Who signed in once stays so for the whole run; a test that signs out uses `people.sign_in` instead."""
    return {}


@pytest.fixture
def as_member(open_context: OpenContext, sessions: dict[str, StorageState]) -> AsMember:
    """A page in a browser in which this person is signed in: `as_member("fatima", locale="en-GB")`."""

    def open_page(handle: str, **options: Any) -> Page:
        if handle not in sessions:
            context = open_context()
            sign_in(context.new_page(), handle)
            sessions[handle] = context.storage_state()
            context.close()
        return open_context(storage_state=sessions[handle], **options).new_page()

    return open_page


def _take_pictures(test: str, contexts: list[BrowserContext]) -> None:
    PICTURES.mkdir(exist_ok=True)
    pages = [page for context in contexts for page in context.pages if not page.is_closed()]
    for number, page in enumerate(pages):
        path = PICTURES / f"{test.replace('/', '-')[:80]}-{number}.png"
        try:
            page.screenshot(path=path, full_page=True)
        except Error:
            continue
        print(f"{page.url} as it stood when the test failed: {path}")
