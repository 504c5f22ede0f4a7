"""Parts of the page of a question, for whoever has it open while something changes."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from community.forms.threads import PartsForm
from community.forms.writing import AnswerForm
from community.http import viewer_of
from community.queries import thread
from community.queries.newcomers import first_posts_note
from community.views.reading import note_reading
from core.errors import NotFound


@login_not_required
@require_safe
def question_parts(request: HttpRequest, question_id: int) -> HttpResponse:
    """`answers=3,4`: these answers; `head=1`: what stands around them; `form=1`: the box for an answer
    too. `last=1`: nothing stands on a later page, so whoever sees this has read all."""
    form = PartsForm(request.GET)
    if not form.is_valid():
        raise NotFound
    viewer, wanted = viewer_of(request), form.cleaned_data
    page = thread.question_parts(viewer, question_id=question_id, answer_ids=wanted["answers"])
    context = {
        "page": page,
        "with_head": wanted["head"],
        "with_form": wanted["form"],
        "answer_form": AnswerForm(initial={"body": page.draft.get("body", "")}),
        "first_posts": first_posts_note(viewer, page.question.theme) if wanted["form"] else "",
    }
    response = render(request, "community/question_parts.html", context)
    if wanted["last"]:
        note_reading(request, page)
    return response
