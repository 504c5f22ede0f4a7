"""Where a member is signed in."""

from allauth.usersessions.models import UserSession
from django.db import transaction


@transaction.atomic
def end_sessions(member_id: int, *, besides: str | None) -> int:
    """Sign the member out everywhere except in the session with the key `besides`; returns from how many."""
    sessions = list(UserSession.objects.filter(user_id=member_id).exclude(session_key=besides or ""))
    for session in sessions:
        session.end()
    return len(sessions)
