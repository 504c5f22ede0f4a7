"""What decisions mean for a member now. For the rooms, which ask before somebody writes."""

from collections.abc import Collection
from datetime import datetime

from moderation.models import Sanction, Step


def muted_until(member_ids: Collection[int]) -> dict[int, datetime]:
    """Until when each of these does not write in rooms, of those who may not. One query."""
    mutes = Sanction.objects.running().filter(member__in=member_ids, step=Step.MUTE).order_by("ends_at")
    return {member_id: until for member_id, until in mutes.values_list("member_id", "ends_at") if until}
