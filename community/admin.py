"""What administrators keep in order: themes, life events and districts. Posts are not edited here."""

from django.contrib import admin

from accounts.admin import LoggedAdmin
from community.models import District, LifeEvent, Theme
from core.screened_admin import ScreenedForm


@admin.register(Theme)
class ThemeAdmin(LoggedAdmin[Theme]):
    form = ScreenedForm
    list_display = ("name", "slug", "position", "sensitive", "first_posts")
    list_editable = ("position", "first_posts")
    search_fields = ("name", "name_en")

    def get_readonly_fields(self, request: object, obj: Theme | None = None) -> tuple[str, ...]:
        """Links, roles and drafts name the slug, so it stays what it was."""
        return ("slug",) if obj is not None else ()


@admin.register(LifeEvent)
class LifeEventAdmin(LoggedAdmin[LifeEvent]):
    form = ScreenedForm
    list_display = ("name", "name_en", "slug")
    search_fields = ("name", "name_en")


@admin.register(District)
class DistrictAdmin(LoggedAdmin[District]):
    form = ScreenedForm
    list_display = ("name", "slug")
    search_fields = ("name",)
