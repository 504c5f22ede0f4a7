"""A helper gives a question on, with a note for whoever goes on."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Member, Role
from community.actions.authors import lock_author
from community.actions.claims import end_claim
from community.actions.locking import lock_question
from community.events import QuestionHandedOver
from community.limits import HANDING_OVER, NOTE_LENGTH
from community.models import Claim, ClaimEnd, Question, QuestionHandOver
from community.policies import can_hand_over, receivers_of, roles_that_read
from core.errors import Refused
from core.events import publish
from core.ratelimit import take
from core.screening import Verdict, require_nothing_private
from core.text import clean_body


@dataclass(frozen=True)
class Receiver:
    """One helper by handle, or everybody with a role in the theme."""

    handle: str = ""
    role: Role | None = None


@transaction.atomic
def hand_over_question(
    *, giver: Member, question_id: int, to: Receiver, note: str, sure: bool = False
) -> QuestionHandOver:
    """Give a claimed question on; it waits again, with the note. Publishes `QuestionHandedOver`.

    Raises `NotFound`, `NotAllowed`, `Refused` for a receiver who cannot get it or a note with private things,
    and `SlowDown`.
    """
    giver = lock_author(giver)
    question = lock_question(giver, question_id)
    claim = Claim.objects.now().filter(question=question).first()
    can_hand_over(giver, claim).require()
    note = clean_body(note, limit=NOTE_LENGTH, field="note")
    least = Verdict.BLOCK if sure else Verdict.ASK
    require_nothing_private({"note": note}, author_id=giver.pk, place="hand_over", least=least)
    receiver = _receiver(question, giver, to)
    take("hand_over", giver.pk, HANDING_OVER)
    handed = QuestionHandOver.objects.create(
        question=question,
        giver=giver,
        receiver=receiver,
        receiving_role=to.role if receiver is None and to.role is not None else "",
        note=note,
    )
    if claim is not None:
        end_claim(claim, ClaimEnd.HANDED_OVER)
    publish(QuestionHandedOver(hand_over_id=handed.pk, question_id=question.pk, giver_id=giver.pk))
    return handed


def _receiver(question: Question, giver: Member, to: Receiver) -> Member | None:
    """The member, or None when it goes to a role."""
    if to.handle:
        found = receivers_of(question).exclude(pk=giver.pk).filter(handle=to.handle).first()
        if found is None:
            raise Refused(_("Deze helper kan de vraag nu niet krijgen. Kies iemand anders."), field="to")
        return found
    if to.role is None or to.role not in roles_that_read(question):
        raise Refused(_("Kies aan wie je de vraag doorgeeft."), field="to")
    if not receivers_of(question, role=to.role).exclude(pk=giver.pk).exists():
        raise Refused(_("In dit thema is nu niemand met die rol. Kies iemand anders."), field="to")
    return None
