"""The log of what staff did, and of who looked at shielded content."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class LogEntry(models.Model):
    """One line. `hash` covers the line and `previous`, so a changed or missing line is noticed.

    Rows are only added: the database refuses to change one (and, on PostgreSQL, to delete one). `details`
    holds ids and words of ours, nothing that a person wrote.
    """

    number = models.PositiveBigIntegerField(unique=True)
    at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True, help_text="The member who did it; empty: the machine.")
    what = models.CharField(max_length=40)
    thing = models.CharField(max_length=60, blank=True)
    details = models.JSONField(default=dict)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        verbose_name = _("logregel")
        verbose_name_plural = _("logregels")
        ordering = ["-number"]

    def __str__(self) -> str:
        return f"{self.number} {self.what}"


class LogHead(models.Model):
    """The last line. One row; whoever adds a line locks it."""

    number = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="0" * 64)

    class Meta:
        verbose_name = _("einde van het logboek")
        verbose_name_plural = _("einde van het logboek")

    def __str__(self) -> str:
        return str(self.number)


class ShieldedView(models.Model):
    """A member of staff looked at something that others may not see. Its owner can read this."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    viewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    target_kind = models.CharField(max_length=20)
    target_id = models.BigIntegerField()
    why = models.CharField(max_length=20)
    day = models.DateField()
    first_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("inzage")
        verbose_name_plural = _("inzagen")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["viewer", "target_kind", "target_id", "day"], name="shielded_view_once_a_day"
            )
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["owner", "-first_at"], name="shielded_view_of_owner"),
            models.Index(fields=["viewer", "first_at"], name="shielded_view_by_viewer"),
        ]

    def __str__(self) -> str:
        return f"{self.viewer_id} → {self.target_kind} {self.target_id}"
