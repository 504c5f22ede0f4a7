"""Letters about decisions, objecting to them, and deciding about objections."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.http import second_factor_first, signed_in
from core.errors import Conflict, Refused
from core.refused_forms import say_why
from moderation.actions.appeals import appeal_decision, decide_appeal, read_appeal
from moderation.forms import AppealDecisionForm, AppealForm
from moderation.policies import can_moderate
from moderation.queries.letters import (
    AppealPage,
    appeal_page,
    appeals_to_decide,
    letter_about,
    letter_page,
    my_letters,
    who_looked,
)


@require_safe
def appeals(request: HttpRequest) -> HttpResponse:
    """The member's letters and appeals; for moderators also what waits for them."""
    member = signed_in(request)
    moderates = bool(can_moderate(member))
    context = {
        "letters": my_letters(member),
        "moderates": moderates,
        "waiting": appeals_to_decide(member) if moderates else [],
    }
    return render(request, "moderation/appeals.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def letter(request: HttpRequest, decision_id: int) -> HttpResponse:
    """The letter about a decision; under it one objects, also while suspended."""
    member = signed_in(request)
    page = letter_page(member, decision_id=decision_id)
    form = AppealForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        if form.is_valid():
            try:
                appeal_decision(member=member, decision_id=decision_id, body=form.cleaned_data["body"])
            except Refused as error:
                say_why(form, error, field="body")
            else:
                messages.success(request, _("Je bezwaar is binnen. Iemand anders kijkt opnieuw."))
                return redirect("moderation:letter", decision_id)
        status = 422
    return render(request, "moderation/letter.html", {"page": page, "form": form}, status=status)


@require_safe
def about(request: HttpRequest, kind: str, target_id: int) -> HttpResponse:
    """From the place in the thread to the newest letter about it."""
    return redirect("moderation:letter", letter_about(signed_in(request), kind=kind, target_id=target_id))


@require_http_methods(["GET", "HEAD", "POST"])
@second_factor_first
def appeal(request: HttpRequest, appeal_id: int) -> HttpResponse:
    """Another moderator than the one who decided looks again."""
    member = signed_in(request)
    read_appeal(moderator=member, appeal_id=appeal_id)
    page = appeal_page(member, appeal_id=appeal_id)
    form = AppealDecisionForm(request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _appeal_page(request, page, form)
    if page.appeal.is_open:
        page.can_decide.require()
    if not form.is_valid():
        return _appeal_page(request, page, form, status=422)
    fields = form.cleaned_data
    try:
        decide_appeal(
            moderator=member, appeal_id=appeal_id, outcome=fields["outcome"], reasons=fields["reasons"]
        )
    except Conflict as conflict:
        again = appeal_page(member, appeal_id=appeal_id)
        return _appeal_page(request, again, form, status=409, message=conflict.message)
    except Refused as error:
        say_why(form, error, field="reasons")
        return _appeal_page(request, page, form, status=error.status)
    messages.success(request, _("Beslist. Wie bezwaar maakte, krijgt bericht."))
    return redirect("moderation:appeals")


@require_safe
def looks(request: HttpRequest) -> HttpResponse:
    """Who of the staff looked at what others may not see of the member."""
    return render(request, "moderation/looks.html", {"looks": who_looked(signed_in(request))})


def _appeal_page(
    request: HttpRequest, page: AppealPage, form: AppealDecisionForm, *, status: int = 200, message: str = ""
) -> HttpResponse:
    context = {"page": page, "form": form, "message": message}
    return render(request, "moderation/appeal.html", context, status=status)
