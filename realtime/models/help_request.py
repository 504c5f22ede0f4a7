"""Help chats: who asks, who took it, how it ended, and who never wants to meet whom again."""

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.models import Theme
from realtime.models.room import Room


class Wanted(models.TextChoices):
    """Whom the asker wants to talk with."""

    ANYONE = "anyone", _("Maakt niet uit")
    MENTOR = "mentor", _("Een maatje")
    PROFESSIONAL = "professional", _("Een professional")


class HelpState(models.TextChoices):
    WAITING = "waiting", _("wacht op iemand")
    OFFERED = "offered", _("wacht op een ja van de vrager")
    TALKING = "talking", _("in gesprek")
    CLOSED = "closed", _("afgesloten")


class Ending(models.TextChoices):
    """How it came to be closed."""

    DONE = "done", _("gesprek afgesloten")
    CANCELLED = "cancelled", _("niet meer nodig")
    BLOCKED = "blocked", _("gestopt en geblokkeerd")
    EXPIRED = "expired", _("niemand kon helpen")


class Outcome(models.TextChoices):
    """The four ways out of a question, and that it did not work."""

    SELF = "self", _("Ik kan zelf verder")
    MEMBER = "member", _("Een deelnemer helpt verder")
    VOLUNTEER = "volunteer", _("Een vrijwilliger in de buurt helpt verder")
    ORGANISATION = "organisation", _("De gemeente of een organisatie helpt verder")
    NOT_HELPED = "not_helped", _("Het heeft nog niet geholpen")


class HelpRequestQuerySet(models.QuerySet["HelpRequest"]):
    def open(self) -> Self:
        return self.exclude(state=HelpState.CLOSED)

    def waiting(self) -> Self:
        return self.filter(state=HelpState.WAITING)

    def longest_first(self) -> Self:
        return self.order_by("waiting_since", "pk")


class HelpRequest(models.Model):
    """A resident asks for somebody to talk with.

    Both say yes before there is a room: the helper at `taken_at`, the asker at `agreed_at`. Handing over
    goes back to waiting with the same room; `waiting_since` starts anew each time.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    asker = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="help_requests"
    )
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="+")
    about = models.TextField(blank=True, help_text="Emptied once it is kept long enough.")
    wanted = models.CharField(max_length=12, choices=Wanted, default=Wanted.ANYONE)
    anonymous = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=HelpState, default=HelpState.WAITING)
    asked_at = models.DateTimeField(default=timezone.now)
    waiting_since = models.DateTimeField(default=timezone.now)
    call_back_at = models.DateTimeField(null=True, blank=True, help_text="The asker does not wait here.")
    helper = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    taken_at = models.DateTimeField(null=True, blank=True)
    agreed_at = models.DateTimeField(null=True, blank=True)
    room = models.OneToOneField(
        Room, null=True, blank=True, on_delete=models.SET_NULL, related_name="help_request"
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    ending = models.CharField(max_length=9, choices=Ending, blank=True)
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True)
    outcome_by_asker = models.BooleanField(default=False)

    objects = HelpRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("hulpvraag")
        verbose_name_plural = _("hulpvragen")
        constraints = [
            models.UniqueConstraint(
                fields=["asker"], condition=~Q(state="closed"), name="one_open_help_request_per_asker"
            ),
            models.CheckConstraint(
                condition=Q(helper__isnull=True) | ~Q(helper=F("asker")), name="nobody_helps_themselves"
            ),
            models.CheckConstraint(
                condition=~Q(state="offered") | Q(taken_at__isnull=False), name="help_offered_was_taken"
            ),
            models.CheckConstraint(
                condition=~Q(state="talking")
                | Q(taken_at__isnull=False, agreed_at__isnull=False, room__isnull=False),
                name="help_talk_has_two_yeses",
            ),
            models.CheckConstraint(
                condition=Q(state="closed", closed_at__isnull=False)
                | ~Q(state="closed") & Q(closed_at__isnull=True),
                name="help_closed_has_moment",
            ),
        ]
        indexes = [
            models.Index(fields=["waiting_since"], condition=Q(state="waiting"), name="help_waiting"),
            models.Index(fields=["helper", "state"], name="help_of_helper"),
        ]

    def __str__(self) -> str:
        return f"{self.key} ({self.state})"

    def get_absolute_url(self) -> str:
        return reverse("realtime:help-request", args=[self.key])

    @property
    def is_closed(self) -> bool:
        return self.state == HelpState.CLOSED

    @property
    def is_handed_over(self) -> bool:
        """There was a talk already, so whoever takes it now reads on."""
        return self.room_id is not None


class HandOver(models.Model):
    """A helper passed a talk on, with what the next one has to know."""

    request = models.ForeignKey(HelpRequest, on_delete=models.CASCADE, related_name="hand_overs")
    helper = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    note = models.TextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("overdracht")
        verbose_name_plural = _("overdrachten")
        ordering = ["created_at", "pk"]

    def __str__(self) -> str:
        return f"{self.request_id} {self.created_at:%d-%m-%Y}"


class HelpDecline(models.Model):
    """For this request the asker rather talks with somebody else."""

    request = models.ForeignKey(HelpRequest, on_delete=models.CASCADE, related_name="declines")
    helper = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("liever iemand anders")
        verbose_name_plural = _("liever iemand anders")
        constraints = [models.UniqueConstraint(fields=["request", "helper"], name="help_decline_once")]

    def __str__(self) -> str:
        return f"{self.request_id}: {self.helper_id}"


class HelpBlock(models.Model):
    """After a talk one of the two does not want to meet the other in a help chat again."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    blocked = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("blokkade in hulpgesprekken")
        verbose_name_plural = _("blokkades in hulpgesprekken")
        constraints = [
            models.UniqueConstraint(fields=["member", "blocked"], name="help_block_once"),
            models.CheckConstraint(condition=~Q(member=F("blocked")), name="nobody_blocks_themselves"),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} → {self.blocked_id}"


class DutyPlan(models.Model):
    """When somebody means to be on duty. On the day itself they still say that they are there."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    starts_at = models.DateTimeField(_("van"))
    until = models.DateTimeField(_("tot"))

    class Meta:
        verbose_name = _("geplande dienst")
        verbose_name_plural = _("geplande diensten")
        ordering = ["starts_at"]
        constraints = [
            models.CheckConstraint(condition=Q(until__gt=F("starts_at")), name="duty_plan_has_length"),
            models.UniqueConstraint(fields=["member", "starts_at"], name="duty_plan_once"),
        ]
        indexes = [models.Index(fields=["starts_at"], name="duty_plan_by_start")]

    def __str__(self) -> str:
        return f"{self.member_id} {self.starts_at}"
