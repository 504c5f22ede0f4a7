"""Every address of the site, by package."""

from django.contrib import admin
from django.urls import include, path

from accounts.views import language
from core import wellknown
from moderation.views.help import leave

handler400 = "core.error_pages.bad_request"
handler403 = "core.error_pages.not_allowed"
handler404 = "core.error_pages.not_found"
handler500 = "core.error_pages.server_error"
handler429 = "accounts.views.limits.too_many_requests"

urlpatterns = [
    path("", include("community.urls")),
    path("", include("accounts.urls")),
    path("", include("moderation.urls")),
    path("", include("realtime.urls")),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("demo/", include("accounts.urls_demo")),
    path("language/", language.choose, name="set_language"),
    path("leave/", leave, name="leave"),
    path("robots.txt", wellknown.robots, name="robots"),
    path(".well-known/security.txt", wellknown.security, name="security_txt"),
]
