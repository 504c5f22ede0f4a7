"""Every place where something that somebody wrote comes out, as addresses of the world."""

import re
from collections.abc import Iterable

from django.core.cache import cache
from django.test import Client

from tests.contracts.world import World, sandbox

WORD = re.compile(r"zq[a-z]{3}qz")
SHOWS = ("newest", "unanswered", "active", "solved", "highlighted", "popular")
HANDLES = ("fatima", "zqericqz", "nicole", "sol", "joke", "daan", "noor")
CHANGING = re.compile(r"csrfmiddlewaretoken\" value=\"\w+|nonce=\"[^\"]+|name=\"key\" value=\"[^\"]+")
"""What differs between two answers of the same page."""


def lists() -> list[str]:
    """Pages that gather what stands elsewhere."""
    places = ("/questions/", "/themes/geld-en-schulden/", "/themes/wonen/")
    return [
        "/",
        "/themes/",
        *(f"{place}?show={show}" for place in places for show in SHOWS),
        *(f"/people/{handle}/" for handle in HANDLES),
    ]


def own_pages() -> list[str]:
    mine = ["/ask/", "/me/", "/me/questions/", "/me/drafts/", "/me/highlights/", "/me/canned/", "/inbox/"]
    mine += ["/me/start/", "/me/for-you/?show=newest", "/me/for-you/?show=followed"]
    return [
        *mine,
        "/appeals/",
        "/me/looks/",
        "/me/blocks/",
        "/moderation/",
        "/moderation/log/",
        *roster_and_rules(),
    ]


def roster_and_rules() -> list[str]:
    return [
        "/moderation/duty/",
        "/moderation/rules/",
        "/moderation/rules/draft/",
        "/moderation/rules/draft/1/",
    ]


def chat_pages() -> list[str]:
    """The rooms, what came since, and each message on a page of its own."""
    rooms = ("/chat/geld-en-schulden/", "/chat/plein/", "/chat/hulp-1/")
    parts = ("", "?q=zq", "?before=3", "since/0/", *(f"messages/{seq}/" for seq in range(1, 5)))
    return ["/chat/", *(f"{room}{part}" for room in rooms for part in parts)]


def site_pages() -> list[str]:
    open_to_all = [
        "/rules/",
        "/rules/2/",
        "/rules/1/2/",
        "/rules/2.json",
        "/openness/moderation/",
        "/openness/moderation.json",
        "/openness/moderation/statements.json",
    ]
    return [*open_to_all, "/help-now/", "/robots.txt", "/.well-known/security.txt", "/demo/", "/demo/mail/"]


def post_pages(world: World) -> list[str]:
    """What there is about each single post, also what only its author may open."""
    paths = []
    every_answer = ",".join(str(answer.pk) for answer in world.answers.values())
    for question in world.questions.values():
        place = f"/questions/{question.pk}"
        paths += [f"{place}/parts/?head=1&form=1&answers={every_answer}"]
        paths += [f"{place}/", f"{place}/edit/", f"{place}/history/", f"{place}/withdraw/"]
        paths.append(f"{place}/search/?q=regenboog")
    for answer in world.answers.values():
        place = f"/answers/{answer.pk}"
        paths += [f"{place}/", f"{place}/edit/", f"{place}/history/", f"{place}/highlight/"]
    for comment in world.comments.values():
        paths += [f"/comments/{comment.pk}/", f"/comments/{comment.pk}/history/"]
    paths += [f"/report/answer/{answer.pk}/" for answer in world.answers.values()]
    paths += [f"/report/question/{question.pk}/" for question in world.questions.values()]
    paths += [f"/moderation/cases/{pk}/" for pk in world.case_ids]
    paths += [f"/moderation/alerts/{pk}/" for pk in world.alert_ids]
    return paths


def read(client: Client, path: str) -> str:
    """All that an address tells: body, headers with where it leads, and for a question the page there."""
    cache.clear()
    with sandbox():
        answer = client.get(path)
        assert answer.status_code < 500, path
        told = f"{answer.headers}\n{answer.content.decode()}"
        if path.startswith("/questions/") and answer.headers.get("Location", "").startswith("/questions/"):
            told += client.get(answer.headers["Location"]).content.decode()
    return told


def what_stands(client: Client, paths: Iterable[str]) -> dict[str, str]:
    """The body of each address without what changes at every request."""
    return {path: CHANGING.sub("", read(client, path).partition("\n")[2]) for path in paths}
