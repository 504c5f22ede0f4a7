"""What a member chose to see on their start page. Theirs alone: it goes when they go."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from community.models.theme import District, LifeEvent, Theme


class StartChoice(models.Model):
    """One theme or life event that a member wants to hear of, or the district where they live.

    Whether the page is on at all stands with the member (`Member.start_page`). Nothing is ever added from
    what somebody reads or writes.
    """

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    theme = models.ForeignKey(Theme, null=True, on_delete=models.CASCADE, related_name="+")
    life_event = models.ForeignKey(LifeEvent, null=True, on_delete=models.CASCADE, related_name="+")
    district = models.ForeignKey(District, null=True, on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("keuze voor de startpagina")
        verbose_name_plural = _("keuzes voor de startpagina")
        constraints = [
            models.CheckConstraint(
                condition=Q(theme__isnull=False, life_event__isnull=True, district__isnull=True)
                | Q(theme__isnull=True, life_event__isnull=False, district__isnull=True)
                | Q(theme__isnull=True, life_event__isnull=True, district__isnull=False),
                name="start_choice_is_one_thing",
            ),
            models.UniqueConstraint(fields=["member", "theme"], name="start_theme_once"),
            models.UniqueConstraint(fields=["member", "life_event"], name="start_life_event_once"),
            models.UniqueConstraint(
                fields=["member"], condition=Q(district__isnull=False), name="start_one_district"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} → {self.theme or self.life_event or self.district}"
