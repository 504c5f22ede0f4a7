"""Small signs of support: thanks for an answer, same here with a question."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.models.post import Answer, Question


class Thanks(models.Model):
    """“This helped me”, once per member and answer."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="thanks")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("bedankje")
        verbose_name_plural = _("bedankjes")
        constraints = [models.UniqueConstraint(fields=["member", "answer"], name="thanks_once")]

    def __str__(self) -> str:
        return f"{self.member_id} → {self.answer_id}"


class SameHere(models.Model):
    """“I have this question too”, once per member and question; the asker is the first."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="same_here")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("ik ook")
        verbose_name_plural = _("ik ook")
        constraints = [models.UniqueConstraint(fields=["member", "question"], name="same_here_once")]

    def __str__(self) -> str:
        return f"{self.member_id} → {self.question_id}"
