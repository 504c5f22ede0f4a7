"""What the pages about the state of a thread show."""

from dataclasses import dataclass

from django.utils import timezone

from accounts.policies import Viewer
from community.limits import SILENT_AFTER
from community.models import Question
from community.policies import can_ask_information, can_close
from community.queries.posts import get_question


@dataclass(frozen=True)
class StatePage:
    question: Question


def close_page(viewer: Viewer, *, question_id: int) -> StatePage:
    """One query. Raises `NotFound`, `NotAllowed`."""
    question = get_question(viewer, question_id)
    can_close(viewer, question).require()
    return StatePage(question)


def needs_info_page(viewer: Viewer, *, question_id: int) -> StatePage:
    """One query. Raises `NotFound`, `NotAllowed`."""
    question = get_question(viewer, question_id)
    can_ask_information(viewer, question).require()
    return StatePage(question)


def is_old(question: Question) -> bool:
    """Nothing happened for half a year: who has the same question had better ask anew."""
    return question.last_activity_at < timezone.now() - SILENT_AFTER
