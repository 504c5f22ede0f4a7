"""A cache that may be away: every Redis error is a miss, and after one nobody asks again for a while."""

import logging
import time
from collections.abc import Callable
from typing import Any, TypeVar

from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis.exceptions import RedisError

log = logging.getLogger(__name__)
PAUSE_SECONDS = 10.0
T = TypeVar("T")


class Circuit:
    """Open for PAUSE_SECONDS after an error; shared by all threads of the process."""

    def __init__(self) -> None:
        self.errors = 0
        self._open_until = 0.0

    @property
    def is_open(self) -> bool:
        return time.monotonic() < self._open_until

    def ask(self, question: Callable[[], T], *, miss: T) -> T:
        if self.is_open:
            return miss
        try:
            return question()
        except (RedisError, OSError) as error:
            self.errors += 1
            self._open_until = time.monotonic() + PAUSE_SECONDS
            log.warning("cache_unavailable", extra={"error": type(error).__name__, "errors": self.errors})
            return miss

    def reset(self) -> None:
        self._open_until = 0.0


circuit = Circuit()


class ToleratingClient(RedisCacheClient):
    def add(self, key: Any, value: Any, timeout: Any) -> bool:
        return circuit.ask(lambda: super(ToleratingClient, self).add(key, value, timeout), miss=False)

    def get(self, key: Any, default: Any) -> Any:
        return circuit.ask(lambda: super(ToleratingClient, self).get(key, default), miss=default)

    def set(self, key: Any, value: Any, timeout: Any) -> None:
        circuit.ask(lambda: super(ToleratingClient, self).set(key, value, timeout), miss=None)

    def touch(self, key: Any, timeout: Any) -> bool:
        return circuit.ask(lambda: super(ToleratingClient, self).touch(key, timeout), miss=False)

    def delete(self, key: Any) -> bool:
        return circuit.ask(lambda: super(ToleratingClient, self).delete(key), miss=False)

    def get_many(self, keys: Any) -> dict[Any, Any]:
        return circuit.ask(lambda: super(ToleratingClient, self).get_many(keys), miss={})

    def has_key(self, key: Any) -> bool:
        return circuit.ask(lambda: super(ToleratingClient, self).has_key(key), miss=False)

    def incr(self, key: Any, delta: int) -> int:
        """A counter that is away starts again from nothing."""
        return circuit.ask(lambda: super(ToleratingClient, self).incr(key, delta), miss=delta)

    def set_many(self, data: Any, timeout: Any) -> None:
        circuit.ask(lambda: super(ToleratingClient, self).set_many(data, timeout), miss=None)

    def delete_many(self, keys: Any) -> None:
        circuit.ask(lambda: super(ToleratingClient, self).delete_many(keys), miss=None)

    def clear(self) -> bool:
        return circuit.ask(lambda: super(ToleratingClient, self).clear(), miss=False)


class RedisOrMiss(RedisCache):
    """Django's Redis cache, tolerant of its absence."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = ToleratingClient
