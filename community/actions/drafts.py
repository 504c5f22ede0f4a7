"""Keeping what people are writing, of members and of visitors who have not signed up yet."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Member
from community.actions.claims import extend_claim
from community.limits import DRAFT_LIFETIME, DRAFT_SIZE, DRAFTS_PER_VISITOR
from community.models import Draft
from community.models.draft import DraftOwner
from core.characters import require_storable
from core.errors import Conflict, Refused
from core.screening import screen


@transaction.atomic
def save_draft(*, owner: DraftOwner, place: str, fields: Mapping[str, str], sequence: int | None) -> Draft:
    """Keep the fields of a form. `sequence` is the number that this tab saw last; None takes over.

    Raises `Conflict` when another tab saved or sent since then, `Refused` when it is too much, cannot be
    stored, or holds what belongs to one person: that stays in the browser.
    """
    if sum(len(value) for value in fields.values()) > DRAFT_SIZE:
        raise Refused(_("Deze tekst is te lang om te bewaren."))
    for name, value in fields.items():
        require_storable(value, field=name)
    _require_nothing_private(owner, fields)
    _check_room(owner, place)
    draft, _made = Draft.objects.select_for_update().get_or_create(**owner.condition, place=place)
    if sequence is not None and sequence < draft.sequence:
        raise Conflict(
            _("Dit stuk is in een ander venster veranderd of al verstuurd."),
            details={"sequence": draft.sequence, "fields": draft.fields},
        )
    draft.fields = dict(fields)
    draft.sequence += 1
    draft.save()
    _keep_claim(owner, place)
    return draft


@transaction.atomic
def discard_draft(*, owner: DraftOwner, place: str) -> None:
    """Throw the draft away for good."""
    Draft.objects.filter(**owner.condition, place=place).delete()


def close_draft(*, member: Member, place: str) -> None:
    """The text was sent: empty the draft and count on, so that no other tab brings it back."""
    draft = Draft.objects.select_for_update().filter(member=member, place=place).first()
    if draft is not None:
        draft.fields, draft.sequence = {}, draft.sequence + 1
        draft.save()


@transaction.atomic
def hand_over_drafts(*, visitor_key: str, member_id: int) -> None:
    """What a visitor wrote belongs to the member who signed in; it replaces an empty or older draft there."""
    for draft in Draft.objects.select_for_update().filter(visitor_key=visitor_key, member=None):
        Draft.objects.filter(member_id=member_id, place=draft.place).delete()
        draft.member_id, draft.visitor_key = member_id, ""
        draft.save()


def forget_old_drafts() -> int:
    """Delete drafts that nobody touched for thirty days; returns how many."""
    deleted, _by_model = Draft.objects.filter(updated_at__lt=timezone.now() - DRAFT_LIFETIME).delete()
    return deleted


def _keep_claim(owner: DraftOwner, place: str) -> None:
    """Whoever writes an answer is still on it."""
    kind, _colon, question_id = place.partition(":")
    if owner.member_id is not None and kind == "answer":
        extend_claim(helper_id=owner.member_id, question_id=int(question_id))


def _check_room(owner: DraftOwner, place: str) -> None:
    if owner.member_id is not None:
        return
    others = Draft.objects.filter(**owner.condition).exclude(place=place).count()
    if others >= DRAFTS_PER_VISITOR:
        raise Refused(_("Je hebt al veel concepten. Verstuur er eerst een, of gooi er een weg."))


def _require_nothing_private(owner: DraftOwner, fields: Mapping[str, str]) -> None:
    screening = screen(text="\n".join(fields.values()), author_id=owner.member_id or 0, place="draft")
    if screening.private:
        sentence = _(
            "Dit concept bewaren we niet. Er staat iets in dat alleen van jou is. Het blijft hier staan."
        )
        raise Refused(sentence, pieces=screening.pieces, kinds=screening.kinds)
