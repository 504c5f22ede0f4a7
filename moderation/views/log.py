"""What staff did."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.http import second_factor_first, signed_in
from moderation.queries.log import log_page


@require_safe
@second_factor_first
def log(request: HttpRequest) -> HttpResponse:
    page = log_page(signed_in(request), cursor=request.GET.get("cursor", ""))
    return render(request, "moderation/log.html", {"page": page})
