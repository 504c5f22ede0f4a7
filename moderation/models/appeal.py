"""Somebody asks that another moderator looks again."""

from datetime import datetime, timedelta
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from moderation.models.case import Case
from moderation.models.decision import Decision, Measure
from moderation.models.report import Report


class Outcome(models.TextChoices):
    UPHELD = "upheld", _("Het besluit blijft")
    REVERSED = "reversed", _("Het besluit was niet goed")


class AppealQuerySet(models.QuerySet["Appeal"]):
    def open(self) -> Self:
        return self.filter(decided_at__isnull=True)

    def founded_of_reporters(self, case: Case) -> Self:
        """Reporters who were right about the same thing: another decision follows for them."""
        about = {"decision__case__target_kind": case.target_kind, "decision__case__target_id": case.target_id}
        return self.filter(outcome=Outcome.REVERSED, report__isnull=False, **about)

    def to_remind_of(self, now: datetime, *, after: timedelta) -> Self:
        """Never brought up after so long; or past their term, and not brought up since, or so long ago."""
        late = Q(due_at__lt=now) & (Q(reminded_at__lt=F("due_at")) | Q(reminded_at__lt=now - after))
        return self.open().filter(Q(reminded_at=None, filed_at__lt=now - after) | late)


class Appeal(models.Model):
    """By the member whom the decision is about, or by a reporter (then `report` is theirs).

    A trigger of the database refuses a `decided_by` who decided in the same case before.
    """

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="appeals")
    report = models.ForeignKey(
        Report, null=True, blank=True, on_delete=models.PROTECT, related_name="appeals"
    )
    appellant = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    body = models.TextField()
    filed_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=8, choices=Outcome, blank=True)
    reasons = models.TextField(blank=True)

    objects = AppealQuerySet.as_manager()

    class Meta:
        verbose_name = _("bezwaar")
        verbose_name_plural = _("bezwaren")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["decision"], condition=Q(report__isnull=True), name="one_appeal_of_the_author"
            ),
            models.UniqueConstraint(fields=["decision", "report"], name="one_appeal_per_report"),
            models.CheckConstraint(
                name="appeal_decision_is_whole",
                condition=Q(decided_by__isnull=True, decided_at__isnull=True, outcome="")
                | (Q(decided_by__isnull=False, decided_at__isnull=False) & ~Q(outcome="") & ~Q(reasons="")),
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["due_at"], condition=Q(decided_at__isnull=True), name="appeal_waiting")
        ]

    def __str__(self) -> str:
        return f"{self.decision_id}"

    @property
    def is_open(self) -> bool:
        return self.decided_at is None

    @property
    def is_overdue(self) -> bool:
        return self.is_open and self.due_at < timezone.now()

    @property
    def decided_again(self) -> Decision | None:
        """What was decided about the same thing after a reporter was right; hiding for now does not count.

        One query, and one for the decision when it was not fetched with its case.
        """
        if self.report_id is None or self.outcome != Outcome.REVERSED:
            return None
        case = self.decision.case
        later = Decision.objects.filter(
            case__target_kind=case.target_kind, case__target_id=case.target_id, decided_at__gt=self.decided_at
        )
        return later.exclude(measure=Measure.HOLD).order_by("decided_at", "pk").first()
