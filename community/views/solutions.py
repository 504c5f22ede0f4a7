"""Saying from a mail that an answer helped."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
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
        return render(request, "community/helped.html", {"state": "ask"})
    answer = mark_solution_from_mail(answer_id=answer_id)
    state = "chosen" if answer is not None else "too_late"
    return render(request, "community/helped.html", {"state": state, "answer_id": answer_id})
