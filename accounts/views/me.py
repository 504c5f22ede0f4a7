"""Mijn plek: profile and preferences."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_safe

from accounts.actions.members import Preferences, Profile, change_preferences, change_profile
from accounts.forms_me import PreferencesForm, ProfileForm
from accounts.http import signed_in
from accounts.queries.me import initial_preferences, initial_profile, my_page
from accounts.topics import topic_choices
from core.errors import Refused
from core.refused_forms import say_why

UNPROCESSABLE = 422


@require_safe
def me(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/me.html", {"page": my_page(signed_in(request))})


@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    member = signed_in(request)
    form = ProfileForm(
        request.POST if request.method == "POST" else None,
        initial=initial_profile(member),
        topics=topic_choices(),
    )
    if request.method == "POST" and form.is_valid():
        try:
            change_profile(member, Profile(**form.cleaned_data))
        except Refused as refusal:
            say_why(form, refusal)
        else:
            messages.success(request, _("Je profiel is bewaard."))
            return redirect("accounts:profile")
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "accounts/profile.html", {"form": form, "member": member}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    member = signed_in(request)
    form = PreferencesForm(
        request.POST if request.method == "POST" else None, initial=initial_preferences(member)
    )
    if request.method == "POST" and form.is_valid():
        change_preferences(member, Preferences(**form.cleaned_data))
        with override(member.language or None):
            messages.success(request, _("Je instellingen zijn bewaard."))
        return redirect("accounts:preferences")
    return render(
        request, "accounts/preferences.html", {"form": form}, status=UNPROCESSABLE if form.errors else 200
    )
