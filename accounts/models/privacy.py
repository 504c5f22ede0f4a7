"""Whom a member does not want to meet."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Block(models.Model):
    """`member` sees nothing of `blocked` unless they ask for it, and is not told what they do."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    blocked = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("blokkade")
        verbose_name_plural = _("blokkades")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["member", "blocked"], name="block_once"),
            models.CheckConstraint(condition=~Q(member=F("blocked")), name="block_somebody_else"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["blocked"], name="block_of_blocked")]

    def __str__(self) -> str:
        return f"{self.member_id} × {self.blocked_id}"
