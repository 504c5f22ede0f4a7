"""What the views need to know of a request."""

import secrets
from typing import cast

from django.http import HttpRequest

from accounts.models import Member, StartPage
from accounts.policies import Viewer, is_member
from community.models.draft import DraftOwner

VISITOR_KEY = "visitor_key"
"""Session key under which a visitor's drafts are found; signing in hands them over."""


def viewer_of(request: HttpRequest) -> Viewer:
    return request.user


def member_of(request: HttpRequest) -> Member:
    """The member who is signed in; only for views behind the sign-in wall."""
    return cast(Member, request.user)


def draft_owner(request: HttpRequest) -> DraftOwner:
    """Whose drafts these are; gives a visitor a key when they have none yet."""
    viewer = viewer_of(request)
    if is_member(viewer):
        return DraftOwner(member_id=viewer.pk)
    if VISITOR_KEY not in request.session:
        request.session[VISITOR_KEY] = secrets.token_urlsafe(24)
    return DraftOwner(visitor_key=request.session[VISITOR_KEY])


def known_draft_owner(request: HttpRequest) -> DraftOwner | None:
    """As `draft_owner`, but makes no key: None for a visitor who has written nothing."""
    viewer = viewer_of(request)
    if is_member(viewer) or VISITOR_KEY in request.session:
        return draft_owner(request)
    return None


def wants_fragment(request: HttpRequest) -> bool:
    """Whether our script asked for the changed part only."""
    return request.headers.get("X-Fragment") == "1"


def own_page_of(request: HttpRequest) -> Member | None:
    """The member, when their home page is one of their own."""
    viewer = viewer_of(request)
    return viewer if is_member(viewer) and viewer.start_page == StartPage.ON else None
