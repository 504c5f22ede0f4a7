"""What members write: cleaned when it comes in, rendered and sanitised once, stored as both.

`clean_body` and `clean_line` raise `Refused` with a sentence for the member. `render` takes what
`clean_body` returned. The HTML it gives is safe to print under a policy without inline styles.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import partial
from html.parser import HTMLParser
from typing import Any

import bleach
import nh3
from bleach.linkifier import LinkifyFilter
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from core import characters, markdown
from core.characters import grapheme_count
from core.errors import Refused
from core.links import EXTERNAL_REL, judge
from core.mentions import MAX_MENTIONS
from core.tokens import Mention, Report, Resolver

__all__ = [
    "MAX_BODY",
    "MAX_LINE",
    "MAX_MENTIONS",
    "RENDERER_VERSION",
    "Mention",
    "Rendered",
    "clean_body",
    "clean_line",
    "grapheme_count",
    "notices",
    "plain",
    "render",
]

RENDERER_VERSION = 1
"""Goes up whenever the same Markdown gives other HTML, so that stored posts can be rendered again."""

MAX_BODY = 10_000
MAX_LINE = 120

_LINE_ENDS = re.compile("\r\n?|[\u0085\u2028]")
_SPACES = re.compile(r"\s+")
_QUOTED_LINE = re.compile(r"^ {0,3}>.*$", re.MULTILINE)
_PICTURE = re.compile(r"!\[[^\]\[]{0,300}\]\([^()\s]{0,2000}\)")
_ONLY_MARKUP = re.compile(r"[\s\\`*_{}\[\]()#+\-.|~<>=^/&;,]*")

_TAGS = {
    *("p", "br", "hr", "strong", "em", "s", "a", "small", "bdi", "ul", "ol", "li", "blockquote"),
    *("code", "pre", "h3", "h4", "table", "thead", "tbody", "tr", "th", "td"),
}
_DIRECTED = ("p", "h3", "h4", "ul", "ol", "li", "blockquote", "table", "th", "td")
_ATTRIBUTES: dict[str, set[str]] = {tag: {"dir"} for tag in _DIRECTED}
_ATTRIBUTES |= {"a": {"href", "title", "rel"}, "ol": {"dir", "start"}, "th": {"dir", "scope"}}
_SCHEMES = {"http", "https", "mailto"}
_CLASSES = {"a": {"mention"}}

# Only what is clearly meant as an address: "bestand.py" and "m.nl" stay text.
_BARE_ADDRESS = re.compile(
    r"""(?<![\w@/.]) (?:https?://|www\.)
        (?: [^\s<>"{}|\\^`()\[\]] | \([^\s<>"{}|\\^`()\[\]]*\) )+   # at most one pair of brackets deep
        (?<![.,:;!?'*_~])""",
    re.IGNORECASE | re.VERBOSE,
)
_BLOCK_TAGS = {"p", "br", "hr", "li", "blockquote", "pre", "h3", "h4", "tr", "th", "td"}


@dataclass(frozen=True)
class Rendered:
    """Sanitised HTML, the handles it links to (lower case, in order), and what the writer should know."""

    html: str
    mentions: tuple[str, ...]
    notices: tuple[str, ...] = ()


def clean_body(raw: str, *, limit: int = MAX_BODY, field: str | None = None) -> str:
    """The text as it will be stored: NFC, newlines as LF, no control characters. Raises `Refused`."""
    text = _clean(_LINE_ENDS.sub("\n", raw).replace("\u2029", "\n\n"), field)
    text = text.rstrip().lstrip("\n")
    _require_at_most(limit, len(text), field)
    if not _has_words(text):
        raise Refused(_("Schrijf een paar woorden."), field)
    return text


def clean_line(
    raw: str,
    *,
    limit: int = MAX_LINE,
    stored: int | None = None,
    empty: str | None = None,
    field: str | None = None,
) -> str:
    """One line as it will be stored: every run of white space is one space. Raises `Refused`.

    `limit` counts characters as a person does, `stored` (as many when not given) as a column of the
    database does: a family emoji is seven there. `empty` is the sentence for a line without words.
    """
    text = _SPACES.sub(" ", _clean(_SPACES.sub(" ", raw), field)).strip()
    if not characters.can_be_seen(text):
        raise Refused(_("Vul hier iets in.") if empty is None else empty, field)
    _require_at_most(limit, grapheme_count(text), field)
    if len(text) > (stored or limit):
        raise Refused(_("Dit zijn te veel emoji of accenten voor één regel."), field)
    return text


def _clean(raw: str, field: str | None) -> str:
    characters.require_storable(raw, field=field)
    return characters.with_few_marks(unicodedata.normalize("NFC", characters.without_controls(raw)))


def _require_at_most(limit: int, count: int, field: str | None) -> None:
    if count > limit:
        sentence = _("%(limit)s tekens is het maximum, jouw tekst heeft er %(count)s.")
        numbers = {"limit": _grouped(limit), "count": _grouped(count)}
        raise Refused(sentence % numbers, field)


def _grouped(number: int) -> str:
    return str(number_format(number, force_grouping=True))


def _has_words(text: str) -> bool:
    """Whether something of the writer's own is left when quotes, pictures and markup are gone."""
    own = _PICTURE.sub("", _QUOTED_LINE.sub("", text))
    return characters.can_be_seen(_ONLY_MARKUP.sub("", own))


def notices(raw: str) -> tuple[str, ...]:
    """Sentences for the preview about everything that `clean_body` changes or that looks broken."""
    text = _LINE_ENDS.sub("\n", raw)
    found = []
    if characters.without_controls(text) != text:
        found.append(_("Je tekst heeft onzichtbare stuurtekens. Die halen we weg."))
    if characters.with_few_marks(unicodedata.normalize("NFC", text)) != unicodedata.normalize("NFC", text):
        found.append(_("Op sommige letters staan te veel tekens. Wij laten er vijf staan."))
    if characters.has_override(text):
        found.append(_("Je tekst draait de leesrichting om. Wij zetten daar een ⇄ bij."))
    if "\ufffd" in text:
        found.append(_("Sommige tekens kwamen niet goed over. Kijk je tekst nog even na."))
    return tuple(found)


def render(text: str, *, resolve_mentions: Resolver | None = None) -> Rendered:
    """Turn cleaned Markdown into sanitised HTML. Calls `resolve_mentions` at most once."""
    report = Report(resolve=resolve_mentions)
    html = sanitise(markdown.to_html(text, report))
    found: tuple[str, ...] = ()
    if report.shown_as_typed:
        found = (_("Je tekst heeft heel veel lagen of onderdelen. Een deel staat er als gewone tekst."),)
    return Rendered(html=html, mentions=tuple(report.mentioned), notices=found)


def sanitise(html: str) -> str:
    """Three walls: bleach's allow-list with our judgement of every link, nh3's, and the judgement again.

    bleach is no longer maintained, which is why nothing may depend on it alone. A cleaner carries
    the state of its parser, so each call and thus each thread has its own.
    """
    cleaner = bleach.Cleaner(
        tags=_TAGS,
        attributes=_bleach_allows,
        protocols=_SCHEMES,
        strip=True,
        filters=[
            partial(LinkifyFilter, callbacks=[_finish_link], skip_tags={"pre", "code"}, url_re=_BARE_ADDRESS)
        ],
    )
    return nh3.clean(
        cleaner.clean(html),
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        attribute_filter=_last_judgement,
        url_schemes=_SCHEMES,
        allowed_classes=_CLASSES,
        link_rel=None,
    )


def _bleach_allows(tag: str, name: str, value: str) -> bool:
    if name == "class":
        return tag == "a" and value == "mention"
    return name in _ATTRIBUTES.get(tag, ())


def _finish_link(attributes: dict[Any, str], new: bool) -> dict[Any, str] | None:  # noqa: FBT001
    """bleach's hook for every link, written or found in the text: None leaves only the text."""
    target = judge(attributes.get((None, "href"), ""))
    if target is None:
        return None
    attributes[(None, "href")] = target.href
    attributes.pop((None, "rel"), None)
    if target.host:
        attributes[(None, "rel")] = EXTERNAL_REL
    if new and not attributes["_text"].isascii():
        attributes["_text"] = target.href
    return attributes


def _last_judgement(tag: str, name: str, value: str) -> str | None:
    if name == "href":
        target = judge(value)
        return target.href if target else None
    if name == "dir":
        return value if value in {"ltr", "rtl"} else None
    return value


class _Words(HTMLParser):
    """Collects the words of sanitised HTML; blocks are separated by a space."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []

    def text(self) -> str:
        return _SPACES.sub(" ", "".join(self.parts)).strip()

    def handle_data(self, data: str) -> None:
        self.parts.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCK_TAGS:
            self.parts.append(" ")


def plain(html: str, limit: int) -> str:
    """The first words of rendered HTML as plain text, at most `limit` characters as a person counts.

    Ends with "…" when something was left out. The result is text, not HTML: escape it.
    """
    text = _words(html, limit)
    if grapheme_count(text) <= limit:
        return text
    start = characters.cut(text, limit - 1)
    at_word = start.rpartition(" ")[0]
    return f"{(at_word if len(at_word) > limit // 2 else start).rstrip(' ,.;:')}…"


def _words(html: str, enough: int) -> str:
    """All words of the HTML, or the first ones: reading stops once there are more than `enough`."""
    parser = _Words()
    for start in range(0, len(html), 2_000):
        parser.feed(html[start : start + 2_000])
        if grapheme_count(parser.text()) > enough:
            return parser.text()
    parser.close()
    return parser.text()
