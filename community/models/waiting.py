"""Who waits for an answer now."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from community.models.post import Question
from community.models.theme import Theme


class Level(models.IntegerChoices):
    """How pressing a question is, by what its words tell."""

    CALM = 0, _("geen haast")
    SOON = 1, _("haast")
    PRESSING = 2, _("dringend")
    NOW = 3, _("nu")


class WaitingQuerySet(models.QuerySet["Waiting"]):
    def most_pressing_first(self) -> Self:
        """The order of the index: what is left out of a long list is calm and young."""
        return self.order_by("-level", "since", "question")

    def longest_first(self) -> Self:
        return self.order_by("since", "question")


class Waiting(models.Model):
    """A question whose asker waits, for as long as they do. The row follows from the question.

    `theme` is the question's, so that an index has the first of each theme in order. `signs` are the
    keys of what makes it pressing, never words of the asker. `language` is the one in which it is written, as
    far as that can be told; empty while nobody read the words.
    """

    question = models.OneToOneField(
        Question, on_delete=models.CASCADE, primary_key=True, related_name="waiting"
    )
    theme = models.ForeignKey(Theme, null=True, on_delete=models.CASCADE, related_name="+", db_index=False)
    since = models.DateTimeField()
    level = models.PositiveSmallIntegerField(choices=Level, default=Level.CALM)
    signs = models.JSONField(default=list)
    language = models.CharField(max_length=5, blank=True)

    objects = WaitingQuerySet.as_manager()

    class Meta:
        verbose_name = _("wachtende vraag")
        verbose_name_plural = _("wachtende vragen")
        constraints = [
            models.CheckConstraint(condition=Q(level__in=Level.values), name="waiting_level_known"),
        ]
        indexes = [
            models.Index(F("level").desc(), "since", "question", name="waiting_most_pressing"),
            models.Index("theme", F("level").desc(), "since", "question", name="waiting_theme_pressing"),
            models.Index("theme", "since", "question", name="waiting_theme_longest"),
        ]

    def __str__(self) -> str:
        return f"{self.question_id} sinds {self.since}"
