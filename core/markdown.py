"""Markdown to a token stream that only says what this site allows: links judged, people linked.

Everything here works on tokens, before there is any HTML. `core.text` sanitises what comes out.
"""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, table
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from core.characters import has_direction_control
from core.directions import isolate_direction_controls, set_directions
from core.links import Target, hides_host, judge, shown_hosts
from core.mentions import link_mentions
from core.tokens import Report, inline_tokens, text_token

MAX_NESTING = 20
DEEPEST_BLOCK = 10
"""Levels of quotes and lists (a list takes two); below it the signs are shown as they were typed.

Left to itself the parser drops everything beyond `MAX_NESTING` without a word, and a telephone has
no room for so many margins.
"""

MOST_TOKENS = 3_000
"""Far more than any post needs: a list of 500 lines has 2,500. Beyond it text is shown as it was typed,
since every element costs the sanitiser much more than it costs the writer.
"""

MOST_BARS = 1_000
"""The `|` signs of all tables in one text; with more, no table is made, for the same reason."""

TOP_HEADING = 3
LOWEST_HEADING = 4


def to_html(markdown: str, report: Report) -> str:
    """Parse and write HTML that still has to be sanitised. `report` is filled on the way."""
    return str(_PARSER.render(markdown, {"report": report}))


def _show_excess_as_typed(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001
    """A block rule: too deep or too much, and the rest of the block is one paragraph of plain text."""
    if silent or (state.level < DEEPEST_BLOCK and len(state.tokens) < MOST_TOKENS):
        return False
    after = start
    while after < end and (state.isEmpty(after) or state.sCount[after] >= state.blkIndent):
        after += 1
    state.env["report"].shown_as_typed = True
    content = state.getLines(start, after, state.blkIndent, False).strip()
    state.line = after
    state.push("paragraph_open", "p", 1)
    inline = state.push("inline", "", 0)
    inline.content = content
    inline.map = [start, after]
    inline.children = list(_lines(content))
    inline.meta["as_typed"] = True
    state.push("paragraph_close", "p", -1)
    return True


def _table(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001
    """The parser's own rule for tables, except in a text that has too many cells."""
    if state.src.count("|") <= MOST_BARS:
        return table(state, start, end, silent)
    if not silent:
        state.env["report"].shown_as_typed = True
    return False


def _lines(content: str) -> Iterator[Token]:
    for number, line in enumerate(content.split("\n")):
        if number:
            yield Token("softbreak", "br", 0)
        yield text_token(line.strip())


def _parse_inline(state: StateCore) -> None:
    """The parser's own inline rule, except for text that is to be shown as typed."""
    for token in state.tokens:
        if token.type == "inline" and not token.meta.get("as_typed"):
            token.children = state.md.inline.parse(token.content, state.md, state.env, [])


def _keep_page_hierarchy(state: StateCore) -> None:
    """Headings start below the page's own and never skip a level; columns say that they are headers."""
    level = TOP_HEADING - 1
    for token in state.tokens:
        token.attrs.pop("style", None)
        if token.type == "th_open":
            token.attrSet("scope", "col")
        if token.type == "heading_open":
            wanted = max(TOP_HEADING, int(token.tag[1]) + 1)
            level = min(wanted, level + 1, LOWEST_HEADING)
        if token.type.startswith("heading_"):
            token.tag = f"h{level}"


def _judge_links(state: StateCore) -> None:
    for token in inline_tokens(state):
        token.children = list(_with_judged_links(token.children or []))


def _with_judged_links(tokens: list[Token]) -> Iterator[Token]:
    """Refused links leave their text; a link that seems to lead elsewhere is followed by its host."""
    position = 0
    while position < len(tokens):
        token = tokens[position]
        if token.type == "image":
            yield from _picture_link(token)
        elif token.type == "link_open":
            end = next(i for i in range(position, len(tokens)) if tokens[i].type == "link_close")
            yield from _judged_link(token, tokens[position + 1 : end])
            position = end
        else:
            yield token
        position += 1


def _judged_link(opener: Token, inside: list[Token]) -> Iterator[Token]:
    target = judge(str(opener.attrs.get("href", "")))
    inside = [text_token(_picture_name(token)) if token.type == "image" else token for token in inside]
    if target is not None and inside:
        yield from _link(target, inside)
    elif opener.info == "auto":
        yield from [text_token("<"), *inside, text_token(">")]
    else:
        yield from inside


def _link(target: Target, inside: list[Token]) -> Iterator[Token]:
    shown = "".join(token.content for token in inside)
    attributes: dict[str, str | int | float] = {"href": target.href}
    deceptive = bool(target.host) and (hides_host(shown, target.host) or has_direction_control(shown))
    if target.host and not deceptive and not shown_hosts(shown):
        attributes["title"] = target.host
    yield Token("link_open", "a", 1, attrs=attributes)
    yield from inside
    yield Token("link_close", "a", -1)
    if deceptive:
        yield text_token(" ")
        yield Token("small_open", "small", 1)
        yield text_token(f"({target.host})")
        yield Token("small_close", "small", -1)


def _picture_link(token: Token) -> Iterator[Token]:
    """A picture becomes a link: loading it would tell its owner who reads this, from where and when."""
    target = judge(str(token.attrs.get("src", "")))
    name = _picture_name(token)
    if target is None:
        yield text_token(name)
    else:
        described = _("afbeelding op een andere site") if target.host else _("afbeelding")
        yield from _link(
            target, [text_token(f"{name} ({described})" if token.content.strip() else described)]
        )


def _picture_name(token: Token) -> str:
    return "".join(child.content for child in token.children or []).strip() or _("afbeelding")


class _Parser(MarkdownIt):
    def validateLink(self, url: str) -> bool:  # noqa: N802
        """Every address makes a link here; `core.links` judges it afterwards and leaves the text."""
        return True


def _parser() -> MarkdownIt:
    """CommonMark without raw HTML, and without the rules that surprise people who never saw Markdown.

    Four spaces make no code block, a line of dashes makes no heading of what stands above it, and a
    line like "[let op]: bel eerst" does not vanish as a link definition.
    """
    parser = _Parser("commonmark", {"html": False, "breaks": True, "maxNesting": MAX_NESTING})
    parser.enable(["strikethrough", "table"]).disable(["code", "lheading", "reference"])
    parser.block.ruler.before("table", "excess", _show_excess_as_typed)
    parser.block.ruler.at("table", _table, {"alt": ["paragraph", "reference"]})
    parser.core.ruler.at("inline", _parse_inline)
    for rule in (
        _keep_page_hierarchy,
        _judge_links,
        link_mentions,
        isolate_direction_controls,
        set_directions,
    ):
        parser.core.ruler.push(rule.__name__, rule)
    return parser


_PARSER = _parser()
