"""Posts that go to another thread, with everything that hangs on them. Call with the questions locked."""

from typing import Any

from community.actions.counters import (
    recount_answers,
    recount_followers,
    recount_highlights,
    recount_same_here,
)
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
    """Answers, comments, followers and who has the same question; returns the ids that moved."""
    moved = {
        "answers": _ids(Answer.objects.filter(question=source)),
        "comments": _ids(Comment.objects.filter(question=source)),
        "highlights": _ids(Highlight.objects.filter(question=source)),
        "follows": _copied(Follow, source, target),
        "same_here": _copied(SameHere, source, target),
        "email_follows": _ids(
            EmailFollow.objects.filter(question=source).exclude(
                email__in=EmailFollow.objects.filter(question=target).values("email")
            )
        ),
        "drafts": _move_drafts(source, target),
        "solution": source.solution_id,
        "solved_at": source.solved_at.isoformat() if source.solved_at else None,
        "way_out": source.way_out,
    }
    source.solution, source.solved_at, source.way_out = None, None, ""
    source.visibility, source.merged_into = Visibility.MOVED, target
    source.save(update_fields=["solution", "solved_at", "way_out", "visibility", "merged_into"])
    _hang_on(moved, target)
    recount_everything(source, target)
    return moved


def move_back(source: Question, target: Question, moved: dict[str, Any]) -> None:
    """Undo `move_everything`."""
    _hang_on(moved, source)
    Follow.objects.filter(pk__in=moved["follows"]).delete()
    SameHere.objects.filter(pk__in=moved["same_here"]).delete()
    Draft.objects.filter(pk__in=moved["drafts"]).update(place=f"answer:{source.pk}")
    source.visibility, source.merged_into = Visibility.PUBLISHED, None
    source.solution_id, source.solved_at, source.way_out = (
        moved["solution"],
        moved["solved_at"],
        moved["way_out"],
    )
    source.save(update_fields=["visibility", "merged_into", "solution", "solved_at", "way_out"])
    recount_everything(source, target)


def recount_everything(*questions: Question) -> None:
    for question in questions:
        recount_answers(question.pk)
        recount_highlights(question.pk)
        recount_followers(question.pk)
        recount_same_here(question.pk)


def _hang_on(moved: dict[str, Any], question: Question) -> None:
    Answer.objects.filter(pk__in=moved["answers"]).update(question=question)
    Comment.objects.filter(pk__in=moved["comments"]).update(question=question)
    Highlight.objects.filter(pk__in=moved["highlights"]).update(question=question)
    EmailFollow.objects.filter(pk__in=moved["email_follows"]).update(question=question)


def _copied(model: Any, source: Question, target: Question) -> list[int]:
    """Everybody of the source is with the target too; returns the new rows."""
    there = model.objects.filter(question=target).values("member")
    members = model.objects.filter(question=source).exclude(member__in=there)
    rows = [
        model(member_id=member_id, question=target) for member_id in members.values_list("member", flat=True)
    ]
    return [row.pk for row in model.objects.bulk_create(rows)]


def _move_drafts(source: Question, target: Question) -> list[int]:
    """Answers that are being written go along, unless their writer is writing one there already."""
    there = Draft.objects.filter(place=f"answer:{target.pk}", member__isnull=False).values("member")
    drafts = Draft.objects.filter(place=f"answer:{source.pk}", member__isnull=False).exclude(member__in=there)
    ids = _ids(drafts)
    Draft.objects.filter(pk__in=ids).update(place=f"answer:{target.pk}")
    return ids


def _ids(rows: Any) -> list[int]:
    return list(rows.values_list("pk", flat=True))
