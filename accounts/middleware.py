"""The language of the reader."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
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
