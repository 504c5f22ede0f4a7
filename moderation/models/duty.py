"""The duty roster: who is told of danger, on which hours of the week, and when that is different."""

from datetime import UTC, date, datetime, time, timedelta
from typing import ClassVar
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.weekdays import Weekday
from moderation.models.danger import Severity

NO_THEME = ""
"""Of a duty: for all themes."""


class Line(models.IntegerChoices):
    """Who hears of danger first, and who when those are silent."""

    FIRST = 1, _("eerste dienst")
    BACKUP = 2, _("achterwacht")
    LAST = 3, _("laatste vangnet")


class DutyShift(models.Model):
    """One stretch of every week, on the clock of the municipality. It may end after midnight.

    `theme` is the slug of a theme, empty for all. A beginning equal to the end is a whole day.
    """

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    theme = models.SlugField(_("thema"), max_length=60, blank=True, default=NO_THEME)
    line = models.PositiveSmallIntegerField(_("welke dienst"), choices=Line, default=Line.FIRST)
    weekday = models.PositiveSmallIntegerField(_("dag"), choices=Weekday)
    starts = models.TimeField(_("van"))
    ends = models.TimeField(_("tot"))

    class Meta:
        verbose_name = _("dienst op het rooster")
        verbose_name_plural = _("diensten op het rooster")
        ordering = ("weekday", "starts", "line", "pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["member", "theme", "line", "weekday", "starts"], name="duty_shift_once"
            ),
            models.CheckConstraint(name="duty_shift_line_known", condition=Q(line__in=Line.values)),
            models.CheckConstraint(name="duty_shift_weekday_known", condition=Q(weekday__in=Weekday.values)),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.starts:%H.%M}–{self.ends:%H.%M}"

    @property
    def is_whole_day(self) -> bool:
        return self.starts == self.ends

    def on(self, day: date) -> tuple[datetime, datetime]:
        """When it begins and ends if it begins on this day."""
        last = day if self.ends > self.starts else day + timedelta(days=1)
        return on_the_clock(day, self.starts), on_the_clock(last, self.ends)


class DutyChange(models.Model):
    """Once different from the week: somebody is not there, or is there besides."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    is_extra = models.BooleanField(_("extra dienst"), default=False)
    theme = models.SlugField(_("thema"), max_length=60, blank=True, default=NO_THEME)
    line = models.PositiveSmallIntegerField(_("welke dienst"), choices=Line, default=Line.FIRST)
    starts_at = models.DateTimeField(_("van"))
    ends_at = models.DateTimeField(_("tot"))

    class Meta:
        verbose_name = _("uitzondering op het rooster")
        verbose_name_plural = _("uitzonderingen op het rooster")
        ordering = ("starts_at", "pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(name="duty_change_has_length", condition=Q(ends_at__gt=F("starts_at"))),
            models.CheckConstraint(name="duty_change_line_known", condition=Q(line__in=Line.values)),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["ends_at"], name="duty_change_end")]

    def __str__(self) -> str:
        return f"{self.member_id} {self.starts_at}"


class AlertTimes(models.Model):
    """After how many minutes of silence an alert climbs, by how grave it is. Without a row our own hold."""

    severity = models.CharField(_("hoe erg"), max_length=10, choices=Severity, unique=True)
    backup_after = models.PositiveSmallIntegerField(_("achterwacht na"))
    everyone_after = models.PositiveSmallIntegerField(_("iedereen na"))
    again_every = models.PositiveSmallIntegerField(_("daarna opnieuw, elke"))

    class Meta:
        verbose_name = _("tijden van een alarm")
        verbose_name_plural = _("tijden van een alarm")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="alert_times_climb",
                condition=Q(backup_after__gte=1, everyone_after__gt=F("backup_after"), again_every__gte=5),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.severity}: {self.backup_after}, {self.everyone_after}, {self.again_every}"


def on_the_clock(day: date, at: time) -> datetime:
    """The moment at which the clock of the municipality shows this, also in the nights it is changed.

    A time that the clock shows twice is the first of both; one that it skips is as long after the skip. So
    a duty that begins where another ends leaves no gap and no overlap, whatever night it is.
    """
    return datetime.combine(day, at, tzinfo=ZoneInfo(settings.TIME_ZONE)).astimezone(UTC)
