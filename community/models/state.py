"""How a thread stands. The state is never chosen: it follows from what happened."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    OPEN = "open", _("open")
    WAITING = "waiting", _("wacht op de vraagsteller")
    ANSWERED = "answered", _("beantwoord")
    SOLVED = "solved", _("opgelost")
    LOCKED = "locked", _("gesloten")


class WayOut(models.TextChoices):
    """What helped in the end, as the asker says on closing."""

    SELF = "self", _("Ik kon er zelf mee verder")
    PEER = "peer", _("Hulp van een deelnemer")
    VOLUNTEER = "volunteer", _("Een vrijwilliger in de buurt")
    ORGANISATION = "organisation", _("De gemeente of een organisatie")


class ThreadFields(models.Model):
    """What happened in a thread as far as its state follows from it.

    `asker_spoke_at` and `helper_spoke_at` are counted from published answers and comments; asking itself
    is not in them. `locked_for_silence`: nobody locked it, nothing happened for too long.
    """

    asker_spoke_at = models.DateTimeField(null=True, blank=True, editable=False)
    helper_spoke_at = models.DateTimeField(null=True, blank=True, editable=False)
    read_by_helper_at = models.DateTimeField(null=True, blank=True, editable=False)
    needs_info_at = models.DateTimeField(null=True, blank=True, editable=False)
    reminded_at = models.DateTimeField(null=True, blank=True, editable=False)
    reminders = models.PositiveSmallIntegerField(default=0, editable=False)
    alarmed_at = models.DateTimeField(
        null=True, blank=True, editable=False, help_text="When moderators were told that nobody answered yet."
    )
    asked_if_current_at = models.DateTimeField(null=True, blank=True, editable=False)
    way_out = models.CharField(max_length=12, choices=WayOut, blank=True, editable=False)
    locked_at = models.DateTimeField(null=True, blank=True, editable=False)
    locked_for_silence = models.BooleanField(default=False, editable=False)
    lock_reason = models.CharField(max_length=300, blank=True, editable=False)
    pinned_until = models.DateField(null=True, blank=True, editable=False)
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    lines = models.JSONField(
        default=list, blank=True, editable=False, help_text="What moderators did, as the thread tells it."
    )

    class Meta:
        abstract = True

    @property
    def is_pinned(self) -> bool:
        return self.pinned_until is not None and self.pinned_until >= timezone.localdate()

    @property
    def is_locked(self) -> bool:
        return self.locked_at is not None

    @property
    def asker_spoke_last(self) -> bool:
        if self.asker_spoke_at is None or self.helper_spoke_at is None:
            return self.helper_spoke_at is None
        return self.asker_spoke_at > self.helper_spoke_at
