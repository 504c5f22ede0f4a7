"""What somebody who comes into a room is told, written once for all who ask for the same at that moment.

After a restart hundreds ask for the same few messages; whoever means harm asks for a page again and again.
"""

import threading
import time
from dataclasses import dataclass
from itertools import islice

from django.conf import settings
from django.utils import translation

from realtime.limits import HISTORY_SIZE
from realtime.models import Room
from realtime.outlet import to_text
from realtime.queries.messages import message_frame, newest_event, replay

KEPT_SECONDS = 1.0
"""A name or a role may change without an event of the room."""
KEPT_PAGES = 16
"""Of at most fifty messages each: some megabytes when all of them are as long as can be."""


@dataclass(frozen=True, slots=True)
class Told:
    """Frames as text, in the order of the events; `reset` when it was too much to send."""

    texts: tuple[str, ...]
    newest: int
    reset: bool


class History:
    """Of one process. For any thread."""

    def __init__(self) -> None:
        self._kept: dict[tuple[int, int | None, int], tuple[float, Told]] = {}
        self._lock = threading.Lock()

    def after(self, room_id: int, n: int | None) -> Told:
        """What happened after event `n`; None: the newest messages. One query if somebody just asked."""
        key = (room_id, n, newest_event(room_id))
        now = time.monotonic()
        with self._lock:
            at, told = self._kept.get(key, (0.0, None))
        if told is not None and now - at < KEPT_SECONDS:
            return told
        told = _read(room_id, n)
        if len(told.texts) <= HISTORY_SIZE and told.newest == key[2]:
            with self._lock:
                self._kept.pop(key, None)
                self._kept[key] = (now, told)
                for oldest in list(islice(self._kept, max(0, len(self._kept) - KEPT_PAGES))):
                    del self._kept[oldest]
        return told


def _read(room_id: int, n: int | None) -> Told:
    """In the language of the site, whoever asked: it is told to all."""
    room = Room.objects.select_related("theme").get(pk=room_id)
    with translation.override(settings.LANGUAGE_CODE):
        found = replay(room, after=n)
        texts = tuple(to_text(message_frame(room.topic, message)) for message in found.messages)
    return Told(texts, found.newest, found.reset)
