"""Two questions that may be one."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.models.post import Question


class MergeSuggestionQuerySet(models.QuerySet["MergeSuggestion"]):
    def open(self) -> Self:
        return self.filter(dismissed_at__isnull=True)

    def likest_first(self) -> Self:
        return self.order_by("-likeness", "-pk")


class MergeSuggestion(models.Model):
    """`question` is nearly the same as the older one `into`. A moderator merges them or says no.

    `likeness` is in percent. Once dismissed a pair is not suggested again.
    """

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="+")
    into = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="+")
    likeness = models.PositiveSmallIntegerField()
    created_at = models.DateTimeField(default=timezone.now)
    dismissed_at = models.DateTimeField(null=True, blank=True)
    dismissed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = MergeSuggestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("voorstel om samen te voegen")
        verbose_name_plural = _("voorstellen om samen te voegen")
        constraints = [
            models.UniqueConstraint(fields=["question", "into"], name="merge_suggested_once"),
            models.CheckConstraint(condition=~Q(question=F("into")), name="merge_of_two_questions"),
        ]
        indexes = [
            models.Index(
                fields=["-likeness", "-id"], condition=Q(dismissed_at__isnull=True), name="merge_likest"
            )
        ]

    def __str__(self) -> str:
        return f"{self.question_id} → {self.into_id} ({self.likeness} %)"
