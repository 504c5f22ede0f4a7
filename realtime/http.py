"""What the views need to know of a request."""

from typing import cast

from django.http import HttpRequest

from accounts.models import Member
from accounts.policies import Viewer


def member_of(request: HttpRequest) -> Member:
    """The member who is signed in; only for views behind the sign-in wall."""
    return cast(Member, request.user)


def viewer_of(request: HttpRequest) -> Viewer:
    return request.user


def wants_json(request: HttpRequest) -> bool:
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"
