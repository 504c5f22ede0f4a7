"""Keyset paging: a page costs the same however deep it lies, and never repeats or skips a row."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from django.core import signing
from django.db.models import Model, Q, QuerySet
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from core.errors import OutOfDate

M = TypeVar("M", bound=Model)
T = TypeVar("T")

MAX_CURSOR_LENGTH = 400


@dataclass(frozen=True)
class Page(Generic[T]):
    """One page of a list; `next_cursor` is None on the last page."""

    items: list[T]
    next_cursor: str | None


def keyset_page(
    queryset: QuerySet[M], *, list_name: str, order: tuple[str, ...], cursor: str, size: int
) -> Page[M]:
    """One page of `queryset` in `order`, starting after the signed `cursor` ("" is the first page).

    All fields of `order` run in the same direction ("-" before each means newest first) and together
    are unique. The cursor is bound to `list_name`; a broken or foreign one raises `OutOfDate`. One query.
    """
    fields = [name.lstrip("-") for name in order]
    comparison = "lt" if order[0].startswith("-") else "gt"
    if cursor:
        queryset = queryset.filter(_after(fields, _unsign(cursor, list_name, fields), comparison))
    rows = list(queryset.order_by(*order)[: size + 1])
    items = rows[:size]
    next_cursor = _sign(items[-1], list_name, fields) if len(rows) > size else None
    return Page(items=items, next_cursor=next_cursor)


def cursor_after(row: Model, *, list_name: str, order: tuple[str, ...]) -> str:
    """The cursor of the page that begins right after `row`."""
    return _sign(row, list_name, [name.lstrip("-") for name in order])


def signed_cursor(values: list[Any], *, list_name: str) -> str:
    """The cursor of a list that is not a table: `values` come back from `cursor_values`."""
    return signing.Signer(salt=f"cursor:{list_name}").sign_object([_encode(value) for value in values])


def cursor_values(cursor: str, *, list_name: str, count: int) -> list[Any]:
    """What `signed_cursor` was given. Raises `OutOfDate` for a broken or foreign cursor."""
    return _unsign(cursor, list_name, [""] * count)


def _after(fields: list[str], values: list[Any], comparison: str) -> Q:
    """(a, b) < (x, y), written so that both databases use the index on the first field."""
    first, rest = fields[0], fields[1:]
    bound = Q(**{f"{first}__{comparison}e": values[0]})
    return bound & _strictly_after(first, rest, values, comparison)


def _strictly_after(first: str, rest: list[str], values: list[Any], comparison: str) -> Q:
    condition = Q(**{f"{first}__{comparison}": values[0]})
    if rest:
        condition |= Q(**{first: values[0]}) & _strictly_after(rest[0], rest[1:], values[1:], comparison)
    return condition


def _sign(row: Model, list_name: str, fields: list[str]) -> str:
    values = [_encode(getattr(row, name)) for name in fields]
    return signing.Signer(salt=f"cursor:{list_name}").sign_object(values)


def _unsign(cursor: str, list_name: str, fields: list[str]) -> list[Any]:
    try:
        if len(cursor) > MAX_CURSOR_LENGTH:
            raise signing.BadSignature
        values = signing.Signer(salt=f"cursor:{list_name}").unsign_object(cursor)
    except (signing.BadSignature, json.JSONDecodeError, UnicodeError, ValueError) as error:
        raise OutOfDate(_("Deze link is verouderd. Begin opnieuw bij de eerste bladzijde.")) from error
    if len(values) != len(fields):
        raise OutOfDate(_("Deze link is verouderd. Begin opnieuw bij de eerste bladzijde."))
    return [_decode(value) for value in values]


def _encode(value: Any) -> Any:
    return {"at": value.isoformat()} if isinstance(value, datetime) else value


def _decode(value: Any) -> Any:
    return parse_datetime(value["at"]) if isinstance(value, dict) else value
