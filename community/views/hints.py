"""Hints: putting one away, and saying one after something was posted."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from accounts.policies import is_member
from community.actions.hints import note_hint
from community.forms.start import HintForm
from community.http import member_of, viewer_of
from community.queries.hints import hint_after_writing
from core.errors import NotFound


@require_POST
def note(request: HttpRequest) -> HttpResponse:
    """The member had a hint. A script stays where it is; without one it is back to the form."""
    form = HintForm(request.POST)
    if not form.is_valid():
        raise NotFound
    question_id = form.cleaned_data["question"]
    note_hint(member=member_of(request), kind=form.cleaned_data["hint"], question_id=question_id)
    return redirect("community:question-short", question_id) if question_id else redirect("community:ask")


def wants_no_hint(request: HttpRequest, *, question_id: int) -> bool:
    """Whether the form was only sent to put the hint above it away; what was typed stays in it."""
    if "put_away" not in request.POST:
        return False
    note_shown_hint(request, question_id=question_id)
    return True


def note_shown_hint(request: HttpRequest, *, question_id: int) -> None:
    """Whoever wrote after a hint has had it. What a form made up is left alone."""
    viewer, form = viewer_of(request), HintForm(request.POST)
    if not is_member(viewer) or not form.is_valid():
        return
    try:
        note_hint(member=viewer, kind=form.cleaned_data["hint"], question_id=question_id)
    except NotFound:
        return


def say_hint_after(request: HttpRequest, text: str, *, question_id: int) -> None:
    """What may help a next time, said once beside what was posted."""
    member = member_of(request)
    hint = hint_after_writing(member, text)
    if hint is not None:
        note_hint(member=member, kind=hint.kind, question_id=question_id)
        messages.info(request, hint.text)
