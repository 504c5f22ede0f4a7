"""What somebody was writing at one place."""

from community.models import Draft
from community.models.draft import DraftOwner


def draft_at(owner: DraftOwner, place: str) -> Draft | None:
    """The draft that is not empty. One query."""
    draft = Draft.objects.filter(**owner.condition, place=place).first()
    return draft if draft is not None and not draft.is_empty else None
