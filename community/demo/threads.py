"""The questions of the demo community with everything under them, dated over the last months."""

import tomllib
import uuid
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from django.utils import timezone

from accounts.models import Member
from community.actions.counters import recount_answers, recount_followers, recount_highlights
from community.actions.texts import rerender
from community.models import (
    Answer,
    Comment,
    District,
    Follow,
    Highlight,
    LifeEvent,
    Question,
    Revision,
    SameHere,
    Thanks,
    Theme,
)
from community.models.post import slug_of

HERE = Path(__file__).parent
KEYS = uuid.UUID("6d1a3c52-6f0b-4d0e-9a3c-0a5b7b1f2c11")
"""Namespace of the submit keys, so that the demo is the same each time."""

Row = dict[str, Any]


@dataclass
class Loader:
    """Makes questions from rows; `latest` is the last moment anything may have."""

    members: dict[str, Member]
    latest: datetime

    def load_all(self) -> int:
        """Load every file of questions; returns how many questions there are."""
        rows = [
            (path.stem, row)
            for path in sorted((HERE / "questions").glob("*.toml"))
            for row in tomllib.loads(path.read_text())["questions"]
        ]
        for theme_slug, row in sorted(rows, key=lambda pair: self._moment(pair[1])):
            self._question(Theme.objects.get(slug=theme_slug), row, self._moment(row))
        return len(rows)

    def load_question(self, theme_slug: str, row: Row, *, asked_at: datetime) -> Question:
        """One more question, at a moment of its own."""
        return self._question(Theme.objects.get(slug=theme_slug), row, asked_at)

    def _question(self, theme: Theme, row: Row, asked_at: datetime) -> Question:
        question = Question.objects.create(
            author=self.members[row["asker"]],
            key=uuid.uuid5(KEYS, row["ref"]),
            theme=theme,
            title=row["title"],
            slug=slug_of(row["title"]),
            body=row["body"].strip(),
            audience=row.get("audience", "everyone"),
            anonymous=row.get("anonymous", False),
            life_event=LifeEvent.objects.filter(slug=row.get("life_event", "")).first(),
            district=District.objects.filter(slug=row.get("district", "")).first(),
            created_at=asked_at,
            last_activity_at=asked_at,
            **{block: row.get(block, "").strip() for block in ("situation", "need", "tried", "hope")},
        )
        rerender(question, question)
        moments = [asked_at, *(self._comment(question, None, c, asked_at) for c in row.get("comments", []))]
        for number, answer in enumerate(row.get("answers", [])):
            moments += self._answer(question, answer, asked_at, f"{row['ref']}/{number}")
        self._support(question, row)
        recount_answers(question.pk)
        recount_highlights(question.pk)
        Question.objects.filter(pk=question.pk).update(last_activity_at=max(moments))
        return question

    def _answer(self, question: Question, row: Row, asked_at: datetime, ref: str) -> list[datetime]:
        at = self._later(asked_at, row["after_minutes"])
        answer = Answer.objects.create(
            author=self.members[row["author"]],
            key=uuid.uuid5(KEYS, ref),
            question=question,
            body=row["body"].strip(),
            created_at=at,
        )
        rerender(answer, question)
        moments = [at, *(self._comment(question, answer, c, at) for c in row.get("comments", []))]
        if row.get("solution"):
            solved_at = self._later(at, 180)
            Question.objects.filter(pk=question.pk).update(solution=answer, solved_at=solved_at)
            moments.append(solved_at)
        if "highlight" in row:
            moments.append(self._highlight(answer, row["highlight"]))
        thankers = self._others(answer.author, row.get("thanks", 0), turn=answer.pk)
        Thanks.objects.bulk_create(Thanks(member=m, answer=answer, created_at=at) for m in thankers)
        Answer.objects.filter(pk=answer.pk).update(thanks_count=len(thankers))
        Follow.objects.get_or_create(member=answer.author, question=question)
        return moments

    def _comment(self, question: Question, answer: Answer | None, row: Row, after: datetime) -> datetime:
        at = self._later(after, row["after_minutes"])
        author = self.members[row["author"]]
        comment = Comment.objects.create(
            author=author, question=question, answer=answer, body=row["body"].strip(), created_at=at
        )
        rerender(comment, question)
        return at

    def _highlight(self, answer: Answer, row: Row) -> datetime:
        professional = self.members[row["by"]]
        at = self._later(answer.created_at, row["after_days"] * 24 * 60)
        suspended_at = self._later(at, 24 * 60) if row["state"] == "suspended" else None
        grant = professional.role_grants.filter(role="professional").first()
        Highlight.objects.create(
            answer=answer,
            question=answer.question,
            professional=professional,
            function=grant.function if grant else "",
            organisation=row["organisation"],
            source_title=row["source_title"],
            source_url=row.get("source_url", ""),
            correction=row.get("correction", ""),
            answer_version=1,
            confirmed_at=at,
            review_on=timezone.localdate() + timedelta(days=row["review_in_days"]),
            suspended_at=suspended_at,
        )
        if suspended_at is not None:
            self._edited_since(answer, suspended_at)
        return suspended_at or at

    def _edited_since(self, answer: Answer, at: datetime) -> None:
        """The answer got its last paragraph after it was highlighted."""
        before, _blank, _added = answer.body.rpartition("\n\n")
        Revision.objects.create(
            answer=answer,
            version=1,
            writer=answer.author,
            written_at=answer.created_at,
            fields={"body": before or answer.body},
        )
        Answer.objects.filter(pk=answer.pk).update(version=2, edited_at=at)

    def _support(self, question: Question, row: Row) -> None:
        """Who has the same question and who follows; the asker is the first of both."""
        same = [
            question.author,
            *self._others(question.author, row.get("same_here", 1) - 1, turn=question.pk),
        ]
        SameHere.objects.bulk_create(SameHere(member=member, question=question) for member in same)
        Question.objects.filter(pk=question.pk).update(same_here_count=len(same))
        followers = self._others(question.author, row.get("followers", 0), turn=question.pk + 7)
        Follow.objects.bulk_create(
            (Follow(member=member, question=question) for member in [question.author, *followers]),
            ignore_conflicts=True,
        )
        recount_followers(question.pk)

    def _others(self, author: Member, count: int, *, turn: int) -> list[Member]:
        """`count` members other than the author, different ones each turn."""
        everybody = [member for member in self.members.values() if member.pk != author.pk]
        start = turn * 5 % len(everybody)
        return list(islice(everybody[start:] + everybody[:start], max(0, count)))

    def _moment(self, row: Row) -> datetime:
        hour, minute = (int(part) for part in row["time"].split(":"))
        day = timezone.localdate(self.latest) - timedelta(days=row["days_ago"])
        moment = timezone.make_aware(datetime.combine(day, time(hour, minute)))
        if moment > self.latest:
            moment = self.latest - timedelta(hours=2)
        return moment

    def _later(self, moment: datetime, minutes: float) -> datetime:
        return min(moment + timedelta(minutes=minutes), self.latest)
