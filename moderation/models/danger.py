"""The rules of the safety net: which words are a sign of danger, in what combination, and when not."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from moderation.limits import RULE_TEXT_LENGTH


class DangerKind(models.TextChoices):
    SUICIDE = "suicide", _("Zelfdoding")
    VIOLENCE = "violence", _("Geweld thuis")
    SEXUAL = "sexual", _("Seksueel geweld")
    CHILD = "child", _("Kind in gevaar")
    EVICTION = "eviction", _("Zonder huis of stroom")
    THREAT = "threat", _("Bedreiging van anderen")


class Severity(models.TextChoices):
    ACUTE = "acute", _("Acuut: er kan nu iets gebeuren")
    CONCERN = "concern", _("Zorg: kijk vandaag")


class DangerRuleQuerySet(models.QuerySet["DangerRule"]):
    def active(self) -> Self:
        return self.filter(is_active=True)

    def in_order(self) -> Self:
        return self.order_by("kind", "key")


class DangerRule(models.Model):
    """One rule. A sentence sets it off with one of `phrases` in it, one of `also` near, none of `unless`."""

    key = models.SlugField(_("kenmerk"), max_length=60, unique=True)
    kind = models.CharField(_("soort gevaar"), max_length=10, choices=DangerKind)
    severity = models.CharField(_("hoe erg"), max_length=10, choices=Severity, default=Severity.ACUTE)
    phrases = models.TextField(_("een van deze"), max_length=RULE_TEXT_LENGTH)
    also = models.TextField(_("samen met een van deze"), max_length=RULE_TEXT_LENGTH, blank=True)
    unless = models.TextField(_("maar niet met een van deze"), max_length=RULE_TEXT_LENGTH, blank=True)
    found = models.TextField(_("zinnen die de regel moet vinden"), max_length=RULE_TEXT_LENGTH)
    passed = models.TextField(
        _("zinnen die de regel moet laten gaan"), max_length=RULE_TEXT_LENGTH, blank=True
    )
    is_active = models.BooleanField(_("in gebruik"), default=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    changed_at = models.DateTimeField(_("veranderd op"), auto_now=True)

    objects = DangerRuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("regel van het vangnet")
        verbose_name_plural = _("regels van het vangnet")
        ordering = ("kind", "key")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="danger_rule_kind_known", condition=Q(kind__in=[kind.value for kind in DangerKind])
            ),
            models.CheckConstraint(
                name="danger_rule_severity_known", condition=Q(severity__in=[s.value for s in Severity])
            ),
            models.CheckConstraint(name="danger_rule_has_phrases", condition=~Q(phrases="")),
        ]

    def __str__(self) -> str:
        return self.key
