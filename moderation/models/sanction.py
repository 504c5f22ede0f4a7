"""What a decision means for the standing of a member, as long as it counts."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from moderation.limits import STRIKES_COUNT_FOR
from moderation.models.decision import Decision, Step


class Gravity(models.TextChoices):
    LIGHT = "light", _("licht")
    SERIOUS = "serious", _("ernstig")
    GRAVE = "grave", _("zeer ernstig")


class Intention(models.TextChoices):
    MISTAKE = "mistake", _("per ongeluk")
    UNCLEAR = "unclear", _("niet duidelijk")
    MEANT = "meant", _("met opzet")


class SanctionQuerySet(models.QuerySet["Sanction"]):
    def standing(self) -> Self:
        """Not lifted, and young enough to count on the ladder."""
        return self.filter(lifted_at__isnull=True, starts_at__gt=timezone.now() - STRIKES_COUNT_FOR)

    def running(self) -> Self:
        return self.filter(lifted_at__isnull=True, ends_at__gt=timezone.now())


class Sanction(models.Model):
    """With the four factors that were weighed: number, share, gravity, intention."""

    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="sanction")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    step = models.CharField(max_length=8, choices=Step)
    starts_at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField(null=True, blank=True)
    lifted_at = models.DateTimeField(null=True, blank=True)
    earlier = models.PositiveIntegerField(help_text="Sanctions in the twelve months before.")
    posts = models.PositiveIntegerField(help_text="Everything that the member wrote in that time.")
    gravity = models.CharField(max_length=8, choices=Gravity)
    intention = models.CharField(max_length=8, choices=Intention)

    objects = SanctionQuerySet.as_manager()

    class Meta:
        verbose_name = _("maatregel")
        verbose_name_plural = _("maatregelen")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="sanction_ends_unless_warning", condition=Q(step="warn") | Q(ends_at__isnull=False)
            )
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["member", "-starts_at"], name="sanction_of_member")
        ]

    def __str__(self) -> str:
        return f"{self.get_step_display()} ({self.member_id})"
