"""Vouching for an answer, and the professional's list of what to look at again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from community.actions.highlights import end_highlight, highlight_answer
from community.forms.highlights import HighlightForm, highlight_initial
from community.http import member_of, viewer_of
from community.queries.people import highlight_worklist
from community.queries.posts import HighlightPage, highlight_page
from community.views.writing import refuse
from core.errors import Conflict, Refused


@require_http_methods(["GET", "HEAD", "POST"])
def highlight(request: HttpRequest, answer_id: int) -> HttpResponse:
    """The form in which a professional signs for an answer."""
    member = member_of(request)
    page = highlight_page(member, answer_id=answer_id)
    if request.method != "POST":
        initial = highlight_initial(page.current, version=page.answer.version)
        return _page(request, page, HighlightForm(initial=initial))
    form = HighlightForm(request.POST)
    if not form.is_valid():
        return _page(request, page, form, status=422)
    try:
        highlight_answer(
            professional=member,
            answer_id=answer_id,
            version=form.cleaned_data["version"],
            vouching=form.vouching(),
        )
    except Conflict:
        return _changed_meanwhile(request, page, form)
    except Refused as error:
        return refuse(request, form, error, lambda status: _page(request, page, form, status=status))
    messages.success(request, _("Dit antwoord is uitgelicht. Het staat nu bovenaan."))
    return redirect(page.answer)


@require_POST
def end(request: HttpRequest, answer_id: int) -> HttpResponse:
    answer = end_highlight(professional=member_of(request), answer_id=answer_id)
    messages.success(request, _("Het antwoord is niet meer uitgelicht."))
    return redirect(answer)


@require_safe
def worklist(request: HttpRequest) -> HttpResponse:
    page = highlight_worklist(viewer_of(request))
    return render(request, "community/highlight_worklist.html", {"page": page})


def _page(
    request: HttpRequest, page: HighlightPage, form: HighlightForm, *, status: int = 200
) -> HttpResponse:
    return render(request, "community/highlight.html", {"page": page, "form": form}, status=status)


def _changed_meanwhile(request: HttpRequest, page: HighlightPage, form: HighlightForm) -> HttpResponse:
    """The answer was edited after the professional read it: show it as it is now, keep the form."""
    again = HighlightForm(initial={**form.cleaned_data, "version": page.answer.version})
    context = {
        "page": page,
        "form": again,
        "message": _("Het antwoord is aangepast terwijl je las. Lees het nog eens en bevestig dan."),
    }
    return render(request, "community/highlight.html", context, status=409)
