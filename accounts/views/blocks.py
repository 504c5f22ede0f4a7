"""Blocking and unblocking."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.actions.blocks import block_member, unblock_member
from accounts.http import signed_in
from accounts.queries.blocks import my_blocks


@require_safe
def blocks(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/blocks.html", {"blocks": my_blocks(signed_in(request))})


@require_POST
def block(request: HttpRequest, handle: str) -> HttpResponse:
    other = block_member(member=signed_in(request), handle=handle)
    messages.success(
        request, _("Je blokkeert %(name)s. Je ziet en hoort niets meer van hen.") % {"name": other.name}
    )
    return redirect("accounts:blocks")


@require_POST
def unblock(request: HttpRequest, handle: str) -> HttpResponse:
    other = unblock_member(member=signed_in(request), handle=handle)
    messages.success(request, _("Je blokkeert %(name)s niet meer.") % {"name": other.name})
    return redirect("accounts:blocks")
