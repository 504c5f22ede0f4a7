"""The cache is Redis' only while Redis answers."""

import os
import time

import pytest

from core.cache import RedisOrMiss, circuit


@pytest.fixture(autouse=True)
def _closed_circuit() -> None:
    circuit.reset()


def cache_at(url: str) -> RedisOrMiss:
    return RedisOrMiss(url, {"OPTIONS": {"socket_timeout": 0.2, "socket_connect_timeout": 0.2}})


@pytest.fixture
def away() -> RedisOrMiss:
    return cache_at("redis://127.0.0.1:1/0")


def test_every_question_to_an_absent_redis_is_a_miss(away: RedisOrMiss) -> None:
    away.set("a", 1)
    assert away.get("a") is None
    assert away.get("a", "default") == "default"
    assert away.add("a", 1) is False
    assert away.get_many(["a"]) == {}
    assert away.has_key("a") is False
    assert away.touch("a") is False
    assert away.delete("a") is False
    assert away.incr("a", 2) == 2
    assert away.set_many({"a": 1}) == []
    away.delete_many(["a"])
    away.clear()
    assert away.get_or_set("a", lambda: 7) == 7


def test_after_an_error_nobody_waits_for_redis_again(away: RedisOrMiss) -> None:
    errors = circuit.errors
    away.get("a")
    assert circuit.is_open
    started = time.perf_counter()
    for _ in range(1000):
        away.get("a")
    assert circuit.errors == errors + 1
    assert time.perf_counter() - started < 0.5


@pytest.mark.postgres_only
def test_a_redis_that_answers_is_used() -> None:
    there = cache_at(os.environ["REDIS_URL"])
    there.set("a", {"b": 1})
    assert there.get("a") == {"b": 1}
    assert there.delete("a") is True
    assert there.get("a") is None
