"""Who is on duty now."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class DutyQuerySet(models.QuerySet["Duty"]):
    def now(self) -> Self:
        return self.filter(until__gt=timezone.now(), ended_at__isnull=True)


class Duty(models.Model):
    """A mentor, professional or moderator says: I am here until then. It ends by itself."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="duties")
    started_at = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(_("tot"))
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = DutyQuerySet.as_manager()

    class Meta:
        verbose_name = _("dienst")
        verbose_name_plural = _("diensten")
        constraints = [
            models.UniqueConstraint(
                fields=["member"], condition=Q(ended_at__isnull=True), name="one_open_duty_per_member"
            )
        ]
        indexes = [models.Index(fields=["until"], name="duty_until")]

    def __str__(self) -> str:
        return f"{self.member_id} tot {self.until}"
