"""What administrators set per room: how long it keeps what was said, and when it is open. No messages."""

from django.contrib import admin
from django.http import HttpRequest

from accounts.admin import LoggedAdmin
from core.screened_admin import ScreenedForm
from realtime.models import OpeningHours, Room
from realtime.models.room import RoomQuerySet


class OpeningHoursInline(admin.TabularInline[OpeningHours, Room]):
    model = OpeningHours
    extra = 0


@admin.register(Room)
class RoomAdmin(LoggedAdmin[Room]):
    """Shared rooms only: nobody looks up who is in a help chat."""

    list_display = ("name", "slug", "theme", "retention_days", "archived", "closed_at")
    form = ScreenedForm
    fields = ("name", "name_en", "line", "line_en", "retention_days", "archived", "slow_seconds")
    inlines = (OpeningHoursInline,)
    search_fields = ("name", "slug")

    def get_queryset(self, request: HttpRequest) -> RoomQuerySet:
        return Room.objects.shared().select_related("theme")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Rooms are made on the site, where the rules of their addresses hold."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Room | None = None) -> bool:
        """A room is closed, not deleted with all that was said in it."""
        return False
