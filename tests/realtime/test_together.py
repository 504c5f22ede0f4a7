"""Questions that come at the same moment are answered in groups."""

import asyncio
from collections.abc import Sequence

import pytest

from realtime.together import Together


class Answering:
    """Doubles numbers, in groups that are written down; while `held` it does not answer."""

    def __init__(self) -> None:
        self.groups: list[list[int]] = []
        self.free = asyncio.Event()
        self.free.set()

    async def __call__(self, numbers: list[int]) -> Sequence[int | Exception]:
        self.groups.append(numbers)
        await self.free.wait()
        if 99 in numbers:
            raise ValueError("all of them")
        return [KeyError(number) if number == 13 else 2 * number for number in numbers]


async def test_whoever_asks_while_others_are_answered_is_in_the_next_group_in_that_order() -> None:
    answering = Answering()
    together = Together(answering, most=3)
    answering.free.clear()
    asked = [asyncio.create_task(together.ask(number)) for number in range(6)]
    await asyncio.sleep(0.02)
    answering.free.set()
    assert await asyncio.gather(*asked) == [0, 2, 4, 6, 8, 10]
    assert [number for group in answering.groups for number in group] == list(range(6))
    assert max(map(len, answering.groups)) <= 3
    assert together.is_idle


async def test_one_error_is_raised_at_the_one_who_asked() -> None:
    together = Together(Answering(), most=10)
    outcomes = await asyncio.gather(*(together.ask(n) for n in (1, 13, 2)), return_exceptions=True)
    assert outcomes[0] == 2
    assert isinstance(outcomes[1], KeyError)
    assert outcomes[2] == 4


async def test_a_group_that_fails_fails_for_all_of_it_and_for_nobody_after_it() -> None:
    together = Together(Answering(), most=10)
    with pytest.raises(ValueError, match="all"):
        await together.ask(99)
    assert await together.ask(4) == 8


async def test_whoever_went_away_meanwhile_is_no_trouble_to_the_others() -> None:
    answering = Answering()
    together = Together(answering, most=10)
    answering.free.clear()
    gone, stays = asyncio.create_task(together.ask(1)), asyncio.create_task(together.ask(2))
    await asyncio.sleep(0.02)
    gone.cancel()
    answering.free.set()
    assert await stays == 4
