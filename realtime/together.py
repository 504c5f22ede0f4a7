"""What several ask at the same moment is answered at once."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

LINGER = 0.003
"""Seconds."""
Q = TypeVar("Q")
A = TypeVar("A")


class Together(Generic[Q, A]):
    """While one group is being answered, whoever asks waits for the next; alone, nobody waits.

    After a group of several the next begins `LINGER` later: those who were just answered ask again at once.

    `answer_all` gives an answer for each question in their order; an exception in the place of an answer is
    raised at the one who asked. Groups follow one another, so what was asked first is answered first.
    """

    def __init__(
        self, answer_all: Callable[[list[Q]], Awaitable[Sequence[A | Exception]]], *, most: int
    ) -> None:
        self._answer_all = answer_all
        self._most = most
        self._waiting: list[tuple[Q, asyncio.Future[A]]] = []
        self._task: asyncio.Task[None] | None = None
        self._size = 0
        self._answered_at = 0.0
        """Of the newest group."""

    @property
    def is_idle(self) -> bool:
        return not self._waiting and (self._task is None or self._task.done())

    async def ask(self, question: Q) -> A:
        future: asyncio.Future[A] = asyncio.get_running_loop().create_future()
        self._waiting.append((question, future))
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._answer_groups())
        return await future

    async def _answer_groups(self) -> None:
        while self._waiting:
            if len(self._waiting) < self._size and time.monotonic() - self._answered_at < LINGER:
                await asyncio.sleep(LINGER)
            group, self._waiting = self._waiting[: self._most], self._waiting[self._most :]
            try:
                answers = await self._answer_all([question for question, _future in group])
            except Exception as error:  # noqa: BLE001 (whoever asked gets it)
                answers = [error] * len(group)
            self._size, self._answered_at = len(group), time.monotonic()
            for (_question, future), answer in zip(group, answers, strict=True):
                _settle(future, answer)


def _settle(future: "asyncio.Future[A]", answer: A | Exception) -> None:
    """Whoever asked may have gone away meanwhile."""
    if future.done():
        return
    if isinstance(answer, Exception):
        future.set_exception(answer)
    else:
        future.set_result(answer)
