"""How many people something was done with a question by, lately."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from community.models.post import Question


class Period(models.TextChoices):
    WEEK = "week", _("7 dagen")
    MONTH = "month", _("30 dagen")
    YEAR = "year", _("een jaar")


class Popularity(models.Model):
    """In this period so many answers, thanks and "same here" came from others than the asker.

    Of one kind a member counts once for a question. Measured anew every hour; only the highest are kept.
    """

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="popularity")
    period = models.CharField(max_length=5, choices=Period)
    score = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("drukte")
        verbose_name_plural = _("drukte")
        constraints = [models.UniqueConstraint(fields=["question", "period"], name="popularity_once")]
        indexes = [models.Index(fields=["period", "-score", "-question"], name="popularity_highest")]

    def __str__(self) -> str:
        return f"{self.question_id} {self.period}: {self.score}"
