"""What moderators do with threads. Each act leaves a public line, and can be taken back for half a minute."""

import uuid
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Member
from community.actions.authors import lock_author
from community.actions.counters import recount_highlights
from community.actions.highlights import suspend_highlight
from community.actions.locking import lock_answer, lock_question
from community.actions.moving import move_drafts, move_everything, recount_everything
from community.actions.solutions import clear_solution
from community.events import ThreadModerated
from community.limits import LINES_SHOWN, LONGEST_PIN, REASON_LENGTH, TITLE_LENGTH, TITLE_STORED
from community.models import (
    ActKind,
    Answer,
    Audience,
    Comment,
    Follow,
    Question,
    SameHere,
    Theme,
    ThreadAct,
    Visibility,
)
from community.models.post import slug_of
from community.policies import can_moderate_thread
from core.errors import Refused
from core.events import publish
from core.screening import refuse_certain
from core.text import clean_line


@transaction.atomic
def move_question(*, moderator: Member, question_id: int, theme: Theme, reason: str) -> ThreadAct:
    """To another theme. Highlights stay: a professional vouched for them. Raises `Refused`."""
    question = _lock(moderator, question_id)
    if theme.pk == question.theme_id:
        raise Refused(_("De vraag staat al in dit thema."), field="theme")
    if question.audience == Audience.PROFESSIONALS:
        raise Refused(
            _("Deze vraag is alleen voor professionals van dit thema. Dat is beloofd."), field="theme"
        )
    before = {"theme": question.theme_id}
    shown = {"from": [question.theme.name, question.theme.name_en], "to": [theme.name, theme.name_en]}
    question.theme = theme
    question.save(update_fields=["theme"])
    return _note(
        ActKind.MOVED, question, moderator, reason=_reason(moderator, reason), before=before, shown=shown
    )


@transaction.atomic
def lock_thread(*, moderator: Member, question_id: int, reason: str) -> ThreadAct:
    """Nothing new but from the theme's professionals and moderators. The reason stands in the thread."""
    question = _lock(moderator, question_id)
    if question.is_locked:
        raise Refused(_("Deze vraag is al gesloten."), field="reason")
    question.locked_at, question.lock_reason = timezone.now(), _reason(moderator, reason)
    question.save(update_fields=["locked_at", "lock_reason"])
    return _note(ActKind.LOCKED, question, moderator, reason=question.lock_reason)


@transaction.atomic
def unlock_thread(*, moderator: Member, question_id: int) -> ThreadAct:
    question = _lock(moderator, question_id)
    if question.locked_at is None:
        raise Refused(_("Deze vraag is niet gesloten."))
    before = {
        "locked_at": question.locked_at.isoformat(),
        "lock_reason": question.lock_reason,
        "locked_for_silence": question.locked_for_silence,
    }
    question.locked_at, question.lock_reason, question.locked_for_silence = None, "", False
    question.save(update_fields=["locked_at", "lock_reason", "locked_for_silence"])
    return _note(ActKind.UNLOCKED, question, moderator, before=before)


@transaction.atomic
def pin_thread(*, moderator: Member, question_id: int, until: date | None) -> ThreadAct:
    """On top of the theme until that day, at most three months; None takes the pin away."""
    question = _lock(moderator, question_id)
    today = timezone.localdate()
    if until is not None and not today <= until <= today + LONGEST_PIN:
        raise Refused(_("Kies een dag vanaf vandaag, binnen drie maanden."), field="until")
    before = {"pinned_until": question.pinned_until.isoformat() if question.pinned_until else None}
    question.pinned_until = until
    question.save(update_fields=["pinned_until"])
    kind = ActKind.PINNED if until else ActKind.UNPINNED
    shown = {"until": until.isoformat()} if until else {}
    return _note(kind, question, moderator, before=before, shown=shown)


@transaction.atomic
def merge_questions(*, moderator: Member, question_id: int, into_id: int, reason: str) -> ThreadAct:
    """Everything under the question goes to another one; its address leads there from then on.

    Both askers follow. Raises `Refused` where readers would change or an anonymous asker would show.
    """
    moderator = lock_author(moderator)
    if question_id == into_id:
        raise Refused(_("Kies een andere vraag dan deze."), field="into")
    locked = {each: lock_question(moderator, each) for each in sorted((question_id, into_id))}
    source, target = locked[question_id], locked[into_id]
    for question in (source, target):
        can_moderate_thread(moderator, question).require()
    if source.audience != target.audience:
        raise Refused(_("De twee vragen zijn voor andere lezers. Dat kan niet samen."), field="into")
    if _would_show_asker(source, target) or _would_show_asker(target, source):
        raise Refused(_("Zo wordt te zien wie anoniem vroeg. Dat kan niet samen."), field="into")
    moved = move_everything(source, target)
    return _note(
        ActKind.MERGED, target, moderator, reason=_reason(moderator, reason), before=moved, other=source
    )


