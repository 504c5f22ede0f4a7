"""The search page, similar questions for a title that is being typed, and the search for browsers."""

from urllib.parse import quote

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from community.forms.searching import SearchForm
from community.http import viewer_of
from community.limits import QUERY_LENGTH
from community.queries.home import district_choices, themes_page
from community.queries.search.page import RELEVANCE, SearchPage, search_page
from community.queries.search.similar import similar_questions
from community.queries.search.thread import search_thread
from core.errors import Refused

OPENSEARCH_SECONDS = 24 * 60 * 60


@login_not_required
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What was found for the words and filters in the address."""
    if "title" in request.GET:
        # The question field of the home page, when its words are looked for instead of asked.
        return redirect(f"{request.path}?{urlencode({'q': request.GET['title']})}")
    form, themes = SearchForm(request.GET), themes_page().themes
    form.offer(themes=[(theme.slug, theme.label) for theme in themes], districts=district_choices())
    form.is_valid()
    page = _found(request, form)
    text = form.cleaned_data.get("q", "")
    filters = form.filters()
    context = {
        "form": form,
        "page": page,
        "themes": themes,
        "text": text,
        "looked": bool(text or filters),
        "filter_count": filters.count,
        "ask_query": _ask_query(text, filters.theme),
    }
    return render(request, "community/search.html", context)


@login_not_required
@require_safe
def search_in_thread(request: HttpRequest, question_id: int) -> HttpResponse:
    """What stands in one thread about the words in the address."""
    text = request.GET.get("q", "").replace("\x00", "")[:QUERY_LENGTH].strip()
    page = search_thread(viewer_of(request), question_id=question_id, text=text)
    return render(request, "community/search_thread.html", {"page": page, "query": quote(text)})


@login_not_required
@require_safe
def similar(request: HttpRequest) -> HttpResponse:
    """The questions that look like `?title=`, as a part of a page."""
    found = similar_questions(viewer_of(request), request.GET.get("title", ""), typing=True)
    return render(request, "community/_similar.html", {"similar": found})


@login_not_required
@require_safe
def describe(request: HttpRequest) -> HttpResponse:
    """OpenSearch: how a browser searches here from its own bar."""
    context = {"url": settings.SITE_URL + reverse("community:search"), "site_url": settings.SITE_URL}
    response = render(
        request,
        "community/opensearch.xml",
        context,
        content_type="application/opensearchdescription+xml; charset=utf-8",
    )
    response["Cache-Control"] = f"public, max-age={OPENSEARCH_SECONDS}"
    return response


def _ask_query(text: str, theme: str) -> str:
    """What was looked for, on its way to the form in which it can be asked."""
    return urlencode({name: value for name, value in (("title", text), ("theme", theme)) if value})


def _found(request: HttpRequest, form: SearchForm) -> SearchPage:
    """Nothing while the form has a mistake; the mistake stands at its field."""
    if form.errors:
        return SearchPage()
    try:
        return search_page(
            viewer_of(request),
            text=form.cleaned_data["q"],
            filters=form.filters(),
            sort=form.cleaned_data["sort"] or RELEVANCE,
            cursor=request.GET.get("cursor", ""),
        )
    except Refused as error:
        form.add_error(error.field, error.message)
        return SearchPage()
