"""Posts that go to another thread, with everything that hangs on them. Call with the questions locked."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import Q

from community.actions.counters import (
    recount_answers,
    recount_followers,
    recount_highlights,
    recount_same_here,
)
from community.actions.solutions import clear_solution
from community.models import (
    Answer,
    Comment,
    Draft,
    EmailFollow,
    Follow,
    Highlight,
    Question,
    SameHere,
    Visibility,
)


def move_everything(source: Question, target: Question) -> dict[str, Any]:
    """Answers, comments, followers and who has the same question; returns what `move_back` needs."""
    moved = {
        "answers": _ids(Answer.objects.filter(question=source)),
        "comments": _ids(Comment.objects.filter(question=source)),
        "follows": _copied(Follow, source, target),
        "same_here": _copied(SameHere, source, target),
        "email_follows": _ids(
            EmailFollow.objects.filter(question=source).exclude(
                email__in=EmailFollow.objects.filter(question=target).values("email")
            )
        ),
        "drafts": [
            move_drafts(old, new, but_of=source.author_id if source.anonymous else None)
            for old, new in _draft_places(source, target)
        ],
        "solution": source.solution_id,
        "solved_at": source.solved_at.isoformat() if source.solved_at else None,
        "way_out": source.way_out,
        "active_before": target.last_activity_at.isoformat(),
    }
    source.solution, source.solved_at, source.way_out = None, None, ""
    source.visibility, source.merged_into = Visibility.MOVED, target
    source.save(update_fields=["solution", "solved_at", "way_out", "visibility", "merged_into"])
    target.last_activity_at = max(target.last_activity_at, source.last_activity_at)
    target.save(update_fields=["last_activity_at"])
    _hang_on(moved, target)
    recount_everything(source, target)
    return moved


def move_back(source: Question, target: Question, moved: dict[str, Any]) -> None:
    """Undo `move_everything`. What was said about the moved answers meanwhile goes with them; what was
    written in the other thread stays there."""
    _hang_on(moved, source)
    Follow.objects.filter(pk__in=moved["follows"]).delete()
    SameHere.objects.filter(pk__in=moved["same_here"]).delete()
    for (old, new), ids in zip(_draft_places(source, target), moved["drafts"], strict=True):
        move_drafts(new, old, only=ids)
    if target.solution_id in moved["answers"]:
        clear_solution(target)
    if target.last_activity_at == source.last_activity_at:
        target.last_activity_at = datetime.fromisoformat(moved["active_before"])
        target.save(update_fields=["last_activity_at"])
    if source.visibility == Visibility.MOVED:
        source.visibility = Visibility.PUBLISHED
    source.merged_into = None
    source.save(update_fields=["visibility", "merged_into"])
    give_back_solution(source, moved)
    recount_everything(source, target)


def give_back_solution(question: Question, before: dict[str, Any]) -> None:
    """Solved as it was, unless its asker chose anew or the answer that helped was taken away meanwhile."""
    if question.is_solved:
        return
    solution = Answer.objects.published().filter(pk=before["solution"], question=question).first()
    if before["solved_at"] is None or (solution is None and before["solution"] is not None):
        return
    question.solution, question.solved_at = solution, datetime.fromisoformat(before["solved_at"])
    question.way_out = before["way_out"]
    question.save(update_fields=["solution", "solved_at", "way_out"])


def recount_everything(*questions: Question) -> None:
    for question in questions:
        recount_answers(question.pk)
        recount_highlights(question.pk)
        recount_followers(question.pk)
        recount_same_here(question.pk)


def move_drafts(
    old: str, new: str, *, only: Collection[int] | None = None, but_of: int | None = None
) -> list[int]:
    """What is being written at one place goes on at another, unless its writer writes there already."""
    there = Draft.objects.filter(place=new)
    drafts = Draft.objects.filter(place=old)
    drafts = drafts.exclude(member__in=there.filter(member__isnull=False).values("member"))
    drafts = drafts.exclude(visitor_key__in=there.exclude(visitor_key="").values("visitor_key"))
    if only is not None:
        drafts = drafts.filter(pk__in=only)
    if but_of is not None:
        drafts = drafts.exclude(member=but_of)
    ids = _ids(drafts)
    Draft.objects.filter(pk__in=ids).update(place=new)
    return ids


def _draft_places(source: Question, target: Question) -> list[tuple[str, str]]:
    return [(f"{kind}:{source.pk}", f"{kind}:{target.pk}") for kind in ("answer", "comment:question")]


def _hang_on(moved: dict[str, Any], question: Question) -> None:
    answers = moved["answers"]
    Answer.objects.filter(pk__in=answers).update(question=question)
    Comment.objects.filter(Q(pk__in=moved["comments"]) | Q(answer__in=answers)).update(question=question)
    Highlight.objects.filter(answer__in=answers).update(question=question)
    EmailFollow.objects.filter(pk__in=moved["email_follows"]).update(question=question)


def _copied(model: Any, source: Question, target: Question) -> list[int]:
    """Everybody of the source is with the target too, in the way that they chose; returns the new rows."""
    there = model.objects.filter(question=target).values("member")
    rows = list(model.objects.filter(question=source).exclude(member__in=there))
    for row in rows:
        row.pk, row.question = None, target
    return [row.pk for row in model.objects.bulk_create(rows)]


def _ids(rows: Any) -> list[int]:
    return list(rows.values_list("pk", flat=True))
