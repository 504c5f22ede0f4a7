"""How a thread stands: asking for more, closing it, opening it again, saying that it is still current."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from community.actions import states
from community.forms.reactions import CloseForm
from community.forms.writing import CommentForm
from community.http import member_of
from community.models import WayOut
from community.queries.states import StatePage, close_page, needs_info_page
from community.views.writing import OK, UNPROCESSABLE, refuse, wants_cleaning
from core.errors import Refused, SlowDown


@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest, question_id: int) -> HttpResponse:
    """The asker says which of four ways out helped."""
    member = member_of(request)
    page = close_page(member, question_id=question_id)
    form = CloseForm(
        request.POST if request.method == "POST" else None, initial={"way_out": page.question.way_out}
    )
    if not form.is_valid():
        context = {"page": page, "form": form}
        return render(request, "community/close.html", context, status=422 if form.is_bound else 200)
    way_out = WayOut(form.cleaned_data["way_out"])
    question = states.close_question(member=member, question_id=question_id, way_out=way_out)
    messages.success(request, _("Dank je wel. Je vraag is afgerond. Anderen hebben er nog wat aan."))
    return redirect(question)


@require_POST
def reopen(request: HttpRequest, question_id: int) -> HttpResponse:
    question = states.reopen_question(member=member_of(request), question_id=question_id)
    messages.success(request, _("Je vraag staat weer open."))
    return redirect(question)


@require_POST
def current(request: HttpRequest, question_id: int) -> HttpResponse:
    question = states.say_still_current(member=member_of(request), question_id=question_id)
    messages.success(request, _("Goed om te weten. Je vraag staat weer bovenaan, zodat anderen hem zien."))
    return redirect(question)


@require_http_methods(["GET", "HEAD", "POST"])
def needs_info(request: HttpRequest, question_id: int) -> HttpResponse:
    """A helper writes what is missing; it becomes a comment under the question."""
    member = member_of(request)
    page = needs_info_page(member, question_id=question_id)
    if request.method != "POST":
        return _needs_info_page(request, page, CommentForm())
    form = CommentForm(request.POST)

    def again(status: int) -> HttpResponse:
        return _needs_info_page(request, page, form, status=status)

    if wants_cleaning(request, form, place="comment"):
        return again(OK)
    if not form.is_valid():
        return again(UNPROCESSABLE)
    fields = form.cleaned_data
    try:
        posted = states.ask_for_information(
            member=member,
            question_id=question_id,
            body=fields["body"],
            key=fields["key"],
            sure=fields["sure"],
        )
    except (Refused, SlowDown) as error:
        return refuse(
            request, form, error, lambda status: _needs_info_page(request, page, form, status=status)
        )
    messages.success(request, _("Je vraag om meer informatie staat erbij. De vraagsteller krijgt bericht."))
    return redirect(posted.post)


def _needs_info_page(
    request: HttpRequest, page: StatePage, form: CommentForm, *, status: int = 200
) -> HttpResponse:
    return render(request, "community/needs_info.html", {"page": page, "form": form}, status=status)
