"""Rows of the inbox: written once per person and event, read, and dropped when the thing goes."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.events import NotificationsCreated, NotificationsRead
from accounts.limits import MAIL_WAIT, MAIL_WAIT_DEMO
from accounts.models import Block, Member, Notification
from accounts.models.inbox import NotificationQuerySet
from core.events import publish


def notify(
    *,
    kind: str,
    event_key: str,
    member_ids: Iterable[int],
    actor_id: int | None,
    place_id: int | None = None,
    thing_id: int | None = None,
) -> None:
    """Put the event into these members' inboxes and mail outbox; the actor, repeats, and whoever blocked the
    actor are left out.

    Call inside the transaction of the write. Three statements however many members.
    """
    receivers = tuple(sorted(set(member_ids) - {actor_id} - _who_blocked(actor_id)))
    if not receivers:
        return
    now = timezone.now()
    due = now + (MAIL_WAIT_DEMO if settings.DEMO else MAIL_WAIT)
    rows = [
        Notification(
            member_id=member_id,
            kind=kind,
            event_key=event_key,
            actor_id=actor_id,
            place_id=place_id,
            thing_id=thing_id,
            created_at=now,
            mail_due_at=due,
        )
        for member_id in receivers
    ]
    Notification.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
    publish(NotificationsCreated(receivers))


def _who_blocked(actor_id: int | None) -> set[int]:
    if actor_id is None:
        return set()
    return set(Block.objects.filter(blocked=actor_id).values_list("member_id", flat=True))


@transaction.atomic
def mark_read(member: Member, ids: Sequence[int] | None = None) -> int:
    """Mark these notifications of the member as read, or all of them; returns how many were unread."""
    unread = Notification.objects.filter(member=member).unread()
    if ids is not None:
        unread = unread.filter(pk__in=ids)
    return _read(member, unread)


def mark_place_read(member: Member, kinds: Iterable[str], place_id: int) -> int:
    """The member has seen the place, so what these kinds told about it is read. One statement."""
    return mark_places_read(member, kinds, [place_id])


@transaction.atomic
def mark_places_read(member: Member, kinds: Iterable[str], places: Any) -> int:
    """The same for several places: ids, or a query that gives them. One statement."""
    unread = Notification.objects.filter(member=member, kind__in=list(kinds), place_id__in=places).unread()
    return _read(member, unread)


@transaction.atomic
def mail_at_once(event_key: str) -> None:
    """These mails do not wait for more to go along with them."""
    waiting = Notification.objects.filter(event_key=event_key, mail_due_at__gt=timezone.now())
    waiting.update(mail_due_at=timezone.now())


@transaction.atomic
def drop(event_keys: Iterable[str]) -> int:
    """The thing is gone: nobody sees or is mailed these events any more. Publishes `NotificationsRead`."""
    shown = Notification.objects.filter(event_key__in=list(event_keys)).shown()
    counted = tuple(shown.unread().values_list("member_id", flat=True).distinct())
    dropped = shown.update(dropped_at=timezone.now())
    if counted:
        publish(NotificationsRead(counted))
    return dropped


@transaction.atomic
def bring_back(event_keys: Iterable[str]) -> int:
    """The thing is there again: who was told of it is so again, and who was not yet gets the mail.

    Publishes `NotificationsCreated` for whom it is unread.
    """
    dropped = Notification.objects.filter(event_key__in=list(event_keys), dropped_at__isnull=False)
    counted = tuple(dropped.unread().values_list("member_id", flat=True).distinct())
    returned = dropped.update(dropped_at=None)
    if counted:
        publish(NotificationsCreated(counted))
    return returned


def _read(member: Member, unread: NotificationQuerySet) -> int:
    """Publishes `NotificationsRead` when anything was unread."""
    read = unread.update(read_at=timezone.now())
    if read:
        publish(NotificationsRead((member.pk,)))
    return read
