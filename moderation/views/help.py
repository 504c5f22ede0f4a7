"""Help now, and away from here."""

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from moderation.queries.helplines import help_now_page


@login_not_required
@require_safe
def help_now(request: HttpRequest) -> HttpResponse:
    return render(request, "moderation/help_now.html", {"page": help_now_page()})


# Without a CSRF token: an exit that fails is worse than a stranger who signs somebody out, and the
# session cookie (SameSite) does not even come along with a stranger's form.
@csrf_exempt
@login_not_required
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Sign out, drop what the browser kept, and go to a neutral site.

    A script leaves by itself and says `stay`: its request must not follow to the other site.
    """
    logout(request)
    response = (
        HttpResponse(status=204) if "stay" in request.POST else HttpResponseRedirect(settings.LEAVE_URL)
    )
    response["Clear-Site-Data"] = '"cache"'
    return response
