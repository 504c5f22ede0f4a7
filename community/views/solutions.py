"""Saying from a mail that an answer helped."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from community.actions.solutions import mark_solution_from_mail
from community.helped_link import answer_of_token


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def helped(request: HttpRequest, token: str) -> HttpResponse:
    """A button, so that a mail scanner that opens the link chooses nothing."""
    answer_id = answer_of_token(token)
    if answer_id is None:
        raise Http404
    if request.method != "POST":
        return render(request, "community/helped.html")
    answer = mark_solution_from_mail(answer_id=answer_id)
    if answer is None:
        messages.info(request, _("Hier is al een antwoord gekozen. Log in als je dat wilt veranderen."))
    else:
        messages.success(request, _("Dank je wel. Anderen zien nu welk antwoord hielp."))
    return redirect("community:answer", answer_id)
