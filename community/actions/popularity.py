"""Measuring which questions are busy."""

from collections import Counter
from datetime import timedelta

from django.db import transaction
from django.db.models import Count, F, QuerySet
from django.utils import timezone

from community.limits import POPULAR_KEPT
from community.models import Answer, Period, Popularity, Question, SameHere, Thanks, Visibility

LENGTHS = {
    Period.WEEK: timedelta(days=7),
    Period.MONTH: timedelta(days=30),
    Period.YEAR: timedelta(days=365),
}


def measure_popularity() -> int:
    """Measure every period anew; returns how many rows are kept. Four queries a period, and two writes."""
    return sum(_measure(period) for period in Period)


def _measure(period: Period) -> int:
    since = timezone.now() - LENGTHS[period]
    scores: Counter[int] = Counter()
    for highest in (_answering(since), _thanking(since), _same_here(since)):
        scores.update(dict(highest))
    published = Question.objects.published().filter(pk__in=list(scores)).values_list("pk", flat=True)
    busy = sorted(published, key=lambda pk: (-scores[pk], -pk))[:POPULAR_KEPT]
    with transaction.atomic():
        Popularity.objects.filter(period=period).delete()
        Popularity.objects.bulk_create(
            (Popularity(question_id=pk, period=period, score=scores[pk]) for pk in busy),
            ignore_conflicts=True,
            batch_size=500,
        )
    return len(busy)


def _answering(since: object) -> QuerySet[Answer, tuple[int, int]]:
    answers = Answer.objects.published().filter(created_at__gte=since)
    others = answers.exclude(author=F("question__author")).order_by().values("question")
    return _highest(others.annotate(n=Count("author", distinct=True)), "question")


def _thanking(since: object) -> QuerySet[Thanks, tuple[int, int]]:
    thanks = Thanks.objects.filter(created_at__gte=since, answer__visibility=Visibility.PUBLISHED)
    others = thanks.exclude(member=F("answer__question__author")).order_by().values("answer__question")
    return _highest(others.annotate(n=Count("member", distinct=True)), "answer__question")


def _same_here(since: object) -> QuerySet[SameHere, tuple[int, int]]:
    same = SameHere.objects.filter(created_at__gte=since)
    others = same.exclude(member=F("question__author")).order_by().values("question")
    return _highest(others.annotate(n=Count("pk")), "question")


def _highest(counted: QuerySet, question: str) -> QuerySet:  # type: ignore[type-arg]
    return counted.order_by("-n", f"-{question}").values_list(question, "n")[: 5 * POPULAR_KEPT]
