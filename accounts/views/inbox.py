"""Meldingen."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe

from accounts.actions.inbox import mark_read
from accounts.http import signed_in
from accounts.queries.inbox import inbox_page, notification_url


@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    page = inbox_page(signed_in(request), cursor=request.GET.get("cursor", ""))
    return render(request, "accounts/inbox.html", {"page": page})


@require_safe
def count(request: HttpRequest) -> HttpResponse:
    """How many notifications are unread, up to 100: for the bell of a page that heard it ring."""
    return JsonResponse({"unread": getattr(signed_in(request), "unread_count", 0)})


@require_GET
def open_notification(request: HttpRequest, notification_id: int) -> HttpResponse:
    """Go where the notification leads. That it is read from now on concerns only the reader."""
    member = signed_in(request)
    url = notification_url(member, notification_id)
    if url is None:
        messages.info(request, _("Wat hier stond, is er niet meer."))
        return redirect("accounts:inbox")
    mark_read(member, [notification_id])
    return redirect(url)


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    mark_read(signed_in(request))
    messages.success(request, _("Alles is gelezen."))
    return redirect("accounts:inbox")
