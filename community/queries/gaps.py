"""Where moderators took something away: a line in the thread, without who wrote what."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, F, OuterRef, QuerySet, Value
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


def with_gaps(questions: QuerySet[Question]) -> QuerySet[Question]:
    """Each question with `has_gaps`: whether anything was taken out of its thread."""
    here = {"question": OuterRef("pk"), "removed_at__isnull": False}
    answers, comments = Answer.objects.filter(**here), Comment.objects.filter(**here)
    return questions.annotate(has_gaps=Exists(answers) | Exists(comments))


def gaps_in(viewer: Viewer, question: Question) -> dict[int | None, list[Gap]]:
    """What was removed from this thread and the viewer cannot read, oldest first: removed answers and remarks
    under the question under None, removed remarks under an answer under its id.

    One query; none for a question that was loaded `with_gaps` and has none.
    """
    if not getattr(question, "has_gaps", True):
        return defaultdict(list)
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


def between(
    gaps: list[Gap],
    answers: list[Answer],
    *,
    starts: bool,
    ends: bool,
) -> tuple[dict[int, list[Gap]], list[Gap]]:
    """The removed answers by the answer of this page that follows them, and those after the last one.

    Highlighted answers stand out of order, so the oldest answer of the page counts as its first.
    """
    removed = [gap for gap in gaps if gap.kind == "answer"]
    in_time = sorted(answers, key=lambda answer: (answer.created_at, answer.pk))
    if in_time and not starts:
        removed = [gap for gap in removed if gap.written_at >= in_time[0].created_at]
    before: dict[int, list[Gap]] = defaultdict(list)
    after: list[Gap] = []
    for gap in removed:
        following = next((a for a in in_time if a.created_at > gap.written_at), None)
        if following is not None:
            before[following.pk].append(gap)
        elif ends:
            after.append(gap)
    return before, after
