"""The inbox: one row per person and event is what the member sees and what is mailed."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class NotificationQuerySet(models.QuerySet["Notification"]):
    def shown(self) -> Self:
        return self.filter(dropped_at__isnull=True)

    def unread(self) -> Self:
        return self.filter(read_at__isnull=True)

    def waiting_for_mail(self) -> Self:
        """Not read, mailed or dropped; due or claimed later on."""
        return self.shown().unread().filter(mailed_at__isnull=True, mail_due_at__isnull=False)


class Notification(models.Model):
    """`place_id` is where it happened (a question), `thing_id` what about; `kind` says how to read them.

    `mail_due_at` is when the mail may go (empty: never); a worker that is sending moves it forward,
    so that no other worker takes the row. `dropped_at`: the thing is gone or may no longer be seen.
    """

    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notifications")
    kind = models.CharField(max_length=40)
    event_key = models.CharField(max_length=100)
    place_id = models.BigIntegerField(null=True)
    thing_id = models.BigIntegerField(null=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True)
    mail_due_at = models.DateTimeField(null=True)
    mail_tries = models.PositiveSmallIntegerField(default=0)
    mailed_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("melding")
        verbose_name_plural = _("meldingen")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["member", "event_key"], name="notification_once_per_event"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["member", "-created_at", "-id"], name="notification_inbox"),
            models.Index(
                fields=["member"],
                condition=Q(read_at__isnull=True, dropped_at__isnull=True),
                name="notification_unread",
            ),
            models.Index(
                fields=["mail_due_at"],
                condition=Q(
                    read_at__isnull=True,
                    dropped_at__isnull=True,
                    mailed_at__isnull=True,
                    mail_due_at__isnull=False,
                ),
                name="notification_outbox",
            ),
            models.Index(fields=["event_key"], name="notification_event"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} → {self.member_id}"
