"""What somebody was writing at one place."""

from collections.abc import Iterable

from accounts.policies import Viewer
from community.models import Answer, Draft, Question
from community.models.draft import DraftOwner


def draft_at(owner: DraftOwner, place: str) -> Draft | None:
    """The draft that is not empty. One query."""
    draft = Draft.objects.filter(**owner.condition, place=place).first()
    return draft if draft is not None and not draft.is_empty else None


def drafts_in_thread(viewer: Viewer, question: Question, answers: Iterable[Answer]) -> dict[str, Draft]:
    """What the member is writing on this page, by place; a visitor's drafts are theirs after signing in.

    One query, none for a visitor.
    """
    if not viewer.is_authenticated:
        return {}
    places = [f"answer:{question.pk}", f"comment:question:{question.pk}"]
    places += [f"comment:answer:{answer.pk}" for answer in answers]
    return {draft.place: draft for draft in Draft.objects.filter(member_id=viewer.pk, place__in=places)}


def body_of(draft: Draft | None) -> str:
    return str(draft.fields.get("body", "")) if draft else ""
