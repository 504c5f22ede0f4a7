"""The environment of one process: every variable read once, checked, and turned into a typed value.

A wrong value stops the start with one sentence that names the variable. `.env.example` lists them all.
"""

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ

PROJECT_DIR = Path(__file__).resolve().parent.parent
SHORTEST_SECRET = 50
DATABASE_SCHEMES = ("sqlite", "postgres", "postgresql")
YES = ("1", "true", "yes", "on")
NO = ("0", "false", "no", "off")


class WrongSetting(SystemExit):
    """Stops the start; the sentence goes to standard error, without a traceback."""


@dataclass(frozen=True, kw_only=True)
class Oidc:
    """An OpenID Connect provider to sign in with: a broker for DigiD, or Entra for staff."""

    name: str
    url: str
    client_id: str
    client_secret: str


@dataclass(frozen=True, kw_only=True)
class Environment:
    production: bool
    debug: bool
    demo: bool
    waive_second_factor: bool
    home: Path
    bind: str
    port: int
    site_url: str
    leave_url: str
    security_contact: str
    secret_key: str
    database: dict[str, Any]
    redis_url: str
    mail: dict[str, Any]
    mail_from: str
    trusted_proxies: int
    web_threads: int
    sockets_per_address: int
    sockets_per_process: int
    jobs: bool
    log_level: str
    oidc: Oidc | None


class Reader:
    """Reads variables by name; an empty value counts as absent."""

    def __init__(self, variables: Mapping[str, str]) -> None:
        self._variables = variables

    def text(self, name: str, default: str = "") -> str:
        return self._variables.get(name, "").strip() or default

    def choice(self, name: str, default: str, *, options: tuple[str, ...]) -> str:
        value = self.text(name, default)
        if value not in options:
            raise WrongSetting(f"{name} must be one of {', '.join(options)}; it is “{value}”.")
        return value

    def flag(self, name: str, *, default: bool) -> bool:
        value = self.text(name, "1" if default else "0").lower()
        if value not in YES + NO:
            raise WrongSetting(f"{name} must be 1 or 0; it is “{value}”.")
        return value in YES

    def number(self, name: str, default: int, *, lowest: int, highest: int) -> int:
        value = self.text(name, str(default))
        if not re.fullmatch(r"\d{1,9}", value) or not lowest <= int(value) <= highest:
            raise WrongSetting(f"{name} must be a number from {lowest} to {highest}; it is “{value}”.")
        return int(value)

    def url(self, name: str, default: str = "", *, schemes: tuple[str, ...] = ("http", "https")) -> str:
        value = self.text(name, default)
        parts = urlsplit(value)
        if value and (parts.scheme not in schemes or not (parts.netloc or parts.scheme == "unix")):
            raise WrongSetting(f"{name} must be an address that starts with {' or '.join(schemes)}://.")
        return value

    def required(self, *names: str, because: str) -> None:
        for name in names:
            if not self.text(name):
                raise WrongSetting(f"{name} is missing: {because}.")

    def refused(self, name: str, *, because: str) -> None:
        if self.flag(name, default=False):
            raise WrongSetting(f"{name} must be off: {because}.")


def read_environment(variables: Mapping[str, str]) -> Environment:
    """Raises WrongSetting with a sentence for whoever starts the site."""
    reader = Reader(variables)
    production = reader.choice("PEERPLEIN_ENV", "local", options=("local", "production")) == "production"
    if production:
        _refuse_unfit_for_production(reader)
    home = Path(reader.text("PEERPLEIN_HOME", str(PROJECT_DIR / "var"))).expanduser().resolve()
    port = reader.number("PORT", 8000, lowest=1, highest=65535)
    site_url = reader.url("SITE_URL", f"http://localhost:{port}").rstrip("/")
    demo = reader.flag("PEERPLEIN_DEMO", default=not production)
    return Environment(
        production=production,
        debug=reader.flag("DEBUG", default=False),
        demo=demo,
        waive_second_factor=demo and reader.flag("PEERPLEIN_WAIVE_SECOND_FACTOR", default=demo),
        home=home,
        bind=reader.text("BIND", "0.0.0.0" if production else "127.0.0.1"),  # noqa: S104 (inside a container)
        port=port,
        site_url=site_url,
        leave_url=reader.url("LEAVE_URL", "https://www.knmi.nl/"),
        security_contact=reader.text("SECURITY_CONTACT", f"{site_url}/contact/"),
        secret_key=_secret_key(reader, home=home, production=production),
        database=_database(reader, home=home, production=production),
        redis_url=reader.url("REDIS_URL", schemes=("redis", "rediss", "unix")),
        mail=_mail(reader),
        mail_from=reader.text("MAIL_FROM", "Peerplein <peerplein@localhost>"),
        trusted_proxies=reader.number("TRUSTED_PROXIES", 0, lowest=0, highest=5),
        web_threads=reader.number("WEB_THREADS", 4, lowest=1, highest=64),
        sockets_per_address=reader.number("SOCKETS_PER_ADDRESS", 60, lowest=1, highest=10_000),
        sockets_per_process=reader.number("SOCKETS_PER_PROCESS", 1200, lowest=1, highest=100_000),
        jobs=reader.flag("PEERPLEIN_JOBS", default=True),
        log_level=reader.choice(
            "LOG_LEVEL", "INFO" if production else "WARNING", options=("DEBUG", "INFO", "WARNING", "ERROR")
        ),
        oidc=_oidc(reader),
    )


