"""@names in running text become links to people: never in code, never inside a link."""

import re
from collections.abc import Iterator

from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from core.tokens import Mention, Report, inline_tokens, text_token

MAX_MENTIONS = 50
"""Different names looked up for one post."""

_MENTION = re.compile(
    r"(?<![\w@/.])@([a-z0-9](?:[a-z0-9]|[-_](?=[a-z0-9])){2,19})(?![a-z0-9])", re.IGNORECASE
)


def link_mentions(state: StateCore) -> None:
    """Link the people whose names appear in running text: one call to the resolver for the whole post."""
    report: Report = state.env["report"]
    if report.resolve is None or "@" not in state.src:
        return
    names = [m[1].lower() for text in _running_texts(state) for m in _MENTION.finditer(text.content)]
    wanted = set(list(dict.fromkeys(names))[:MAX_MENTIONS])
    known = report.resolve(wanted) if wanted else {}
    if not known:
        return
    report.mentioned.extend(name for name in dict.fromkeys(names) if name in known)
    for token in inline_tokens(state):
        running = {id(text) for text in _outside_links(token.children or [])}
        token.children = [
            part
            for child in token.children or []
            for part in (_with_mentions(child.content, known) if id(child) in running else [child])
        ]


def _running_texts(state: StateCore) -> Iterator[Token]:
    for token in inline_tokens(state):
        yield from _outside_links(token.children or [])


def _outside_links(tokens: list[Token]) -> Iterator[Token]:
    in_link = False
    for token in tokens:
        if token.type in {"link_open", "link_close"}:
            in_link = token.type == "link_open"
        elif token.type == "text" and not in_link:
            yield token


def _with_mentions(text: str, known: dict[str, Mention]) -> Iterator[Token]:
    position = 0
    for match in _MENTION.finditer(text):
        mention = known.get(match[1].lower())
        if mention is None:
            continue
        yield text_token(text[position : match.start()])
        yield Token("link_open", "a", 1, attrs={"href": mention.url, "class": "mention"})
        yield text_token(f"@{mention.label}")
        yield Token("link_close", "a", -1)
        position = match.end()
    yield text_token(text[position:])
