"""What a viewer may listen to, and the group of sockets behind it."""

from accounts.policies import Viewer, is_member
from realtime.frames import FrameError


def group_of(topic: str, viewer: Viewer) -> str:
    """Raises FrameError `not_found` for what is not there and for what the viewer may not know."""
    if topic == "inbox" and is_member(viewer):
        return inbox_group(viewer.pk)
    raise FrameError("not_found", "there is no such topic for you")


def member_group(member_id: int) -> str:
    """All sockets of a member, whatever they listen to."""
    return f"member-{member_id}"


def inbox_group(member_id: int) -> str:
    return f"inbox-{member_id}"
