"""Which events ring at which sockets."""

from accounts.events import NotificationsCreated
from core.events import after_commit
from realtime.fanout import ring
from realtime.topics import inbox_group


def connect() -> None:
    after_commit(NotificationsCreated, ring_inboxes)


def ring_inboxes(event: NotificationsCreated) -> None:
    for member_id in event.member_ids:
        ring(inbox_group(member_id), {"t": "changed", "topic": "inbox", "what": "notification"})