@transaction.atomic
def split_answer(*, moderator: Member, answer_id: int, title: str) -> ThreadAct:
    """An answer becomes a question of its writer, with the comments under it; its address leads there."""
    moderator = lock_author(moderator)
    answer = lock_answer(moderator, answer_id)
    question = answer.question
    can_moderate_thread(moderator, question).require()
    if not answer.is_published:
        raise Refused(_("Dit antwoord is niet meer te zien voor anderen."), field="title")
    if question.author_id != answer.author_id and _shows_asker(question, under=answer):
        raise Refused(
            _("Wie anoniem vroeg, reageerde hieronder. In een eigen vraag is te zien wie dat is."),
            field="title",
        )
    was_solution = question.solution_id == answer.pk
    before = {
        "answer": answer.pk,
        "solution": answer.pk if was_solution else None,
        "highlight": suspend_highlight(answer),
        "comments": list(Comment.objects.filter(answer=answer).values_list("pk", flat=True)),
        "solved_at": question.solved_at.isoformat() if was_solution and question.solved_at else None,
        "way_out": question.way_out,
    }
    if was_solution:
        clear_solution(question)
    new = _question_of(answer, title, moderator)
    Comment.objects.filter(answer=answer).update(answer=None, question=new)
    move_drafts(
        f"comment:answer:{answer.pk}",
        f"comment:question:{new.pk}",
        but_of=question.author_id if question.anonymous else None,
    )
    answer.visibility, answer.became = Visibility.MOVED, new
    answer.save(update_fields=["visibility", "became"])
    recount_everything(question, new)
    return _note(ActKind.SPLIT, question, moderator, before=before, other=new)


def show_lines(question_id: int) -> None:
    """Keep with the question what its acts tell; the page then needs no query for them."""
    acts = ThreadAct.objects.filter(question_id=question_id, undone_at__isnull=True)
    lines = [
        {
            "act": act.pk,
            "kind": act.kind,
            "at": act.created_at.isoformat(),
            "reason": act.reason,
            "other": act.other_id,
            **act.shown,
        }
        for act in acts.order_by("-created_at", "-pk")[:LINES_SHOWN]
    ]
    Question.objects.filter(pk=question_id).update(lines=lines[::-1])


def _lock(moderator: Member, question_id: int) -> Question:
    question = lock_question(lock_author(moderator), question_id)
    can_moderate_thread(moderator, question).require()
    return question


def _note(
    kind: ActKind,
    question: Question,
    moderator: Member,
    *,
    reason: str = "",
    before: dict[str, Any] | None = None,
    shown: dict[str, Any] | None = None,
    other: Question | None = None,
) -> ThreadAct:
    act = ThreadAct.objects.create(
        question=question,
        kind=kind,
        moderator=moderator,
        reason=reason,
        before=before or {},
        shown=shown or {},
        other=other,
    )
    show_lines(question.pk)
    publish(
        ThreadModerated(
            act_id=act.pk,
            kind=kind,
            question_id=question.pk,
            other_id=act.other_id,
            moderator_id=moderator.pk,
        )
    )
    return act


def _reason(moderator: Member, raw: str) -> str:
    empty = _("Schrijf in één zin waarom. De zin staat straks bij de vraag.")
    reason = clean_line(raw, limit=REASON_LENGTH, empty=empty, field="reason")
    refuse_certain({"reason": reason}, author_id=moderator.pk, place="thread")
    return reason


def _would_show_asker(hidden: Question, other: Question) -> bool:
    """Whether an anonymous asker wrote under the other question, or under their own that goes there."""
    if not hidden.anonymous:
        return False
    own = {"author_id": hidden.author_id, "question_id__in": (hidden.pk, other.pk)}
    return Answer.objects.filter(**own).exists() or Comment.objects.filter(**own).exists()


def _shows_asker(question: Question, *, under: Answer) -> bool:
    """Whether an anonymous asker wrote under this answer, also what was taken away and may come back."""
    return question.anonymous and Comment.objects.filter(answer=under, author=question.author_id).exists()


def _question_of(answer: Answer, title: str, moderator: Member) -> Question:
    old = answer.question
    title = clean_line(
        title, limit=TITLE_LENGTH, stored=TITLE_STORED, empty=_("Geef de vraag een titel."), field="title"
    )
    refuse_certain({"title": title}, author_id=moderator.pk, place="thread")
    question = Question.objects.create(
        author_id=answer.author_id,
        key=uuid.uuid4(),
        theme=old.theme,
        title=title,
        slug=slug_of(title),
        audience=old.audience,
        anonymous=old.anonymous and old.author_id == answer.author_id,
        body=answer.body,
        body_html=answer.body_html,
        renderer_version=answer.renderer_version,
        created_at=answer.created_at,
    )
    SameHere.objects.create(member_id=answer.author_id, question=question)
    Follow.objects.create(member_id=answer.author_id, question=question)
    recount_highlights(old.pk)
    return question
