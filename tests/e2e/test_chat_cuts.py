"""A room whose socket stays while listening fails: for a moment, or because it is no longer for this one."""

import json
from collections.abc import Callable

from playwright.sync_api import Page, WebSocketRoute, expect

from tests.e2e.conftest import AsMember
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
