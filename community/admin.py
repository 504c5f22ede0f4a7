"""What administrators keep in order: themes, life events and districts. Posts are not edited here."""

from django.contrib import admin

from community.models import District, LifeEvent, Theme
from core.screened_admin import ScreenedForm


@admin.register(Theme)
class ThemeAdmin(admin.ModelAdmin[Theme]):
    form = ScreenedForm
    list_display = ("name", "slug", "position", "sensitive", "first_posts")
    list_editable = ("position", "first_posts")
    search_fields = ("name", "name_en")

    def get_readonly_fields(self, request: object, obj: Theme | None = None) -> tuple[str, ...]:
        """Links, roles and drafts name the slug, so it stays what it was."""
        return ("slug",) if obj is not None else ()


@admin.register(LifeEvent)
class LifeEventAdmin(admin.ModelAdmin[LifeEvent]):
    form = ScreenedForm
    list_display = ("name", "name_en", "slug")
    search_fields = ("name", "name_en")


@admin.register(District)
class DistrictAdmin(admin.ModelAdmin[District]):
    form = ScreenedForm
    list_display = ("name", "slug")
    search_fields = ("name",)
