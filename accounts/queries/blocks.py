"""Whom a member blocked."""

from django.db.models import Exists, OuterRef

from accounts.models import Block, Member
from accounts.policies import Viewer


def blocked_by(viewer: Viewer, author: str = "author_id") -> Exists:
    """Whether the viewer blocked a row's author, as a condition to annotate with; `author` leads to it."""
    return Exists(Block.objects.filter(member=viewer.pk or 0, blocked=OuterRef(author)))


def blocked_handles(viewer: Viewer) -> frozenset[str]:
    """The handles of whom the viewer blocked, for a page that folds away what they write. One query."""
    if viewer.pk is None:
        return frozenset()
    return frozenset(Block.objects.filter(member=viewer.pk).values_list("blocked__handle", flat=True))


def who_blocked(member: Member) -> tuple[int, ...]:
    """The ids of the members who want to hear nothing of this one. One query."""
    return tuple(Block.objects.filter(blocked=member).values_list("member", flat=True))


def my_blocks(member: Member) -> list[Block]:
    """The newest first. One query."""
    return list(Block.objects.filter(member=member).select_related("blocked").order_by("-created_at"))
