"""Taking a question on, putting it back, giving it on, and what an open page shows of it."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from community.actions.claims import claim_question, release_claim
from community.actions.hand_overs import hand_over_question
from community.forms.radar import HandOverForm
from community.http import member_of, viewer_of
from community.queries.claims import claim_fragment
from community.queries.hand_overs import HandOverPage, hand_over_page
from community.queries.posts import get_question
from community.views.writing import OK, UNPROCESSABLE, refuse, wants_cleaning
from core.errors import Conflict, Refused, SlowDown

RADAR = "radar"
ANSWER_BOX = "#antwoord"


@login_not_required
@require_http_methods(["GET", "HEAD"])
def state(request: HttpRequest, question_id: int) -> HttpResponse:
    """Who is on it now, as the part of the question page that an open page fetches again."""
    found = claim_fragment(viewer_of(request), question_id=question_id)
    return render(request, "community/_claim.html", {"state": found})


@require_POST
def claim(request: HttpRequest, question_id: int) -> HttpResponse:
    """Then on to the box for the answer; whoever is too late goes back with a sentence."""
    helper = member_of(request)
    question = get_question(helper, question_id)
    try:
        claim_question(helper=helper, question_id=question_id)
    except (Conflict, Refused, SlowDown) as error:
        messages.warning(request, error.message)
        return _back(request, question.get_absolute_url())
    messages.success(
        request, _("De vraag is tien minuten van jou. Zolang je schrijft, blijft dat zo. Anderen zien het.")
    )
    return redirect(f"{question.get_absolute_url()}{ANSWER_BOX}")


@require_POST
def release(request: HttpRequest, question_id: int) -> HttpResponse:
    question = release_claim(helper=member_of(request), question_id=question_id)
    messages.success(request, _("Teruggelegd. Iemand anders kan de vraag nu oppakken."))
    return _back(request, question.get_absolute_url())


@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: HttpRequest, question_id: int) -> HttpResponse:
    """A form on a page of its own."""
    giver = member_of(request)
    page = hand_over_page(giver, question_id=question_id)
    if request.method != "POST":
        return _hand_over_page(request, page, HandOverForm(receivers=page.receivers))
    form = HandOverForm(request.POST, receivers=page.receivers)
    again: Callable[[int], HttpResponse] = lambda status: _hand_over_page(request, page, form, status=status)  # noqa: E731
    if wants_cleaning(request, form, place="hand_over"):
        return again(OK)
    if not form.is_valid():
        return again(UNPROCESSABLE)
    fields = form.cleaned_data
    try:
        hand_over_question(
            giver=giver,
            question_id=question_id,
            to=form.receiver(),
            note=fields["note"],
            sure=fields["sure"],
        )
    except (Refused, SlowDown) as error:
        return refuse(request, form, error, again)
    messages.success(request, _("Doorgegeven, met jouw notitie. De ander krijgt bericht."))
    return redirect("realtime:radar")


def _hand_over_page(
    request: HttpRequest, page: HandOverPage, form: HandOverForm, *, status: int = 200
) -> HttpResponse:
    return render(request, "community/hand_over.html", {"page": page, "form": form}, status=status)


def _back(request: HttpRequest, address: str) -> HttpResponse:
    """To the radar for who came from there, with what they had chosen; else to the question."""
    if request.POST.get("next") != RADAR:
        return redirect(address)
    theme = request.POST.get("theme", "")
    query = f"?theme={theme}" if theme.replace("-", "").isalnum() and theme.isascii() else ""
    return redirect(f"{reverse('realtime:radar')}{query}")
