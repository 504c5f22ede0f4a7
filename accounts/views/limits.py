"""django-allauth's own limits answer with our page."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from core.error_pages import error_page
from core.errors import SlowDown

WAIT = 60
"""Seconds; most of django-allauth's windows are a minute and it does not say how much of it is left."""


def too_many_requests(request: HttpRequest) -> HttpResponse:
    return error_page(
        request, SlowDown(_("Je gaat snel. Wacht een minuut en probeer het dan opnieuw."), WAIT)
    )
