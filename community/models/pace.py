"""How fast a theme answers."""

from django.db import models
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