def _refuse_unfit_for_production(reader: Reader) -> None:
    because = "PEERPLEIN_ENV=production"
    reader.refused("DEBUG", because=because)
    reader.refused("PEERPLEIN_DEMO", because=because)
    reader.refused("PEERPLEIN_WAIVE_SECOND_FACTOR", because=because)
    reader.required(
        "SECRET_KEY", "DATABASE_URL", "REDIS_URL", "SITE_URL", "EMAIL_URL", "MAIL_FROM",
        because=f"{because} needs it",
    )  # fmt: skip
    if not reader.text("SITE_URL").startswith("https://"):
        raise WrongSetting("SITE_URL must start with https:// in production.")


def _secret_key(reader: Reader, *, home: Path, production: bool) -> str:
    """From the environment; a local site makes its own once and keeps it in its home."""
    if secret := reader.text("SECRET_KEY"):
        if production and (len(secret) < SHORTEST_SECRET or "change-me" in secret or len(set(secret)) < 10):
            raise WrongSetting(f"SECRET_KEY must be {SHORTEST_SECRET} random characters or more.")
        return secret
    kept = home / "secret_key"
    if not kept.exists():
        try:
            home.mkdir(parents=True, exist_ok=True)
            kept.touch(mode=0o600)
            kept.write_text(secrets.token_urlsafe(SHORTEST_SECRET))
        except OSError as error:
            raise WrongSetting(f"PEERPLEIN_HOME ({home}) must be a writable folder: {error}.") from error
    return kept.read_text()


def _database(reader: Reader, *, home: Path, production: bool) -> dict[str, Any]:
    url = reader.text("DATABASE_URL", f"sqlite:///{home / 'peerplein.sqlite3'}")
    scheme = url.partition(":")[0]
    if scheme not in DATABASE_SCHEMES:
        raise WrongSetting("DATABASE_URL must start with sqlite:/// or postgres://.")
    if production and scheme == "sqlite":
        raise WrongSetting("DATABASE_URL must start with postgres:// in production.")
    try:
        return dict(environ.Env.db_url_config(url))
    except ValueError as error:
        raise WrongSetting(f"DATABASE_URL cannot be read: {error}.") from error


def _mail(reader: Reader) -> dict[str, Any]:
    """Django's EMAIL_* settings; empty when no mail server is named."""
    url = reader.text("EMAIL_URL")
    if not url:
        return {}
    if url.partition(":")[0] not in ("smtp", "smtps", "smtp+tls", "smtp+ssl"):
        raise WrongSetting("EMAIL_URL must look like smtp+tls://user:password@host:587.")
    return dict(environ.Env.email_url_config(url))


def _oidc(reader: Reader) -> Oidc | None:
    url = reader.url("PEERPLEIN_OIDC_URL")
    if not url:
        return None
    reader.required(
        "PEERPLEIN_OIDC_CLIENT_ID", "PEERPLEIN_OIDC_CLIENT_SECRET", because="PEERPLEIN_OIDC_URL is set"
    )
    return Oidc(
        name=reader.text("PEERPLEIN_OIDC_NAME", "DigiD"),
        url=url,
        client_id=reader.text("PEERPLEIN_OIDC_CLIENT_ID"),
        client_secret=reader.text("PEERPLEIN_OIDC_CLIENT_SECRET"),
    )
