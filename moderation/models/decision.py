"""What a moderator decided about a case, with its statement of reasons. It never changes afterwards."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from moderation.models.case import Case, CaseSnapshot
from moderation.models.rule import Rule


class Measure(models.TextChoices):
    """What happens with the thing."""

    NONE = "none", _("Niets doen")
    REMOVE = "remove", _("Weghalen")
    MASK = "mask", _("Persoonlijke gegevens weghalen")
    HOLD = "hold", _("Verbergen tot we meer weten")
    LABEL = "label", _("Een opmerking erbij zetten")
    RELEASE = "release", _("Plaatsen")
    RESTORE = "restore", _("Terugzetten")


class Step(models.TextChoices):
    """What happens with the standing of the member."""

    NONE = "none", _("Niets")
    WARN = "warn", _("Waarschuwen")
    MUTE = "mute", _("Tijdelijk niet in gesprekken schrijven")
    SUSPEND = "suspend", _("Schorsen")


class Ground(models.TextChoices):
    RULES = "INCOMPATIBLE_CONTENT", _("tegen de huisregels")
    LAW = "ILLEGAL_CONTENT", _("tegen de wet")


class Source(models.TextChoices):
    """How we came to look (EU transparency database, `source_type`)."""

    REPORT = "SOURCE_ARTICLE_16", _("een melding")
    VOLUNTARY = "SOURCE_VOLUNTARY", _("eigen controle")


RESTRICTING = (Measure.REMOVE, Measure.MASK, Measure.HOLD, Measure.LABEL)
"""Measures that take something away from the author; with a sanction they need a rule or a law."""

KEEPS_OPEN = (Measure.HOLD,)
"""Measures after which the case still waits for a decision."""


class DecisionQuerySet(models.QuerySet["Decision"]):
    def restricting(self) -> Self:
        return self.filter(~Q(step=Step.NONE) | Q(measure__in=RESTRICTING))


class Decision(models.Model):
    """The fields of the statement follow the EU transparency database; the person who decided is a person."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="decisions")
    round = models.PositiveIntegerField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(default=timezone.now)
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    snapshot = models.ForeignKey(CaseSnapshot, on_delete=models.PROTECT, related_name="+")
    measure = models.CharField(max_length=8, choices=Measure)
    step = models.CharField(max_length=8, choices=Step, default=Step.NONE)
    ground = models.CharField(max_length=24, choices=Ground, default=Ground.RULES)
    rule = models.ForeignKey(Rule, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    legal_ground = models.CharField(max_length=500, blank=True)
    facts = models.TextField()
    explanation = models.TextField(blank=True)
    scope = models.CharField(max_length=120)
    ends_at = models.DateTimeField(null=True, blank=True, help_text="Of the sanction; empty: no end.")
    label = models.CharField(max_length=160, blank=True)
    letter = models.TextField(blank=True, help_text="What the member reads, in their language.")
    source = models.CharField(max_length=24, choices=Source)
    automated_detection = models.BooleanField(default=False)
    language = models.CharField(max_length=5, default="nl")
    content_date = models.DateTimeField()
    appeal_until = models.DateTimeField()

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("besluit")
        verbose_name_plural = _("besluiten")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "round"], name="one_decision_per_round"),
            models.CheckConstraint(name="decision_has_facts", condition=~Q(facts="")),
            models.CheckConstraint(
                name="restriction_has_reasons",
                condition=Q(step="none", measure__in=["none", "release", "restore"])
                | (
                    (Q(rule__isnull=False) | ~Q(legal_ground=""))
                    & ~Q(explanation="")
                    & ~Q(scope="")
                    & (~Q(letter="") | Q(member__isnull=True))
                ),
            ),
            models.CheckConstraint(
                name="suspension_has_an_end",
                condition=~Q(step__in=["mute", "suspend"]) | Q(ends_at__isnull=False),
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["decided_at"], name="decision_moment"),
            models.Index(fields=["member", "-decided_at"], name="decision_of_member"),
        ]

    def __str__(self) -> str:
        return f"{self.get_measure_display()} ({self.case_id}/{self.round})"

    @property
    def restricts(self) -> bool:
        return self.step != Step.NONE or self.measure in RESTRICTING
