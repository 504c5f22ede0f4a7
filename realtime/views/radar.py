"""The help radar, and when one means to be on duty."""

import re

from django.contrib import messages as flash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from community.limits import RADAR_PAGES
from community.views.writing import refuse
from core.errors import Refused
from realtime.actions.duty_plans import drop_duty_plan, plan_duty
from realtime.forms import DutyForm
from realtime.help_forms import DutyPlanForm
from realtime.http import member_of
from realtime.queries.radar import radar_page

PAGE_NUMBER = re.compile(r"[1-9][0-9]{0,3}", re.ASCII)


@require_safe
def radar(request: HttpRequest) -> HttpResponse:
    return _radar(request, DutyPlanForm())


@require_POST
def plan(request: HttpRequest) -> HttpResponse:
    form = DutyPlanForm(request.POST)
    if not form.is_valid():
        return _radar(request, form, status=422)
    starts_at, until = form.stretch()
    try:
        plan_duty(member=member_of(request), starts_at=starts_at, until=until)
    except Refused as error:
        return refuse(request, form, error, lambda status: _radar(request, form, status=status))
    flash.success(request, _("Fijn. Bewoners zien wanneer er weer iemand is, niet wie."))
    return redirect("realtime:radar")


@require_POST
def drop_plan(request: HttpRequest, plan_id: int) -> HttpResponse:
    drop_duty_plan(member=member_of(request), plan_id=plan_id)
    return redirect("realtime:radar")


def _radar(request: HttpRequest, form: DutyPlanForm, *, status: int = 200) -> HttpResponse:
    theme, number = request.GET.get("theme", ""), _number(request.GET.get("page", ""))
    page = radar_page(member_of(request), theme=theme, number=number)
    context = {"page": page, "plan_form": form, "duty_form": DutyForm()}
    return render(request, "realtime/radar.html", context, status=status)


def _number(page: str) -> int:
    """The first page for whatever is no number."""
    return min(int(page), RADAR_PAGES) if PAGE_NUMBER.fullmatch(page) else 1
