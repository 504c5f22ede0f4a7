"""Only in the demo: be somebody with one press, and read everybody's mail. Everywhere else these are 404."""

from collections.abc import Callable
from functools import wraps

from allauth.account.signals import user_logged_in
from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from accounts.policies import can_use_demo
from accounts.queries.demo import demo_mails, demo_member, demo_people
from core.errors import NotFound

BACKEND = "accounts.backends.MemberBackend"


def _only_in_the_demo(view: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    @wraps(view)
    def wrapped(request: HttpRequest) -> HttpResponse:
        if not settings.DEMO:
            raise NotFound
        return view(request)

    return wrapped


@login_not_required
@require_safe
@_only_in_the_demo
def people(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/demo_people.html", {"page": demo_people(), "next": _next(request)})


@login_not_required
@require_POST
@_only_in_the_demo
def sign_in(request: HttpRequest) -> HttpResponse:
    member = demo_member(request.POST.get("handle", ""))
    if member is None:
        raise NotFound
    can_use_demo(member).require()
    login(request, member, backend=BACKEND)
    # The list of places where one is signed in hears only django-allauth's own signal.
    user_logged_in.send(sender=type(member), request=request, user=member)
    return redirect(_next(request) or "/")


@login_not_required
@require_safe
@_only_in_the_demo
def mail(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/demo_mail.html", {"mails": demo_mails()})


def _next(request: HttpRequest) -> str:
    """A path of this site to go on to; empty when none was asked for."""
    target = request.POST.get("next") or request.GET.get("next") or ""
    return target if url_has_allowed_host_and_scheme(target, allowed_hosts=None) else ""
