"""Following a question by e-mail, without an account."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from accounts.adapter import client_key
from community.actions.email_follows import confirm_email_follow, follow_by_email, stop_email_follow
from community.emails import follow_of_confirm_token, follow_of_stop_token
from community.forms.reactions import EmailFollowForm
from community.jobs import mail_confirmation
from community.queries.follows import followed_question
from core.errors import Refused


@login_not_required
@require_POST
def follow(request: HttpRequest, question_id: int) -> HttpResponse:
    """Ask for mail. The answer is the same for every address, known or not."""
    form = EmailFollowForm(request.POST)
    if not form.is_valid():
        raise Refused(_("Dit is geen e-mailadres. Schrijf het zoals naam@voorbeeld.nl."))
    noted = follow_by_email(
        question_id=question_id,
        email=form.cleaned_data["email"],
        mode=form.cleaned_data["mode"],
        language=get_language() or "nl",
        connection=client_key(request),
    )
    mail_confirmation.enqueue(noted.pk)
    messages.success(request, _("Kijk in je mail. Met één druk op de knop volg je deze vraag."))
    return redirect(noted.question)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """A button, so that a mail scanner that opens the link confirms nothing."""
    follow_id = follow_of_confirm_token(token)
    found = followed_question(follow_id) if follow_id is not None else None
    if found is None:
        raise Http404
    if request.method != "POST":
        return render(request, "community/confirm_follow.html", {"question": found[1]})
    confirm_email_follow(follow_id=found[0].pk)
    messages.success(request, _("Je volgt deze vraag nu. Je krijgt mail als er iets nieuws is."))
    return redirect(found[1])


@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Stop the mail with one press, also straight from a mail program; the signed token is the proof."""
    follow_id = follow_of_stop_token(token)
    if follow_id is None:
        raise Http404
    if request.method == "POST":
        stop_email_follow(follow_id=follow_id)
    return render(request, "community/stop_follow.html", {"stopped": request.method == "POST"})
