"""What the rules on the Markdown token stream share."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from markdown_it.rules_core import StateCore
from markdown_it.token import Token


@dataclass(frozen=True)
class Mention:
    """Where a name in a text leads, and how it is shown (without the @)."""

    url: str
    label: str


Resolver = Callable[[set[str]], dict[str, Mention]]


@dataclass
class Report:
    """What the rules learn while one text is parsed."""

    resolve: Resolver | None = None
    mentioned: list[str] = field(default_factory=list)
    shown_as_typed: bool = False


def inline_tokens(state: StateCore) -> Iterator[Token]:
    return (token for token in state.tokens if token.type == "inline")


def text_token(content: str) -> Token:
    return Token("text", "", 0, content=content)
