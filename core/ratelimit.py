"""Sliding-window limits that hold under parallel requests and without Redis."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.errors import SlowDown
from core.models import RateBucket

BUCKET_LIFETIME = timedelta(days=2)


@dataclass(frozen=True)
class RateLimit:
    """At most `times` in any window of length `per` (at most a day)."""

    times: int
    per: timedelta


def take(action: str, subject: str | int, limits: Sequence[RateLimit]) -> None:
    """Count one `action` of `subject`, or raise `SlowDown` that names the wait.

    Runs in the caller's transaction: a write that fails later gives its turn back. Two queries.
    """
    wait = take_each(action, [subject], limits)[0]
    if wait > 0:
        raise slow_down(wait)


def take_each(action: str, subjects: Sequence[str | int], limits: Sequence[RateLimit]) -> list[int]:
    """Count an `action` of each, in this order; per subject the seconds to wait, 0 for whom it was counted.

    One may stand there more than once. Two queries, however many there are; more when one is new.
    """
    now = timezone.now().timestamp()
    longest = max(limit.per for limit in limits).total_seconds()
    waits = []
    with transaction.atomic(savepoint=False):
        buckets = _locked({f"{action}:{subject}" for subject in subjects})
        changed: dict[str, RateBucket] = {}
        for subject in subjects:
            bucket = buckets[f"{action}:{subject}"]
            hits = [hit for hit in bucket.hits if hit > now - longest]
            waits.append(max(_wait(hits, limit, now) for limit in limits))
            if waits[-1] == 0:
                bucket.hits = [*hits, now]
                changed[bucket.key] = bucket
        RateBucket.objects.bulk_create(
            changed.values(),
            update_conflicts=True,
            unique_fields=["key"],
            update_fields=["hits", "updated_at"],
        )
    return waits


def slow_down(wait: int) -> SlowDown:
    """The refusal that names the wait, in the language that is spoken now."""
    return SlowDown(_sentence(wait), retry_after=wait)


def forget_old_buckets() -> int:
    """Delete buckets in which nothing can count any more; returns how many."""
    deleted, _by_model = RateBucket.objects.filter(updated_at__lt=timezone.now() - BUCKET_LIFETIME).delete()
    return deleted


def _locked(keys: set[str]) -> dict[str, RateBucket]:
    """The buckets, locked in an order in which nobody waits for each other; made where there was none."""
    rows = RateBucket.objects.select_for_update().filter(key__in=keys).order_by("key")
    buckets = {bucket.key: bucket for bucket in rows}
    if len(buckets) < len(keys):
        missing = [RateBucket(key=key) for key in sorted(keys - buckets.keys())]
        RateBucket.objects.bulk_create(missing, ignore_conflicts=True)
        buckets = {bucket.key: bucket for bucket in rows.all()}
    return buckets


def _wait(hits: list[float], limit: RateLimit, now: float) -> int:
    """Whole seconds until one more fits in the window; 0 when it fits now."""
    recent = [hit for hit in hits if hit > now - limit.per.total_seconds()]
    if len(recent) < limit.times:
        return 0
    frees_at = recent[-limit.times] + limit.per.total_seconds()
    return max(1, math.ceil(frees_at - now))


def _sentence(wait: int) -> str:
    if wait < 120:
        return ngettext(
            "Je gaat snel. Je kunt over %(n)d seconde verder. Je tekst blijft staan.",
            "Je gaat snel. Je kunt over %(n)d seconden verder. Je tekst blijft staan.",
            wait,
        ) % {"n": wait}
    minutes = math.ceil(wait / 60)
    if minutes < 120:
        return _("Je gaat snel. Je kunt over %(n)d minuten verder. Je tekst blijft staan.") % {"n": minutes}
    return _("Je gaat snel. Je kunt over %(n)d uur verder. Je tekst blijft staan.") % {
        "n": math.ceil(minutes / 60)
    }
