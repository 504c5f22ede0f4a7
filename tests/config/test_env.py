"""A wrong variable stops the start with one sentence that names it."""

import re
from pathlib import Path

import pytest

from config.env import WrongSetting, read_environment

PRODUCTION = {
    "PEERPLEIN_ENV": "production",
    "SECRET_KEY": "k3y-of-many-different-characters-0123456789-abcdefghij",
    "DATABASE_URL": "postgres://peerplein:secret@db:5432/peerplein",
    "REDIS_URL": "redis://redis:6379/0",
    "SITE_URL": "https://peerplein.example",
    "EMAIL_URL": "smtp+tls://mail:secret@smtp.example:587",
    "MAIL_FROM": "Peerplein <peerplein@peerplein.example>",
}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PEERPLEIN_ENV", "staging"),
        ("PORT", "eighty"),
        ("PORT", "0"),
        ("PORT", "65536"),
        ("DEBUG", "maybe"),
        ("PEERPLEIN_DEMO", "2"),
        ("PEERPLEIN_JOBS", "often"),
        ("PEERPLEIN_WAIVE_SECOND_FACTOR", "perhaps"),
        ("DATABASE_URL", "mysql://root@localhost/x"),
        ("DATABASE_URL", "postgres://u:p@host:port/x"),
        ("REDIS_URL", "localhost:6379"),
        ("SITE_URL", "peerplein.example"),
        ("LEAVE_URL", "javascript:alert(1)"),
        ("EMAIL_URL", "smtp.example"),
        ("TRUSTED_PROXIES", "-1"),
        ("WEB_THREADS", "0"),
        ("LOG_LEVEL", "loud"),
        ("PEERPLEIN_OIDC_URL", "digid"),
    ],
)
def test_a_wrong_value_is_refused_by_name(name: str, value: str, tmp_path: Path) -> None:
    with pytest.raises(WrongSetting) as stopped:
        read_environment({"PEERPLEIN_HOME": str(tmp_path), name: value})
    sentence = str(stopped.value)
    assert sentence.startswith(name)
    assert sentence.endswith(".")
    assert "\n" not in sentence


def test_an_empty_environment_is_a_local_demo_on_sqlite(tmp_path: Path) -> None:
    found = read_environment({"PEERPLEIN_HOME": str(tmp_path)})
    assert (found.production, found.debug, found.demo, found.waive_second_factor) == (
        False,
        False,
        True,
        True,
    )
    assert found.site_url == "http://localhost:8000"
    assert found.database["NAME"] == str(tmp_path / "peerplein.sqlite3")


def test_the_secret_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    home = {"PEERPLEIN_HOME": str(tmp_path / "new" / "home")}
    first = read_environment(home).secret_key
    assert len(first) >= 50
    assert read_environment(home).secret_key == first
    assert (tmp_path / "new" / "home" / "secret_key").stat().st_mode & 0o777 == 0o600


def test_a_home_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(WrongSetting, match=r"^PEERPLEIN_HOME .*\.$"):
        read_environment({"PEERPLEIN_HOME": str(tmp_path / "file" / "home")})


def test_every_variable_is_in_the_example() -> None:
    example = (Path(__file__).parents[2] / ".env.example").read_text()
    source = (Path(__file__).parents[2] / "config" / "env.py").read_text()
    read = set(re.findall(r'"([A-Z][A-Z_]{3,})"', source)) - {"DEBUG", "INFO", "WARNING", "ERROR"}
    described = set(re.findall(r"^([A-Z_]+)=", example, re.MULTILINE))
    assert read | {"DEBUG"} == described


def test_production_starts_with_everything_in_place(tmp_path: Path) -> None:
    found = read_environment({**PRODUCTION, "PEERPLEIN_HOME": str(tmp_path)})
    assert found.production
    assert not found.debug
    assert not found.demo
    assert not found.waive_second_factor


@pytest.mark.parametrize("name", sorted(PRODUCTION.keys() - {"PEERPLEIN_ENV"}))
def test_production_misses_nothing(name: str, tmp_path: Path) -> None:
    with pytest.raises(WrongSetting, match=rf"^{name} "):
        read_environment({**PRODUCTION, "PEERPLEIN_HOME": str(tmp_path), name: ""})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DEBUG", "1"),
        ("PEERPLEIN_DEMO", "1"),
        ("PEERPLEIN_WAIVE_SECOND_FACTOR", "1"),
        ("SECRET_KEY", "short"),
        ("SECRET_KEY", "change-me-" * 10),
        ("SECRET_KEY", "x" * 60),
        ("DATABASE_URL", "sqlite:////tmp/peerplein.sqlite3"),
        ("SITE_URL", "http://peerplein.example"),
    ],
)
def test_production_refuses_what_is_for_at_home(name: str, value: str, tmp_path: Path) -> None:
    with pytest.raises(WrongSetting, match=rf"^{name} "):
        read_environment({**PRODUCTION, "PEERPLEIN_HOME": str(tmp_path), name: value})
