"""Home, themes and lists of questions."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from community.http import own_page_of, viewer_of
from community.queries.home import home_page, themes_page
from community.queries.lists import DEFAULT_SHOW, ORDERS, QuestionList, list_questions
from community.queries.start import start_home

SHOW_COOKIE = "show"
SHOW_COOKIE_AGE = 180 * 24 * 60 * 60


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The ordinary page, or the member's own when they chose for it."""
    if (member := own_page_of(request)) is not None:
        return render(request, "community/start.html", {"page": start_home(member)})
    return render(request, "community/home.html", {"page": home_page(viewer_of(request))})


@login_not_required
@require_safe
def themes(request: HttpRequest) -> HttpResponse:
    return render(request, "community/themes.html", {"page": themes_page()})


@login_not_required
@require_safe
def questions(request: HttpRequest) -> HttpResponse:
    return _list_page(request, "community/questions.html", theme_slug=None)


@login_not_required
@require_safe
def theme(request: HttpRequest, slug: str) -> HttpResponse:
    return _list_page(request, "community/theme.html", theme_slug=slug)


def _list_page(request: HttpRequest, template: str, *, theme_slug: str | None) -> HttpResponse:
    """A list in the chosen order; the choice is remembered for the next list."""
    chosen = request.GET.get("show", "")
    show = chosen or request.COOKIES.get(SHOW_COOKIE, DEFAULT_SHOW)
    page: QuestionList = list_questions(
        viewer_of(request),
        theme_slug=theme_slug,
        show=show,
        cursor=request.GET.get("cursor", ""),
        period=request.GET.get("period", ""),
    )
    response = render(request, template, {"page": page})
    if chosen in ORDERS:
        response.set_cookie(SHOW_COOKIE, chosen, max_age=SHOW_COOKIE_AGE, httponly=True, samesite="Lax")
    return response
