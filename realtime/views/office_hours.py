"""Office hours for everybody: the list, one of them, its queue, calendars."""

from django.contrib import messages as flash
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.actions.inbox import mark_place_read
from accounts.policies import is_member
from community.forms.reactions import SwitchForm
from community.http import viewer_of
from community.views.writing import refuse
from core import ical
from core.errors import Refused, SlowDown
from realtime.actions import office_queue
from realtime.help_notices import OFFICE_KINDS
from realtime.http import member_of
from realtime.office_forms import QueueForm
from realtime.queries.office_hours import (
    calendar_events,
    coming_office_hours,
    get_office_hour,
    office_hour_page,
    office_hours_page,
)
from realtime.views.sure import ask_whether_sure


@login_not_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    page = office_hours_page(viewer_of(request), cursor=request.GET.get("cursor", ""))
    return render(request, "realtime/office_hours.html", {"page": page})


@login_not_required
@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """All that is coming, to subscribe to."""
    return _calendar(ical.calendar(calendar_events(coming_office_hours()), name=_("Spreekuren op Peerplein")))


@login_not_required
@require_http_methods(["GET", "HEAD"])
def office_hour(request: HttpRequest, office_hour_id: int) -> HttpResponse:
    viewer = viewer_of(request)
    if is_member(viewer):
        mark_place_read(viewer, OFFICE_KINDS, office_hour_id)
    return _page(request, office_hour_id, QueueForm())


@login_not_required
@require_safe
def one_calendar(request: HttpRequest, office_hour_id: int) -> HttpResponse:
    found = get_office_hour(office_hour_id)
    return _calendar(ical.calendar(calendar_events([found]), name=found.title))


@require_POST
def queue(request: HttpRequest, office_hour_id: int) -> HttpResponse:
    form = QueueForm(request.POST)
    if not form.is_valid():
        return _page(request, office_hour_id, form, status=422)
    try:
        office_queue.queue_question(
            author=member_of(request),
            office_hour_id=office_hour_id,
            entry=form.entry(),
            key=form.cleaned_data["key"],
            sure=form.cleaned_data["sure"],
        )
    except (Refused, SlowDown) as error:
        ask_whether_sure(form, error, _("Ja, verstuur het toch"))
        return refuse(
            request, form, error, lambda status: _page(request, office_hour_id, form, status=status)
        )
    flash.success(request, _("Je vraag staat in de rij."))
    return _to_own_question(office_hour_id)


@require_POST
def leave_queue(request: HttpRequest, office_question_id: int) -> HttpResponse:
    left = office_queue.leave_queue(author=member_of(request), office_question_id=office_question_id)
    flash.success(request, _("Je vraag is uit de rij."))
    return _to_own_question(left.office_hour_id)


@require_POST
def consent(request: HttpRequest, office_question_id: int) -> HttpResponse:
    """Whether one's question and its answer may stay."""
    form = SwitchForm(request.POST)
    if not form.is_valid():
        raise Refused(_("Kies ja of nee."))
    question = office_queue.set_consent(
        author=member_of(request), office_question_id=office_question_id, may_publish=form.cleaned_data["on"]
    )
    return _to_own_question(question.office_hour_id)


def _page(request: HttpRequest, office_hour_id: int, form: QueueForm, *, status: int = 200) -> HttpResponse:
    context = {"page": office_hour_page(viewer_of(request), office_hour_id=office_hour_id), "form": form}
    return render(request, "realtime/office_hour.html", context, status=status)


def _to_own_question(office_hour_id: int) -> HttpResponse:
    address = redirect("realtime:office-hour", office_hour_id)
    address["Location"] += "#mijn-vraag"
    return address


def _calendar(text: str) -> HttpResponse:
    response = HttpResponse(text, content_type=ical.CONTENT_TYPE)
    response["Content-Disposition"] = 'inline; filename="spreekuur.ics"'
    return response
