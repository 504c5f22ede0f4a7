"""People who wait for a talk, planned duties, and office hours: coming ones and one that is archived."""

import tomllib
import uuid
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

from accounts.models import Member
from community.actions.counters import recount_answers, recount_highlights
from community.actions.texts import rerender
from community.models import Answer, Follow, Highlight, Question, SameHere, Theme
from community.models.post import slug_of
from core.text import render
from realtime.actions.office_hours import organisation_of
from realtime.models import DutyPlan, HelpRequest, OfficeHour, OfficeQuestion, QueueState, Wanted

HERE = Path(__file__).parent
KEYS = uuid.UUID("5f6a3c0e-93b7-4b51-8d0e-7a3f0d2c9e44")
"""Namespace of the keys, so that the demo is the same each time."""

Row = dict[str, Any]
People = dict[str, Member]


def load_help(*, now: datetime) -> None:
    demo = tomllib.loads((HERE / "help.toml").read_text())
    people = {member.handle: member for member in Member.objects.filter(is_demo=True)}
    for row in demo["requests"]:
        _request(row, people, now)
    for row in demo["plans"]:
        starts_at, until = _stretch(row, now)
        DutyPlan.objects.create(member=people[row["who"]], starts_at=starts_at, until=until)
    for row in demo["office_hours"]:
        _office_hour(row, people, now)


def _request(row: Row, people: People, now: datetime) -> None:
    """Each asked to be called back, so that the demo still waits tomorrow."""
    asked_at = now - timedelta(minutes=row["minutes_ago"])
    HelpRequest.objects.create(
        asker=people[row["who"]],
        theme=Theme.objects.get(slug=row["theme"]),
        about=row["about"],
        wanted=row.get("wanted", Wanted.ANYONE),
        anonymous=row.get("anonymous", False),
        asked_at=asked_at,
        waiting_since=asked_at,
        call_back_at=asked_at + timedelta(minutes=3),
    )


def _office_hour(row: Row, people: People, now: datetime) -> None:
    starts_at, ends_at = _stretch(row, now)
    host, theme = people[row["host"]], Theme.objects.get(slug=row["theme"])
    office_hour = OfficeHour.objects.create(
        host=host,
        theme=theme,
        organisation=organisation_of(host, theme),
        title=row["title"],
        about=row["about"],
        starts_at=starts_at,
        ends_at=ends_at,
        archived_at=ends_at + timedelta(hours=1) if ends_at < now else None,
    )
    for number, question in enumerate(row.get("questions", [])):
        _question(office_hour, question, people, number)


def _question(office_hour: OfficeHour, row: Row, people: People, number: int) -> None:
    is_past = office_hour.archived_at is not None
    asked_at = office_hour.starts_at + timedelta(minutes=5 * number) if is_past else timezone.now()
    question = OfficeQuestion(
        office_hour=office_hour,
        author=people[row["who"]],
        key=uuid.uuid5(KEYS, f"{office_hour.title} {number}"),
        body=row["body"],
        anonymous=row.get("anonymous", False),
        may_publish=row.get("may_publish", False),
        created_at=asked_at,
    )
    if "answer" in row:
        question.state, question.answer = QueueState.ANSWERED, row["answer"]
        question.answer_html = render(row["answer"]).html
        question.answered_at = asked_at + timedelta(minutes=4)
    if "title" in row:
        question.published = _published(question, row)
    question.save()


def _published(pair: OfficeQuestion, row: Row) -> Question:
    """The pair as a question of the community with its highlighted answer."""
    office_hour = pair.office_hour
    placed_at = office_hour.archived_at or timezone.now()
    question = Question.objects.create(
        author=pair.author,
        key=pair.key,
        theme=office_hour.theme,
        title=row["title"],
        slug=slug_of(row["title"]),
        body=pair.body,
        anonymous=pair.anonymous,
        same_here_count=1,
        follower_count=1,
        created_at=placed_at,
        last_activity_at=placed_at,
    )
    rerender(question, question)
    SameHere.objects.create(member=pair.author, question=question)
    Follow.objects.create(member=pair.author, question=question)
    answer = Answer.objects.create(
        author=office_hour.host,
        key=pair.key,
        question=question,
        body=pair.answer,
        created_at=placed_at,
    )
    rerender(answer, question)
    Highlight.objects.create(
        answer=answer,
        question=question,
        professional=office_hour.host,
        organisation=office_hour.organisation,
        source_title=row["source"],
        answer_version=1,
        confirmed_at=placed_at,
        review_on=timezone.localdate() + timedelta(days=300),
    )
    recount_answers(question.pk)
    recount_highlights(question.pk)
    return question


def _stretch(row: Row, now: datetime) -> tuple[datetime, datetime]:
    day: date = timezone.localdate(now) + timedelta(days=row["days"])
    starts, until = (
        timezone.make_aware(datetime.combine(day, time.fromisoformat(row[name])))
        for name in ("from", "until")
    )
    return starts, until
