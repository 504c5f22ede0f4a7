"""Adding to the log, and checking it."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.actions.inbox import notify
from accounts.actions.roles import administrators
from accounts.models import Member
from moderation.limits import BULK_VIEWS, BULK_VIEWS_WITHIN
from moderation.models import LogEntry, LogHead, ShieldedView
from moderation.targets import Thing


@transaction.atomic
def write_log(
    *, what: str, actor_id: int | None, thing: str = "", details: Mapping[str, Any] | None = None
) -> LogEntry:
    """Add one line. In the details stand ids and words of ours, never what a person wrote.

    Others who add a line wait until the transaction ends.
    """
    head, _made = LogHead.objects.select_for_update().get_or_create(pk=1)
    entry = LogEntry(
        number=head.number + 1,
        at=timezone.now(),
        actor_id=actor_id,
        what=what,
        thing=thing,
        details=dict(details or {}),
        previous=head.hash,
    )
    entry.hash = hash_of(entry)
    entry.save(force_insert=True)
    head.number, head.hash = entry.number, entry.hash
    head.save()
    return entry


def hash_of(entry: LogEntry) -> str:
    """SHA-256 over everything in the line and the hash of the line before."""
    at = entry.at.astimezone(UTC).isoformat()
    line = [entry.number, at, entry.actor_id, entry.what, entry.thing, entry.details, entry.previous]
    text = json.dumps(line, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def first_flaw() -> str | None:
    """What is wrong with the log, at its first wrong line; None when the chain is whole. Reads every line."""
    number, previous = 0, "0" * 64
    for entry in LogEntry.objects.order_by("number").iterator():
        if entry.number != number + 1:
            return f"line {number + 1} is missing"
        if entry.previous != previous or entry.hash != hash_of(entry):
            return f"line {entry.number} was changed"
        number, previous = entry.number, entry.hash
    head = LogHead.objects.filter(pk=1).first() or LogHead()
    if (head.number, head.hash) != (number, previous):
        return f"the log ends at line {number}, but line {head.number} was written"
    return None


@transaction.atomic
def note_shielded_view(*, viewer: Member, thing: Thing, why: str) -> None:
    """Its owner can read who looked, once a day per thing. Nobody is told of a look at their own."""
    if not (thing.shielded or thing.anonymous) or thing.author_id in (None, viewer.pk):
        return
    _view, made = ShieldedView.objects.get_or_create(
        viewer=viewer,
        target_kind=thing.kind,
        target_id=thing.id,
        day=timezone.localdate(),
        defaults={"owner_id": thing.author_id, "why": why},
    )
    if made:
        write_log(what="looked", actor_id=viewer.pk, thing=f"{thing.kind}:{thing.id}", details={"why": why})
        _alert_to_bulk(viewer)


def _alert_to_bulk(viewer: Member) -> None:
    """Tell the administrators once, at the look that is one too many."""
    since: datetime = timezone.now() - BULK_VIEWS_WITHIN
    looks = ShieldedView.objects.filter(viewer=viewer, first_at__gte=since).count()
    if looks != BULK_VIEWS + 1:
        return
    entry = write_log(what="looked_at_many", actor_id=viewer.pk, details={"looks": looks})
    notify(
        kind="bulk_viewing",
        event_key=f"bulk_viewing:{entry.number}",
        member_ids=administrators(),
        actor_id=None,
        thing_id=viewer.pk,
    )
