"""How fast a theme answers."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.models.theme import Theme


class ThemePace(models.Model):
    """The median time until the first answer, over the `counted` newest questions that got one."""

    theme = models.OneToOneField(Theme, on_delete=models.CASCADE, related_name="pace")
    median = models.DurationField()
    counted = models.PositiveIntegerField()
    measured_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("wachttijd")
        verbose_name_plural = _("wachttijden")

    def __str__(self) -> str:
        return f"{self.theme_id}: {self.median}"


class FirstAnswerWeek(models.Model):
    """The median wait of the questions that got their first answer in one week, of a theme or of all.

    `counted` is how many these were; `median` is empty when there were none.
    """

    theme = models.ForeignKey(Theme, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    starts_on = models.DateField(help_text="A Monday.")
    median = models.DurationField(null=True)
    counted = models.PositiveIntegerField()
    measured_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("week van eerste antwoorden")
        verbose_name_plural = _("weken van eerste antwoorden")
        constraints = [
            models.UniqueConstraint(fields=["theme", "starts_on"], name="first_answers_once_a_week"),
            models.UniqueConstraint(
                fields=["starts_on"], condition=Q(theme__isnull=True), name="all_first_answers_once_a_week"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.theme_id} {self.starts_on}: {self.median}"
