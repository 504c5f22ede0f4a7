"""How often something happened lately; small while that is seldom."""

import time


class Recent:
    """At most `most` moments within `seconds`."""

    __slots__ = ("_moments", "_most", "_seconds")

    def __init__(self, most: int, seconds: float) -> None:
        self._most = most
        self._seconds = seconds
        self._moments: list[float] = []

    def add(self) -> bool:
        """Count this moment; whether it makes the number full."""
        now = time.monotonic()
        while self._moments and now - self._moments[0] >= self._seconds:
            self._moments.pop(0)
        if len(self._moments) < self._most:
            self._moments.append(now)
        return len(self._moments) >= self._most
