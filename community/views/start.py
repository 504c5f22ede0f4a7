"""The personal start page: choosing what it shows, switching it, and its lists page by page."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import StartPage
from community.actions.start import choose_start, show_ordinary_page, show_own_page
from community.forms.reactions import SwitchForm
from community.forms.start import StartForm
from community.http import member_of
from community.queries.start import Chosen, chosen_by, for_you, start_data
from core.errors import NotFound

UNPROCESSABLE = 422


@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest) -> HttpResponse:
    """One step after signing up, and later under "Mijn plek". It may be skipped."""
    member = member_of(request)
    if request.method == "POST" and "skip" in request.POST:
        show_ordinary_page(member)
        return redirect("community:home")
    form = StartForm(request.POST if request.method == "POST" else None, initial=_initial(chosen_by(member)))
    if not form.is_valid():
        context = {"form": form, "is_new": not member.start_page, "is_on": member.start_page == StartPage.ON}
        return render(
            request, "community/start_choices.html", context, status=UNPROCESSABLE if form.errors else 200
        )
    choose_start(member=member, chosen=form.chosen())
    messages.success(request, _("Je keuzes zijn bewaard. Dit is jouw startpagina."))
    return redirect("community:home")


@require_POST
def switch(request: HttpRequest) -> HttpResponse:
    """The own page on, or off and then the ordinary one."""
    form = SwitchForm(request.POST)
    if not form.is_valid():
        raise NotFound
    if form.cleaned_data["on"]:
        show_own_page(member_of(request))
        messages.success(request, _("Je startpagina staat aan."))
    else:
        show_ordinary_page(member_of(request))
        messages.success(request, _("Je startpagina staat uit. Je keuzes blijven bewaard."))
    return redirect("community:home")


@require_safe
def for_you_page(request: HttpRequest) -> HttpResponse:
    page = for_you(member_of(request), show=request.GET.get("show", ""), cursor=request.GET.get("cursor", ""))
    return render(request, "community/for_you.html", {"page": page})


@require_safe
def download(request: HttpRequest) -> HttpResponse:
    """Everything that is kept of the member for this page, as a file."""
    headers = {"Content-Disposition": 'attachment; filename="startpagina.json"'}
    return JsonResponse(start_data(member_of(request)), headers=headers, json_dumps_params={"indent": 2})


def _initial(chosen: Chosen) -> dict[str, object]:
    return {
        "themes": [theme.slug for theme in chosen.themes],
        "life_events": [event.slug for event in chosen.life_events],
        "district": chosen.district.slug if chosen.district else "",
    }
