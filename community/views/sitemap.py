"""The sitemap (sitemaps.org): an index, a part with fixed pages, parts with public, answered questions."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from community.limits import SITEMAP_SECONDS
from community.queries.feeds import sitemap_pages, sitemap_parts, sitemap_questions


@login_not_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    return _xml(request, "community/sitemap_index.xml", parts=sitemap_parts())


@login_not_required
@require_safe
def pages(request: HttpRequest) -> HttpResponse:
    return _xml(request, "community/sitemap.xml", paths=sitemap_pages())


@login_not_required
@require_safe
def questions(request: HttpRequest, number: int) -> HttpResponse:
    return _xml(request, "community/sitemap.xml", questions=sitemap_questions(number))


def _xml(request: HttpRequest, template: str, **context: object) -> HttpResponse:
    response = render(
        request,
        template,
        {"site_url": settings.SITE_URL, **context},
        content_type="application/xml; charset=utf-8",
    )
    response["Cache-Control"] = f"public, max-age={SITEMAP_SECONDS}"
    return response
