"""Pages of one person."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from community.http import member_of, viewer_of
from community.queries.people import my_questions, person_page


@login_not_required
@require_safe
def person(request: HttpRequest, handle: str) -> HttpResponse:
    page = person_page(viewer_of(request), handle=handle)
    return render(request, "community/person.html", {"page": page})


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    page = my_questions(member_of(request), cursor=request.GET.get("cursor", ""))
    return render(request, "community/my_questions.html", {"page": page})
