"""Texts that make careless parsers slow or deep, grown to any size."""

from collections.abc import Callable

from tests.core.written_html import corpus


def grown(pattern: list[str], size: int) -> str:
    """`pattern` is (head, repeated, tail); a head in capitals names a way of growing."""
    head, repeated, tail = pattern
    if head in GROWTH:
        return GROWTH[head](repeated, tail, size)
    return (head + repeated * (size // len(repeated)))[: size - len(tail)] + tail


def _nest(opening: str, closing: str, size: int) -> str:
    return opening * (size // 2 - 1) + "a" + closing * (size // 2 - 1)


def _stairs(item: str, _tail: str, size: int) -> str:
    """Every line two spaces further in than the one before."""
    depth = int((size + 4) ** 0.5) - 2
    return "\n".join("  " * step + item for step in range(depth))


def _ladder(sign: str, after: str, size: int) -> str:
    height = int((2 * size) ** 0.5) - 2
    return "".join(sign * step + after for step in range(1, height))


def _table(cell: str, rule: str, size: int) -> str:
    columns = size // 3 // 2 - 1
    return "\n".join((cell * columns, rule * columns, cell * columns))


GROWTH: dict[str, Callable[[str, str, int], str]] = {
    "NEST:": _nest,
    "STAIRS:": _stairs,
    "LADDER:": _ladder,
    "TABLE:": _table,
}

PATTERNS: dict[str, list[str]] = corpus("pathological")
