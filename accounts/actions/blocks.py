"""A member keeps somebody away from them. The other is not told."""

from django.db import transaction

from accounts.models import Block, Member
from accounts.policies import can_block
from core.errors import NotFound


@transaction.atomic
def block_member(*, member: Member, handle: str) -> Member:
    """From now on the other's posts are folded away and give no notification; harmless a second time.

    Raises `NotFound`, `NotAllowed`.
    """
    other = _by_handle(handle)
    can_block(member, other).require()
    Block.objects.get_or_create(member=member, blocked=other)
    return other


@transaction.atomic
def unblock_member(*, member: Member, handle: str) -> Member:
    """Harmless when there was no block. Raises `NotFound`."""
    other = _by_handle(handle)
    Block.objects.filter(member=member, blocked=other).delete()
    return other


def _by_handle(handle: str) -> Member:
    other: Member | None = Member.objects.by_handle(handle).first()
    if other is None:
        raise NotFound
    return other
