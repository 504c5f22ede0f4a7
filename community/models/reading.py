"""How far a member has read."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from community.models.post import Question
from community.models.theme import Theme


class ReadMark(models.Model):
    """A member has read a thread up to what was posted at `read_until`."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="+")
    read_until = models.DateTimeField()

    class Meta:
        verbose_name = _("leesplek")
        verbose_name_plural = _("leesplekken")
        constraints = [models.UniqueConstraint(fields=["member", "question"], name="thread_read_once")]

    def __str__(self) -> str:
        return f"{self.member_id} → {self.question_id}"


class AllRead(models.Model):
    """A member called everything of a theme read, or everything there is when `theme` is empty."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    theme = models.ForeignKey(Theme, null=True, on_delete=models.CASCADE, related_name="+")
    read_at = models.DateTimeField()

    class Meta:
        verbose_name = _("alles gelezen")
        verbose_name_plural = _("alles gelezen")
        constraints = [
            models.UniqueConstraint(fields=["member", "theme"], name="all_read_once_per_theme"),
            models.UniqueConstraint(
                fields=["member"], condition=Q(theme__isnull=True), name="all_read_once_everywhere"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} → {self.theme_id or '*'}"
