"""How long one socket is borne with when it says too much.

Whoever is told to wait and goes on is answered from memory, without a question to the database. The third
time within some minutes that somebody is too fast they are silent in that room for a minute, in every tab.
"""

import time
import uuid
from typing import Any

from django.utils.translation import ngettext

from accounts.policies import Viewer, is_member
from realtime import limits
from realtime.actions.flooding import mute_for_flooding
from realtime.database import in_database
from realtime.frames import Frame, Send
from realtime.recent import Recent
from realtime.refusals import ChatRefusal, TooFast
from realtime.speaking import act


class Patience:
    """Of one socket. A message that waited as it was told and is too early again is no new offence."""

    def __init__(self) -> None:
        self._times: list[float] = []
        self._refused: dict[uuid.UUID, None] = {}
        self._listens = Recent(limits.LISTENS, limits.LISTENS_SECONDS)
        self._wait_over = 0.0
        self._mute: tuple[str, float, ChatRefusal] | None = None

    async def act(self, frame: Frame, viewer: Viewer, session_key: str) -> dict[str, Any] | None:
        """What `speaking.act` does and raises, or a refusal from memory."""
        if not isinstance(frame, Send):
            return await act(frame, viewer, session_key)
        self._check(frame)
        try:
            return await act(frame, viewer, session_key)
        except TooFast as refusal:
            raise await self._after(refusal, frame, viewer) from refusal

    def listens_too_often(self) -> bool:
        """Count one more `sub`, which may cost a page of history."""
        return self._listens.add()

    def _check(self, frame: Send) -> None:
        now = time.monotonic()
        if self._mute is not None:
            room, until, refusal = self._mute
            if room == frame.room and now < until:
                raise refusal
        if now < self._wait_over:
            self._note(frame)
            raise slow_down(int(self._wait_over - now) + 1)

    def _note(self, frame: Send) -> None:
        self._refused[frame.cid] = None
        if len(self._refused) > limits.QUEUED_FRAMES:
            del self._refused[next(iter(self._refused))]

    async def _after(self, refusal: TooFast, frame: Send, viewer: Viewer) -> ChatRefusal:
        now = time.monotonic()
        self._wait_over = now + refusal.retry_after
        known = frame.cid in self._refused
        if not known:
            self._note(frame)
            self._times = [*self._times, now][-limits.FLOODS :]
        lasted = now - self._times[0] if self._times else 0
        if (
            known
            or len(self._times) < limits.FLOODS
            or lasted > limits.FLOODS_SECONDS
            or not is_member(viewer)
        ):
            return refusal
        muted = await in_database(mute_for_flooding)(viewer, frame.room)
        if muted is None:
            return refusal
        self._times.clear()
        self._mute = (frame.room, now + limits.FLOOD_MUTE.total_seconds(), muted)
        return muted


def slow_down(seconds: int) -> ChatRefusal:
    sentence = ngettext(
        "Je gaat snel. Je kunt over %(n)d seconde verder. Je tekst blijft staan.",
        "Je gaat snel. Je kunt over %(n)d seconden verder. Je tekst blijft staan.",
        seconds,
    ) % {"n": seconds}
    return ChatRefusal("slow_down", sentence, retry_after=seconds)
