"""Short ways to questions that wait."""

import uuid
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from community.actions.answers import post_answer
from community.actions.questions import QuestionText, ask_question
from community.actions.waiting import note_waiting
from community.models import Answer, Question, Theme
from tests.factories import make_question

ANSWER = "Bel de gemeente en vraag naar de budgetcoach."


def waits(asker: Member, theme: Theme, *, hours: float = 1, **fields: Any) -> Question:
    """A question that waits for so many hours, with its row on the radar."""
    asked_at = timezone.now() - timedelta(hours=hours)
    question = make_question(asker, theme=theme, created_at=asked_at, **fields)
    with transaction.atomic():
        note_waiting(question.pk)
    return question


def asked(asker: Member, theme: Theme, title: str, body: str = "Wie weet raad?", **fields: Any) -> Question:
    """As a member asks it, with everything that follows from asking."""
    text = QuestionText(title=title, body=body)
    return ask_question(author=asker, text=text, theme=theme, key=uuid.uuid4(), **fields).post


def answered(question: Question, author: Member, body: str = ANSWER) -> Answer:
    return post_answer(author=author, question_id=question.pk, body=body, key=uuid.uuid4()).post
