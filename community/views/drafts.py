"""Keeping drafts from the page, the list of one's drafts, and the preview."""

import re

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from accounts.adapter import client_key
from community.actions.drafts import discard_draft, save_draft
from community.actions.texts import preview_html
from community.forms.writing import DraftForm, PreviewForm
from community.http import draft_owner, known_draft_owner, member_of, viewer_of
from community.limits import PREVIEWING
from community.queries.people import my_drafts
from community.queries.posts import get_question
from core.errors import Conflict, DomainError, Refused, SlowDown
from core.ratelimit import take

PLACE = re.compile(
    r"question|answer:[1-9]\d{0,17}|comment:(question|answer):[1-9]\d{0,17}"
    r"|edit:(question|answer|comment):[1-9]\d{0,17}",
    re.ASCII,
)


@login_not_required
@require_POST
def save(request: HttpRequest, place: str) -> JsonResponse:
    """Keep the fields of the form at `place`: `{sequence, saved_at}`, or 409 with what is stored."""
    form = DraftForm(request.POST)
    if not PLACE.fullmatch(place) or not form.is_valid():
        raise Http404
    try:
        draft = save_draft(
            owner=draft_owner(request),
            place=place,
            fields=form.fields_to_keep(),
            sequence=form.cleaned_data["sequence"],
        )
    except (Conflict, Refused) as error:
        details = error.details if isinstance(error, Conflict) else {}
        return JsonResponse({"message": error.message, **details}, status=error.status)
    saved_at = date_format(timezone.localtime(draft.updated_at), pgettext("format of a time of day", "H.i"))
    return JsonResponse({"sequence": draft.sequence, "saved_at": saved_at})


@login_not_required
@require_POST
def discard(request: HttpRequest, place: str) -> HttpResponse:
    if not PLACE.fullmatch(place):
        raise Http404
    owner = known_draft_owner(request)
    if owner is not None:
        discard_draft(owner=owner, place=place)
    return redirect("community:my-drafts" if request.user.is_authenticated else "community:ask")


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    return render(request, "community/my_drafts.html", {"page": my_drafts(member_of(request))})


@login_not_required
@require_POST
def preview(request: HttpRequest) -> JsonResponse:
    """`{html}` exactly as it would be published, or `{message}` with why it would be refused."""
    form = PreviewForm(request.POST)
    if not form.is_valid():
        raise Http404
    viewer, question_id = viewer_of(request), form.cleaned_data["question"]
    try:
        take("preview", viewer.pk or client_key(request), PREVIEWING)
        question = get_question(viewer, question_id) if question_id else form.unasked(viewer)
        return JsonResponse({"html": preview_html(raw=form.cleaned_data["body"], question=question)})
    except (Refused, SlowDown) as error:
        return _refused(error)


def _refused(error: DomainError) -> JsonResponse:
    response = JsonResponse({"message": error.message}, status=error.status)
    if isinstance(error, SlowDown):
        response["Retry-After"] = str(error.retry_after)
    return response
