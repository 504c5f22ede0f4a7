"""Where moderators took something away: a line in the thread, without who wrote what."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Value
from django.db.models.fields import BigIntegerField, CharField

from accounts.policies import Viewer
from community.models import Answer, Comment, Question, Visibility
from community.policies import visible_answers, visible_comments


@dataclass(frozen=True)
class Gap:
    """`rule` is the number of the house rule, empty for the law; `contested`: an appeal runs; `held`: hidden
    only until somebody decides."""

    kind: str
    post_id: int
    answer_id: int | None
    written_at: datetime
    removed_at: datetime | None
    rule: str
    contested: bool
    held: bool = False


def gaps_in(viewer: Viewer, question: Question) -> dict[int | None, list[Gap]]:
    """What was removed from this thread and the viewer cannot read, oldest first: removed answers and remarks
    under the question under None, removed remarks under an answer under its id. One query."""
    names = ("pk", "kind", "under", "created_at", "removed_at", "removed_for", "contested", "visibility")
    gone = {
        "question": question,
        "visibility__in": (Visibility.HELD, Visibility.REMOVED),
        "removed_at__isnull": False,
    }
    answers = (
        Answer.objects.filter(**gone)
        .exclude(pk__in=visible_answers(viewer).values("pk"))
        .annotate(kind=Value("answer", CharField()), under=Value(None, BigIntegerField()))
        .values_list(*names)
    )
    comments = (
        Comment.objects.filter(**gone)
        .exclude(pk__in=visible_comments(viewer).values("pk"))
        .annotate(kind=Value("comment", CharField()), under=F("answer_id"))
        .values_list(*names)
    )
    found: dict[int | None, list[Gap]] = defaultdict(list)
    for pk, kind, under, written_at, removed_at, rule, contested, state in sorted(
        answers.union(comments, all=True), key=lambda row: (row[3], row[0])
    ):
        held = state == Visibility.HELD
        found[under].append(Gap(kind, pk, under, written_at, removed_at, rule, contested, held))
    return found


def removed_question(question_id: int) -> Gap | None:
    """A question that everybody could read and that a moderator removed. One query."""
    question = Question.objects.filter(
        pk=question_id, visibility=Visibility.REMOVED, audience="everyone"
    ).first()
    if question is None:
        return None
    return Gap(
        "question",
        question.pk,
        None,
        question.created_at,
        question.removed_at,
        question.removed_for,
        question.contested,
    )
