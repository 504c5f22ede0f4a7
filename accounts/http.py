"""What the views of every package need to know about whoever asks."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts.models import Member
from accounts.policies import needs_second_factor

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def signed_in(request: HttpRequest) -> Member:
    """The member behind a request to a page that asks to sign in."""
    if not isinstance(request.user, Member):
        raise PermissionDenied
    return request.user


def second_factor_first(view: View[P]) -> View[P]:
    """For pages of a role: whoever has the role but no second factor goes to the page that sets one up."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if isinstance(request.user, Member) and needs_second_factor(request.user):
            messages.warning(
                request, _("Stel eerst een tweede stap in bij het inloggen. Daarna werkt je rol.")
            )
            return redirect("mfa_index")
        return view(request, *args, **kwargs)

    return cast("View[P]", wrapped)
