"""The language switch at the foot of every page."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from accounts.actions.members import choose_language
from accounts.models import Member


@login_not_required
@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Django keeps it in a cookie; for who is signed in it is the choice for every device and for mail."""
    language = request.POST.get("language", "")
    if isinstance(request.user, Member) and language in dict(settings.LANGUAGES):
        choose_language(request.user, language)
    return set_language(request)
