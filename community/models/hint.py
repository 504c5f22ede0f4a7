"""Which hints a member has had."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.models.post import Question


class HintKind(models.TextChoices):
    """The situations in which one kind sentence helps."""

    FIRST_QUESTION = "first_question", _("eerste vraag")
    FIRST_ANSWER = "first_answer", _("eerste antwoord")
    OLD_THREAD = "old_thread", _("oude vraag")
    IN_A_ROW = "in_a_row", _("weer een antwoord")
    MUCH_IN_ONE = "much_in_one", _("veel in één gesprek")
    LONG_TEXT = "long_text", _("lang stuk tekst")


class HintSeen(models.Model):
    """A member had a hint and is spared it from now on: in one thread, or everywhere without `question`."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    question = models.ForeignKey(Question, null=True, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=16, choices=HintKind)
    seen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("tip die iemand kreeg")
        verbose_name_plural = _("tips die iemand kreeg")
        constraints = [
            models.UniqueConstraint(fields=["member", "kind", "question"], name="hint_once_per_thread"),
            models.UniqueConstraint(
                fields=["member", "kind"], condition=Q(question__isnull=True), name="hint_once_everywhere"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} {self.kind} {self.question_id or '*'}"
