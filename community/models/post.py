"""What people write: questions, answers and comments."""

import uuid
from datetime import datetime
from typing import Self, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from community.limits import TITLE_STORED
from community.models.state import State, ThreadFields
from community.models.theme import District, LifeEvent, Theme

P = TypeVar("P", bound="Post")


class Visibility(models.TextChoices):
    PUBLISHED = "published", _("zichtbaar")
    HELD = "held", _("wacht op een moderator")
    WITHDRAWN = "withdrawn", _("ingetrokken door de schrijver")
    REMOVED = "removed", _("verwijderd door een moderator")
    MOVED = "moved", _("staat nu ergens anders")


class Audience(models.TextChoices):
    EVERYONE = "everyone", _("Iedereen")
    MEMBERS = "members", _("Alleen deelnemers")
    PROFESSIONALS = "professionals", _("Alleen professionals van dit thema")


class PostQuerySet(models.QuerySet[P]):
    def published(self) -> Self:
        return self.filter(visibility=Visibility.PUBLISHED)

    def oldest_first(self) -> Self:
        return self.order_by("created_at", "pk")


class Post(models.Model):
    """What all written things share. `key` makes a repeated submit harmless; `version` counts edits."""

    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    key = models.UUIDField(default=uuid.uuid4, editable=False)
    body = models.TextField(help_text="Markdown as the member wrote it, cleaned.")
    body_html = models.TextField(editable=False, help_text="Sanitised HTML, made when it was written.")
    renderer_version = models.PositiveSmallIntegerField(default=0, editable=False)
    visibility = models.CharField(max_length=10, choices=Visibility, default=Visibility.PUBLISHED)
    withdrawn_while_held = models.BooleanField(
        default=False, editable=False, help_text="Put back, it waits for a moderator again."
    )
    removed_at = models.DateTimeField(null=True, blank=True, editable=False)
    removed_for = models.CharField(
        max_length=12, blank=True, editable=False, help_text="The number of the house rule; empty: the law."
    )
    contested = models.BooleanField(
        default=False, editable=False, help_text="An appeal against the decision about it runs."
    )
    reinstated_at = models.DateTimeField(
        null=True, blank=True, editable=False, help_text="An appeal put it back."
    )
    label = models.CharField(max_length=160, blank=True, editable=False, help_text="A moderator's remark.")
    created_at = models.DateTimeField(default=timezone.now)
    edited_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    # The kinds of what screening found in the words that were just put in. Not stored.
    noticed: tuple[str, ...] = ()

    class Meta:
        abstract = True

    @property
    def is_published(self) -> bool:
        return self.visibility == Visibility.PUBLISHED


class QuestionQuerySet(PostQuerySet["Question"]):
    def unanswered(self) -> Self:
        """Nobody answered yet, and somebody still waits for it."""
        return self.filter(answer_count=0, solved_at__isnull=True, locked_at__isnull=True)

    def solved(self) -> Self:
        return self.filter(solved_at__isnull=False)

    def highlighted(self) -> Self:
        """With at least one highlight that is in force today."""
        return self.filter(highlighted_until__gte=timezone.localdate())

    def with_list_fields(self) -> Self:
        """Everything that a row in a list shows, without the texts."""
        return self.select_related("theme", "district", "author").defer(
            "body", "body_html", "situation", "need", "tried", "hope"
        )


