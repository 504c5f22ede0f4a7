"""Whom a member blocked."""

from django.db.models import Exists, OuterRef

from accounts.models import Block, Member
from accounts.policies import Viewer, is_member


def blocked_by(viewer: Viewer) -> Exists:
    """Whether the viewer blocked the author of a row, as a condition to annotate with."""
    return Exists(Block.objects.filter(member=viewer.pk or 0, blocked=OuterRef("author_id")))


def my_blocks(member: Member) -> list[Block]:
    """The newest first. One query."""
    return list(Block.objects.filter(member=member).select_related("blocked").order_by("-created_at"))


def has_blocked(viewer: Viewer, member_id: int) -> bool:
    """One query for a member, none for a visitor."""
    return is_member(viewer) and Block.objects.filter(member=viewer, blocked=member_id).exists()
