"""Response headers that Django and django-csp do not set by themselves."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

PERMISSIONS_POLICY = "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()"
WITHOUT_TRUSTED_TYPES = {"require-trusted-types-for": None, "trusted-types": None}


class SecurityHeadersMiddleware:
    """Stands inside CSPMiddleware, which reads what this sets on the response."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        # Every page carries a CSRF token or a nonce, so no cache may keep it.
        response.setdefault("Cache-Control", "no-store")
        match = request.resolver_match
        if match and match.app_name == "admin":
            response._csp_replace = WITHOUT_TRUSTED_TYPES  # type: ignore[attr-defined]
        if match and match.url_name == "mfa_activate_totp":
            # allauth prints the QR code of a new authenticator as a data: image.
            response._csp_update = {"img-src": ["data:"]}  # type: ignore[attr-defined]
        return response
