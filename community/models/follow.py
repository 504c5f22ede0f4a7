"""Who wants to hear what happens to a question."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.models.post import Question


class FollowMode(models.TextChoices):
    ANY = "any", _("Elk antwoord")
    SOLVED = "solved", _("Alleen als het is opgelost")


class Follow(models.Model):
    """A member follows a question; asking and answering follow by themselves."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="follows")
    mode = models.CharField(max_length=6, choices=FollowMode, default=FollowMode.ANY)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("volger")
        verbose_name_plural = _("volgers")
        constraints = [models.UniqueConstraint(fields=["member", "question"], name="follow_once")]

    def __str__(self) -> str:
        return f"{self.member_id} → {self.question_id}"


class EmailFollow(models.Model):
    """Somebody without account follows a public question; nothing is sent before they confirmed."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="email_follows")
    email = models.EmailField(max_length=254)
    mode = models.CharField(max_length=6, choices=FollowMode, default=FollowMode.ANY)
    language = models.CharField(max_length=5, default="nl")
    created_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    news_due_at = models.DateTimeField(null=True, blank=True, help_text="When to mail; empty: nothing new.")
    mailed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("volger per e-mail")
        verbose_name_plural = _("volgers per e-mail")
        constraints = [models.UniqueConstraint(fields=["question", "email"], name="email_follow_once")]
        indexes = [
            models.Index(
                fields=["news_due_at"], condition=Q(news_due_at__isnull=False), name="email_follow_outbox"
            )
        ]

    def __str__(self) -> str:
        return f"{self.pk} → {self.question_id}"
