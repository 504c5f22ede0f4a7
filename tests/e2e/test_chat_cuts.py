"""A room whose socket stays while listening fails: for a moment, or because it is no longer for this one."""

import json
from collections.abc import Callable

from playwright.sync_api import Page, WebSocketRoute, expect

from tests.e2e.conftest import AsMember, OpenContext
from tests.e2e.people import sign_in
from tests.e2e.test_chat import open_room, said, write

ROOM = "/chat/wonen/"
TOPIC = "room:wonen"


def answer_listening(
    page: Page, answer: Callable[[int], dict[str, object] | None]
) -> list[dict[str, object]]:
    """What the page asked of the room is answered by `answer(times)` first; None lets it through."""
    asked: list[dict[str, object]] = []

    def connect(socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()

        def pass_on(text: str | bytes) -> None:
            frame = json.loads(text)
            if frame["t"] == "sub" and frame["topic"] == TOPIC:
                asked.append(frame)
                refusal = answer(len(asked))
                if refusal is not None:
                    socket.send(json.dumps({"t": "error", "detail": "", "topic": TOPIC} | refusal))
                    return
            server.send(text)

        socket.on_message(pass_on)

    page.route_web_socket("**/ws/", connect)
    return asked


def test_listening_that_fails_for_a_moment_begins_again_and_what_waited_goes_out(as_member: AsMember) -> None:
    gerda, samira = as_member("gerda"), as_member("samira")
    away: dict[str, object] = {"code": "unavailable", "retry_after": 0.1}
    asked = answer_listening(gerda, lambda times: away if times < 3 else None)
    open_room(gerda, ROOM)
    open_room(samira, ROOM)
    write(gerda, "Dit wachtte even op de database")
    expect(said(samira, "Dit wachtte even")).to_have_count(1)
    expect(said(gerda, "Dit wachtte even")).to_have_count(1)
    assert len(asked) == 3
    assert len({frame["after"] for frame in asked}) == 1, "nothing was skipped meanwhile"


def test_a_room_that_is_no_longer_for_the_reader_says_so_and_keeps_their_words(as_member: AsMember) -> None:
    gerda = as_member("gerda")
    answer_listening(gerda, lambda _times: {"code": "not_found"})
    open_room(gerda, ROOM)
    expect(gerda.locator("[data-banner]")).to_contain_text("mag hier niet meer meelezen")
    write(gerda, "Dit blijft hier staan")
    expect(gerda.locator(".message--sending")).to_contain_text("Dit blijft hier staan")
    gerda.evaluate("localStorage.clear()")


def kept(page: Page) -> list[str]:
    return page.evaluate("Object.keys(localStorage).filter((key) => key.includes('outbox'))")  # type: ignore[no-any-return]


def test_words_that_wait_outlive_a_session_that_ends_and_go_out_after_signing_in(
    open_context: OpenContext,
) -> None:
    page = open_context().new_page()
    sign_in(page, "gerda")
    open_room(page, ROOM)
    page.context.set_offline(True)
    write(page, "Mijn sessie was voorbij")
    expect(page.locator(".message--sending")).to_contain_text("Mijn sessie was voorbij")
    page.context.clear_cookies()
    page.context.set_offline(False)
    page.goto("/accounts/login/")
    assert len(kept(page)) == 1
    sign_in(page, "gerda")
    open_room(page, ROOM)
    expect(said(page, "Mijn sessie was voorbij")).to_have_count(1)
    assert kept(page) == []


def test_words_that_wait_are_gone_once_one_signs_out_or_somebody_else_signs_in(
    open_context: OpenContext,
) -> None:
    page = open_context().new_page()
    sign_in(page, "gerda")
    page.evaluate("localStorage.setItem('peerplein-outbox:gerda:welkom', '[]')")
    page.goto("/chat/")
    assert len(kept(page)) == 1
    sign_in(page, "samira")
    assert kept(page) == []
    page.evaluate("localStorage.setItem('peerplein-outbox:samira:welkom', '[]')")
    page.get_by_text("Menu van Samira").locator("..").click()
    page.get_by_role("button", name="Uitloggen").click()
    expect(page.get_by_role("link", name="Inloggen").first).to_be_visible()
    assert kept(page) == []


def test_a_room_that_closes_says_so_on_open_pages_and_takes_nobody_s_words(as_member: AsMember) -> None:
    reader, writer, mira = as_member("samira"), as_member("gerda"), as_member("mira")
    for page in (reader, writer):
        open_room(page, "/chat/mantelzorg/")
    writer.get_by_label("Jouw bericht").fill("Ik was nog bezig")
    mira.goto("/chat/mantelzorg/settings/")
    mira.get_by_role("button", name="Sluit dit gesprek").click()
    for page in (reader, writer):
        expect(page.locator(".room__foot")).to_contain_text("Dit gesprek is gesloten.")
    expect(reader.get_by_label("Jouw bericht")).to_have_count(0)
    expect(writer.get_by_label("Jouw bericht")).to_have_value("Ik was nog bezig")
    mira.get_by_role("button", name="Open het weer").click()
    expect(reader.get_by_label("Jouw bericht")).to_be_visible()
    expect(writer.locator(".room__foot")).not_to_contain_text("Dit gesprek is gesloten.")
    expect(writer.get_by_label("Jouw bericht")).to_have_value("Ik was nog bezig")
    mira.get_by_label("Seconden").fill("20")
    mira.get_by_role("button", name="Bewaar").last.click()
    for page in (reader, writer):
        expect(page.locator(".room__foot")).to_contain_text(
            "Rustige stand: 20 seconden tussen twee berichten."
        )
