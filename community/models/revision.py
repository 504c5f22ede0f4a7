"""Earlier versions of what people wrote."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from community.models.post import Answer, Comment, Question


class Revision(models.Model):
    """One version that was replaced: its words, and when and by whom it had been written."""

    question = models.ForeignKey(Question, null=True, on_delete=models.CASCADE, related_name="revisions")
    answer = models.ForeignKey(Answer, null=True, on_delete=models.CASCADE, related_name="revisions")
    comment = models.ForeignKey(Comment, null=True, on_delete=models.CASCADE, related_name="revisions")
    version = models.PositiveIntegerField()
    writer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    fields = models.JSONField(help_text="Field name to text: body, and for a question title and blocks.")

    class Meta:
        verbose_name = _("eerdere versie")
        verbose_name_plural = _("eerdere versies")
        ordering = ["version"]
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(question__isnull=False, answer__isnull=True, comment__isnull=True)
                    | Q(question__isnull=True, answer__isnull=False, comment__isnull=True)
                    | Q(question__isnull=True, answer__isnull=True, comment__isnull=False)
                ),
                name="revision_of_one_post",
            ),
            models.UniqueConstraint(fields=["question", "version"], name="question_version_once"),
            models.UniqueConstraint(fields=["answer", "version"], name="answer_version_once"),
            models.UniqueConstraint(fields=["comment", "version"], name="comment_version_once"),
        ]

    def __str__(self) -> str:
        return f"versie {self.version}"
