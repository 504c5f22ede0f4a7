"""What moderators did, in numbers, for everybody: as a page, CSV and JSON."""

import csv

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from moderation.forms import PeriodForm
from moderation.queries.transparency import Period, period_of, statements, transparency_page


@login_not_required
@require_safe
def openness(request: HttpRequest) -> HttpResponse:
    """The period comes from the address; one that makes no sense gives this year."""
    period = _period(request)
    page = transparency_page(period)
    form = PeriodForm(initial={"from": period.first, "to": period.last})
    return render(request, "moderation/openness.html", {"page": page, "form": form})


@login_not_required
@require_safe
def openness_csv(request: HttpRequest) -> HttpResponse:
    """One line per figure; an empty count is one that is too small to show."""
    page = transparency_page(_period(request))
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="moderation.csv"'
    lines = csv.writer(response)
    lines.writerow(["from", "to", "table", "name", "count"])
    for table in page.tables:
        rows = [(figure.name, figure.count) for figure in table.figures]
        for name, count in [*rows, ("total", table.total)]:
            shown = "" if count is None else count
            lines.writerow([page.period.first, page.period.last, table.name, name, shown])
    return response


@login_not_required
@require_safe
def openness_json(request: HttpRequest) -> JsonResponse:
    page = transparency_page(_period(request))
    tables = {
        table.name: {
            "total": table.total,
            "figures": {figure.name: figure.count for figure in table.figures},
        }
        for table in page.tables
    }
    return JsonResponse(
        {
            "from": page.period.first,
            "to": page.period.last,
            "medianHoursToDecision": page.median_hours,
            "reversedOnAppealPercent": page.reversed_share,
            "tables": tables,
        }
    )


@login_not_required
@require_safe
def openness_statements(request: HttpRequest) -> JsonResponse:
    """Statements of reasons in the format of the EU transparency database, without personal data."""
    return JsonResponse({"statements": statements(_period(request))})


def _period(request: HttpRequest) -> Period:
    form = PeriodForm(request.GET)
    form.is_valid()
    return period_of(form.cleaned_data.get("from"), form.cleaned_data.get("to"))
