"""What the radar of the demo shows: questions of today, one that is taken on, and some that were given on."""

import tomllib
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

from accounts.models import Member
from community.actions.waiting import recount_waiting
from community.actions.weeks import measure_weeks
from community.demo.threads import Loader
from community.limits import ALARM_AFTER, CLAIM_LASTS
from community.models import Claim, Question, QuestionHandOver

HERE = Path(__file__).parent

Row = dict[str, Any]


def load_radar(loader: Loader) -> int:
    """Returns how many questions came with it. Nobody is mailed about what waited before the demo began."""
    demo, now = tomllib.loads((HERE / "radar.toml").read_text()), timezone.now()
    questions = {row["ref"]: _question(loader, row) for row in demo["questions"]}
    for row in demo["hand_overs"]:
        _hand_over(questions[row["question"]], loader.members, row)
    for row in demo["claims"]:
        taken_at = now - timedelta(minutes=row["minutes_ago"])
        helper = loader.members[row["helper"]]
        question = questions[row["question"]]
        Claim.objects.create(
            question=question, helper=helper, taken_at=taken_at, until=taken_at + CLAIM_LASTS
        )
    for late in Question.objects.unanswered().filter(created_at__lte=now - ALARM_AFTER):
        Question.objects.filter(pk=late.pk).update(alarmed_at=late.created_at + ALARM_AFTER)
    while recount_waiting():
        pass
    measure_weeks()
    return len(questions)


def _question(loader: Loader, row: Row) -> Question:
    asked_at = timezone.now() - timedelta(minutes=row["minutes_ago"])
    return loader.load_question(row["theme"], row, asked_at=asked_at)


def _hand_over(question: Question, members: dict[str, Member], row: Row) -> None:
    QuestionHandOver.objects.create(
        question=question,
        giver=members[row["giver"]],
        receiver=members[row["receiver"]] if "receiver" in row else None,
        receiving_role=row.get("role", ""),
        note=row["note"],
        created_at=timezone.now() - timedelta(minutes=row["minutes_ago"]),
    )
