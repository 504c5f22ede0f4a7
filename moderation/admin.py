from django.contrib import admin
from django.db.models import QuerySet, URLField
from django.http import HttpRequest

from moderation.actions.helplines import delete_helpline, save_helpline
from moderation.models import Helpline


@admin.register(Helpline)
class HelplineAdmin(admin.ModelAdmin[Helpline]):
    list_display = ("name", "number", "position", "verified_on", "review_due")
    list_filter = ("review_due",)
    search_fields = ("name", "number")
    prepopulated_fields = {"key": ("name",)}
    formfield_overrides = {URLField: {"assume_scheme": "https"}}

    def save_model(self, request: HttpRequest, obj: Helpline, form: object, change: bool) -> None:  # noqa: FBT001
        save_helpline(obj)

    def delete_model(self, request: HttpRequest, obj: Helpline) -> None:
        delete_helpline(obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Helpline]) -> None:
        for helpline in queryset:
            delete_helpline(helpline)
