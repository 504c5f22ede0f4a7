"""Who is working on an answer now, and who gave a question to whom."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Role
from community.limits import NOTE_LENGTH
from community.models.post import Question


class ClaimEnd(models.TextChoices):
    ANSWERED = "answered", _("beantwoord")
    RELEASED = "released", _("teruggelegd")
    HANDED_OVER = "handed", _("doorgegeven")
    EXPIRED = "expired", _("verlopen")
    GONE = "gone", _("de vraag wacht niet meer")


class ClaimQuerySet(models.QuerySet["Claim"]):
    def open(self) -> Self:
        """Not ended by anybody; its time may be over all the same."""
        return self.filter(ended_at__isnull=True)

    def now(self) -> Self:
        return self.open().filter(until__gt=timezone.now())

    def run_out(self) -> Self:
        return self.open().filter(until__lte=timezone.now())


class Claim(models.Model):
    """A helper says "I am on it". It lapses at `until` without a job: only what `now` gives counts.

    A claim keeps nobody from answering; it keeps two from doing the same work.
    """

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="claims")
    helper = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    taken_at = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    end = models.CharField(max_length=10, choices=ClaimEnd, blank=True)

    objects = ClaimQuerySet.as_manager()

    class Meta:
        verbose_name = _("opgepakte vraag")
        verbose_name_plural = _("opgepakte vragen")
        constraints = [
            models.UniqueConstraint(
                fields=["question"], condition=Q(ended_at__isnull=True), name="one_claim_per_question"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, end="") | Q(ended_at__isnull=False) & ~Q(end=""),
                name="claim_end_is_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["helper"], condition=Q(ended_at__isnull=True), name="claim_open_of_helper")
        ]

    def __str__(self) -> str:
        return f"{self.helper_id} → {self.question_id}"


class QuestionHandOver(models.Model):
    """A helper gives a question on, to one person or to everybody with a role in the theme."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="hand_overs")
    giver = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    receiver = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    receiving_role = models.CharField(max_length=16, choices=Role, blank=True)
    note = models.CharField(max_length=4 * NOTE_LENGTH, help_text="For helpers only.")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("doorgegeven vraag")
        verbose_name_plural = _("doorgegeven vragen")
        constraints = [
            models.CheckConstraint(
                condition=Q(receiver__isnull=False, receiving_role="")
                | Q(receiver__isnull=True) & ~Q(receiving_role=""),
                name="hand_over_has_one_receiver",
            )
        ]
        indexes = [models.Index(fields=["question", "-created_at", "-id"], name="hand_over_of_question")]

    def __str__(self) -> str:
        return f"{self.question_id}: {self.giver_id} → {self.receiver_id or self.receiving_role}"
