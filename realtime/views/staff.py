"""What moderators do with a room."""

from django.contrib import messages as flash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.errors import Refused
from core.refused_forms import say_why
from realtime.actions import rooms
from realtime.forms import AudienceForm, RoomForm, SlowModeForm
from realtime.http import member_of
from realtime.queries.staff import new_room_page, room_settings_page


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Make a room beside those of the themes."""
    member = member_of(request)
    new_room_page(member)
    form = RoomForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            room = rooms.make_room(maker=member, **form.cleaned_data)
        except Refused as error:
            say_why(form, error)
        else:
            flash.success(request, _("Het gesprek is er."))
            return redirect(room)
    return render(request, "realtime/new_room.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
def settings(request: HttpRequest, slug: str) -> HttpResponse:
    page = room_settings_page(member_of(request), slug=slug)
    context = {
        "page": page,
        "slow_form": SlowModeForm(initial={"seconds": page.room.slow_seconds}),
        "audience_form": AudienceForm(initial={"audience": page.room.audience}),
    }
    return render(request, "realtime/room_settings.html", context)


@require_POST
def slow_mode(request: HttpRequest, slug: str) -> HttpResponse:
    form = SlowModeForm(request.POST)
    if not form.is_valid():
        raise Refused(_("Vul een aantal seconden in."))
    rooms.set_slow_mode(moderator=member_of(request), room_slug=slug, seconds=form.cleaned_data["seconds"])
    return _back(request, slug, _("De rustige stand is aangepast."))


@require_POST
def audience(request: HttpRequest, slug: str) -> HttpResponse:
    form = AudienceForm(request.POST)
    if not form.is_valid():
        raise Refused(_("Kies wie kan meelezen."))
    try:
        room = rooms.set_audience(
            moderator=member_of(request), room_slug=slug, audience=form.cleaned_data["audience"]
        )
    except Refused as error:
        flash.error(request, error.message)
        return redirect("realtime:room-settings", slug)
    if room.is_public:
        return _back(request, slug, _("Iedereen kan nu meelezen, ook zonder account."))
    return _back(request, slug, _("Alleen deelnemers lezen nu mee."))


@require_POST
def unmute(request: HttpRequest, slug: str, handle: str) -> HttpResponse:
    rooms.lift_mutes(moderator=member_of(request), room_slug=slug, handle=handle)
    return _back(request, slug, _("Deze deelnemer kan weer schrijven."))


@require_POST
def close(request: HttpRequest, slug: str) -> HttpResponse:
    rooms.close_room(moderator=member_of(request), room_slug=slug)
    return _back(request, slug, _("Het gesprek is gesloten. Lezen kan nog."))


@require_POST
def reopen(request: HttpRequest, slug: str) -> HttpResponse:
    rooms.reopen_room(moderator=member_of(request), room_slug=slug)
    return _back(request, slug, _("Het gesprek is weer open."))


def _back(request: HttpRequest, slug: str, sentence: str) -> HttpResponse:
    flash.success(request, sentence)
    return redirect("realtime:room-settings", slug)
