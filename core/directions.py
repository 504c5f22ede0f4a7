"""Right-to-left text stands the right way round, and text that plays with direction stays by itself."""

from collections.abc import Iterator

from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from core.characters import (
    balanced,
    direction,
    has_direction_control,
    has_override,
    has_right_to_left,
    split_at_direction_control,
)
from core.tokens import inline_tokens, text_token

_DIRECTED_TAGS = {"p", "h3", "h4", "ul", "ol", "li", "blockquote", "table", "th", "td"}
_DIRECTION_CHANGES = "\u21c4"


def isolate_direction_controls(state: StateCore) -> None:
    """Text that turns the reading direction cannot turn its neighbours, and a sign says that it turns."""
    if not has_direction_control(state.src) and "&" not in state.src:
        return
    for token in inline_tokens(state):
        token.children = [part for child in token.children or [] for part in _isolated(child)]
    for token in state.tokens:
        if token.type == "fence" and has_direction_control(token.content):
            token.content = "\n".join(map(balanced, token.content.split("\n")))


def _isolated(token: Token) -> Iterator[Token]:
    if token.type not in {"text", "code_inline"} or not has_direction_control(token.content):
        yield token
        return
    before, turned = split_at_direction_control(token.content)
    if before:
        yield Token(token.type, token.tag, 0, content=before)
    yield Token("bdi_open", "bdi", 1)
    if has_override(turned):
        yield text_token(_DIRECTION_CHANGES)
    yield Token(token.type, token.tag, 0, content=balanced(turned))
    yield Token("bdi_close", "bdi", -1)


def set_directions(state: StateCore) -> None:
    """Give blocks that start in Arabic, Hebrew … their direction, and those inside them that do not."""
    if not has_right_to_left(state.src):
        return
    open_blocks: list[tuple[Token, str | None]] = []
    for token in state.tokens:
        if token.nesting == 1:
            open_blocks.append((token, None))
        elif token.nesting == -1:
            open_blocks.pop()
        elif token.type == "inline" and (found := direction(token.content)):
            inherited = "ltr"
            for index, (block, decided) in enumerate(open_blocks):
                if decided is None:
                    decided = _give_direction(block, found, inherited)
                    open_blocks[index] = (block, decided)
                inherited = decided


def _give_direction(block: Token, found: str, inherited: str) -> str:
    if block.hidden or block.tag not in _DIRECTED_TAGS:
        return inherited
    if found != inherited:
        block.attrSet("dir", found)
    return found
