"""What moderators did with a thread in words, their page for it, and where moved things went."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.policies import Viewer, is_member
from community.limits import UNDO_WINDOW
from community.models import ActKind, Answer, Question, Theme
from community.models.post import QuestionQuerySet
from community.models.theme import in_language
from community.policies import can_moderate_thread, visible_questions
from community.queries.alike import Alike, Side, alike_of, sides_of
from community.queries.posts import get_answer, get_question
from core.errors import NotFound


@dataclass(frozen=True)
class Line:
    """A public line in the thread. `other_id` is the question that an answer became; `undo` is the act that
    the viewer may still take back."""

    text: str
    reason: str
    at: datetime
    icon: str
    other_id: int | None = None
    undo: int | None = None


@dataclass(frozen=True)
class ModeratePage:
    """`alike` are suggestions to merge; `sides` both questions when one of them was opened."""

    question: Question
    alike: list[Alike]
    sides: list[Side]


@dataclass(frozen=True)
class SplitPage:
    answer: Answer


def moderate_page(viewer: Viewer, *, question_id: int, into_id: int | None = None) -> ModeratePage:
    """Three queries. Raises `NotFound`, `NotAllowed`."""
    question = get_question(viewer, question_id)
    can_moderate_thread(viewer, question).require()
    return ModeratePage(question, alike_of(viewer, question), sides_of(viewer, question, into_id))


def split_page(viewer: Viewer, *, answer_id: int) -> SplitPage:
    """One query. Raises `NotFound`, `NotAllowed`."""
    answer = get_answer(viewer, answer_id)
    can_moderate_thread(viewer, answer.question).require()
    return SplitPage(answer)


def lines_of(question: Question, viewer: Viewer) -> list[Line]:
    """No query: the lines are kept with the question."""
    may_undo = is_member(viewer) and bool(can_moderate_thread(viewer, question))
    return [_line(each, may_undo=may_undo) for each in question.lines]


def pinned_in(viewer: Viewer, theme: Theme) -> QuestionQuerySet:
    """What stands on top of a theme, the longest pin first. One query when read."""
    pinned = visible_questions(viewer).published().filter(theme=theme, pinned_until__gte=timezone.localdate())
    return pinned.order_by("-pinned_until", "-pk")


def where_question_went(viewer: Viewer, question_id: int) -> Question:
    """The question that it was merged into, however often that was merged again, if the viewer may read it.
    Two queries for each time. Raises `NotFound`."""
    for place in _stations(question_id):
        found = visible_questions(viewer).filter(pk=place).first()
        if found is not None:
            return found
    raise NotFound


def last_place_of(question_id: int) -> int:
    """Where everything of it stands after all merges, whoever may read that. One query for each merge."""
    return [question_id, *_stations(question_id)][-1]


def _stations(question_id: int) -> Iterator[int]:
    passed = {question_id}
    while True:
        target = Question.objects.filter(pk=question_id).values_list("merged_into", flat=True).first()
        if target is None or target in passed:
            return
        passed.add(target)
        yield target
        question_id = target


def where_answer_went(viewer: Viewer, answer_id: int) -> Question:
    """The question that it became, or that this one was merged into, if the viewer may read it.
    Raises `NotFound`."""
    became = Answer.objects.filter(pk=answer_id).values_list("became", flat=True).first()
    if became is None:
        raise NotFound
    found = visible_questions(viewer).filter(pk=became).first()
    return found if found is not None else where_question_went(viewer, became)


def is_named_now(viewer: Viewer, question: Question, *, was_in: int) -> bool:
    """Whether the viewer asked `was_in` anonymously and would stand in this thread under their name."""
    own = question.anonymous and question.author_id == viewer.pk
    asked = Question.objects.filter(pk=was_in, author_id=viewer.pk, anonymous=True)
    return is_member(viewer) and not own and asked.exists()


def with_asked_anonymously(questions: QuerySet[Question], viewer: Viewer) -> QuerySet[Question]:
    """Mark the threads to which the viewer's own anonymous question went: here they have a name. No query."""
    if not is_member(viewer):
        return questions
    went_here = Q(merged_into=OuterRef("pk")) | Q(merged_into__merged_into=OuterRef("pk"))
    own = Question.objects.filter(went_here, author_id=viewer.pk, anonymous=True)
    return questions.annotate(viewer_asked_anonymously=Exists(own))


def _line(kept: dict[str, Any], *, may_undo: bool) -> Line:
    kind, at = ActKind(kept["kind"]), datetime.fromisoformat(kept["at"])
    text, icon = _words(kind, kept)
    return Line(
        text=text,
        reason=kept["reason"],
        at=at,
        icon=icon,
        other_id=kept["other"] if kind == ActKind.SPLIT else None,
        undo=kept["act"] if may_undo and timezone.now() <= at + UNDO_WINDOW else None,
    )


def _words(kind: ActKind, kept: dict[str, Any]) -> tuple[str, str]:
    match kind:
        case ActKind.MOVED:
            names = {"old": in_language(*kept["from"]), "new": in_language(*kept["to"])}
            return _("Een moderator verplaatste deze vraag van %(old)s naar %(new)s.") % names, "folder-input"
        case ActKind.LOCKED:
            return _("Een moderator sloot deze vraag."), "lock"
        case ActKind.UNLOCKED:
            return _("Een moderator opende deze vraag weer."), "lock-open"
        case ActKind.PINNED:
            day = date_format(date.fromisoformat(kept["until"]), pgettext("format of a date", "j F Y"))
            return _("Een moderator zette deze vraag vast tot en met %(day)s.") % {"day": day}, "pin"
        case ActKind.UNPINNED:
            return _("Een moderator maakte deze vraag los."), "pin-off"
        case ActKind.MERGED:
            return _("Een moderator voegde hier een vraag bij die over hetzelfde gaat."), "merge"
    return _("Een moderator maakte van een antwoord een eigen vraag."), "split"
