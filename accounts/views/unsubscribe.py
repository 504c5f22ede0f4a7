"""Stop mail from a link in a mail, without signing in (RFC 8058)."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts.actions.members import stop_mail
from accounts.emails import member_of_token
from core.errors import NotFound


@login_not_required
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows a button, because mail scanners follow links; POST acts, also from a mail program."""
    member_id = member_of_token(token)
    if member_id is None:
        raise NotFound
    if request.method == "POST":
        stop_mail(member_id)
    return render(request, "accounts/unsubscribe.html", {"done": request.method == "POST"})
