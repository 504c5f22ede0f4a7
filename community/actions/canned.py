"""Keeping answers ready, and putting one into the answer box."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Member
from community.actions.authors import lock_author
from community.actions.drafts import save_draft
from community.actions.locking import lock_question
from community.actions.texts import require_passed
from community.limits import CANNED_KEPT, TITLE_LENGTH, TITLE_STORED
from community.models import CannedAnswer, Draft, Question
from community.models.draft import DraftOwner
from community.policies import can_answer, can_change_canned, can_share_canned, can_use_canned, visible_canned
from core.errors import NotFound, Refused
from core.screening import screen
from core.text import clean_body, clean_line

PLACEHOLDER = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class CannedText:
    title: str
    body: str
    shared: bool = False
    sure: bool = False


@transaction.atomic
def keep_canned(*, member: Member, text: CannedText, canned_id: int | None = None) -> CannedAnswer:
    """Keep a new one, or change one's own.

    Raises `NotFound`, `NotAllowed`, `Refused`, and `AskFirst` until `sure`: the number of a desk may stand in
    it, the number of a neighbour may not, and only the helper knows which it is.
    """
    member = lock_author(member)
    can_use_canned(member).require()
    canned = _own(member, canned_id) if canned_id is not None else CannedAnswer(owner=member)
    if canned_id is None and CannedAnswer.objects.filter(owner=member).count() >= CANNED_KEPT:
        raise Refused(_("Je hebt al veel standaardantwoorden. Verwijder er eerst een."), field="title")
    if text.shared and not canned.shared:
        can_share_canned(member).require()
    empty = _("Geef het een naam, zodat je het terugvindt.")
    canned.title = clean_line(text.title, limit=TITLE_LENGTH, stored=TITLE_STORED, empty=empty, field="title")
    canned.body = clean_body(text.body, field="body")
    screening = screen(text=f"{canned.title}\n{canned.body}", author_id=member.pk, place="answer")
    require_passed(screening, sure=text.sure)
    canned.shared, canned.updated_at = text.shared, timezone.now()
    canned.save()
    return canned


@transaction.atomic
def forget_canned(*, member: Member, canned_id: int) -> None:
    """Raises `NotFound`, `NotAllowed`."""
    _own(lock_author(member), canned_id).delete()


@transaction.atomic
def use_canned(*, member: Member, question_id: int, canned_id: int) -> Question:
    """Put the filled text into the member's answer box, after what stands there already.

    Raises `NotFound`, `NotAllowed`.
    """
    member = lock_author(member)
    question = lock_question(member, question_id)
    can_answer(member, question).require()
    canned = visible_canned(member).filter(pk=canned_id).first()
    if canned is None:
        raise NotFound
    place = f"answer:{question.pk}"
    draft = Draft.objects.filter(member=member, place=place).first()
    before = str(draft.fields.get("body", "")).rstrip() if draft else ""
    body = "\n\n".join(part for part in (before, fill(canned.body, _values(question))) if part)
    save_draft(owner=DraftOwner(member_id=member.pk), place=place, fields={"body": body}, sequence=None)
    return question


def fill(body: str, values: Mapping[str, str]) -> str:
    """Replace the placeholders that have a value; other braces stay, also those inside a value."""
    return PLACEHOLDER.sub(lambda found: values.get(found[1], found[0]), body)


def _values(question: Question) -> dict[str, str]:
    """An anonymous asker has no name here either."""
    name = _("vraagsteller") if question.anonymous else question.author.name
    return {"naam": name, "thema": question.theme.label, "vraag": question.title}


def _own(member: Member, canned_id: int) -> CannedAnswer:
    canned = visible_canned(member).select_for_update(no_key=True).filter(pk=canned_id).first()
    if canned is None:
        raise NotFound
    can_change_canned(member, canned).require()
    return canned
