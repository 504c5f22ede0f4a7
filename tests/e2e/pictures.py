"""The pictures of the documents, taken from a fresh demo: `make pictures`."""

import tempfile
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.e2e.people import sign_in
from tests.e2e.site import PROJECT, running_site
from tests.plugins import browser as chromium

FOLDER = PROJECT / "docs" / "pictures"
QUESTION = "/themes/werk-en-inkomen/?show=highlighted"
DESK = (1280, 900)
PHONE = (360, 740)

HIDE_THE_DEMO = ".banner--demo { display: none !important; }"
"""What is not on a real site is not in its pictures."""


@dataclass(frozen=True)
class Picture:
    name: str
    path: str
    size: tuple[int, int] = DESK
    who: str = ""
    first_question: bool = False
    colours: str = "light"


PICTURES = (
    Picture("home", "/"),
    Picture("question", QUESTION, size=(1120, 1180), who="fatima", first_question=True),
    Picture("ask", "/ask/", size=(1120, 1000), who="fatima"),
    Picture("theme", "/themes/geld-en-schulden/", size=(1120, 700), who="joke"),
    Picture("radar", "/radar/", size=(1120, 1000), who="joke"),
    Picture("room", "/chat/geld-en-schulden/", size=(1120, 760), who="nicole"),
    Picture("queue", "/moderation/", size=(1120, 900), who="mira"),
    Picture("inbox", "/inbox/", size=(1120, 760), who="noor"),
    Picture("phone", QUESTION, size=PHONE, who="fatima", first_question=True, colours="dark"),
)


def take(browser: Browser, address: str, picture: Picture) -> None:
    width, height = picture.size
    context = browser.new_context(
        base_url=address,
        locale="nl-NL",
        color_scheme="dark" if picture.colours == "dark" else "light",
        viewport={"width": width, "height": height},
        bypass_csp=True,
    )
    page = context.new_page()
    if picture.who:
        sign_in(page, picture.who)
    page.goto(picture.path)
    if picture.first_question:
        page.locator("main .rows__link").first.click()
        page.wait_for_url("**/questions/**")
    page.screenshot(path=FOLDER / f"{picture.name}.png", style=HIDE_THE_DEMO, animations="disabled")
    context.close()


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    path = chromium.find()
    if not path:
        raise SystemExit(chromium.HOW)
    with (
        tempfile.TemporaryDirectory() as home,
        running_site(Path(home)) as site,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        for picture in PICTURES:
            take(browser, site.url, picture)
        browser.close()


if __name__ == "__main__":
    main()
