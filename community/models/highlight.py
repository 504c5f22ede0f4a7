"""A professional vouches for an answer."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.models.post import Answer, Question


class HighlightQuerySet(models.QuerySet["Highlight"]):
    def open(self) -> Self:
        return self.filter(ended_at__isnull=True)

    def in_force(self) -> Self:
        return self.open().filter(suspended_at__isnull=True, review_on__gte=timezone.localdate())

    def needing_review(self) -> Self:
        """Past the review date, or suspended because the answer was edited."""
        return self.open().filter(Q(suspended_at__isnull=False) | Q(review_on__lt=timezone.localdate()))


class Highlight(models.Model):
    """Who confirms which answer, on whose behalf, with which source, until when.

    It is in force while it has not ended, is not suspended, and its review date has not passed; the
    last of these needs no job: the date itself decides.
    """

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="highlights")
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="highlights")
    professional = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    function = models.CharField(_("functie"), max_length=80, blank=True)
    organisation = models.CharField(_("organisatie"), max_length=120)
    source_title = models.CharField(_("bron"), max_length=200)
    source_url = models.URLField(_("link naar de bron"), max_length=500, blank=True)
    correction = models.TextField(_("aanvulling"), blank=True)
    answer_version = models.PositiveIntegerField()
    confirmed_at = models.DateTimeField(default=timezone.now)
    review_on = models.DateField(_("opnieuw nakijken op"))
    suspended_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = HighlightQuerySet.as_manager()

    class Meta:
        verbose_name = _("uitgelicht antwoord")
        verbose_name_plural = _("uitgelichte antwoorden")
        constraints = [
            models.UniqueConstraint(
                fields=["answer"], condition=Q(ended_at__isnull=True), name="one_open_highlight_per_answer"
            )
        ]
        indexes = [
            models.Index(
                fields=["review_on"], condition=Q(ended_at__isnull=True), name="highlight_review_date"
            )
        ]

    def __str__(self) -> str:
        return f"{self.answer_id} tot {self.review_on}"

    @property
    def in_force(self) -> bool:
        return self.ended_at is None and self.suspended_at is None and not self.is_past_review

    @property
    def is_past_review(self) -> bool:
        return self.review_on < timezone.localdate()
