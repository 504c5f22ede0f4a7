"""Two people talk in a room, one loses the network and comes back; also without a socket or a script."""

import re

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.e2e.conftest import AsMember, OpenContext
from tests.e2e.people import ask, sign_in

ROOM = "/chat/koffietafel/"
NO_SOCKET = """
WebSocket = class extends EventTarget {
  constructor() {
    super()
    setTimeout(() => this.dispatchEvent(new CloseEvent("close", { code: 1006 })), 10)
  }
  close() {}
}
"""


def open_room(page: Page, url: str = ROOM) -> None:
    page.goto(url)
    expect(page.get_by_role("log")).to_be_visible()


def write(page: Page, words: str) -> None:
    page.get_by_label("Jouw bericht").fill(words)
    page.get_by_role("button", name="Stuur").click()


def said(page: Page, words: str) -> Locator:
    """A message that the server has, with these words."""
    return page.locator(".message[data-seq]", has_text=words)


def violations(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{rule['id']}: {[node['target'] for node in rule['nodes']]}" for rule in found]


def test_what_one_says_the_other_reads_at_once_and_once(as_member: AsMember) -> None:
    fatima, nicole = as_member("fatima"), as_member("nicole")
    open_room(fatima)
    open_room(nicole)
    write(fatima, "Is er nog koffie, of thee?")
    expect(said(nicole, "Is er nog koffie, of thee?")).to_have_count(1)
    expect(said(fatima, "Is er nog koffie, of thee?")).to_have_count(1)
    expect(fatima.locator(".message--sending")).to_have_count(0)
    expect(nicole.get_by_label("Jouw bericht")).not_to_be_focused()

    nicole.get_by_label("Jouw bericht").press_sequentially("Ja")
    expect(fatima.locator("[data-typing]")).to_have_text("Nicole is aan het typen")
    write(nicole, "Ja hoor, thee met **munt**")
    expect(said(fatima, "thee met munt").locator("strong")).to_have_text("munt")
    expect(fatima.locator("[data-typing]")).to_have_text("")


def test_a_message_is_answered_liked_changed_and_taken_back_in_both_windows(as_member: AsMember) -> None:
    fatima, nicole = as_member("fatima"), as_member("nicole")
    open_room(fatima)
    open_room(nicole)
    write(fatima, "Een bericht met een tikvout")
    theirs = said(nicole, "tikvout")
    _more(theirs)
    nicole.get_by_role("dialog").get_by_role("button", name="💪").click()
    expect(said(fatima, "tikvout").locator(".reaction")).to_have_text("💪 1")
    said(fatima, "tikvout").get_by_role("button", name="💪 1").press("Enter")
    for page in (fatima, nicole):
        expect(said(page, "tikvout").locator(".reaction")).to_have_text("💪 2")
    mine = said(fatima, "tikvout").get_by_role("button", name="💪 2", pressed=True)
    expect(mine).to_be_focused()
    mine.press("Enter")
    expect(said(nicole, "tikvout").get_by_role("button", name="💪 1", pressed=True)).to_be_visible()
    expect(said(fatima, "tikvout").get_by_role("button", name="💪 1", pressed=False)).to_be_visible()
    _more(theirs)
    nicole.get_by_role("link", name="Antwoord").click()
    write(nicole, "Je bedoelt tikfout")
    expect(said(fatima, "Je bedoelt").locator(".message__quote")).to_contain_text("Fatima")

    own = said(fatima, "tikvout").first
    _more(own)
    fatima.get_by_role("dialog").get_by_label("Jouw bericht").fill("Een bericht zonder tikfout")
    fatima.get_by_role("button", name="Bewaar de nieuwe tekst").click()
    # The answer quotes it, and the quotation follows what is quoted.
    expect(said(nicole, "zonder tikfout").first.get_by_text("aangepast")).to_be_visible()
    expect(said(nicole, "Je bedoelt").locator(".message__quote")).to_contain_text("zonder tikfout")
    _more(said(fatima, "zonder tikfout").first)
    fatima.get_by_role("button", name="Haal mijn bericht weg").click()
    expect(nicole.locator(".message__gone", has_text="ingetrokken door de schrijver").last).to_be_visible()
    expect(said(nicole, "zonder tikfout")).to_have_count(0)


def test_whoever_loses_the_network_keeps_the_words_and_misses_nothing(as_member: AsMember) -> None:
    fatima, nicole = as_member("fatima"), as_member("nicole")
    open_room(fatima)
    open_room(nicole)
    write(fatima, "Ik ga zo door een tunnel")
    expect(said(nicole, "door een tunnel")).to_have_count(1)
    context: BrowserContext = fatima.context
    context.set_offline(True)
    expect(fatima.get_by_text("Geen verbinding. Je kunt blijven typen")).to_be_visible()
    write(fatima, "Dit schrijf ik in de tunnel")
    write(fatima, "En dit ook nog")
    expect(fatima.locator(".message--sending")).to_have_count(2)
    write(nicole, "Terwijl jij weg was")
    context.set_offline(False)
    for words in ("Terwijl jij weg was", "Dit schrijf ik in de tunnel", "En dit ook nog"):
        expect(said(fatima, words)).to_have_count(1)
        expect(said(nicole, words)).to_have_count(1)
    expect(fatima.locator(".message--sending")).to_have_count(0)
    expect(fatima.locator("[data-banner]")).to_be_hidden()
    assert _texts(fatima) == _texts(nicole)


def test_words_that_were_not_sent_survive_a_reload_and_are_sent_once(as_member: AsMember) -> None:
    fatima, nicole = as_member("fatima"), as_member("nicole")
    open_room(fatima)
    fatima.context.set_offline(True)
    write(fatima, "Geschreven zonder verbinding")
    expect(fatima.locator(".message--sending")).to_have_count(1)
    fatima.context.set_offline(False)
    fatima.reload()
    expect(said(fatima, "Geschreven zonder verbinding")).to_have_count(1)
    open_room(nicole)
    expect(said(nicole, "Geschreven zonder verbinding")).to_have_count(1)
    assert fatima.evaluate("Object.keys(localStorage).filter((key) => key.includes('outbox'))") == []


def test_without_a_socket_the_room_is_looked_at_every_few_seconds(as_member: AsMember) -> None:
    fatima, nicole = as_member("fatima"), as_member("nicole")
    fatima.add_init_script(NO_SOCKET)
    open_room(fatima)
    open_room(nicole)
    write(nicole, "Zie je dit zonder draad?")
    expect(said(fatima, "zonder draad")).to_have_count(1)
    expect(fatima.get_by_text("Berichten komen nu iets later dan anders")).to_be_visible()
    write(fatima, "Ja, en ik kan ook antwoorden")
    expect(said(nicole, "ik kan ook antwoorden")).to_have_count(1)
    expect(said(fatima, "ik kan ook antwoorden")).to_have_count(1)


def test_without_a_script_one_reads_writes_answers_and_looks_back(open_context: OpenContext) -> None:
    page = open_context(java_script_enabled=False).new_page()
    sign_in(page, "moussa")
    open_room(page)
    write(page, "Gestuurd zonder script")
    own = said(page, "Gestuurd zonder script")
    expect(own).to_be_in_viewport()
    page.locator(".message", has_text="wandelen").or_(own).last.get_by_role("link", name="Meer bij").click()
    page.get_by_label("Jouw bericht").fill("Aangepast zonder script")
    page.get_by_role("button", name="Bewaar de nieuwe tekst").click()
    expect(said(page, "Aangepast zonder script")).to_be_visible()
    page.get_by_label("Jouw bericht").fill("Nog niet af")
    page.get_by_role("button", name="Kijk of er iets nieuws is").click()
    expect(page.get_by_label("Jouw bericht")).to_have_value("Nog niet af")
    expect(said(page, "Aangepast zonder script")).to_be_in_viewport()
    page.goto(f"{ROOM}?q=pijpenstelen")
    expect(page.get_by_text("1 bericht met “pijpenstelen”")).to_be_visible()
    expect(page.locator(".message")).to_have_count(1)


def test_a_reader_who_looks_back_is_not_pulled_away(as_member: AsMember) -> None:
    fatima, nicole = as_member("fatima"), as_member("nicole", viewport={"width": 320, "height": 480})
    open_room(fatima)
    open_room(nicole)
    nicole.get_by_role("log").evaluate("(log) => (log.scrollTop = -300)")
    place = nicole.get_by_role("log").evaluate("(log) => log.scrollHeight + log.scrollTop")
    write(fatima, "Dit komt onderaan erbij")
    jump = nicole.get_by_role("button", name=re.compile("1 nieuw"))
    expect(jump).to_be_visible()
    now = nicole.get_by_role("log").evaluate("(log) => log.scrollHeight + log.scrollTop")
    assert abs(now - place) <= nicole.get_by_role("log").evaluate("(log) => log.scrollHeight") - place
    jump.click()
    expect(said(nicole, "Dit komt onderaan erbij")).to_be_in_viewport()
    expect(nicole.locator(".newmark")).to_be_visible()


def test_the_chat_pages_have_no_barriers_and_fit_a_small_phone(as_member: AsMember) -> None:
    page = as_member("mira", viewport={"width": 320, "height": 640})
    for url in ("/chat/", ROOM, "/chat/koffietafel/messages/1/", "/chat/koffietafel/settings/", "/chat/new/"):
        page.goto(url)
        page.wait_for_load_state("networkidle")
        assert violations(page) == [], url
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, url


def test_with_the_keyboard_open_the_field_and_the_newest_words_stay_in_view(as_member: AsMember) -> None:
    page = as_member("fatima", viewport={"width": 320, "height": 300})
    open_room(page)
    field = page.get_by_label("Jouw bericht")
    field.fill("Ik typ op een oude telefoon")
    expect(field).to_be_in_viewport(ratio=1)
    expect(page.get_by_role("button", name="Stuur")).to_be_in_viewport(ratio=1)
    expect(page.locator(".message").last.locator(".message__body")).to_be_in_viewport()


def test_an_answer_and_its_solution_appear_on_the_open_question(as_member: AsMember) -> None:
    fatima, nicole = as_member("fatima"), as_member("nicole")
    url = ask(fatima, title="Hoe krijg ik mijn fiets terug uit het depot?")
    nicole.goto(url)
    nicole.locator("#antwoord textarea").fill("Neem je sleutel mee")
    expect(fatima.get_by_text("Nicole is aan het antwoorden…")).to_be_visible()
    nicole.get_by_role("button", name="Plaats antwoord").click()
    expect(fatima.locator("article", has_text="Neem je sleutel mee")).to_be_visible()
    fatima.get_by_role("button", name=re.compile("hielp mij|oplossing", re.IGNORECASE)).first.click()
    solved = nicole.locator("aside li", has_text="Opgelost")
    expect(solved).not_to_contain_text("nog niet")


def test_a_list_offers_what_is_new_and_the_bell_counts(as_member: AsMember) -> None:
    fatima, nicole = as_member("fatima"), as_member("nicole")
    fatima.goto("/questions/")
    newest = fatima.locator(".rows .rows__link").first.inner_text()
    url = ask(nicole, title="Waar vind ik een bankje in de zon?")
    offer = fatima.get_by_role("button", name="1 nieuwe vraag")
    expect(offer).to_be_visible()
    expect(fatima.locator(".rows .rows__link").first).to_have_text(newest)
    offer.click()
    expect(fatima.locator(".rows .rows__link").first).to_have_text("Waar vind ik een bankje in de zon?")

    nicole.goto("/me/")
    before = nicole.locator("[data-bell-words]").inner_text()
    fatima.goto(url)
    fatima.locator("#antwoord textarea").fill("Bij de vijver, naast de wilg")
    fatima.get_by_role("button", name="Plaats antwoord").click()
    expect(nicole.locator("[data-bell-words]")).not_to_have_text(before)


def test_counts_of_other_rooms_grow_as_people_talk_and_go_when_read_in_any_tab(as_member: AsMember) -> None:
    reader, talker = as_member("eric"), as_member("joke")
    open_room(reader, "/chat/wonen/")
    reader.goto(ROOM)
    count = reader.locator('.roomlist [data-room-link="wonen"] [data-unread]')
    expect(count).to_be_hidden()
    open_room(talker, "/chat/wonen/")
    write(talker, "Is hier iemand die zijn huur kon verlagen?")
    expect(count).to_be_visible()
    expect(count).to_contain_text("1")
    write(talker, "Bij de huurcommissie misschien?")
    expect(count).to_contain_text("2")
    other_tab = reader.context.new_page()
    open_room(other_tab, "/chat/wonen/")
    expect(said(other_tab, "huurcommissie misschien")).to_be_visible()
    expect(count).to_be_hidden()
    other_tab.goto("/chat/")
    listed = other_tab.locator('[data-room-link="wonen"] [data-unread]')
    expect(listed).to_be_hidden()
    write(talker, "Ik bel ze morgen.")
    expect(listed).to_contain_text("1")


def test_the_bell_is_quiet_in_every_tab_once_it_is_read_in_one(as_member: AsMember) -> None:
    reader, talker = as_member("eric"), as_member("joke")
    reader.goto("/me/")
    open_room(talker)
    write(talker, "Goed idee, @eric")
    badge = reader.locator(".bar [data-bell-count]")
    expect(badge).to_be_visible()
    other_tab = reader.context.new_page()
    other_tab.goto("/inbox/")
    other_tab.get_by_role("button", name=re.compile("gelezen")).click()
    expect(other_tab.locator("main")).to_contain_text("Alles is gelezen.")
    expect(badge).to_be_hidden()


def test_what_can_be_done_with_a_message_has_no_barriers(as_member: AsMember) -> None:
    fatima, nicole, mira = as_member("fatima"), as_member("nicole"), as_member("mira")
    open_room(fatima)
    write(fatima, "Een bericht om iets mee te doen")
    for page in (fatima, nicole, mira):
        if page is not fatima:
            open_room(page)
        page.set_viewport_size({"width": 320, "height": 480})
        _more(said(page, "om iets mee te doen").last)
        dialog = page.get_by_role("dialog")
        expect(dialog.get_by_role("button", name="Sluit", exact=True)).to_be_visible()
        assert violations(page) == []
        assert dialog.evaluate("(box) => box.scrollWidth <= box.clientWidth")
        page.keyboard.press("Escape")
        expect(dialog).to_be_hidden()


def test_times_in_english_are_written_with_a_colon(as_member: AsMember) -> None:
    """By somebody whose account speaks English: nobody else's language has to change."""
    page = as_member("ivan")
    open_room(page)
    expect(page.locator("html")).to_have_attribute("lang", "en")
    times = page.locator(".message__who time").all_inner_texts()
    page.get_by_label("Your message").fill("What time is it?")
    page.get_by_role("button", name="Send").click()
    expect(said(page, "What time is it?")).to_have_count(1)
    times += page.locator(".message time").all_inner_texts()
    assert times
    assert [time for time in times if "." in time] == []


def test_a_visitor_reads_along_live_where_everyone_may(
    as_member: AsMember, open_context: OpenContext
) -> None:
    visitor, talker = open_context(viewport={"width": 320, "height": 480}).new_page(), as_member("joke")
    visitor.goto("/chat/")
    visitor.get_by_role("link", name="Welkom").click()
    expect(visitor.get_by_text("Je leest mee.")).to_be_visible()
    expect(visitor.get_by_label("Jouw bericht")).to_have_count(0)
    open_room(talker, "/chat/welkom/")
    talker.get_by_label("Jouw bericht").press_sequentially("Ho")
    write(talker, "Fijn dat je meeleest")
    expect(said(visitor, "Fijn dat je meeleest")).to_be_visible()
    expect(visitor.locator("[data-typing]")).to_have_text("")
    assert violations(visitor) == []
    assert visitor.evaluate("document.documentElement.scrollWidth") <= 320
    visitor.get_by_role("link", name="Log in om mee te praten").click()
    visitor.wait_for_url(re.compile(r"/accounts/login/\?next=/chat/welkom/"))


def _more(message: Locator) -> None:
    message.hover()
    message.get_by_role("link", name=re.compile("Meer bij het bericht")).click()


def _texts(page: Page) -> list[str]:
    texts: list[str] = page.locator(".message[data-seq] .message__body").all_inner_texts()
    return [text.strip() for text in texts]
