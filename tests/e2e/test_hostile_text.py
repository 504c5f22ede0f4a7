"""The whole collection of hostile text, rendered, in a browser: nothing runs and nothing is fetched."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, Dialog, Page, Route

from core.text import Mention, render
from tests.core.written_html import corpus

ADDRESS = "http://peerplein.test/"
STRICT = "default-src 'none'; style-src 'self'; require-trusted-types-for 'script'"

PAGE = """<!doctype html><html lang="nl"><title>Vraag</title><main>{}</main></html>"""


@dataclass
class Seen:
    """Everything that a text made the browser do."""

    page: Page
    policy: str = ""
    html: str = ""
    dialogs: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def show(self, html: str, *, policy: str = "") -> None:
        self.html, self.policy = PAGE.format(html), policy
        self.page.goto(ADDRESS)
        self.page.wait_for_timeout(300)

    def close(self, dialog: Dialog) -> None:
        self.dialogs.append(dialog.message)
        dialog.dismiss()

    def answer(self, route: Route) -> None:
        if route.request.url == ADDRESS:
            headers = {"Content-Security-Policy": self.policy} if self.policy else {}
            route.fulfill(body=self.html, content_type="text/html; charset=utf-8", headers=headers)
        else:
            self.requests.append(route.request.url)
            route.abort()


@pytest.fixture
def seen(browser: Browser) -> Iterator[Seen]:
    context = browser.new_context()
    page = context.new_page()
    seen = Seen(page=page)
    page.route("**/*", seen.answer)
    page.on("dialog", seen.close)
    page.on("console", lambda message: seen.complaints.append(message.text))
    yield seen
    context.close()


def everything_rendered() -> str:
    payloads = [payload for payloads in corpus("xss").values() for payload in payloads]
    payloads += corpus("small_fields")["small fields"]
    everybody = {"fatima": Mention(url="/people/fatima/", label="fatima")}
    texts = [
        text for one in payloads for text in (one, f"> {one}\n\n- {one}", f"[{one}](https://ok.example/)")
    ]
    return "".join(render(text, resolve_mentions=lambda _names: everybody).html for text in texts)


def test_the_watch_itself_sees_what_an_unsanitised_text_would_do(seen: Seen) -> None:
    seen.show("<img src=https://volger.example/x.gif onerror=alert(1)>")
    assert seen.dialogs == ["1"]
    assert seen.requests == ["https://volger.example/x.gif"]


@pytest.mark.parametrize("policy", ["", STRICT])
def test_no_hostile_text_runs_fetches_or_breaks_the_policy(seen: Seen, policy: str) -> None:
    seen.show(everything_rendered(), policy=policy)
    favicon = f"{ADDRESS}favicon.ico"
    assert seen.dialogs == []
    assert [url for url in seen.requests if url != favicon] == []
    assert [text for text in seen.complaints if favicon not in text] == []
    assert seen.page.locator("main").count() == 1
    assert seen.page.evaluate("[...document.querySelectorAll('main *')].length") > 1_000
    assert (
        seen.page.evaluate(
            """[...document.querySelectorAll('main *')].flatMap(element => [...element.attributes])
           .filter(one => /^on|^style$|^id$|^src|^data-/i.test(one.name)).map(one => one.name)"""
        )
        == []
    )


def test_every_link_of_every_hostile_text_leads_to_a_safe_scheme(seen: Seen) -> None:
    seen.show(everything_rendered(), policy=STRICT)
    schemes = seen.page.evaluate("[...new Set([...document.querySelectorAll('a')].map(a => a.protocol))]")
    assert set(schemes) <= {"http:", "https:", "mailto:"}
