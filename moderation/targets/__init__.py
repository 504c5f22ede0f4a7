"""What can be reported, decided on, and quoted in a statement of reasons.

Posts and members are registered by moderation itself in `apps.ready()`; whoever owns another kind (chat
messages) registers it there too. Nothing here asks who may: policies do.
"""

import json
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from django_stubs_ext import StrPromise

from accounts.policies import Viewer
from core.errors import NotFound


@dataclass(frozen=True)
class Thing:
    """One thing as it stands now. `words` are its texts by field name; `state` is "published", "held",
    "withdrawn" or "removed"; `place` is what it stands in, in words. `shielded`: not everybody may see it."""

    kind: str
    id: int
    author_id: int | None
    theme: str
    url: str
    place: str
    version: int
    words: Mapping[str, str]
    state: str
    written_at: datetime
    shielded: bool = False
    anonymous: bool = False
    html: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Neighbour:
    """Something that stands around the thing, for who has to judge it."""

    author: str
    text: str
    at: datetime
    url: str
    is_thing: bool = False


class Find(Protocol):
    """The thing whatever its state; None when there is none. With `lock` until the transaction ends."""

    def __call__(self, pk: int, *, lock: bool = False) -> Thing | None: ...


@dataclass(frozen=True)
class TargetKind:
    """What a decision can do with one kind of thing; None is what cannot be done with it.

    `readable` says whether a viewer may see it now, and so report it. `hold` and `remove` get the number of
    the rule ("" for the law); `restore` whether an appeal asked for it; `mask` the passages; `label_it` the
    remark; `note_appeal` whether one runs.
    """

    name: str
    label: StrPromise | str
    your: StrPromise | str
    find: Find
    readable: Callable[[Viewer, int], bool]
    around: Callable[[Thing], Sequence[Neighbour]] = lambda _thing: ()
    hold: Callable[[int, str], None] | None = None
    release: Callable[[int], None] | None = None
    remove: Callable[[int, str], None] | None = None
    restore: Callable[[int, bool], None] | None = None
    mask: Callable[[int, Sequence[str]], int] | None = None
    label_it: Callable[[int, str], None] | None = None
    note_appeal: Callable[[int, bool], None] | None = None


_kinds: dict[str, TargetKind] = {}


def register(kind: TargetKind) -> None:
    _kinds[kind.name] = kind


def kind_of(name: str) -> TargetKind:
    """Raises `NotFound` for a kind that nobody registered."""
    if name not in _kinds:
        raise NotFound
    return _kinds[name]


def registered() -> Mapping[str, TargetKind]:
    return _kinds


def find(kind: str, pk: int, *, lock: bool = False) -> Thing:
    """The thing as it stands. Raises `NotFound`."""
    thing = kind_of(kind).find(pk, lock=lock)
    if thing is None:
        raise NotFound
    return thing


def version_of(words: Mapping[str, str]) -> int:
    """For things that keep no versions: another text gives another number."""
    return zlib.crc32(json.dumps(dict(words), sort_keys=True).encode()) & 0x7FFFFFFF
