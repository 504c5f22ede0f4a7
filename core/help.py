"""Where to find help, offered on the next page to whoever wrote that they, or others, are in danger.

Kept in the session for one page and nowhere else: somebody may look along on a shared telephone.
"""

from collections.abc import Iterable

from django.http import HttpRequest

OFFERED = "help_offered"
"""Session key: the kinds of danger."""


def offer_help(request: HttpRequest, kinds: Iterable[str]) -> None:
    """Remember for the next page what was found; `kinds` are kinds of finding."""
    dangers = [kind.removeprefix("danger.") for kind in kinds if kind.startswith("danger.")]
    if dangers:
        request.session[OFFERED] = dangers


def take_offer(request: HttpRequest) -> list[str]:
    """The kinds of danger to offer help for on this page; the next page offers nothing."""
    session = getattr(request, "session", None)
    if session is None or OFFERED not in session:
        return []
    dangers: list[str] = session.pop(OFFERED)
    return dangers
