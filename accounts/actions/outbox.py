"""The mail side of the inbox: rows are claimed for one member at a time, sent, and settled.

A claim moves `mail_due_at` forward, so a second worker does not take the same rows, and a worker that
dies gives them back when the claim has passed.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef
from django.utils import timezone

from accounts.limits import MAIL_CLAIM, MAIL_GIVE_UP, MAIL_RETRY_WAITS
from accounts.models import Member, Notification


@dataclass(frozen=True)
class Claim:
    """What one member may be mailed about now, oldest first."""

    member: Member
    notifications: list[Notification]


@transaction.atomic
def claim_next_mail() -> Claim | None:
    """The unread rows of one member with something due, also those that are due a little later."""
    now = timezone.now()
    waiting = Notification.objects.waiting_for_mail()
    due = waiting.filter(member_id=OuterRef("pk"), mail_due_at__lte=now)
    features = connection.features
    member: Member | None = (
        Member.objects.filter(Exists(due))
        .select_for_update(
            skip_locked=features.has_select_for_update_skip_locked,
            no_key=features.has_select_for_no_key_update,
        )
        .first()
    )
    if member is None:
        return None
    # Read again under the lock: another worker may have taken them between the two statements.
    due_soon = waiting.filter(member=member, mail_due_at__lte=now + MAIL_CLAIM)
    rows = list(due_soon.select_related("actor").order_by("created_at", "pk"))
    if not any(row.mail_due_at and row.mail_due_at <= now for row in rows):
        return Claim(member, [])
    ids = [row.pk for row in rows]
    Notification.objects.filter(pk__in=ids).update(
        mail_due_at=now + 2 * MAIL_CLAIM, mail_tries=F("mail_tries") + 1
    )
    return Claim(member, rows)


@transaction.atomic
def settle_mailed(ids: Sequence[int]) -> None:
    Notification.objects.filter(pk__in=ids).update(mailed_at=timezone.now())


@transaction.atomic
def settle_unwanted(ids: Sequence[int]) -> None:
    """The member wants no mail about these; they stay in the inbox."""
    Notification.objects.filter(pk__in=ids).update(mail_due_at=None)


@transaction.atomic
def settle_hidden(ids: Sequence[int]) -> None:
    """What these are about is gone or not for this member any more: neither mailed nor shown."""
    Notification.objects.filter(pk__in=ids).update(dropped_at=timezone.now())


@transaction.atomic
def settle_failed(notifications: Sequence[Notification]) -> None:
    """The mail server did not take it: the rows stay due, each time a little later, for three days."""
    now = timezone.now()
    for notification in notifications:
        wait = MAIL_RETRY_WAITS[min(notification.mail_tries, len(MAIL_RETRY_WAITS) - 1)]
        given_up = notification.created_at < now - MAIL_GIVE_UP
        Notification.objects.filter(pk=notification.pk).update(mail_due_at=None if given_up else now + wait)
