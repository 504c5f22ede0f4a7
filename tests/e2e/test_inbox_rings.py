"""The real socket of the real server, spoken to by a real browser."""

from playwright.sync_api import Page

from tests.e2e.people import sign_in
from tests.e2e.site import Site

LISTEN = """
(topic) => new Promise((resolve, reject) => {
  const frames = []
  const socket = new WebSocket(location.origin.replace("http", "ws") + "/ws/", "peerplein.1")
  socket.onerror = () => reject(new Error("the socket did not open"))
  socket.onmessage = (event) => {
    frames.push(JSON.parse(event.data))
    if (frames.length === 1) socket.send(JSON.stringify({t: "sub", topic}))
    if (frames.length === 2) { socket.close(); resolve(frames) }
  }
})
"""


def test_a_member_listens_to_their_inbox(page: Page) -> None:
    sign_in(page, "fatima")
    hello, answer = page.evaluate(LISTEN, "inbox")
    assert hello["you"]["handle"] == "fatima"
    assert answer == {"t": "subbed", "topic": "inbox", "n": 0, "reset": False}


def test_a_visitor_is_told_that_there_is_none(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/help-now/")
    hello, answer = page.evaluate(LISTEN, "inbox")
    assert hello["you"] is None
    assert answer["code"] == "not_found"
