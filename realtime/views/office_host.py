"""What the host of office hours does: plan, answer, archive."""

from django.contrib import messages as flash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from community.views.writing import refuse
from core.errors import Conflict, Refused, SlowDown
from core.refused_forms import say_why
from realtime.actions import office_archive, office_hours, office_queue
from realtime.http import member_of
from realtime.office_forms import (
    AnswerQueuedForm,
    DeclineForm,
    NewOfficeHourForm,
    OfficeHourForm,
    PairForm,
    ReasonForm,
    initial_of,
    pair_initial,
)
from realtime.queries.office_hours import archive_page, cancel_page, change_page, host_page, plan_page
from realtime.views.sure import ask_whether_sure


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Plan office hours in a theme of one's own."""
    member = member_of(request)
    themes = plan_page(member)
    form = NewOfficeHourForm(request.POST if request.method == "POST" else None, themes=themes)
    if request.method == "POST" and form.is_valid():
        try:
            planned = office_hours.plan_office_hour(
                host=member, theme=form.cleaned_data["theme"], plan=form.plan()
            )
        except Refused as error:
            say_why(form, error)
        else:
            flash.success(request, _("Je spreekuur staat in de lijst."))
            return redirect(planned)
    status = 422 if form.errors else 200
    return render(request, "realtime/office_hour_form.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, office_hour_id: int) -> HttpResponse:
    """Another time or other words, until it begins."""
    member = member_of(request)
    found = change_page(member, office_hour_id=office_hour_id)
    form = OfficeHourForm(request.POST if request.method == "POST" else None, initial=initial_of(found))
    if request.method == "POST" and form.is_valid():
        try:
            office_hours.change_office_hour(host=member, office_hour_id=office_hour_id, plan=form.plan())
        except Refused as error:
            say_why(form, error)
        else:
            flash.success(request, _("Het spreekuur is aangepast."))
            return redirect(found)
    context = {"form": form, "office_hour": found}
    return render(request, "realtime/office_hour_form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, office_hour_id: int) -> HttpResponse:
    """Call it off, with a reason that everybody reads."""
    member = member_of(request)
    found = cancel_page(member, office_hour_id=office_hour_id)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            office_hours.cancel_office_hour(
                host=member, office_hour_id=office_hour_id, reason=form.cleaned_data["reason"]
            )
        except Refused as error:
            say_why(form, error)
        else:
            flash.success(request, _("Het spreekuur gaat niet door. Wie in de rij stond, hoort het."))
            return redirect(found)
    context = {"form": form, "office_hour": found}
    return render(request, "realtime/office_hour_cancel.html", context, status=422 if form.errors else 200)


@require_safe
def host(request: HttpRequest, office_hour_id: int) -> HttpResponse:
    return _host_page(request, office_hour_id)


@require_POST
def end(request: HttpRequest, office_hour_id: int) -> HttpResponse:
    office_hours.end_office_hour(host=member_of(request), office_hour_id=office_hour_id)
    return redirect("realtime:office-archive", office_hour_id)


@require_POST
def answer(request: HttpRequest, office_question_id: int) -> HttpResponse:
    form = AnswerQueuedForm(request.POST)
    if not form.is_valid():
        office_hour_id = office_queue.office_hour_of(office_question_id)
        return _host_page(request, office_hour_id, form=form, question_id=office_question_id, status=422)
    member, fields = member_of(request), form.cleaned_data
    try:
        answered = office_queue.answer_queued(
            host=member, office_question_id=office_question_id, body=fields["body"], sure=fields["sure"]
        )
    except (Refused, Conflict) as error:
        ask_whether_sure(form, error, _("Ja, plaats het toch"))
        return _refused(request, office_question_id, form, error)
    flash.success(request, _("Je antwoord staat erbij."))
    return redirect("realtime:office-host", answered.office_hour_id)


@require_POST
def decline(request: HttpRequest, office_question_id: int) -> HttpResponse:
    form = DeclineForm(request.POST)
    if not form.is_valid():
        office_hour_id = office_queue.office_hour_of(office_question_id)
        return _host_page(
            request, office_hour_id, question_id=office_question_id, reason_form=form, status=422
        )
    try:
        declined = office_queue.decline_queued(
            host=member_of(request), office_question_id=office_question_id, reason=form.cleaned_data["reason"]
        )
    except Refused as error:
        say_why(form, error)
        office_hour_id = office_queue.office_hour_of(office_question_id)
        return _host_page(
            request, office_hour_id, question_id=office_question_id, reason_form=form, status=error.status
        )
    flash.success(request, _("De vraag is uit de rij. De vrager leest waarom."))
    return redirect("realtime:office-host", declined.office_hour_id)


@require_http_methods(["GET", "HEAD", "POST"])
def archive(request: HttpRequest, office_hour_id: int) -> HttpResponse:
    """Decide about every pair, then close the books."""
    if request.method != "POST":
        return _archive_page(request, office_hour_id)
    try:
        archived = office_archive.archive_office_hour(host=member_of(request), office_hour_id=office_hour_id)
    except Refused as error:
        return _archive_page(request, office_hour_id, message=error.message, status=error.status)
    flash.success(request, _("Het spreekuur is bewaard. Dank je wel."))
    return redirect(archived)


@require_POST
def publish(request: HttpRequest, office_hour_id: int, office_question_id: int) -> HttpResponse:
    """One pair becomes a question with a highlighted answer."""
    form = PairForm(request.POST, prefix=str(office_question_id))
    if not form.is_valid():
        return _archive_page(request, office_hour_id, form=form, pair_id=office_question_id, status=422)
    try:
        office_archive.publish_pair(
            host=member_of(request),
            office_question_id=office_question_id,
            title=form.cleaned_data["title"],
            vouching=form.vouching(),
        )
    except (Refused, SlowDown) as error:
        return refuse(
            request,
            form,
            error,
            lambda status: _archive_page(
                request, office_hour_id, form=form, pair_id=office_question_id, status=status
            ),
        )
    flash.success(request, _("De vraag staat op Peerplein, met jouw antwoord uitgelicht."))
    return redirect("realtime:office-archive", office_hour_id)


@require_POST
def leave_out(request: HttpRequest, office_hour_id: int, office_question_id: int) -> HttpResponse:
    office_archive.leave_out(host=member_of(request), office_question_id=office_question_id)
    return redirect("realtime:office-archive", office_hour_id)


def _refused(
    request: HttpRequest, office_question_id: int, form: AnswerQueuedForm, error: Refused | Conflict
) -> HttpResponse:
    """The host's screen again, with what was typed under its question."""
    office_hour_id = office_queue.office_hour_of(office_question_id)
    say_why(form, error)
    return _host_page(request, office_hour_id, form=form, question_id=office_question_id, status=error.status)


def _host_page(
    request: HttpRequest,
    office_hour_id: int,
    *,
    form: AnswerQueuedForm | None = None,
    reason_form: DeclineForm | None = None,
    question_id: int = 0,
    status: int = 200,
) -> HttpResponse:
    """`form` or `reason_form` is what could not be taken about the question `question_id`."""
    page = host_page(member_of(request), office_hour_id=office_hour_id)
    rows = []
    for pair in page.waiting:
        answer, reason = AnswerQueuedForm(), DeclineForm()
        if pair.question.pk == question_id:
            answer, reason = form or answer, reason_form or reason
        # Many of the same form on one page: a link to what is wrong has to lead to the right one.
        answer.auto_id, reason.auto_id = f"answer-{pair.question.pk}-%s", f"reason-{pair.question.pk}-%s"
        rows.append((pair, answer, reason))
    kept = form if form is not None and question_id not in [row.question.pk for row in page.waiting] else None
    context = {"page": page, "rows": rows, "kept_form": kept}
    return render(request, "realtime/office_host.html", context, status=status)


def _archive_page(
    request: HttpRequest,
    office_hour_id: int,
    *,
    form: PairForm | None = None,
    pair_id: int = 0,
    message: str = "",
    status: int = 200,
) -> HttpResponse:
    page = archive_page(member_of(request), office_hour_id=office_hour_id)
    rows = []
    for item in page.to_decide:
        key = item.pair.question.pk
        fresh = PairForm(prefix=str(key), initial=pair_initial(page.office_hour, item.suggested_title))
        rows.append((item.pair, form if form is not None and key == pair_id else fresh))
    context = {"page": page, "rows": rows, "message": message}
    return render(request, "realtime/office_archive.html", context, status=status)
