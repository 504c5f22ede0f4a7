"""Where somebody finds help now: dated records, because a wrong number can cost a life."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class HelplineQuerySet(models.QuerySet["Helpline"]):
    def current(self) -> Self:
        """Verified, and not past the day on which someone must look again."""
        return self.filter(verified_on__isnull=False, review_due__gt=timezone.localdate())

    def in_order(self) -> Self:
        return self.order_by("position", "name")

    def due(self) -> Self:
        """Verified once, and past the day on which someone must look again."""
        return self.filter(verified_on__isnull=False, review_due__lte=timezone.localdate())


class Helpline(models.Model):
    key = models.SlugField(_("sleutel"), max_length=60, unique=True)
    name = models.CharField(_("naam"), max_length=80)
    number = models.CharField(_("telefoonnummer"), max_length=20, blank=True)
    url = models.URLField(_("website"), blank=True)
    audience = models.CharField(_("voor wie"), max_length=160)
    audience_en = models.CharField(_("voor wie (Engels)"), max_length=160, blank=True)
    hours = models.CharField(_("wanneer"), max_length=120, blank=True)
    hours_en = models.CharField(_("wanneer (Engels)"), max_length=120, blank=True)
    cost = models.CharField(_("kosten"), max_length=120, blank=True)
    cost_en = models.CharField(_("kosten (Engels)"), max_length=120, blank=True)
    position = models.PositiveSmallIntegerField(_("volgorde"), default=100)
    verified_on = models.DateField(_("nagekeken op"), null=True, blank=True)
    source = models.CharField(_("bron"), max_length=200, blank=True)
    review_due = models.DateField(_("opnieuw nakijken op"), null=True, blank=True)
    for_kinds = models.JSONField(
        _("bij welk gevaar"), default=list, blank=True, help_text=_("Zie de soorten van het vangnet.")
    )

    objects = HelplineQuerySet.as_manager()

    class Meta:
        verbose_name = _("hulplijn")
        verbose_name_plural = _("hulplijnen")
        ordering = ("position", "name")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(name="helpline_can_be_reached", condition=~Q(number="") | ~Q(url="")),
            models.CheckConstraint(
                name="helpline_verification_is_whole",
                condition=Q(verified_on__isnull=True, review_due__isnull=True)
                | Q(verified_on__isnull=False, review_due__isnull=False, review_due__gt=F("verified_on"))
                & ~Q(source=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.number}".strip()


class HelplineTask(models.Model):
    """Somebody has to look at a helpline that is no longer shown; done when it is verified again."""

    helpline = models.ForeignKey(Helpline, models.CASCADE, related_name="tasks")
    raised_at = models.DateTimeField(_("gevraagd op"), default=timezone.now)
    done_at = models.DateTimeField(_("gedaan op"), null=True, blank=True)

    class Meta:
        verbose_name = _("taak bij een hulplijn")
        verbose_name_plural = _("taken bij hulplijnen")
        ordering = ("raised_at",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["helpline"], condition=Q(done_at__isnull=True), name="helpline_task_open_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.helpline)
