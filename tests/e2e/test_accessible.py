"""No page has a fault that axe finds: in Dutch and English, light and dark."""

from collections.abc import Iterable
from typing import Any, Literal

from axe_playwright_python.sync_playwright import Axe
from django.template.loader import render_to_string
from playwright.sync_api import Page, expect

from tests.e2e.conftest import AsMember, OpenContext
from tests.e2e.people import ask

FOR_EVERYBODY = [
    "/",
    "/themes/",
    "/themes/wonen/",
    "/questions/",
    "/questions/?show=highlighted",
    "/ask/",
    "/help-now/",
    "/people/joke/",
    "/demo/",
    "/demo/mail/",
    "/nergens/",
    "/questions/?cursor=kapot",
]
FOR_VISITORS = [
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/signup/passkey/",
    "/accounts/login/code/",
    "/accounts/password/reset/",
    "/accounts/password/reset/done/",
    "/accounts/inactive/",
    "/accounts/3rdparty/login/cancelled/",
]
FOR_MEMBERS = [
    "/chat/",
    "/chat/koffietafel/",
    "/chat/koffietafel/?q=koffie",
    "/chat/koffietafel/messages/1/",
    "/inbox/",
    "/me/",
    "/me/profile/",
    "/me/preferences/",
    "/me/questions/",
    "/me/drafts/",
    "/me/start/",
    "/me/for-you/",
    "/questions/?show=popular",
    "/questions/1/search/?q=gemeente",
    "/accounts/logout/",
    "/accounts/email/",
    "/accounts/password/set/",
    "/accounts/sessions/",
    "/accounts/3rdparty/",
    "/accounts/2fa/",
    "/accounts/2fa/totp/activate/",
    "/accounts/2fa/webauthn/",
    "/accounts/2fa/webauthn/add/",
]
LANGUAGES = {"nl": "nl-NL", "en": "en-GB"}
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
LOOKS: dict[str, list[tuple[Literal["light", "dark"], dict[str, Any]]]] = {
    "nl": [("light", {}), ("dark", COLOURS)],
    "en": [("dark", {})],
}
"""What axe looks at in which language: the words differ by language, the colours by scheme."""


def faults(page: Page, language: str) -> list[str]:
    """What axe has to say about the page as it stands, in the schemes of this language."""
    found = []
    for scheme, options in LOOKS[language]:
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        violations = Axe().run(page, options=options).response["violations"]
        found += [f"{page.url} {scheme}: {_said(violation)}" for violation in violations]
    return found


def _said(violation: dict[str, Any]) -> str:
    where = ", ".join(" ".join(map(str, node["target"])) for node in violation["nodes"][:4])
    return f"{violation['id']} at {where}"


def faults_at(page: Page, addresses: Iterable[str], language: str) -> list[str]:
    found = []
    for address in addresses:
        page.goto(address)
        expect(page.locator("html")).to_have_attribute("lang", language)
        found += faults(page, language)
    return found


def test_pages_for_visitors_have_no_faults(open_context: OpenContext) -> None:
    found = []
    for language, locale in LANGUAGES.items():
        page = open_context(locale=locale).new_page()
        found += faults_at(page, [*FOR_EVERYBODY, *FOR_VISITORS], language)
        page.goto("/questions/?show=highlighted")
        page.locator("a.rows__link").first.click()
        found += faults(page, language)
        page.goto("/accounts/login/code/")
        page.locator("main input[type=email]").fill("fatima@perenburg.example")
        page.locator("main form button").first.click()
        page.wait_for_url("**/confirm/**")
        found += faults(page, language)
        page.goto("/accounts/signup/")
        page.locator("main form").first.evaluate("form => { form.noValidate = true; form.requestSubmit() }")
        expect(page.locator("main [aria-invalid=true]").first).to_be_visible()
        found += faults(page, language)
    assert found == []


def test_pages_of_a_member_have_no_faults(as_member: AsMember) -> None:
    found = []
    for language, handle in {"nl": "abdel", "en": "ivan"}.items():
        page = as_member(handle)
        found += faults_at(page, FOR_MEMBERS, language)
        page.goto("/ask/")
        page.locator("main form.ask").evaluate("form => form.requestSubmit()")
        expect(page.get_by_role("alert")).to_be_visible()
        found += faults(page, language)
        page.goto("/questions/?show=highlighted")
        page.locator("a.rows__link").first.click()
        address = page.url
        found += faults(page, language)
        found += faults_at(page, [f"{address.rpartition('/')[0].rpartition('/')[0]}/edit/"], language)
    assert found == []


def test_pages_about_ones_own_question_have_no_faults(as_member: AsMember) -> None:
    page = as_member("tineke")
    place = ask(page, title="Wie kent een fijne wandelgroep?").rstrip("/").rpartition("/")[0]
    found = []
    for language in LANGUAGES:
        _speak(page, language)
        addresses = [f"{place}/", *(f"{place}/{name}/" for name in ("edit", "history", "withdraw"))]
        found += faults_at(page, addresses, language)
    assert found == []


def test_pages_of_a_professional_have_no_faults(as_member: AsMember) -> None:
    page = as_member("daan")
    found = []
    for language in LANGUAGES:
        _speak(page, language)
        page.goto("/themes/geld-en-schulden/?show=highlighted")
        page.locator("a.rows__link").first.click()
        found += faults(page, language)
        answer = page.locator("article[id^=antwoord-]").first.get_attribute("id")
        number = str(answer).removeprefix("antwoord-")
        found += faults_at(page, ["/me/highlights/", f"/answers/{number}/highlight/"], language)
    _speak(page, "nl")
    assert found == []


def test_pages_of_our_own_mistakes_have_no_faults(page: Page) -> None:
    found = []
    for name in ("500", "503"):
        _show(page, f"/fout-{name}/", render_to_string(f"{name}.html"))
        found += faults(page, "nl")
    assert found == []


def _show(page: Page, address: str, body: str) -> None:
    """What the site sends when it fails, at an address of the running site."""
    page.route(f"**{address}", lambda route: route.fulfill(body=body, content_type="text/html"))
    page.goto(address)


def _speak(page: Page, language: str) -> None:
    """By the buttons under every page."""
    page.goto("/")
    if page.locator("html").get_attribute("lang") != language:
        page.locator(f"footer button[value={language}]").first.click()
        expect(page.locator("html")).to_have_attribute("lang", language)
