"""Who holds a session now; asked again and again while a socket is open."""

from collections.abc import Iterable
from functools import lru_cache

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.http.cookie import parse_cookie
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from accounts.models import Member
from accounts.queries.standing import fill_in_standing
from realtime.database import in_database
from realtime.limits import ASKED_TOGETHER
from realtime.together import Together


def session_key_of(headers: Iterable[tuple[bytes, bytes]]) -> str:
    """The key in the session cookie of a handshake; empty when there is none."""
    cookies = "; ".join(value.decode("latin1") for name, value in headers if name == b"cookie")
    return parse_cookie(cookies).get(settings.SESSION_COOKIE_NAME, "")


async def member_of_session(key: str) -> Member | None:
    """The member who is signed in by this session; None after signing out or a new password."""
    return await _asked.ask(key) if key else None


def members_of_sessions(keys: list[str]) -> list[Member | None]:
    """For each key the member who is signed in by it, with their standing. Four queries at most."""
    members = holders_of_sessions(keys)
    fill_in_standing([member for member in members if member is not None])
    return members


def holders_of_sessions(keys: list[str]) -> list[Member | None]:
    """The same as stored now, without standing. Two queries."""
    rows = Session.objects.filter(session_key__in=keys, expire_date__gt=timezone.now())
    claims = {key: _claim(stored) for key, stored in rows.values_list("session_key", "session_data")}
    member_ids = {claim[0] for claim in claims.values() if claim}
    members = {member.pk: member for member in Member.objects.filter(pk__in=member_ids, is_active=True)}
    return [_holder(claims.get(key), members) for key in keys]


@lru_cache(maxsize=2048)
def _claim(stored: str) -> tuple[int, str] | None:
    """The member and the hash that a stored session names; the same text is not decoded again."""
    session = SessionStore().decode(stored)
    if session.get(BACKEND_SESSION_KEY) not in settings.AUTHENTICATION_BACKENDS:
        return None
    return int(session[SESSION_KEY]), str(session.get(HASH_SESSION_KEY, ""))


def _holder(claim: tuple[int, str] | None, members: dict[int, Member]) -> Member | None:
    """The hash is that of the password: a new one ends all sessions of the old."""
    member = members.get(claim[0]) if claim else None
    if member is None or claim is None:
        return None
    hashes = [member.get_session_auth_hash(), *member.get_session_auth_fallback_hash()]
    return member if any(constant_time_compare(claim[1], one) for one in hashes) else None


_asked: Together[str, Member | None] = Together(in_database(members_of_sessions), most=ASKED_TOGETHER)
