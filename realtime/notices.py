"""How the notifications of rooms read. What may no longer be seen has no words."""

from django.utils.translation import gettext as _

from accounts import notices
from accounts.models import Member, Notification
from accounts.notices import Notice, NoticeKind
from core.text import plain
from realtime.models import Message
from realtime.policies import visible_rooms

QUOTE_LENGTH = 160


def register_kinds() -> None:
    notices.register(NoticeKind(name="mention_in_message", category="own_post", describe=describe))


def describe(viewer: Member, notifications: list[Notification]) -> dict[int, Notice]:
    """One query for any number."""
    ids = [n.thing_id for n in notifications if n.thing_id is not None]
    found = Message.objects.shown().filter(pk__in=ids, room__in=visible_rooms(viewer)).select_related("room")
    messages = {message.pk: message for message in found}
    return {
        notification.pk: _notice(notification, messages[notification.thing_id])
        for notification in notifications
        if notification.thing_id in messages
    }


def _notice(notification: Notification, message: Message) -> Notice:
    who = notification.actor.name if notification.actor is not None else _("Iemand")
    return Notice(
        text=_("%(who)s noemde je in het gesprek “%(room)s”.") % {"who": who, "room": message.room.label},
        url=message.get_absolute_url(),
        icon="at-sign",
        quote=plain(message.body_html, QUOTE_LENGTH),
    )