class Question(ThreadFields, Post):
    """The opening post of a thread. The counters follow from rows and are kept in the same transaction."""

    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="questions")
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="questions")
    title = models.CharField(max_length=TITLE_STORED)
    slug = models.SlugField(max_length=80, editable=False)
    audience = models.CharField(max_length=13, choices=Audience, default=Audience.EVERYONE)
    anonymous = models.BooleanField(default=False)
    situation = models.TextField(blank=True)
    need = models.TextField(blank=True)
    tried = models.TextField(blank=True)
    hope = models.TextField(blank=True)
    life_event = models.ForeignKey(LifeEvent, null=True, blank=True, on_delete=models.PROTECT)
    district = models.ForeignKey(District, null=True, blank=True, on_delete=models.PROTECT)

    solution = models.OneToOneField(
        "Answer", null=True, blank=True, on_delete=models.SET_NULL, related_name="solves"
    )
    solved_at = models.DateTimeField(null=True, blank=True)
    highlighted_at = models.DateTimeField(null=True, blank=True)
    highlighted_until = models.DateField(null=True, blank=True)
    first_answer_at = models.DateTimeField(null=True, blank=True)
    last_activity_at = models.DateTimeField(default=timezone.now)
    answer_count = models.PositiveIntegerField(default=0)
    same_here_count = models.PositiveIntegerField(default=0)
    follower_count = models.PositiveIntegerField(default=0)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("vraag")
        verbose_name_plural = _("vragen")
        constraints = [
            models.UniqueConstraint(fields=["author", "key"], name="question_once_per_key"),
            models.CheckConstraint(
                condition=Q(solution__isnull=True) | Q(solved_at__isnull=False),
                name="question_solved_has_moment",
            ),
        ]
        indexes = [
            models.Index(fields=["-created_at", "-id"], name="question_newest"),
            models.Index(fields=["-last_activity_at", "-id"], name="question_active"),
            models.Index(fields=["theme", "-created_at", "-id"], name="question_theme_newest"),
            models.Index(fields=["theme", "-last_activity_at", "-id"], name="question_theme_active"),
            models.Index(fields=["author", "-created_at", "-id"], name="question_of_author"),
            models.Index(
                fields=["-created_at", "-id"], condition=Q(answer_count=0), name="question_unanswered"
            ),
            models.Index(
                fields=["-solved_at", "-id"], condition=Q(solved_at__isnull=False), name="question_solved"
            ),
            models.Index(
                fields=["-highlighted_at", "-id"],
                condition=Q(highlighted_until__isnull=False),
                name="question_highlighted",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("community:question", args=[self.pk, self.slug])

    @property
    def is_solved(self) -> bool:
        """By an answer, or in another way that the asker told of."""
        return self.solved_at is not None

    @property
    def state(self) -> State:
        if self.is_locked:
            return State.LOCKED
        if self.is_solved:
            return State.SOLVED
        if self.needs_info_at is not None:
            return State.WAITING
        return State.ANSWERED if self.answer_count and not self.asker_spoke_last else State.OPEN

    @property
    def is_asked_if_current(self) -> bool:
        """Whether that still stands: nothing happened since the asker was asked."""
        return self.asked_if_current_at is not None and self.asked_if_current_at >= self.last_activity_at

    @property
    def waits_since(self) -> datetime | None:
        """Since when the asker waits for somebody else; None when it is not somebody else's turn."""
        if not self.is_published or self.is_solved or self.is_locked or self.needs_info_at is not None:
            return None
        if not self.answer_count:
            return self.created_at
        return self.asker_spoke_at if self.asker_spoke_last else None

    @property
    def is_highlighted(self) -> bool:
        return self.highlighted_until is not None and self.highlighted_until >= timezone.localdate()


TAKEN_SLUGS = frozenset(
    {
        "answers",
        "canned",
        "claim",
        "close",
        "comments",
        "current",
        "edit",
        "follow",
        "follow-by-mail",
        "hand-over",
        "history",
        "moderate",
        "needs-info",
        "release",
        "reopen",
        "restore",
        "same-here",
        "search",
        "unread",
        "withdraw",
    }
)
"""Words that stand in this place of an address already."""


def slug_of(title: str) -> str:
    """The readable part of a question's address; "vraag" where a title has no Latin letters."""
    slug = slugify(title)[:70].strip("-") or "vraag"
    return f"vraag-{slug}" if slug in TAKEN_SLUGS else slug


class AnswerQuerySet(PostQuerySet["Answer"]):
    """Answers."""


class Answer(Post):
    """A reply to a question."""

    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="answers")
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="answers")
    thanks_count = models.PositiveIntegerField(default=0)
    became = models.OneToOneField(
        Question, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    solved_until_removed = models.DateTimeField(
        null=True, blank=True, editable=False, help_text="Since when it was the solution, when removed."
    )

    objects = AnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("antwoord")
        verbose_name_plural = _("antwoorden")
        constraints = [models.UniqueConstraint(fields=["author", "key"], name="answer_once_per_key")]
        indexes = [
            models.Index(fields=["question", "created_at", "id"], name="answer_in_question"),
            models.Index(fields=["author", "-created_at", "-id"], name="answer_of_author"),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("community:answer", args=[self.pk])


class CommentQuerySet(PostQuerySet["Comment"]):
    """Comments."""


class Comment(Post):
    """A short remark under an answer, or under the question itself when `answer` is empty."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="comments")
    answer = models.ForeignKey(
        Answer, null=True, blank=True, on_delete=models.CASCADE, related_name="comments"
    )

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("reactie")
        verbose_name_plural = _("reacties")
        constraints = [models.UniqueConstraint(fields=["author", "key"], name="comment_once_per_key")]
        indexes = [
            models.Index(fields=["question", "created_at", "id"], name="comment_in_question"),
            models.Index(fields=["author", "-created_at", "-id"], name="comment_of_author"),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("community:comment", args=[self.pk])
