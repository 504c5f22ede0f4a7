"""What decisions mean for a member now. For the rooms, which ask before somebody writes."""

from datetime import datetime

from moderation.models import Sanction, Step


def muted_until(member_id: int) -> datetime | None:
    """Until when the member does not write in rooms; None when they may. One query."""
    mutes = Sanction.objects.running().filter(member=member_id, step=Step.MUTE)
    return mutes.order_by("-ends_at").values_list("ends_at", flat=True).first()
