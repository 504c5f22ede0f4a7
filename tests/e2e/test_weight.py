"""The first view of a question, on a phone with nothing in its cache."""

from tests.e2e.conftest import OpenContext

MOST_REQUESTS = 8
MOST_BYTES = 60_000


def test_the_first_view_of_a_question_is_light(open_context: OpenContext) -> None:
    page = open_context(viewport={"width": 390, "height": 844}).new_page()
    page.goto("/questions/?show=highlighted")
    address = page.locator("a.rows__link").first.get_attribute("href")
    fresh = open_context(viewport={"width": 390, "height": 844}).new_page()
    network = fresh.context.new_cdp_session(fresh)
    sizes: list[float] = []
    network.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    network.send("Network.enable")
    fresh.goto(str(address), wait_until="networkidle")
    assert len(sizes) <= MOST_REQUESTS
    assert 0 < sum(sizes) <= MOST_BYTES
