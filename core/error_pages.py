"""What a person sees when something cannot be done: a sentence, what to do now, and their own text."""

import sys
from collections.abc import Callable
from http import HTTPStatus

from django.core.exceptions import RequestDataTooBig
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.csrf import requires_csrf_token

from core.errors import DomainError, SlowDown

PAGES = {403: "403.html", 404: "404.html", 409: "409.html", 429: "429.html"}

AWAY_FOR_SECONDS = 30
"""When to try again while the database is away."""

NEVER_SHOWN_AGAIN = (
    "csrfmiddlewaretoken",
    "password",
    "password1",
    "password2",
    "oldpassword",
    "code",
    "login",
)
"""Fields of a refused form that are not sent back to the browser."""

LONG_FIELDS = ("body", "situation", "need", "tried", "hope", "correction", "experience")


FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
"""What a browser sends a form as; no page reads anything else."""


class DomainErrorMiddleware:
    """Turns the errors that leave a view into pages; anything else is left to Django."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponse | None:
        """Say so when what was posted is no form; to the view it would look like an empty one."""
        if request.method != "POST" or request.content_type in FORMS or not request.body:
            return None
        message = _("Deze bladzijde leest alleen formulieren. Ga terug en probeer het nog eens.")
        return render(request, "400.html", {"message": message}, status=HTTPStatus.UNSUPPORTED_MEDIA_TYPE)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, DomainError):
            return None
        return error_page(request, exception)


def error_page(request: HttpRequest, error: DomainError) -> HttpResponse:
    """The page for this error, with what the person had typed."""
    context = {"message": error.message, "kept": kept_fields(request)}
    response = render(request, PAGES.get(error.status, "400.html"), context, status=error.status)
    if isinstance(error, SlowDown):
        response["Retry-After"] = str(error.retry_after)
    return response


@requires_csrf_token
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was open too long, or came from elsewhere: everything typed stands in a fresh form."""
    context = {
        "message": _("Deze bladzijde stond te lang open. Je tekst staat hieronder. Verstuur hem opnieuw."),
        "kept": kept_fields(request),
        "action": request.path,
    }
    return render(request, "csrf.html", context, status=HTTPStatus.FORBIDDEN)


def kept_fields(request: HttpRequest) -> list[dict[str, object]]:
    """The posted fields as `name`, `value` and `is_long`, without secrets."""
    if request.method != "POST":
        return []
    return [
        {"name": name, "value": value, "is_long": name in LONG_FIELDS}
        for name, value in request.POST.items()
        if name not in NEVER_SHOWN_AGAIN and isinstance(value, str)
    ]


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig):
        return render(request, "413.html", status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    return render(request, "400.html", status=HTTPStatus.BAD_REQUEST)


def not_allowed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "403.html", {"kept": kept_fields(request)}, status=HTTPStatus.FORBIDDEN)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "404.html", {"kept": kept_fields(request)}, status=HTTPStatus.NOT_FOUND)


def server_error(request: HttpRequest) -> HttpResponse:
    """Made without the request, whose reader may be in the very database that is away (then it is a 503)."""
    if isinstance(sys.exc_info()[1], OperationalError):
        away = render_to_string("503.html")
        status = HTTPStatus.SERVICE_UNAVAILABLE
        return HttpResponse(away, status=status, headers={"Retry-After": AWAY_FOR_SECONDS})
    page = render_to_string("500.html", {"request_id": getattr(request, "request_id", "")[:8]})
    return HttpResponse(page, status=HTTPStatus.INTERNAL_SERVER_ERROR)
