"""Who holds a session now; asked again and again while a socket is open."""

from collections.abc import Iterable
from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.sessions.backends.db import SessionStore
from django.http.cookie import parse_cookie

from accounts.models import Member


def session_key_of(headers: Iterable[tuple[bytes, bytes]]) -> str:
    """The key in the session cookie of a handshake; empty when there is none."""
    cookies = "; ".join(value.decode("latin1") for name, value in headers if name == b"cookie")
    return parse_cookie(cookies).get(settings.SESSION_COOKIE_NAME, "")


def member_of_session(key: str | None) -> Member | None:
    """The member who is signed in by this session; None after signing out or a new password. Two queries."""
    request: Any = SimpleNamespace(session=SessionStore(key))
    user = get_user(request)
    return user if user.is_authenticated else None
