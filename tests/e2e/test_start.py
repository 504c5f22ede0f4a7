import time
from pathlib import Path

from playwright.sync_api import Browser

from tests.e2e.site import running_site

SECOND_START_SECONDS = 5


def test_the_second_start_is_quick_and_finds_everything_again(tmp_path: Path, browser: Browser) -> None:
    with running_site(tmp_path) as first:
        page = browser.new_page()
        page.goto(first.url)
        question = page.locator("a[href*='/questions/']").last.inner_text()
    started = time.monotonic()
    with running_site(tmp_path) as second:
        assert time.monotonic() - started < SECOND_START_SECONDS
        page.goto(second.url)
        assert question in page.inner_text("main")
        page.close()
