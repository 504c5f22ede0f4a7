"""Fan-out of the rooms in one process: every frame is written once and handed to all who listen.

The database is the mailbox; what comes through here is only the fastest way to it. A feed hands out the
events of its room in the order of their numbers. When a number is missing it waits a moment for it and
then reads from the database, so a lost ring costs time and never a message.
"""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import structlog

from realtime.outlet import to_text

log = structlog.stdlib.get_logger("peerplein.hub")

GAP_SECONDS = 0.15
"""So long a missing number may still arrive by itself before it is read from the database."""


class Listener(Protocol):
    """Somebody with an open socket. `offer` never waits; it says whether there was room."""

    __slots__ = ()

    def offer(self, text: str) -> bool: ...

    def offer_all(self, texts: Sequence[str]) -> bool:
        """Several at once, in this order."""
        return all(self.offer(text) for text in texts)

    def is_one_of(self, member_ids: Collection[int]) -> bool:
        """Whether this is the socket of one of these members."""
        return False

    def drop(self) -> None: ...


CatchUp = Callable[[str, int], Awaitable[tuple[list[dict[str, Any]], int]]]
"""Reads the frames of a topic after a number, in order, and the newest number there is."""


@dataclass(slots=True)
class Feed:
    """One room in this process. `last` is the newest number handed out; `early` waits for its turn."""

    topic: str
    last: int
    listeners: dict[Listener, int] = field(default_factory=dict)
    early: dict[int, str] = field(default_factory=dict)
    repair: asyncio.Task[None] | None = None

    def hand_out(self, first: int, texts: Sequence[str]) -> None:
        """Events `first` and those that follow it, without a gap."""
        self.last = first + len(texts) - 1
        for listener, seen in list(self.listeners.items()):
            if seen >= self.last:
                continue
            self.listeners[listener] = self.last
            if not listener.offer_all(texts[max(0, seen - first + 1) :]):
                del self.listeners[listener]
                listener.drop()


class Hub:
    """All feeds of this process. Every method but `publish` belongs on the loop of the sockets."""

    def __init__(self, catch_up: CatchUp) -> None:
        self.feeds: dict[str, Feed] = {}
        self._catch_up = catch_up

    def join(self, topic: str, listener: Listener, *, n: int) -> None:
        """Hand out to `listener` what comes after event `n`, which it has read already."""
        feed = self.feeds.get(topic)
        if feed is None:
            feed = self.feeds[topic] = Feed(topic, last=n)
        feed.listeners[listener] = n
        if n > feed.last:
            self._mend(feed, at_once=True)

    def newest(self, topic: str) -> int:
        """The newest number that this process knows of."""
        feed = self.feeds.get(topic)
        return max((feed.last, *feed.early), default=0) if feed else 0

    def leave(self, topic: str, listener: Listener) -> None:
        feed = self.feeds.get(topic)
        if feed is None:
            return
        feed.listeners.pop(listener, None)
        if not feed.listeners:
            self.feeds.pop(topic)
            if feed.repair:
                feed.repair.cancel()

    def listeners(self, topic: str) -> int:
        feed = self.feeds.get(topic)
        return len(feed.listeners) if feed else 0

    def receive(self, topic: str, *rings: tuple[int, str]) -> None:
        """Frames that rang with their numbers, from this process or another; in any order, also twice."""
        feed = self.feeds.get(topic)
        if feed is None:
            return
        feed.early.update({n: text for n, text in rings if n > feed.last})
        self._hand_out_early(feed)
        if feed.early:
            self._mend(feed)

    def whisper(self, topic: str, text: str, *, but: Collection[int] = ()) -> None:
        """A frame without number (typing, presence), to all but these members: lost is lost."""
        feed = self.feeds.get(topic)
        for listener in list(feed.listeners) if feed else ():
            if not (but and listener.is_one_of(but)):
                listener.offer(text)

    def look_again(self, newest: dict[str, int]) -> None:
        """Compare with what the database knows: whatever is behind catches up."""
        for topic, n in newest.items():
            feed = self.feeds.get(topic)
            if feed is not None and n > feed.last:
                self._mend(feed, at_once=True)

    def _hand_out_early(self, feed: Feed) -> None:
        texts: list[str] = []
        while (text := feed.early.pop(feed.last + 1 + len(texts), None)) is not None:
            texts.append(text)
        if texts:
            feed.hand_out(feed.last + 1, tuple(texts))

    def _mend(self, feed: Feed, *, at_once: bool = False) -> None:
        if feed.repair is None or feed.repair.done():
            feed.repair = asyncio.create_task(self._read_missing(feed, 0 if at_once else GAP_SECONDS))

    async def _read_missing(self, feed: Feed, wait: float) -> None:
        await asyncio.sleep(wait)
        if wait and not feed.early:
            return
        frames, newest = await self._catch_up(feed.topic, feed.last)
        log.info("gap_filled", topic=feed.topic, frames=len(frames))
        for frame in frames:
            if frame["n"] > feed.last:
                # Numbers may jump: each message comes once, in its present state.
                feed.hand_out(frame["n"], (to_text(frame),))
        # Too much to hand out, or nothing left of it: whoever is behind sees the gap and asks for it.
        feed.last = max(feed.last, newest)
        feed.early = {n: text for n, text in feed.early.items() if n > feed.last}
        self._hand_out_early(feed)
