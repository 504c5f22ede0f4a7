"""The inbox as a page."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts import notices
from accounts.limits import INBOX_PAGE
from accounts.models import Member, Notification
from accounts.notices import Notice
from core.paging import keyset_page


@dataclass(frozen=True)
class InboxItem:
    id: int
    notice: Notice
    unread: bool
    notification: Notification


@dataclass(frozen=True)
class InboxDay:
    day: date
    items: list[InboxItem]

    @property
    def label(self) -> str:
        """Such as: vandaag, gisteren, dinsdag 3 maart."""
        ago = (timezone.localdate() - self.day).days
        words = {0: _("Vandaag"), 1: _("Gisteren")}
        return words.get(ago) or capfirst(date_format(self.day, "l j F Y"))


@dataclass(frozen=True)
class InboxPage:
    days: list[InboxDay]
    next_cursor: str | None
    unread: int
    is_first: bool


def inbox_page(member: Member, *, cursor: str) -> InboxPage:
    """The member's notifications, newest first, grouped by day.

    One query for the rows, and what the kinds on the page need to describe themselves. Who did it is
    only said by the notice itself: it may be somebody who asks anonymously.
    """
    page = keyset_page(
        Notification.objects.filter(member=member).shown().select_related("actor"),
        list_name=f"inbox:{member.pk}",
        order=("-created_at", "-id"),
        cursor=cursor,
        size=INBOX_PAGE,
    )
    found = notices.describe(member, page.items)
    items = [_item(row, found[row.pk]) for row in page.items if row.pk in found]
    return InboxPage(
        days=list(_by_day(items)),
        next_cursor=page.next_cursor,
        unread=getattr(member, "unread_count", 0),
        is_first=not cursor,
    )


def notification_url(member: Member, notification_id: int) -> str | None:
    """Where the notification leads; None when it is not the member's or its thing may not be seen."""
    row = Notification.objects.filter(member=member, pk=notification_id).first()
    if row is None:
        return None
    notice = notices.describe(member, [row]).get(row.pk)
    return notice.url if notice else None


def _item(row: Notification, notice: Notice) -> InboxItem:
    return InboxItem(
        id=row.pk,
        notice=notice,
        unread=row.read_at is None,
        notification=row,
    )


def _by_day(items: list[InboxItem]) -> Iterator[InboxDay]:
    def day_of(item: InboxItem) -> date:
        return timezone.localtime(item.notification.created_at).date()

    for day, group in groupby(items, key=day_of):
        yield InboxDay(day, list(group))
