"""What a page with one form does: show it, say what is wrong, or store it and go on."""

from collections.abc import Callable, Mapping

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render

from core.errors import Conflict, Refused
from core.refused_forms import say_why

UNPROCESSABLE = 422


def sent(request: HttpRequest) -> QueryDict | None:
    """What was filled in; None when the page is only looked at."""
    return request.POST if request.method == "POST" else None


def form_page(
    request: HttpRequest,
    template: str,
    form: forms.Form,
    store: Callable[[], object],
    *,
    done: str,
    to: str,
    context: Mapping[str, object],
) -> HttpResponse:
    """The form, empty, or with what is wrong and all that was filled in; stored: `done`, and on to `to`."""
    context = {"form": form, **context}
    if not form.is_bound:
        return render(request, template, context)
    if not form.is_valid():
        return render(request, template, context, status=UNPROCESSABLE)
    try:
        store()
    except (Refused, Conflict) as error:
        say_why(form, error)
        return render(request, template, context, status=error.status)
    messages.success(request, done)
    return redirect(to)
