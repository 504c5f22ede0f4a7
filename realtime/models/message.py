"""Lines in a room."""

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.models import Visibility
from realtime.models.room import Room

EMOJI = ("👍", "❤️", "🙏", "😊", "😢", "💪")
"""The reactions that a message can get: a few that say support."""


class MessageQuerySet(models.QuerySet["Message"]):
    def shown(self) -> Self:
        """With text: neither taken back nor removed."""
        return self.filter(visibility=Visibility.PUBLISHED)

    def in_order(self) -> Self:
        return self.order_by("seq")


class Message(models.Model):
    """`seq` is the room's event number at which it was made, `n` that of its last event (edit, reaction …).

    `cid` is the author's own id for it, which makes sending it again harmless.
    """

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="messages")
    seq = models.PositiveBigIntegerField()
    n = models.PositiveBigIntegerField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    cid = models.UUIDField(default=uuid.uuid4)
    body = models.TextField()
    body_html = models.TextField()
    renderer_version = models.PositiveSmallIntegerField(default=0)
    visibility = models.CharField(max_length=10, choices=Visibility, default=Visibility.PUBLISHED)
    reply_to = models.PositiveBigIntegerField(null=True, blank=True, help_text="The seq it answers.")
    reactions = models.JSONField(default=dict, help_text="Emoji to count, kept with the rows.")
    created_at = models.DateTimeField(default=timezone.now)
    edited_at = models.DateTimeField(null=True, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("bericht")
        verbose_name_plural = _("berichten")
        constraints = [
            models.UniqueConstraint(fields=["room", "seq"], name="message_seq_once"),
            models.UniqueConstraint(fields=["room", "n"], name="message_n_once"),
            models.UniqueConstraint(fields=["author", "cid"], name="message_cid_once"),
            models.CheckConstraint(condition=Q(n__gte=models.F("seq")), name="message_n_from_seq"),
        ]
        indexes = [models.Index(fields=["room", "-created_at"], name="message_by_day")]

    def __str__(self) -> str:
        return f"{self.room_id}/{self.seq}"

    def get_absolute_url(self) -> str:
        """The part of the history where it stands, at the message itself; works however old it is."""
        return f"{self.room.get_absolute_url()}?before={self.seq + 10}#bericht-{self.seq}"

    @property
    def is_shown(self) -> bool:
        return self.visibility == Visibility.PUBLISHED


class MessageReaction(models.Model):
    """One emoji of one member under one message."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="reaction_rows")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    emoji = models.CharField(max_length=8)

    class Meta:
        verbose_name = _("reactie op een bericht")
        verbose_name_plural = _("reacties op berichten")
        constraints = [
            models.UniqueConstraint(fields=["message", "member", "emoji"], name="message_reaction_once")
        ]

    def __str__(self) -> str:
        return f"{self.emoji} {self.message_id}"
