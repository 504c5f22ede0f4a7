"""What moderators did with a thread, and where things went."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.models.post import Question


class ActKind(models.TextChoices):
    MOVED = "moved", _("verplaatst")
    LOCKED = "locked", _("gesloten")
    UNLOCKED = "unlocked", _("geopend")
    PINNED = "pinned", _("vastgezet")
    UNPINNED = "unpinned", _("losgemaakt")
    MERGED = "merged", _("samengevoegd")
    SPLIT = "split", _("afgesplitst")


class ThreadAct(models.Model):
    """One act of a moderator in a thread. `before` holds what undoing it needs; ids and values only.

    `other` is the question that was merged into this one, or that was split off from it.
    """

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="acts")
    kind = models.CharField(max_length=10, choices=ActKind)
    moderator = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300, blank=True)
    other = models.ForeignKey(Question, null=True, on_delete=models.CASCADE, related_name="+")
    before = models.JSONField(default=dict)
    shown = models.JSONField(
        default=dict, help_text="What the public line in the thread says beside the kind."
    )
    created_at = models.DateTimeField(default=timezone.now)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("handeling in een vraag")
        verbose_name_plural = _("handelingen in vragen")
        indexes = [models.Index(fields=["question", "created_at", "id"], name="act_in_thread")]

    def __str__(self) -> str:
        return f"{self.kind} {self.question_id}"
