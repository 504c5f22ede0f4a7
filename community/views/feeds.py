"""Atom feeds (RFC 4287). They are the same for everybody, so caches on the way may keep them a while."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from community.forms.searching import SearchForm
from community.limits import FEED_SECONDS
from community.queries.acts import where_question_went
from community.queries.feeds import VISITOR, Entry, Feed, question_feed, search_feed, site_feed, theme_feed
from community.queries.home import district_choices, theme_choices
from core.errors import NotFound, Refused

TAG_YEAR = 2026
"""Of the tag: URIs (RFC 4151) that name entries. It never changes, or readers show everything again."""


@login_not_required
@require_safe
def site(request: HttpRequest) -> HttpResponse:
    return _answer(request, site_feed())


@login_not_required
@require_safe
def theme(request: HttpRequest, slug: str) -> HttpResponse:
    return _answer(request, theme_feed(slug))


@login_not_required
@require_safe
def question(request: HttpRequest, question_id: int) -> HttpResponse:
    """Whoever follows a question that was merged follows the other one from then on."""
    try:
        return _answer(request, question_feed(question_id))
    except NotFound:
        return redirect("community:question-feed", where_question_went(VISITOR, question_id).pk)


@login_not_required
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """The search page as a feed; a search with a mistake in it is none."""
    form = SearchForm(request.GET)
    form.offer(themes=theme_choices(), districts=district_choices())
    if not form.is_valid():
        raise NotFound
    path = f"{reverse('community:search')}?{request.GET.urlencode()}"
    try:
        return _answer(request, search_feed(form.cleaned_data["q"], form.filters(), path=path))
    except Refused as error:
        raise NotFound from error


def _answer(request: HttpRequest, feed: Feed) -> HttpResponse:
    atom = Atom1Feed(
        title=feed.title,
        link=settings.SITE_URL + feed.path,
        description=None,
        language=get_language(),
        feed_url=settings.SITE_URL + request.get_full_path(),
        feed_guid=_tag(feed.key),
    )
    for entry in feed.entries:
        _add(atom, entry)
    response = HttpResponse(atom.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")
    response["Cache-Control"] = f"public, max-age={FEED_SECONDS}"
    return response


def _add(atom: Atom1Feed, entry: Entry) -> None:
    atom.add_item(
        title=entry.title,
        link=settings.SITE_URL + entry.path,
        # Django writes summaries as HTML; these are words of people.
        description=escape(entry.summary),
        author_name=entry.author,
        pubdate=entry.published_at,
        updateddate=entry.updated_at,
        unique_id=_tag(entry.key),
    )


def _tag(key: str) -> str:
    return f"tag:{urlsplit(settings.SITE_URL).hostname},{TAG_YEAR}:{key}"
