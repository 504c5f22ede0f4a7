"""Writing that is not sent yet."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class DraftOwner:
    """A member, or a visitor known by a random key in their session."""

    member_id: int | None = None
    visitor_key: str = ""

    @property
    def condition(self) -> dict[str, Any]:
        return {"member_id": self.member_id, "visitor_key": self.visitor_key}


class Draft(models.Model):
    """The fields of a form at one place, of a member or of a visitor who has not signed up yet.

    `place` is "question", "answer:<question id>", "comment:question:<id>", "comment:answer:<id>" or
    "edit:<kind>:<id>". `sequence` grows with every save and with every sent post, so that a second tab
    can be told that it is behind.
    """

    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="drafts"
    )
    visitor_key = models.CharField(max_length=40, blank=True)
    place = models.CharField(max_length=60)
    fields = models.JSONField(default=dict)
    sequence = models.PositiveIntegerField(default=0)
    updated_at = models.DateTimeField(auto_now=True, db_index=True)

    class Meta:
        verbose_name = _("concept")
        verbose_name_plural = _("concepten")
        constraints = [
            models.CheckConstraint(
                condition=Q(member__isnull=False, visitor_key="")
                | Q(member__isnull=True) & ~Q(visitor_key=""),
                name="draft_has_one_owner",
            ),
            models.UniqueConstraint(fields=["member", "place"], name="draft_of_member_at_place"),
            models.UniqueConstraint(
                fields=["visitor_key", "place"],
                condition=~Q(visitor_key=""),
                name="draft_of_visitor_at_place",
            ),
        ]

    def __str__(self) -> str:
        return self.place

    @property
    def is_empty(self) -> bool:
        return not any(str(value).strip() for value in self.fields.values())
