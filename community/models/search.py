"""What the search keeps: the stems of every post, the words of the public ones, and kin."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Self, cast

from django.db import connection, models
from django.db.models import F
from django.db.models.expressions import ExpressionWrapper

from community.models.post import Answer, Comment, Question
from community.models.theme import Theme

Alternative = tuple[str, ...]
"""Stems that stand in a text together."""


@dataclass(frozen=True)
class Match:
    """Which texts: at least one of `ways` in full; each part of a way by one of its alternatives.

    `per_million`: about so many of a million texts match, so that the cheaper plan can be chosen.
    """

    ways: tuple[tuple[tuple[Alternative, ...], ...], ...]
    per_million: int

    def written(self, *, both: str, either: str, quote: str) -> str:
        """As a query language writes it. Stems are letters and digits, so quotes are enough."""

        def word(stem: str) -> str:
            return f"{quote}{stem}{quote}"

        def together(alternative: Alternative) -> str:
            return f"({both.join(word(stem) for stem in alternative)})"

        def part(alternatives: tuple[Alternative, ...]) -> str:
            return f"({either.join(together(alternative) for alternative in alternatives)})"

        return either.join(f"({both.join(part(each) for each in way)})" for way in self.ways)


class SearchEntryQuerySet(models.QuerySet["SearchEntry"]):
    def holding(self, match: Match) -> Self:
        """The entries that match. How PostgreSQL finds them is decided in `queries.search.plans`."""
        if connection.vendor == "sqlite":
            query = match.written(both=" AND ", either=" OR ", quote='"')
            found = "community_searchentry.id IN (SELECT rowid FROM community_search_fts(%s))"
        else:
            query = match.written(both=" & ", either=" | ", quote="'")
            found = "community_searchentry.words @@ %s::tsquery"
        return cast("Self", self.extra(where=[found], params=[query]))  # noqa: S610 (constants)

    def newest_first(self) -> Self:
        return self.order_by("-asked_at", "-question_id")

    def newest_first_sorted(self) -> Self:
        """The same order, written so that no index has it."""
        moment = ExpressionWrapper(F("asked_at") + timedelta(0), output_field=models.DateTimeField())
        return self.order_by(moment.desc(), "-question_id")


class SearchEntry(models.Model):
    """The stems of one post, whoever may read it: that is decided when it is looked for.

    The key is twice the question's id, twice the answer's plus one, or the comment's below zero, so that
    writing it again replaces it. `answer` of a comment is the one that it stands under, if any.
    PostgreSQL keeps a column `words` beside these, SQLite a table `community_search_fts`; both follow by
    themselves (see the migration). `asked_at` is the question's moment: an order that keeps threads together.
    """

    id = models.BigIntegerField(primary_key=True)
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="+")
    answer = models.ForeignKey(Answer, null=True, on_delete=models.CASCADE, related_name="+")
    comment = models.ForeignKey(Comment, null=True, on_delete=models.CASCADE, related_name="+")
    theme = models.ForeignKey(Theme, null=True, on_delete=models.CASCADE, related_name="+", db_index=False)
    asked_at = models.DateTimeField()
    title_stems = models.TextField()
    body_stems = models.TextField()
    version = models.CharField(max_length=20)

    objects = SearchEntryQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["-asked_at", "-question"], name="search_newest"),
            models.Index(fields=["theme", "-asked_at", "-question"], name="search_theme_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"


class SearchWord(models.Model):
    """A word that everybody can read somewhere, for typing mistakes, beginnings and compounds."""

    word = models.CharField(max_length=40, unique=True)
    backwards = models.CharField(max_length=40, db_index=True, help_text="The stem from its end.")
    stem = models.CharField(max_length=40, db_index=True)
    per_million = models.PositiveIntegerField(help_text="In so many of a million texts.")

    def __str__(self) -> str:
        return self.word


class RelatedQuestion(models.Model):
    """`other` is about the same as `question`. Kept in both directions; who may read it is decided later."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="related")
    other = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="related_to")
    score = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["question", "other"], name="related_once")]

    def __str__(self) -> str:
        return f"{self.question_id} {self.other_id}"
