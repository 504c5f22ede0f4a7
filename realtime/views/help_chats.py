"""Asking for a help chat, and the page of one request."""

import uuid

from django.contrib import messages as flash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.actions.inbox import mark_place_read
from community.views.writing import refuse
from core.errors import Conflict, Refused, SlowDown
from realtime.actions import help_endings, help_requests
from realtime.help_forms import HandOverForm, HelpForm, OutcomeForm
from realtime.help_notices import HELP_KINDS
from realtime.http import member_of
from realtime.models import HelpRequest
from realtime.queries.help_requests import (
    HelpRequestPage,
    get_help_request,
    help_now,
    help_page,
    help_request_page,
)
from realtime.views.sure import ask_whether_sure


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """The form; whoever has an open request goes to that."""
    page = help_page(member_of(request))
    if page.request is not None:
        return redirect(page.request)
    if request.method != "POST":
        return _form(request, HelpForm(initial={"theme": request.GET.get("theme", "")}))
    form = HelpForm(request.POST)
    if not form.is_valid():
        return _form(request, form, status=422)
    try:
        asked = help_requests.ask_for_help(asker=member_of(request), **form.cleaned_data)
    except (Refused, SlowDown) as error:
        ask_whether_sure(form, error, _("Ja, verstuur het toch"))
        return refuse(request, form, error, lambda status: _form(request, form, status=status))
    return redirect(asked)


@require_safe
def request_page(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """How it stands, for the asker and for who helps. Seeing it is having read the notifications about it."""
    member = member_of(request)
    page = help_request_page(member, key=key)
    mark_place_read(member, HELP_KINDS, page.request.pk)
    return _page(request, page)


@require_safe
def now(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """How it stands, as a strip for the open room of the two."""
    member = member_of(request)
    now = help_now(member, get_help_request(member, key))
    return render(request, "realtime/_help_now.html", {"now": now})


@require_POST
def call_back(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    help_requests.ask_call_back(asker=member_of(request), key=key)
    flash.success(request, _("We laten het weten zodra iemand tijd heeft. Je hoeft niet te wachten."))
    return redirect("realtime:help-request", key)


@require_POST
def cancel(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    help_endings.cancel_help_request(asker=member_of(request), key=key)
    return redirect("realtime:help-request", key)


@require_POST
def take(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """A helper takes it; who is a moment too late goes back to the radar."""
    try:
        taken = help_requests.take_help_request(helper=member_of(request), key=key)
    except Conflict as error:
        flash.warning(request, error.message)
        return redirect("realtime:radar")
    return redirect(taken)


@require_POST
def give_back(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    help_requests.give_back(helper=member_of(request), key=key)
    flash.success(request, _("Iemand anders kan de hulpvraag nu oppakken."))
    return redirect("realtime:radar")


@require_POST
def agree(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """The asker says yes: on to the room."""
    agreed = help_requests.agree_to_talk(asker=member_of(request), key=key)
    return redirect(agreed.room or agreed)


@require_POST
def refuse_helper(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    help_requests.refuse_helper(asker=member_of(request), key=key)
    flash.success(request, _("Goed. We zoeken iemand anders voor je."))
    return redirect("realtime:help-request", key)


@require_POST
def replace_helper(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """The asker goes on with somebody else; what was written stays."""
    help_endings.replace_helper(asker=member_of(request), key=key)
    flash.success(request, _("Goed. We zoeken iemand anders voor je. Wat je schreef, blijft staan."))
    return redirect("realtime:help-request", key)


@require_POST
def hand_over(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    form = HandOverForm(request.POST)
    if not form.is_valid():
        return _page(request, _page_of(request, key), hand_over_form=form, status=422)
    try:
        help_endings.hand_over(helper=member_of(request), key=key, **form.cleaned_data)
    except Refused as error:
        ask_whether_sure(form, error, _("Ja, geef het toch door"))
        return refuse(
            request,
            form,
            error,
            lambda status: _page(request, _page_of(request, key), hand_over_form=form, status=status),
        )
    flash.success(request, _("Het gesprek staat weer op de radar, met jouw notitie erbij."))
    return redirect("realtime:radar")


@require_POST
def end(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Close the talk with its outcome."""
    form = OutcomeForm(request.POST)
    if not form.is_valid():
        return _page(request, _page_of(request, key), outcome_form=form, status=422)
    help_endings.end_help_chat(member=member_of(request), key=key, outcome=form.cleaned_data["outcome"])
    flash.success(request, _("Het gesprek is afgesloten."))
    return redirect("realtime:help-request", key)


@require_POST
def outcome(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """The asker says afterwards how it went on."""
    form = OutcomeForm(request.POST)
    if not form.is_valid():
        return _page(request, _page_of(request, key), outcome_form=form, status=422)
    help_endings.tell_outcome(asker=member_of(request), key=key, outcome=form.cleaned_data["outcome"])
    flash.success(request, _("Dank je. Zo leren we wat helpt."))
    return redirect("realtime:help-request", key)


@require_POST
def block(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Stop at once; the other cannot meet the member in a help chat again."""
    blocked: HelpRequest = help_endings.block_other(member=member_of(request), key=key)
    flash.success(request, _("Het gesprek is gestopt. Jullie komen elkaar hier niet meer tegen."))
    return redirect(blocked)


def _form(request: HttpRequest, form: HelpForm, *, status: int = 200) -> HttpResponse:
    context = {"page": help_page(member_of(request)), "form": form}
    return render(request, "realtime/help.html", context, status=status)


def _page_of(request: HttpRequest, key: uuid.UUID) -> HelpRequestPage:
    return help_request_page(member_of(request), key=key)


def _page(
    request: HttpRequest,
    page: HelpRequestPage,
    *,
    outcome_form: OutcomeForm | None = None,
    hand_over_form: HandOverForm | None = None,
    status: int = 200,
) -> HttpResponse:
    outcomes = outcome_form or OutcomeForm()
    if not page.is_asker:
        outcomes.speak_of_the_resident()
    context = {"page": page, "outcome_form": outcomes, "hand_over_form": hand_over_form or HandOverForm()}
    return render(request, "realtime/help_request.html", context, status=status)
