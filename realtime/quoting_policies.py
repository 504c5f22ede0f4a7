"""Who makes a question out of messages, and who is asked first."""

from django.utils.translation import gettext as _

from accounts.policies import Viewer, can_write, is_member
from core.policy import Decision, allow, deny, hide
from realtime.models import ChatQuestion, Room
from realtime.policies import can_see_room


def can_quote_room(viewer: Viewer, room: Room) -> Decision:
    """Whoever reads the room; the authors decide about their own words."""
    seeing = can_see_room(viewer, room)
    return can_write(viewer) if seeing else seeing


def can_see_chat_question(viewer: Viewer, plan: ChatQuestion) -> Decision:
    """Its maker, and whoever wrote one of its messages."""
    if not is_member(viewer):
        return hide()
    if plan.maker_id == viewer.pk:
        return allow()
    return allow() if plan.quotes.filter(message__author=viewer.pk).exists() else hide()


def can_post_chat_question(viewer: Viewer, plan: ChatQuestion) -> Decision:
    if not is_member(viewer) or plan.maker_id != viewer.pk:
        return hide()
    if not plan.is_open:
        return deny(_("Deze vraag is al geplaatst of ingetrokken."))
    return can_write(viewer)
