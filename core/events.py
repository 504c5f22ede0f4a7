"""What happened, told to whoever wired themselves in `apps.ready()`.

An event is a frozen dataclass in the past tense that carries ids. A handler runs either inside the
transaction of the write (it fails with it) or after its commit (it may not fail the write).
"""

import logging
from collections import defaultdict
from collections.abc import Callable
from typing import Any, TypeVar

from django.db import transaction

log = logging.getLogger("peerplein.events")


class Event:
    """Base of all events; subclasses are frozen dataclasses."""


E = TypeVar("E", bound=Event)
Handler = Callable[[Any], None]

_in_transaction: dict[type[Event], list[Handler]] = defaultdict(list)
_after_commit: dict[type[Event], list[Handler]] = defaultdict(list)


def in_transaction(event_type: type[E], handler: Callable[[E], None]) -> None:
    """Call `handler` inside the transaction of the write; its failure undoes the write."""
    _connect(_in_transaction, event_type, handler)


def after_commit(event_type: type[E], handler: Callable[[E], None]) -> None:
    """Call `handler` once the write is stored; its failure is logged and changes nothing."""
    _connect(_after_commit, event_type, handler)


def publish(event: Event) -> None:
    """Tell the subscribers of this event type. Raises `RuntimeError` outside a transaction."""
    connection = transaction.get_connection()
    if not connection.in_atomic_block:
        raise RuntimeError(f"{type(event).__name__} was published outside a transaction")
    for handler in _in_transaction[type(event)]:
        handler(event)
    for handler in _after_commit[type(event)]:
        transaction.on_commit(_call(handler, event), robust=True)


def subscribers(event_type: type[Event]) -> tuple[list[Handler], list[Handler]]:
    """The handlers in the transaction and after commit, in the order of wiring."""
    return list(_in_transaction[event_type]), list(_after_commit[event_type])


def _call(handler: Handler, event: Event) -> Callable[[], None]:
    def tell() -> None:
        handler(event)

    # Django's log line names the function that failed; a functools.partial has no name and would raise.
    tell.__qualname__ = f"{handler.__module__}.{handler.__qualname__}"
    return tell


def _connect(table: dict[type[Event], list[Handler]], event_type: type[Event], handler: Handler) -> None:
    if handler not in table[event_type]:
        table[event_type].append(handler)
