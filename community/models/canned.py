"""Answers that helpers keep ready."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.limits import TITLE_STORED


class CannedAnswer(models.Model):
    """A text for one's own use, or for all helpers when `shared`. Placeholders are filled when it is used."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    title = models.CharField(max_length=TITLE_STORED)
    body = models.TextField(help_text="Markdown with placeholders such as {thema}.")
    shared = models.BooleanField(default=False)
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("standaardantwoord")
        verbose_name_plural = _("standaardantwoorden")
        indexes = [
            models.Index(fields=["owner", "title"], name="canned_of_owner"),
            models.Index(fields=["title"], condition=models.Q(shared=True), name="canned_shared"),
        ]

    def __str__(self) -> str:
        return self.title
