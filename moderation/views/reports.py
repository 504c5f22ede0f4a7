"""Reporting something, and following one's own report."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.policies import is_member
from community.http import viewer_of
from core.errors import DomainError, NotFound, Refused, SlowDown
from core.refused_forms import say_why
from moderation.actions.appeals import appeal_report
from moderation.actions.reports import report_thing
from moderation.forms import AppealForm, ReportForm, VisitorReportForm, filing_of
from moderation.queries.letters import MyReportPage, my_report
from moderation.targets import find, kind_of
from moderation.tokens import report_of_token, report_token

UNPROCESSABLE = 422


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, kind: str, target_id: int) -> HttpResponse:
    """Anyone who can read a thing can say that something is wrong with it."""
    viewer = viewer_of(request)
    if not kind_of(kind).readable(viewer, target_id):
        raise NotFound
    form_class = ReportForm if is_member(viewer) else VisitorReportForm
    form = form_class(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return _report_page(request, kind, target_id, form, status=UNPROCESSABLE if form.is_bound else 200)
    try:
        filed, new = report_thing(
            viewer=viewer,
            kind=kind,
            target_id=target_id,
            filing=filing_of(form),
            language=get_language() or "nl",
            connection=str(request.META.get("REMOTE_ADDR", "")),
        )
    except (Refused, SlowDown) as error:
        return _refused(request, kind, target_id, form, error)
    words = (
        _("Dank je wel. We kregen je melding.") if new else _("Je had dit al gemeld. Hier staat je melding.")
    )
    messages.success(request, words)
    return redirect("moderation:my-report", report_token(filed.pk))


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def mine(request: HttpRequest, token: str) -> HttpResponse:
    """What became of a report; who is not content with the decision objects here."""
    page = my_report(report_of_token(token))
    form = AppealForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return _mine_page(request, page, form, status=UNPROCESSABLE if form.is_bound else 200)
    try:
        appeal_report(viewer=viewer_of(request), report_id=page.report.pk, body=form.cleaned_data["body"])
    except Refused as error:
        say_why(form, error, field="body")
        return _mine_page(request, page, form, status=error.status)
    messages.success(request, _("Je bezwaar is binnen. Iemand anders kijkt opnieuw."))
    return redirect("moderation:my-report", token)


def _report_page(
    request: HttpRequest, kind: str, target_id: int, form: ReportForm, *, status: int
) -> HttpResponse:
    context = {"form": form, "thing": find(kind, target_id), "kind": kind_of(kind)}
    return render(request, "moderation/report.html", context, status=status)


def _refused(
    request: HttpRequest, kind: str, target_id: int, form: ReportForm, error: DomainError
) -> HttpResponse:
    say_why(form, error)
    response = _report_page(request, kind, target_id, form, status=error.status)
    if isinstance(error, SlowDown):
        response["Retry-After"] = str(error.retry_after)
    return response


def _mine_page(request: HttpRequest, page: MyReportPage, form: AppealForm, *, status: int) -> HttpResponse:
    return render(request, "moderation/my_report.html", {"page": page, "form": form}, status=status)
