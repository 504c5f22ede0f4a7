"""The house rules: versions that never change once they hold, and who agreed with which."""

from datetime import datetime
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

PARTS = ("title", "why", "example", "measure", "borderline")
"""The five parts of a rule, in the order in which they are read."""


class Category(models.TextChoices):
    """The category of the EU transparency database that a rule falls under."""

    CYBER_VIOLENCE = "STATEMENT_CATEGORY_CYBER_VIOLENCE", _("pesten en bedreigen online")
    HARMFUL_SPEECH = "STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH", _("haat en discriminatie")
    VIOLENCE = "STATEMENT_CATEGORY_VIOLENCE", _("geweld")
    PRIVACY = "STATEMENT_CATEGORY_DATA_PROTECTION_AND_PRIVACY_VIOLATIONS", _("persoonlijke gegevens")
    SCAMS = "STATEMENT_CATEGORY_SCAMS_AND_FRAUD", _("oplichting")
    SELF_HARM = "STATEMENT_CATEGORY_SELF_HARM", _("zelfbeschadiging")
    MINORS = "STATEMENT_CATEGORY_PROTECTION_OF_MINORS", _("bescherming van kinderen")
    OTHER = "STATEMENT_CATEGORY_OTHER_VIOLATION_TC", _("een andere huisregel")


class RulesVersionQuerySet(models.QuerySet["RulesVersion"]):
    def in_force(self, at: datetime | None = None) -> Self:
        """The version that holds comes first."""
        held = self.filter(effective_from__lte=at or timezone.now(), withdrawn_at__isnull=True)
        return held.order_by("-number")

    def announced(self) -> Self:
        """Published, and not in force yet: members say what they think of it."""
        coming = self.filter(effective_from__gt=timezone.now(), withdrawn_at__isnull=True)
        return coming.order_by("number")

    def published(self) -> Self:
        """What everybody may read, also what was withdrawn; a draft is the administrators'."""
        return self.filter(published_at__isnull=False)

    def drafts(self) -> Self:
        return self.filter(published_at__isnull=True)

    def not_begun(self) -> Self:
        """They hold by now, and nobody was told that they do."""
        return self.in_force().filter(begun_at__isnull=True, comments_until__isnull=False)


class RulesVersion(models.Model):
    """All rules together as they hold from a moment on. `comments_until` is before that moment.

    A draft has no moments yet, and there is one at most. `begun_at` is when members were told that it holds;
    a version that was withdrawn before that stays readable and never holds.
    """

    number = models.PositiveIntegerField(unique=True)
    summary = models.TextField(_("wat er verandert"), blank=True)
    summary_en = models.TextField(_("wat er verandert, Engels"), blank=True)
    published_at = models.DateTimeField(default=timezone.now, null=True, blank=True)
    comments_until = models.DateTimeField(null=True, blank=True)
    effective_from = models.DateTimeField(null=True, blank=True)
    begun_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = RulesVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("versie van de huisregels")
        verbose_name_plural = _("versies van de huisregels")
        ordering = ["-number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="rules_comments_end_before_they_hold",
                condition=Q(comments_until__isnull=True) | Q(comments_until__lte=F("effective_from")),
            ),
            models.CheckConstraint(
                name="rules_published_have_a_beginning",
                condition=Q(published_at__isnull=True, effective_from__isnull=True)
                | (Q(published_at__isnull=False, effective_from__isnull=False) & ~Q(summary="")),
            ),
            models.UniqueConstraint(
                models.Value(1), condition=Q(published_at__isnull=True), name="one_draft_of_the_rules"
            ),
        ]

    def __str__(self) -> str:
        return f"versie {self.number}"

    @property
    def change(self) -> str:
        return _in_language(self.summary, self.summary_en)

    @property
    def holds(self) -> bool:
        began = self.effective_from is not None and self.effective_from <= timezone.now()
        return began and not self.is_withdrawn

    @property
    def is_draft(self) -> bool:
        return self.published_at is None

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None

    @property
    def takes_comments(self) -> bool:
        running = self.comments_until is not None and self.comments_until > timezone.now()
        return running and not self.is_withdrawn


class Rule(models.Model):
    """One rule of one version: rule, why, example, what we do, borderline case."""

    version = models.ForeignKey(RulesVersion, on_delete=models.CASCADE, related_name="rules")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=160)
    title_en = models.CharField(max_length=160)
    why = models.TextField()
    why_en = models.TextField()
    example = models.TextField()
    example_en = models.TextField()
    measure = models.TextField()
    measure_en = models.TextField()
    borderline = models.TextField()
    borderline_en = models.TextField()
    category = models.CharField(max_length=80, choices=Category, default=Category.OTHER)

    class Meta:
        verbose_name = _("huisregel")
        verbose_name_plural = _("huisregels")
        ordering = ["number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["version", "number"], name="rule_number_once_per_version")
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.words['title']}"

    @property
    def words(self) -> dict[str, str]:
        """The five parts in the active language."""
        return {part: _in_language(getattr(self, part), getattr(self, f"{part}_en")) for part in PARTS}


class RulesAcceptance(models.Model):
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    version = models.ForeignKey(RulesVersion, on_delete=models.CASCADE, related_name="acceptances")
    accepted_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("akkoord met de huisregels")
        verbose_name_plural = _("akkoorden met de huisregels")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["member", "version"], name="rules_accepted_once")
        ]

    def __str__(self) -> str:
        return f"{self.member_id} → {self.version_id}"


class RulesComment(models.Model):
    """What a member thinks of an announced version; one per member, until the comment period ends.

    An administrator may answer it; an answer belongs to the words that it answers.
    """

    version = models.ForeignKey(RulesVersion, on_delete=models.CASCADE, related_name="comments")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    body = models.TextField()
    written_at = models.DateTimeField(default=timezone.now)
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("reactie op de huisregels")
        verbose_name_plural = _("reacties op de huisregels")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["version", "member"], name="rules_comment_once")
        ]

    def __str__(self) -> str:
        return f"{self.member_id} → {self.version_id}"


def _in_language(dutch: str, english: str) -> str:
    return english if english and (get_language() or "").startswith("en") else dutch
