"""Answers that helpers keep ready: one's own list, and choosing one for a question."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from community.actions.canned import CannedText, forget_canned, keep_canned, use_canned
from community.forms.canned import CannedForm
from community.http import member_of, viewer_of
from community.models import CannedAnswer
from community.policies import can_share_canned
from community.queries.canned import choose_canned, my_canned, own_canned
from community.views.writing import refuse, wants_cleaning
from core.errors import Refused


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    page = my_canned(viewer_of(request), search=request.GET.get("q", ""))
    return render(request, "community/canned.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    my_canned(viewer_of(request), search="")
    return _form(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, canned_id: int) -> HttpResponse:
    return _form(request, own_canned(viewer_of(request), canned_id=canned_id))


@require_POST
def forget(request: HttpRequest, canned_id: int) -> HttpResponse:
    forget_canned(member=member_of(request), canned_id=canned_id)
    messages.success(request, _("Het standaardantwoord is weg."))
    return redirect("community:canned")


@require_safe
def choose(request: HttpRequest, question_id: int) -> HttpResponse:
    page = choose_canned(viewer_of(request), question_id=question_id, search=request.GET.get("q", ""))
    return render(request, "community/canned.html", {"page": page})


@require_POST
def use(request: HttpRequest, question_id: int, canned_id: int) -> HttpResponse:
    question = use_canned(member=member_of(request), question_id=question_id, canned_id=canned_id)
    messages.success(request, _("Het staat in je antwoord. Lees het na en pas het aan voor je het plaatst."))
    return redirect(f"{question.get_absolute_url()}#antwoord")


def _form(request: HttpRequest, canned: CannedAnswer | None) -> HttpResponse:
    """The form of a new one, or of one's own."""
    member = member_of(request)
    initial = {"title": canned.title, "body": canned.body, "shared": canned.shared} if canned else {}
    form = CannedForm(request.POST if request.method == "POST" else None, initial=initial)

    def again(status: int) -> HttpResponse:
        context = {"form": form, "canned": canned, "can_share": can_share_canned(member)}
        return render(request, "community/canned_form.html", context, status=status)

    if wants_cleaning(request, form, place="answer"):
        return again(200)
    if not form.is_valid():
        return again(422 if form.is_bound else 200)
    names = ("title", "body", "shared", "sure")
    text = CannedText(**{name: form.cleaned_data[name] for name in names})
    try:
        keep_canned(member=member, text=text, canned_id=canned.pk if canned else None)
    except Refused as error:
        return refuse(request, form, error, again)
    messages.success(request, _("Het standaardantwoord is bewaard."))
    return redirect("community:canned")
