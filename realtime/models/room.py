"""Rooms: where they belong, when they are open, who is in a private one, who may not write."""

from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.models import Theme
from community.models.theme import in_language
from core.weekdays import Weekday


class RoomKind(models.TextChoices):
    THEME = "theme", _("gesprek bij een thema")
    OPEN = "open", _("ander gesprek")
    HELP = "help", _("hulpgesprek met twee mensen")


class RoomAudience(models.TextChoices):
    """Who may read along; only members ever write."""

    MEMBERS = "members", _("Alleen deelnemers")
    EVERYONE = "everyone", _("Iedereen, ook zonder account")


class RoomQuerySet(models.QuerySet["Room"]):
    def shared(self) -> Self:
        """Rooms that stand in the list: everything but help chats."""
        return self.exclude(kind=RoomKind.HELP)


class Room(models.Model):
    """A live chat room. `last_n` is the number of its newest event; it only moves under the row lock."""

    slug = models.SlugField(_("kenmerk"), max_length=80, unique=True)
    kind = models.CharField(max_length=5, choices=RoomKind, default=RoomKind.OPEN)
    theme = models.ForeignKey(Theme, null=True, blank=True, on_delete=models.PROTECT, related_name="rooms")
    name = models.CharField(_("naam"), max_length=80)
    name_en = models.CharField(_("naam in het Engels"), max_length=80, blank=True)
    line = models.CharField(_("in één regel"), max_length=160, blank=True)
    line_en = models.CharField(_("in één regel, Engels"), max_length=160, blank=True)
    audience = models.CharField(
        _("wie kan meelezen"), max_length=8, choices=RoomAudience, default=RoomAudience.MEMBERS
    )
    slow_seconds = models.PositiveSmallIntegerField(
        _("rustige stand"), default=0, help_text=_("Seconden tussen twee berichten van dezelfde deelnemer.")
    )
    retention_days = models.PositiveSmallIntegerField(
        _("bewaartermijn in dagen"), default=90, help_text=_("Leeg laten kan niet; 90 is gewoon.")
    )
    archived = models.BooleanField(_("blijft bewaard"), default=False)
    closed_at = models.DateTimeField(_("gesloten op"), null=True, blank=True)
    last_n = models.PositiveBigIntegerField(default=0, editable=False)
    last_message_at = models.DateTimeField(null=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = RoomQuerySet.as_manager()

    class Meta:
        verbose_name = _("gesprek")
        verbose_name_plural = _("gesprekken")
        ordering = ["kind", "name"]
        constraints = [
            models.UniqueConstraint(fields=["theme"], condition=Q(kind="theme"), name="one_room_of_a_theme"),
            models.CheckConstraint(
                condition=~Q(kind="theme") | Q(theme__isnull=False), name="theme_room_has_a_theme"
            ),
            models.CheckConstraint(
                condition=~Q(kind="help") | Q(audience="members"), name="help_chat_is_never_public"
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        return in_language(self.name, self.name_en)

    @property
    def summary(self) -> str:
        return in_language(self.line, self.line_en)

    @property
    def is_public(self) -> bool:
        return self.audience == RoomAudience.EVERYONE

    @property
    def topic(self) -> str:
        """Its name in the live protocol."""
        return f"room:{self.slug}"

    def get_absolute_url(self) -> str:
        return reverse("realtime:room", args=[self.slug])


class OpeningHours(models.Model):
    """One stretch of a day in which the room is open; a room without any is always open."""

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="opening_hours")
    weekday = models.PositiveSmallIntegerField(_("dag"), choices=Weekday)
    opens = models.TimeField(_("open vanaf"))
    closes = models.TimeField(_("tot"))

    class Meta:
        verbose_name = _("openingstijd")
        verbose_name_plural = _("openingstijden")
        ordering = ["weekday", "opens"]
        constraints = [
            models.CheckConstraint(condition=Q(closes__gt=F("opens")), name="room_closes_after_it_opens")
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.opens:%H.%M}–{self.closes:%H.%M}"

    def covers(self, moment: datetime) -> bool:
        local = timezone.localtime(moment)
        return local.weekday() == self.weekday and self.opens <= local.time() < self.closes

    def next_opening(self, after: datetime) -> datetime:
        """The first moment after `after` at which this stretch begins."""
        local = timezone.localtime(after)
        day = local.date() + timedelta(days=(self.weekday - local.weekday()) % 7)
        opens = timezone.make_aware(datetime.combine(day, self.opens))
        if opens <= after:
            opens = timezone.make_aware(datetime.combine(day + timedelta(days=7), self.opens))
        return opens


class RoomMember(models.Model):
    """Who is in a private room, and whether they agreed to talk."""

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="members")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    shown_as = models.CharField(max_length=80, blank=True, help_text="Instead of the name, when anonymous.")
    joined_at = models.DateTimeField(default=timezone.now)
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("gespreksgenoot")
        verbose_name_plural = _("gespreksgenoten")
        constraints = [models.UniqueConstraint(fields=["room", "member"], name="room_member_once")]

    def __str__(self) -> str:
        return f"{self.member_id} in {self.room_id}"


class ReadMark(models.Model):
    """How far a member has read a room: up to and including the message `seq`."""

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    seq = models.PositiveBigIntegerField(default=0)

    class Meta:
        verbose_name = _("leesteken")
        verbose_name_plural = _("leestekens")
        constraints = [models.UniqueConstraint(fields=["room", "member"], name="read_mark_once")]

    def __str__(self) -> str:
        return f"{self.member_id} in {self.room_id}: {self.seq}"


class Mute(models.Model):
    """A member may read but not write, in one room, until a moment; always with the reason they see."""

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="mutes")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    until = models.DateTimeField(_("tot"))
    reason = models.CharField(_("reden"), max_length=300)
    muted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("stilte")
        verbose_name_plural = _("stiltes")
        indexes = [models.Index(fields=["room", "member", "-until"], name="mute_of_member")]

    def __str__(self) -> str:
        return f"{self.member_id} tot {self.until}"
