"""The language of the reader, and our own `site` on pages of django-allauth."""

from collections.abc import Callable

from django.contrib.sites.requests import RequestSite
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import translation

from accounts.models import Member


class MemberLanguageMiddleware:
    """The member's own choice wins; without one Django's LocaleMiddleware decided: cookie, then browser.

    Stands after AuthenticationMiddleware.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if isinstance(request.user, Member) and request.user.language:
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = translation.get_language() or request.LANGUAGE_CODE
        return self.get_response(request)


class OwnSiteMiddleware:
    """django-allauth puts a `site` of its own into its pages; without it our context processor's is seen."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_template_response(self, request: HttpRequest, response: TemplateResponse) -> TemplateResponse:
        context = response.context_data
        if context is not None and isinstance(context.get("site"), RequestSite):
            del context["site"]
        return response
