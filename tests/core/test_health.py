import json
import logging
import re

import pytest
from django.core.cache import caches
from django.db import DatabaseError
from django.test import Client
from pytest_django.fixtures import Settings

from core import health
from core.cache import RedisOrMiss, circuit


def test_the_process_answers_without_asking_the_database(client: Client) -> None:
    """Without the django_db mark a query would fail the test."""
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")


@pytest.mark.django_db
def test_the_watchman_comes_by_the_inner_address_and_without_tls(client: Client, settings: Settings) -> None:
    settings.SECURE_SSL_REDIRECT = True
    settings.ALLOWED_HOSTS = ["peerplein.example"]
    assert client.get("/healthz", headers={"host": "10.0.0.7:8000"}).status_code == 200
    assert client.get("/robots.txt", headers={"host": "10.0.0.7:8000"}).status_code == 400


@pytest.mark.django_db
def test_a_migrated_database_and_a_cache_are_ready(client: Client) -> None:
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {"ready": True, "database": "ok", "redis": "ok"}


@pytest.mark.django_db
def test_a_database_that_is_away_is_not_ready(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*args: object) -> None:
        raise DatabaseError("gone")

    monkeypatch.setattr(health, "MigrationExecutor", away)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["database"] == "unavailable"


@pytest.mark.django_db
def test_without_redis_the_site_is_slower_but_ready(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(caches.settings["default"], "BACKEND", "core.cache.RedisOrMiss")
    monkeypatch.setattr(health, "cache", RedisOrMiss("redis://127.0.0.1:1/0", {}))
    answer = client.get("/readyz")
    circuit.reset()
    assert answer.status_code == 200
    assert answer.json()["redis"] == "degraded"


def test_robots_stay_out_of_private_places(client: Client) -> None:
    text = client.get("/robots.txt").content.decode()
    assert "Disallow: /inbox/\n" in text
    assert "Disallow: /me/\n" in text


def test_whoever_finds_a_leak_reads_where_to_tell_it(client: Client) -> None:
    text = client.get("/.well-known/security.txt").content.decode()
    assert re.search(r"^Contact: (https?://|mailto:)\S+$", text, re.MULTILINE)
    assert re.search(r"^Expires: \d{4}-\d\d-\d\dT00:00:00Z$", text, re.MULTILINE)


def test_a_request_has_an_id_and_a_foreign_one_is_taken_only_if_it_is_plain(client: Client) -> None:
    own = client.get("/robots.txt")["X-Request-ID"]
    assert re.fullmatch(r"[0-9a-f]{32}", own)
    taken = client.get("/robots.txt", headers={"X-Request-ID": "0123abcd-4567"})["X-Request-ID"]
    assert taken == "0123abcd-4567"
    refused = client.get("/robots.txt", headers={"X-Request-ID": "fatima@example.org"})["X-Request-ID"]
    assert re.fullmatch(r"[0-9a-f]{32}", refused)


def test_the_log_line_names_the_route_and_not_the_address(
    client: Client, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    from core.logging import configure

    configure({"level": "INFO", "json": True})
    try:
        answer = client.get("/robots.txt?q=geheim@example.org")
    finally:
        configure({"level": "ERROR", "json": False})
    line = json.loads(capsys.readouterr().err.strip().splitlines()[-1])
    assert line["event"] == "request"
    assert line["route"] == "robots"
    assert line["status"] == 200
    assert line["queries"] == 0
    assert line["request_id"] == answer["X-Request-ID"]
    assert "geheim" not in json.dumps(line)


def test_a_log_line_drops_what_a_library_adds_unasked(capsys: pytest.CaptureFixture[str]) -> None:
    from core.logging import configure

    configure({"level": "INFO", "json": True})
    try:
        logging.getLogger("some.library").warning("failed", extra={"email": "a@example.org", "code": 7})
    finally:
        configure({"level": "ERROR", "json": False})
    line = json.loads(capsys.readouterr().err.strip().splitlines()[-1])
    assert line["code"] == 7
    assert "email" not in line
