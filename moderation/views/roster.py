"""The duty roster: looking, and changing the week, the exceptions and the times."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import second_factor_first, signed_in
from core.errors import NotFound
from moderation.actions.roster import (
    add_change,
    add_shifts,
    change_shift,
    change_times,
    drop_change,
    drop_shift,
)
from moderation.forms_roster import ChangeForm, ShiftForm, TimesForm
from moderation.policies import can_change_roster, can_see_roster
from moderation.queries.roster import alert_times, roster_choices, roster_page, shift_to_change
from moderation.views.storing import form_page, sent

NEW, CHANGE, EXCEPTION, TIMES = "new", "change", "exception", "times"


@require_safe
@second_factor_first
def roster(request: HttpRequest) -> HttpResponse:
    return render(request, "moderation/roster.html", {"page": roster_page(signed_in(request))})


@require_http_methods(["GET", "HEAD", "POST"])
@second_factor_first
def new_shift(request: HttpRequest) -> HttpResponse:
    member = signed_in(request)
    can_change_roster(member).require()
    people, themes = roster_choices(member)
    form = ShiftForm(sent(request), people=people, themes=themes)
    return _form(request, form, NEW, lambda: add_shifts(by=member, hours=form.hours()))


@require_http_methods(["GET", "HEAD", "POST"])
@second_factor_first
def shift(request: HttpRequest, shift_id: int) -> HttpResponse:
    member = signed_in(request)
    stored = shift_to_change(member, shift_id=shift_id)
    people, themes = roster_choices(member)
    form = ShiftForm(sent(request), people=people, themes=themes, shift=stored)
    return _form(
        request, form, CHANGE, lambda: change_shift(by=member, shift_id=shift_id, hours=form.hours())
    )


@require_POST
@second_factor_first
def drop(request: HttpRequest, shift_id: int) -> HttpResponse:
    drop_shift(by=signed_in(request), shift_id=shift_id)
    messages.success(request, _("De dienst staat niet meer op het rooster."))
    return redirect("moderation:roster")


@require_http_methods(["GET", "HEAD", "POST"])
@second_factor_first
def new_change(request: HttpRequest) -> HttpResponse:
    """Whoever is on the roster may say that they are away; the rest is for who changes it."""
    member = signed_in(request)
    can_see_roster(member).require()
    people, themes = roster_choices(member)
    if not can_change_roster(member):
        people = [(pk, name) for pk, name in people if pk == member.pk]
    form = ChangeForm(sent(request), people=people, themes=themes, initial={"member": member.pk})

    def store() -> object:
        fields, (starts_at, ends_at) = form.cleaned_data, form.stretch()
        return add_change(
            by=member,
            member_id=fields["member"],
            starts_at=starts_at,
            ends_at=ends_at,
            is_extra=form.is_extra,
            theme=fields["theme"],
            line=fields["line"],
        )

    return _form(request, form, EXCEPTION, store)


@require_POST
@second_factor_first
def drop_exception(request: HttpRequest, change_id: int) -> HttpResponse:
    drop_change(by=signed_in(request), change_id=change_id)
    messages.success(request, _("De uitzondering is weg. De gewone week geldt weer."))
    return redirect("moderation:roster")


@require_http_methods(["GET", "HEAD", "POST"])
@second_factor_first
def times(request: HttpRequest, severity: str) -> HttpResponse:
    member = signed_in(request)
    can_see_roster(member).require()
    held = next((row for row in alert_times() if row.severity == severity), None)
    if held is None or not roster_page(member).can_administer:
        raise NotFound
    form = TimesForm(sent(request), initial=vars(held))
    return _form(
        request,
        form,
        TIMES,
        lambda: change_times(by=member, severity=severity, **form.cleaned_data),
        severity=held.label,
    )


def _form(
    request: HttpRequest, form: forms.Form, what: str, store: Callable[[], object], **more: object
) -> HttpResponse:
    return form_page(
        request,
        "moderation/roster_form.html",
        form,
        store,
        done=_("Bewaard. Zo staat het nu op het rooster."),
        to="moderation:roster",
        context={"what": what, **more},
    )
