"""Track and trace: what happened to a question so far, and how long it usually takes."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.policies import Viewer, is_member
from community.limits import PACE_FROM
from community.models import Question, ThemePace


@dataclass(frozen=True)
class Step:
    """One line of "how this question stands"; `at` is None while it has not happened."""

    label: str
    at: datetime | None


@dataclass(frozen=True)
class Expectation:
    """In what time half of the questions of the theme get their first answer, and whether that has passed."""

    usual: timedelta
    is_late: bool


def is_waiting_long(question: Question, viewer: Viewer) -> bool:
    """Whether the asker may hear that they are not forgotten: a day without any answer."""
    return _is_asker(question, viewer) and question.alarmed_at is not None and not question.answer_count


def steps_of(question: Question, viewer: Viewer) -> list[Step]:
    """That a helper read it, and that moderators were told, is for the asker alone."""
    read = (
        [Step(_("Gelezen door iemand die helpt"), _read_at(question))] if _is_asker(question, viewer) else []
    )
    told = question.alarmed_at if _is_asker(question, viewer) else None
    alarmed = [Step(_("De moderatoren kijken wie kan helpen"), told)] if told is not None else []
    return [
        Step(_("Gevraagd"), question.created_at),
        *read,
        *alarmed,
        Step(_("Beantwoord"), question.first_answer_at),
        Step(_("Uitgelicht"), question.highlighted_at if question.is_highlighted else None),
        Step(_("Opgelost"), question.solved_at),
    ]


def expectation_of(question: Question, viewer: Viewer) -> Expectation | None:
    """For an asker who waits for the first answer; None where too few questions say how long it takes.

    Needs `theme__pace` selected with the question.
    """
    pace: ThemePace | None = getattr(question.theme, "pace", None)
    waits = question.is_published and question.first_answer_at is None and not question.is_solved
    if not waits or not _is_asker(question, viewer) or pace is None or pace.counted < PACE_FROM:
        return None
    return Expectation(usual=pace.median, is_late=timezone.now() - question.created_at > pace.median)


def _is_asker(question: Question, viewer: Viewer) -> bool:
    return is_member(viewer) and question.author_id == viewer.pk


def _read_at(question: Question) -> datetime | None:
    """An answer of a helper says that it was read as well."""
    moments = [at for at in (question.read_by_helper_at, question.first_answer_at) if at is not None]
    return min(moments, default=None)
