"""Asking and answering without a mouse, always seeing where one is."""

from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import AsMember, OpenContext
from tests.e2e.people import sign_in
from tests.e2e.site import Site

FOCUS = """
() => {
  const at = document.activeElement
  if (!at || at === document.body) return "nothing has the focus"
  const styles = [at, at.closest("label")].filter(Boolean).map((element) => getComputedStyle(element))
  const ringed = styles.some((style) =>
    (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== "none")
  const box = at.getBoundingClientRect()
  const inView = box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth
  if (!ringed) return `no ring: ${at.outerHTML.slice(0, 120)}`
  if (!inView) return `out of sight: ${at.outerHTML.slice(0, 120)}`
  return ""
}
"""


def tab_to(page: Page, target: Locator, *, within: int = 90) -> None:
    """Press Tab until `target` has the focus; at every stop one sees where one is."""
    for _press in range(within):
        page.keyboard.press("Tab")
        assert page.evaluate(FOCUS) == ""
        if target.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"{target} was not reached by {within} times Tab")


def test_the_first_tab_leads_past_the_menu(page: Page) -> None:
    page.goto("/questions/")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Naar de inhoud")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    tab_to(page, page.locator("main a").first, within=1)


def test_a_question_is_asked_and_answered_with_the_keyboard_alone(as_member: AsMember) -> None:
    asker = as_member("rob")
    asker.goto("/themes/wonen/")
    tab_to(asker, asker.get_by_role("link", name="Stel een vraag", exact=True).first)
    asker.keyboard.press("Enter")
    asker.wait_for_url("**/ask/**")
    tab_to(asker, asker.get_by_label("Jouw vraag in één zin"))
    asker.keyboard.type("Wie kent de regels voor een huisdier?")
    tab_to(asker, asker.get_by_label("Vertel er iets meer over"))
    asker.keyboard.type("Het is een oude hond.")
    tab_to(asker, asker.get_by_label("Thema", exact=True))
    asker.keyboard.type("Wonen")
    tab_to(asker, asker.get_by_role("radio", name="Iedereen"))
    asker.keyboard.press("ArrowDown")
    expect(asker.get_by_role("radio", name="Alleen deelnemers")).to_be_checked()
    expect(asker.locator("main")).to_contain_text(
        "Alleen mensen met een account op Peerplein kunnen dit lezen."
    )
    tab_to(asker, asker.get_by_role("button", name="Plaats je vraag"))
    asker.keyboard.press("Enter")
    expect(asker.locator("main")).to_contain_text("Je vraag staat erop.")

    neighbour = as_member("vera")
    neighbour.goto(asker.url)
    tab_to(neighbour, neighbour.get_by_role("button", name="Vet", exact=True))
    neighbour.keyboard.press("ArrowRight")
    expect(neighbour.get_by_role("button", name="Schuin", exact=True)).to_be_focused()
    tab_to(neighbour, neighbour.get_by_role("textbox", name="Jouw antwoord"))
    neighbour.keyboard.type("Kijk in je ")
    neighbour.keyboard.press("Control+b")
    neighbour.keyboard.type("huurcontract")
    tab_to(neighbour, neighbour.get_by_role("button", name="Plaats antwoord"))
    neighbour.keyboard.press("Enter")
    expect(neighbour.get_by_role("article", name="Antwoord van Vera").locator("strong")).to_have_text(
        "huurcontract"
    )


def test_escape_twice_while_typing_leaves_and_back_shows_nothing(
    open_context: OpenContext, site: Site, leave_questions: list[str]
) -> None:
    page = open_context().new_page()
    sign_in(page, "noor")
    page.goto("/questions/")
    page.goto("/ask/")
    page.get_by_label("Vertel er iets meer over").press_sequentially("Niemand mag dit zien")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.wait_for_url(site.neutral_url)
    expect(page).to_have_title("Het weer")
    assert leave_questions == []
    page.go_back()
    page.wait_for_url(site.neutral_url)
    expect(page.get_by_role("heading")).to_have_text("Het weer")


def test_one_escape_closes_a_menu_and_nothing_else(as_member: AsMember) -> None:
    page = as_member("vera")
    page.goto("/questions/")
    menu = page.locator("header details")
    menu.locator("summary").click()
    expect(page.get_by_role("link", name="Mijn plek")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="Mijn plek")).to_be_hidden()
    expect(menu.locator("summary")).to_be_focused()
    assert page.url.endswith("/questions/")
