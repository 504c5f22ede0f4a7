"""An alert: what it is about, who was told, and taking it up."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.http import second_factor_first, signed_in
from core.errors import Conflict
from moderation.actions.alert_taking import give_back, look_at_alert, take_alert
from moderation.queries.alerts import alert_page


@require_safe
@second_factor_first
def alert(request: HttpRequest, alert_id: int) -> HttpResponse:
    return _page(request, alert_id)


@require_POST
@second_factor_first
def take(request: HttpRequest, alert_id: int) -> HttpResponse:
    """To the case for who moderates the theme, else to the alert with the text."""
    member = signed_in(request)
    try:
        take_alert(member=member, alert_id=alert_id)
    except Conflict as conflict:
        return _page(request, alert_id, message=conflict.message, status=conflict.status)
    messages.success(request, _("Jij hebt dit opgepakt. De anderen krijgen geen bericht meer."))
    page = alert_page(member, alert_id=alert_id)
    if page.has_case:
        return redirect("moderation:case", page.case.pk)
    return redirect("moderation:alert", alert_id)


@require_POST
@second_factor_first
def release(request: HttpRequest, alert_id: int) -> HttpResponse:
    try:
        give_back(member=signed_in(request), alert_id=alert_id)
    except Conflict as conflict:
        return _page(request, alert_id, message=conflict.message, status=conflict.status)
    messages.success(request, _("Het alarm loopt weer. Wie dienst heeft, krijgt bericht."))
    return redirect("moderation:alert", alert_id)


def _page(request: HttpRequest, alert_id: int, *, message: str = "", status: int = 200) -> HttpResponse:
    member = signed_in(request)
    if request.method != "HEAD":
        look_at_alert(member=member, alert_id=alert_id)
    page = alert_page(member, alert_id=alert_id)
    return render(request, "moderation/alert.html", {"page": page, "message": message}, status=status)
