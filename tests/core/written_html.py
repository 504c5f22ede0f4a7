"""Reads rendered HTML the way a browser does, and says what in it could do harm."""

import json
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from bleach._vendor import html5lib

CORPORA = Path(__file__).parent / "corpora"

MAY_STAND = {
    *("p", "br", "hr", "strong", "em", "s", "a", "small", "bdi", "ul", "ol", "li", "blockquote"),
    *("code", "pre", "h3", "h4", "table", "thead", "tbody", "tr", "th", "td"),
}
MAY_SAY = {"href", "title", "rel", "dir", "scope", "start", "class"}
VALUES = {
    "rel": {"nofollow ugc noopener noreferrer"},
    "dir": {"ltr", "rtl"},
    "scope": {"col"},
    "class": {"mention"},
}
VOID = {"br", "hr"}


def corpus(name: str) -> Any:
    return json.loads((CORPORA / f"{name}.json").read_text(encoding="utf-8"))


class Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.harm: list[str] = []
        self.tags: list[str] = []
        self.links: list[dict[str, str]] = []
        self.open: list[str] = []
        self.words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag not in MAY_STAND:
            self.harm.append(f"<{tag}>")
        if tag not in VOID:
            self.open.append(tag)
        if tag == "a":
            self.links.append({name: value or "" for name, value in attrs})
        for name, value in attrs:
            self._look_at(name, value or "")

    def _look_at(self, name: str, value: str) -> None:
        if name not in MAY_SAY or value not in VALUES.get(name, {value}):
            self.harm.append(f"{name}={value}")
        if name == "href" and not leads_somewhere_safe(value):
            self.harm.append(f"href {value!r}")

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.harm.append(f"</{tag}> closes another element")

    def handle_data(self, data: str) -> None:
        self.words += data

    def handle_comment(self, data: str) -> None:
        self.harm.append(f"comment {data!r}")

    def handle_decl(self, decl: str) -> None:
        self.harm.append(f"declaration {decl!r}")

    def unknown_decl(self, data: str) -> None:
        self.harm.append(f"declaration {data!r}")

    def handle_pi(self, data: str) -> None:
        self.harm.append(f"instruction {data!r}")


def leads_somewhere_safe(href: str) -> bool:
    """Judged without the code under test."""
    if not href.isascii() or not href.isprintable() or "\\" in href or " " in href:
        return False
    parts = urlsplit(href)
    if parts.scheme == "":
        return href.startswith("/") and not parts.netloc
    if parts.scheme == "mailto":
        return parts.path.count("@") == 1 and not parts.query
    return parts.scheme in {"http", "https"} and "@" not in parts.netloc and "." in parts.netloc


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    reader.close()
    reader.harm.extend(f"<{tag}> stays open" for tag in reader.open)
    return reader


def elements_in_a_browser(html: str) -> set[str]:
    """The elements that the HTML standard's own parsing rules build from it."""
    tree = html5lib.parseFragment(html, namespaceHTMLElements=False)
    return {str(element.tag) for element in tree.iter()} - {"DOCUMENT_FRAGMENT"}
