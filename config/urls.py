"""Every address of the site, by package. The first part of a path belongs to one package only."""

from django.contrib import admin
from django.urls import include, path

from core import health

urlpatterns = [
    path("", include("community.urls")),
    path("", include("accounts.urls")),
    path("", include("moderation.urls")),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]
