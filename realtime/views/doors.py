"""What visitors come to of the rooms."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse

from accounts.policies import is_member
from core.errors import NotFound
from realtime.http import viewer_of
from realtime.queries.rooms import get_room


def open_to_visitors(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A visitor reads what is for everyone. Anything else, also what is not there, asks to sign in."""

    @login_not_required
    @wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if is_member(viewer_of(request)):
            return view(request, *args, **kwargs)
        try:
            if "slug" in kwargs:
                get_room(viewer_of(request), kwargs["slug"])
            response = view(request, *args, **kwargs)
        except NotFound:
            return redirect_to_login(request.get_full_path())
        # What people say in passing is not for search engines to keep.
        response["X-Robots-Tag"] = "noindex"
        return response

    return opened
