"""Who holds a session now; asked again and again while a socket is open."""

from types import SimpleNamespace
from typing import Any

from django.contrib.auth import get_user
from django.contrib.sessions.backends.db import SessionStore

from accounts.models import Member


def member_of_session(key: str | None) -> Member | None:
    """The member who is signed in by this session; None after signing out or a new password. Two queries."""
    request: Any = SimpleNamespace(session=SessionStore(key))
    user = get_user(request)
    return user if user.is_authenticated else None
