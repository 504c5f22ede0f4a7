"""A question that is made out of messages, once their authors said yes."""

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.models import Question, Theme
from realtime.models.message import Message
from realtime.models.room import Room


class ChatQuestionQuerySet(models.QuerySet["ChatQuestion"]):
    def open(self) -> Self:
        return self.filter(posted__isnull=True, dropped_at__isnull=True)


class ChatQuestion(models.Model):
    """The plan for a question: its title and introduction, the messages, and what became of it."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="+")
    maker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=120)
    intro = models.TextField(blank=True)
    anonymous = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)
    dropped_at = models.DateTimeField(null=True, blank=True)
    posted = models.OneToOneField(
        Question, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    posted_at = models.DateTimeField(null=True, blank=True)

    objects = ChatQuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("vraag uit een gesprek")
        verbose_name_plural = _("vragen uit gesprekken")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("realtime:chat-question", args=[self.key])

    @property
    def is_open(self) -> bool:
        return self.posted_at is None and self.dropped_at is None


class QuotedMessage(models.Model):
    """One message of the plan. The words stay where they are; what counts is what stands there on posting."""

    chat_question = models.ForeignKey(ChatQuestion, on_delete=models.CASCADE, related_name="quotes")
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="+")
    agreed = models.BooleanField(null=True, help_text="Empty until its author said yes or no.")
    agreed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("aangehaald bericht")
        verbose_name_plural = _("aangehaalde berichten")
        ordering = ["message__seq"]
        constraints = [
            models.UniqueConstraint(fields=["chat_question", "message"], name="message_quoted_once"),
            models.CheckConstraint(
                condition=Q(agreed__isnull=True, agreed_at__isnull=True)
                | Q(agreed__isnull=False, agreed_at__isnull=False),
                name="quote_answer_has_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.chat_question_id}: {self.message_id}"
