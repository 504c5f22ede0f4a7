"""Moderators take back what they did a moment ago."""

from collections.abc import Callable
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Member
from community.actions.authors import lock_author
from community.actions.moving import give_back_solution, move_back, move_drafts, recount_everything
from community.actions.threads import show_lines
from community.events import ModerationUndone
from community.limits import UNDO_WINDOW
from community.models import ActKind, Answer, Comment, Highlight, Question, ThreadAct, Visibility
from community.policies import can_undo, visible_questions
from core.errors import NotAllowed, NotFound
from core.events import publish

SORTS = (
    (ActKind.MOVED,),
    (ActKind.LOCKED, ActKind.UNLOCKED),
    (ActKind.PINNED, ActKind.UNPINNED),
    (ActKind.MERGED, ActKind.SPLIT),
)
"""Acts that change the same thing."""


@transaction.atomic
def undo_act(*, moderator: Member, act_id: int) -> Question:
    """As if it had not happened; the line goes too. Returns the question to show.

    Raises `NotFound`, and `NotAllowed` when the half minute is over or something happened since.
    """
    moderator = lock_author(moderator)
    act = ThreadAct.objects.select_related("question__theme", "other").filter(pk=act_id).first()
    if act is None or not visible_questions(moderator).filter(pk=act.question_id).exists():
        raise NotFound
    list(Question.objects.select_for_update(no_key=True).filter(pk__in=_questions(act)).order_by("pk"))
    act = (
        ThreadAct.objects.select_for_update(of=("self",), no_key=True)
        .select_related("question", "other")
        .get(pk=act_id)
    )
    can_undo(moderator, act).require()
    if act.undone_at is not None or timezone.now() > act.created_at + UNDO_WINDOW:
        raise NotAllowed(_("Ongedaan maken kan tot dertig seconden erna. Dat is nu voorbij."))
    _refuse_when_overtaken(act)
    _UNDO[ActKind(act.kind)](act)
    act.undone_at = timezone.now()
    act.save(update_fields=["undone_at"])
    for question_id in _questions(act):
        show_lines(question_id)
    publish(
        ModerationUndone(
            act_id=act.pk,
            kind=act.kind,
            question_id=act.question_id,
            other_id=act.other_id,
            moderator_id=moderator.pk,
        )
    )
    return act.other if act.kind == ActKind.MERGED and act.other else act.question


def _questions(act: ThreadAct) -> list[int]:
    return [each for each in (act.question_id, act.other_id) if each is not None]


def _refuse_when_overtaken(act: ThreadAct) -> None:
    """A later act of the same sort decided on what this one did; that one has to be taken back first."""
    sort = next(kinds for kinds in SORTS if act.kind in kinds)
    here = _questions(act)
    later = ThreadAct.objects.filter(pk__gt=act.pk, kind__in=sort, undone_at__isnull=True)
    if later.filter(Q(question__in=here) | Q(other__in=here)).exists():
        raise NotAllowed(_("Er is hierna al iets anders mee gedaan. Ongedaan maken kan niet meer."))


def _undo_move(act: ThreadAct) -> None:
    act.question.theme_id = act.before["theme"]
    act.question.save(update_fields=["theme"])


def _undo_lock(act: ThreadAct) -> None:
    question = act.question
    locked_at = act.before.get("locked_at")
    question.locked_at = datetime.fromisoformat(locked_at) if locked_at else None
    question.lock_reason = act.before.get("lock_reason", "")
    question.locked_for_silence = act.before.get("locked_for_silence", False)
    question.save(update_fields=["locked_at", "lock_reason", "locked_for_silence"])


def _undo_pin(act: ThreadAct) -> None:
    until = act.before["pinned_until"]
    act.question.pinned_until = date.fromisoformat(until) if until else None
    act.question.save(update_fields=["pinned_until"])


def _undo_merge(act: ThreadAct) -> None:
    if act.other is not None:
        move_back(act.other, act.question, act.before)


def _undo_split(act: ThreadAct) -> None:
    """Not when somebody wrote under the new question or changed it meanwhile: that would vanish."""
    new, question, before = act.other, act.question, act.before
    if new is None:
        return
    if new.answers.exists() or new.comments.exclude(pk__in=before["comments"]).exists():
        raise NotAllowed(_("Er is al gereageerd op de nieuwe vraag. Ongedaan maken kan niet meer."))
    if not new.is_published or new.version > 1:
        raise NotAllowed(_("De nieuwe vraag is al aangepast. Ongedaan maken kan niet meer."))
    answer = Answer.objects.get(pk=before["answer"])
    Comment.objects.filter(pk__in=before["comments"]).update(answer=answer, question=question)
    move_drafts(f"comment:question:{new.pk}", f"comment:answer:{answer.pk}")
    if answer.visibility == Visibility.MOVED:
        answer.visibility = Visibility.PUBLISHED
    answer.became = None
    answer.save(update_fields=["visibility", "became"])
    give_back_solution(question, before)
    Highlight.objects.open().filter(pk=before["highlight"]).update(suspended_at=None)
    new.visibility, new.merged_into = Visibility.MOVED, question
    new.save(update_fields=["visibility", "merged_into"])
    recount_everything(question, new)


_UNDO: dict[ActKind, Callable[[ThreadAct], None]] = {
    ActKind.MOVED: _undo_move,
    ActKind.LOCKED: _undo_lock,
    ActKind.UNLOCKED: _undo_lock,
    ActKind.PINNED: _undo_pin,
    ActKind.UNPINNED: _undo_pin,
    ActKind.MERGED: _undo_merge,
    ActKind.SPLIT: _undo_split,
}
