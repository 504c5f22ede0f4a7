"""Office hours: a professional at a set time, and the queue of questions for it."""

import uuid
from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.models import Question, Theme


class OfficeHourQuerySet(models.QuerySet["OfficeHour"]):
    def coming(self) -> Self:
        """Not over yet, the nearest first; those that are called off stay until their time has passed."""
        return self.filter(ended_at__isnull=True, ends_at__gt=timezone.now()).order_by("starts_at", "pk")

    def past(self) -> Self:
        over = Q(ended_at__isnull=False) | Q(ends_at__lte=timezone.now())
        return self.filter(over, cancelled_at__isnull=True).order_by("-starts_at", "-pk")


class Phase(models.TextChoices):
    PLANNED = "planned", _("gepland")
    LIVE = "live", _("nu bezig")
    OVER = "over", _("afgelopen")
    ARCHIVED = "archived", _("afgelopen en bewaard")
    CANCELLED = "cancelled", _("gaat niet door")


class OfficeHour(models.Model):
    """`revision` goes up when the time or the words change, so that calendars take the change over."""

    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="office_hours")
    host = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="office_hours")
    organisation = models.CharField(_("organisatie"), max_length=80)
    title = models.CharField(_("waarover"), max_length=120)
    about = models.TextField(_("meer erover"), blank=True)
    starts_at = models.DateTimeField(_("begint"))
    ends_at = models.DateTimeField(_("eindigt"))
    revision = models.PositiveIntegerField(default=0, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)
    ended_at = models.DateTimeField(null=True, blank=True, help_text="Ended by the host before its time.")
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancel_reason = models.CharField(max_length=200, blank=True)
    archived_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = OfficeHourQuerySet.as_manager()

    class Meta:
        verbose_name = _("spreekuur")
        verbose_name_plural = _("spreekuren")
        ordering = ["starts_at"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="office_hour_has_length")
        ]
        indexes = [models.Index(fields=["starts_at"], name="office_hour_by_start")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("realtime:office-hour", args=[self.pk])

    @property
    def phase(self) -> Phase:
        return self.phase_at(timezone.now())

    def phase_at(self, moment: datetime) -> Phase:
        if self.cancelled_at is not None:
            return Phase.CANCELLED
        if self.archived_at is not None:
            return Phase.ARCHIVED
        if self.ended_at is not None or moment >= self.ends_at:
            return Phase.OVER
        return Phase.LIVE if moment >= self.starts_at else Phase.PLANNED

    @property
    def is_over(self) -> bool:
        return self.phase in (Phase.OVER, Phase.ARCHIVED)

    @property
    def takes_questions(self) -> bool:
        return self.phase in (Phase.PLANNED, Phase.LIVE)


class QueueState(models.TextChoices):
    WAITING = "waiting", _("in de rij")
    ANSWERED = "answered", _("beantwoord")
    DECLINED = "declined", _("niet behandeld")
    WITHDRAWN = "withdrawn", _("ingetrokken")


class OfficeQuestionQuerySet(models.QuerySet["OfficeQuestion"]):
    def waiting(self) -> Self:
        return self.filter(state=QueueState.WAITING)

    def answered(self) -> Self:
        return self.filter(state=QueueState.ANSWERED)

    def in_order(self) -> Self:
        return self.order_by("created_at", "pk")

    def first_ones(self) -> Self:
        """Questions that are not the follow-up of another."""
        return self.filter(follows__isnull=True)


class OfficeQuestion(models.Model):
    """One question in the queue; a member has one, and after its answer one that follows it.

    `may_publish`: the asker agrees that question and answer become a question of the community.
    """

    office_hour = models.ForeignKey(OfficeHour, on_delete=models.CASCADE, related_name="queue")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.UUIDField(default=uuid.uuid4, editable=False)
    follows = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="followed_by"
    )
    body = models.TextField()
    anonymous = models.BooleanField(default=False)
    may_publish = models.BooleanField(default=False)
    state = models.CharField(max_length=9, choices=QueueState, default=QueueState.WAITING)
    answer = models.TextField(blank=True)
    answer_html = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    declined_because = models.CharField(max_length=200, blank=True)
    published = models.OneToOneField(
        Question, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    left_out_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects = OfficeQuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("vraag voor een spreekuur")
        verbose_name_plural = _("vragen voor een spreekuur")
        constraints = [
            models.UniqueConstraint(
                fields=["office_hour", "author"],
                condition=Q(follows__isnull=True) & ~Q(state="withdrawn"),
                name="one_office_question_per_member",
            ),
            models.UniqueConstraint(fields=["author", "key"], name="office_question_once_per_key"),
            models.CheckConstraint(
                condition=~Q(state="answered") | Q(answered_at__isnull=False), name="office_answer_has_moment"
            ),
            models.CheckConstraint(
                condition=Q(published__isnull=True) | Q(may_publish=True), name="office_published_by_consent"
            ),
        ]
        indexes = [models.Index(fields=["office_hour", "state", "created_at"], name="office_queue")]

    def __str__(self) -> str:
        return f"{self.office_hour_id}/{self.pk}"

    @property
    def body_html(self) -> str:
        """The sanitised answer, under the name by which the tag `post_html` prints what was written."""
        return self.answer_html
