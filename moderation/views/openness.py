"""What moderators did, in numbers, for everybody: as a page, CSV and JSON."""

import csv
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.http import second_factor_first, signed_in
from community.http import viewer_of
from moderation.forms import PeriodForm
from moderation.policies import can_hand_in_statements
from moderation.queries.statements import statements
from moderation.queries.transparency import Period, months_to_choose, period_of, transparency_page


@login_not_required
@require_safe
def openness(request: HttpRequest) -> HttpResponse:
    """The period comes from the address; one that makes no sense gives this year."""
    period = _period(request)
    page = transparency_page(period)
    months = {"from": period.first, "to": period.last.replace(day=1)}
    form = PeriodForm(initial=months, months=months_to_choose())
    can_hand_in = can_hand_in_statements(viewer_of(request))
    context = {"page": page, "form": form, "can_hand_in": can_hand_in}
    return render(request, "moderation/openness.html", context)


@login_not_required
@require_safe
def openness_csv(request: HttpRequest) -> HttpResponse:
    """One line per figure with the months that it is about; an empty count is one that is not shown."""
    page = transparency_page(_period(request))
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="moderation.csv"'
    lines = csv.writer(response)
    lines.writerow(["from", "to", "table", "name", "count"])
    for table in page.tables:
        rows = [(figure.name, figure.count) for figure in table.figures]
        for name, count in [*rows, ("total", table.total)]:
            shown = "" if count is None else count
            lines.writerow([*_days(table.covers), table.name, name, shown])
    for fact in page.facts:
        lines.writerow([*_days(fact.covers), "facts", fact.name, "" if fact.value is None else fact.value])
    return response


@login_not_required
@require_safe
def openness_json(request: HttpRequest) -> JsonResponse:
    page = transparency_page(_period(request))
    tables = {
        table.name: {
            "from": _days(table.covers)[0] or None,
            "to": _days(table.covers)[1] or None,
            "total": table.total,
            "figures": {figure.name: figure.count for figure in table.figures},
        }
        for table in page.tables
    }
    return JsonResponse(
        {
            "from": page.period.first,
            "to": page.period.last,
            **{fact.name: fact.value for fact in page.facts},
            "tables": tables,
        }
    )


@require_safe
@second_factor_first
def openness_statements(request: HttpRequest) -> JsonResponse:
    """Statements of reasons in the format of the EU transparency database, without personal data.

    As many as the database takes in one call; `next` is the address of those after. For who hands them in
    there: one by one they would give away the small numbers of the page.
    """
    can_hand_in_statements(signed_in(request)).require()
    period, after = _period(request), request.GET.get("after", "")
    is_number = after.isascii() and after.isdigit() and len(after) < 19
    page = statements(period, after=int(after) if is_number else 0)
    following = None
    if page.next_after is not None:
        query = urlencode({"from": period.first, "to": period.last, "after": page.next_after})
        following = f"{reverse('moderation:openness-statements')}?{query}"
    return JsonResponse({"statements": page.statements, "next": following})


def _days(covers: Period | None) -> tuple[object, object]:
    return (covers.first, covers.last) if covers is not None else ("", "")


def _period(request: HttpRequest) -> Period:
    form = PeriodForm(request.GET)
    form.is_valid()
    return period_of(form.cleaned_data.get("from"), form.cleaned_data.get("to"))
