"""Counters of rooms that stay current: now and then one ring for all that was said in the meantime.

A ring for every message would go to everybody who has any room open: twice the work of the message itself.
"""

import threading
from collections import Counter

from realtime.live import ring
from realtime.topics import ROOMS

GATHERED_FOR = 1.5
"""Seconds."""

_said: Counter[str] = Counter()
_lock = threading.Lock()


def note_messages(room_slug: str, times: int) -> None:
    """From any thread; never waits."""
    if not times:
        return
    with _lock:
        is_first = not _said
        _said[room_slug] += times
    if is_first:
        timer = threading.Timer(GATHERED_FOR, tell_news)
        timer.daemon = True
        timer.start()


def tell_news() -> None:
    """How many messages each room got since the last time. Slugs and numbers only."""
    with _lock:
        new = dict(_said)
        _said.clear()
    if new:
        ring(ROOMS, {"t": "changed", "topic": ROOMS, "what": "messages", "new": new})
