"""A case: everything that was said about one thing, until a moderator decided."""

from typing import ClassVar, Self

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Origin(models.TextChoices):
    """Why somebody has to look; the first reason stays."""

    REPORT = "report", _("melding")
    SCREENING = "screening", _("controle vooraf")
    FIRST_POST = "first_post", _("eerste bericht van een nieuwe deelnemer")
    DANGER = "danger", _("mogelijk gevaar")
    OWN = "own", _("een moderator zag het zelf")
    APPEAL = "appeal", _("bezwaar van een melder")


class Priority(models.IntegerChoices):
    """The higher, the sooner."""

    NORMAL = 10, _("gewoon")
    SOON = 20, _("snel")
    URGENT = 30, _("dringend")
    NOW = 40, _("nu")


class CaseQuerySet(models.QuerySet["Case"]):
    def open(self) -> Self:
        return self.filter(closed_at__isnull=True)

    def most_pressing_first(self) -> Self:
        """What nobody took up comes before everything else."""
        alerts = apps.get_model("moderation", "Alert").objects.filter(
            case_id=OuterRef("pk"), taken_at__isnull=True
        )
        return self.annotate(rings=Exists(alerts)).order_by("-rings", "-priority", "due_at", "pk")


class Case(models.Model):
    """`round` counts the decisions: two who decide at once both name the round that they read.

    `theme` is the slug of the theme, empty for what belongs to none (a member): then only moderators of
    all themes see it. `due_at` is when somebody should have decided.
    """

    target_kind = models.CharField(max_length=20)
    target_id = models.BigIntegerField()
    theme = models.SlugField(max_length=60, blank=True, default="")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    origin = models.CharField(max_length=12, choices=Origin)
    priority = models.PositiveSmallIntegerField(choices=Priority, default=Priority.NORMAL)
    priority_reason = models.CharField(max_length=30, default="report")
    finding = models.TextField(blank=True, help_text="What the screening noticed, in a sentence.")
    report_count = models.PositiveIntegerField(default=0)
    round = models.PositiveIntegerField(default=1)
    opened_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    claimed_until = models.DateTimeField(null=True, blank=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("zaak")
        verbose_name_plural = _("zaken")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["target_kind", "target_id"],
                condition=Q(closed_at__isnull=True),
                name="one_open_case_per_thing",
            ),
            models.CheckConstraint(
                name="case_claim_is_whole",
                condition=Q(claimed_by__isnull=True) | Q(claimed_until__isnull=False),
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["-priority", "due_at", "id"], condition=Q(closed_at__isnull=True), name="case_queue"
            ),
            models.Index(fields=["target_kind", "target_id"], name="case_of_thing"),
            models.Index(fields=["author", "-opened_at"], name="case_of_author"),
        ]

    def __str__(self) -> str:
        return f"{self.target_kind} {self.target_id}"

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def is_overdue(self) -> bool:
        return self.is_open and self.due_at < timezone.now()

    @property
    def is_claimed(self) -> bool:
        return (
            self.claimed_by_id is not None
            and self.claimed_until is not None
            and self.claimed_until > timezone.now()
        )


class CaseSnapshot(models.Model):
    """The thing as it stood when it was reported or read; what a decision is about."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="snapshots")
    version = models.PositiveIntegerField()
    words = models.JSONField(help_text="Field name to text.")
    taken_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("momentopname")
        verbose_name_plural = _("momentopnamen")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "version"], name="case_snapshot_once_per_version")
        ]

    def __str__(self) -> str:
        return f"{self.case_id}, versie {self.version}"
