"""Which events ring at which sockets."""

from accounts.events import MemberSignedOut, NotificationsCreated
from core.events import after_commit
from realtime.fanout import ask_who_is_there, ring
from realtime.topics import inbox_group, member_group


def connect() -> None:
    after_commit(NotificationsCreated, ring_inboxes)
    after_commit(MemberSignedOut, lambda event: ask_who_is_there(member_group(event.member_id)))


def ring_inboxes(event: NotificationsCreated) -> None:
    for member_id in event.member_ids:
        ring(inbox_group(member_id), {"t": "changed", "topic": "inbox", "what": "notification"})
