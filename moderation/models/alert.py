"""A sign of danger that somebody has to take up; it climbs the roster until somebody does."""

from datetime import datetime
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from moderation.models.case import Case
from moderation.models.danger import DangerKind, Severity

REPORTED = "reported"
"""Among the kinds of an alert: a person said that somebody is in danger."""

KINDS = {**dict(DangerKind.choices), REPORTED: _("Gemeld: iemand is misschien in gevaar")}


class Told(models.TextChoices):
    """Whom a step of an alert was told, and why them."""

    DUTY = "duty", _("wie dienst heeft")
    BACKUP = "backup", _("de achterwacht")
    MODERATORS = "moderators", _("alle moderatoren van het thema, want hiervoor stond niemand op het rooster")
    ADMINISTRATORS = "administrators", _("de beheerders, want er is niemand anders")
    EVERYONE = "everyone", _("iedereen: moderatoren, laatste vangnet en beheerders")
    NOBODY = "nobody", _("niemand: er is geen moderator en geen beheerder")


class AlertQuerySet(models.QuerySet["Alert"]):
    def open(self) -> Self:
        """Nobody has taken them up."""
        return self.filter(taken_at__isnull=True)

    def due(self, at: datetime) -> Self:
        return self.open().filter(next_step_at__lte=at).order_by("next_step_at", "pk")


class Alert(models.Model):
    """About one case. `started_at` is when the clock began, anew when somebody gave it back.

    `taken_by` is empty when the machine ended it, because nothing was left to decide.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="alerts")
    kinds = models.JSONField(default=list, help_text="Of `KINDS`.")
    severity = models.CharField(max_length=10, choices=Severity, default=Severity.ACUTE)
    raised_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(default=timezone.now)
    level = models.PositiveSmallIntegerField(default=0, help_text="Steps since the clock began.")
    next_step_at = models.DateTimeField(default=timezone.now)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    taken_at = models.DateTimeField(null=True, blank=True)

    objects = AlertQuerySet.as_manager()

    class Meta:
        verbose_name = _("alarm")
        verbose_name_plural = _("alarmen")
        ordering = ("raised_at", "pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(taken_at__isnull=True), name="one_open_alert_per_case"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["next_step_at"], condition=Q(taken_at__isnull=True), name="alert_waiting")
        ]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.severity}"

    @property
    def is_open(self) -> bool:
        return self.taken_at is None

    @property
    def about(self) -> list[str]:
        """The kinds of danger in words."""
        return [str(KINDS.get(kind, kind)) for kind in self.kinds]


class AlertStep(models.Model):
    """Who was told, when and why them. Rows are only added; each has its number once."""

    alert = models.ForeignKey(Alert, on_delete=models.CASCADE, related_name="steps")
    number = models.PositiveSmallIntegerField()
    told_as = models.CharField(max_length=16, choices=Told)
    told = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")
    taken_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("stap van een alarm")
        verbose_name_plural = _("stappen van een alarm")
        ordering = ("number",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["alert", "number"], name="alert_step_once"),
        ]

    def __str__(self) -> str:
        return f"{self.alert_id}, stap {self.number}"
