"""One message: what can be done with it, and doing it."""

from collections.abc import Callable

from django.contrib import messages as flash
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.errors import DomainError, Refused
from core.refused_forms import say_why
from realtime.actions import messages
from realtime.forms import EditForm, ReactForm
from realtime.http import member_of, viewer_of, wants_json
from realtime.models import Message
from realtime.queries.rooms import message_page
from realtime.refusals import ChatRefusal, error_frame
from realtime.views.doors import open_to_visitors

EDIT_ID = "edit_%s"
"""The room shows this form beside its own, whose field is called `body` too."""


@open_to_visitors
@require_safe
def message(request: HttpRequest, slug: str, seq: int) -> HttpResponse:
    """The message with everything that this viewer may do with it; the room shows the same in a box."""
    return _message_page(request, slug, seq)


@require_POST
def edit(request: HttpRequest, slug: str, seq: int) -> HttpResponse:
    form = EditForm(request.POST, auto_id=EDIT_ID)
    form.is_valid()
    body = form.cleaned_data.get("body", "")
    try:
        changed = messages.edit_message(author=member_of(request), room_slug=slug, seq=seq, body=body)
    except (ChatRefusal, Refused) as error:
        if wants_json(request):
            return JsonResponse(error_frame(error), status=error.status)
        say_why(form, error, field="body")
        return _message_page(request, slug, seq, form, status=error.status)
    if not changed.is_shown and not wants_json(request):
        flash.info(request, _("Een moderator leest dit bericht eerst. Daarna staat het hier."))
    return _done(request, changed)


@require_POST
def take_back(request: HttpRequest, slug: str, seq: int) -> HttpResponse:
    return _do(
        request, lambda: messages.take_back_message(member=member_of(request), room_slug=slug, seq=seq)
    )


@require_POST
def react(request: HttpRequest, slug: str, seq: int) -> HttpResponse:
    form = ReactForm(request.POST)
    if not form.is_valid():
        raise Refused(_("Dit teken kan hier niet."))
    member = member_of(request)
    return _do(
        request,
        lambda: messages.react(member=member, room_slug=slug, seq=seq, emoji=form.emoji, on=form.on),
    )


def _do(request: HttpRequest, act: Callable[[], Message]) -> HttpResponse:
    """A refusal is the protocol's error for a script, and the page of every other refusal for a person."""
    try:
        changed = act()
    except DomainError as error:
        if wants_json(request):
            return JsonResponse(error_frame(error), status=error.status)
        raise
    return _done(request, changed)


def _done(request: HttpRequest, changed: Message) -> HttpResponse:
    if wants_json(request):
        return HttpResponse(status=204)
    return redirect(f"{changed.room.get_absolute_url()}#bericht-{changed.seq}")


def _message_page(
    request: HttpRequest, slug: str, seq: int, form: EditForm | None = None, *, status: int = 200
) -> HttpResponse:
    page = message_page(viewer_of(request), slug=slug, seq=seq)
    context = {"page": page, "form": form or EditForm(initial={"body": page.body}, auto_id=EDIT_ID)}
    return render(request, "realtime/message.html", context, status=status)
