"""A helper takes a question on, goes on writing, or puts it back."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Member
from community.actions.authors import lock_author
from community.actions.locking import lock_question
from community.events import ClaimEnded, ClaimExtended, QuestionClaimed
from community.limits import (
    CLAIM_EXTENDED_EVERY,
    CLAIM_LASTS,
    CLAIM_LONGEST,
    CLAIMING,
    CLAIMS_KEPT,
    CLAIMS_USUAL,
)
from community.models import Claim, ClaimEnd, Passport, Question, QuestionHandOver
from community.policies import can_claim, can_release
from core.errors import Conflict, Refused
from core.events import publish
from core.ratelimit import take


@transaction.atomic
def claim_question(*, helper: Member, question_id: int) -> Claim:
    """Take a question on for ten minutes; one's own claim begins anew. Publishes `QuestionClaimed`.

    Raises `NotFound`, `NotAllowed`, `SlowDown`, `Refused` with too many at once, and `Conflict` when somebody
    else is on it.
    """
    helper = lock_author(helper)
    question = lock_question(helper, question_id)
    can_claim(helper, question).require()
    now = timezone.now()
    held = Claim.objects.open().filter(question=question).select_related("helper").first()
    if held is not None and held.until > now and held.helper_id != helper.pk:
        raise Conflict(taken_sentence(held, now))
    if held is not None and held.until > now:
        return _begin_anew(held, now)
    take("claim", helper.pk, CLAIMING)
    _require_room(helper)
    if held is not None:
        _end(held, ClaimEnd.EXPIRED, at=held.until)
    try:
        with transaction.atomic():
            claim = Claim.objects.create(
                question=question, helper=helper, taken_at=now, until=now + CLAIM_LASTS
            )
    except IntegrityError as error:
        raise Conflict(_("Iemand anders was je net voor.")) from error
    publish(QuestionClaimed(question_id=question.pk, helper_id=helper.pk))
    return claim


@transaction.atomic
def release_claim(*, helper: Member, question_id: int) -> Question:
    """Put it back for others. Raises `NotFound`, `NotAllowed`. Publishes `ClaimEnded`."""
    question = lock_question(lock_author(helper), question_id)
    claim = Claim.objects.now().filter(question=question).first()
    can_release(helper, claim).require()
    if claim is not None:
        end_claim(claim, ClaimEnd.RELEASED)
    return question


@transaction.atomic
def extend_claim(*, helper_id: int, question_id: int) -> bool:
    """The helper still writes: ten minutes from now, up to two hours from the start. One statement.

    Harmless without a claim. Publishes `ClaimExtended` when the end moved.
    """
    now = timezone.now()
    own = Claim.objects.now().filter(helper=helper_id, question=question_id)
    late = own.filter(
        until__lt=now + CLAIM_LASTS - CLAIM_EXTENDED_EVERY, taken_at__gt=now - CLAIM_LONGEST + CLAIM_LASTS
    )
    if not late.update(until=now + CLAIM_LASTS):
        return False
    publish(ClaimExtended(question_id=question_id, helper_id=helper_id))
    return True


def end_own_claim(*, helper_id: int, question_id: int) -> None:
    """The answer is there. Call in its transaction."""
    claim = Claim.objects.open().filter(helper=helper_id, question=question_id).first()
    if claim is not None:
        end_claim(claim, ClaimEnd.ANSWERED)


def end_claim(claim: Claim, end: ClaimEnd) -> None:
    """Call in the transaction of what ends it. Publishes `ClaimEnded`."""
    _end(claim, end, at=timezone.now())
    publish(ClaimEnded(question_id=claim.question_id, helper_id=claim.helper_id, end=end))


def forget_run_out_claims() -> int:
    """Write down what time decided already; returns how many."""
    return Claim.objects.run_out().update(ended_at=F("until"), end=ClaimEnd.EXPIRED)


def forget_old_claims() -> int:
    """Ended claims and hand-overs that nobody needs any more; returns how many rows."""
    before = timezone.now() - CLAIMS_KEPT
    claims, _by_model = Claim.objects.filter(ended_at__lt=before).delete()
    notes, _by_model = QuestionHandOver.objects.filter(created_at__lt=before).delete()
    return claims + notes


def taken_sentence(claim: Claim, now: datetime) -> str:
    """Such as "Anja is er al mee bezig, nog 8 minuten." """
    minutes = max(1, round((claim.until - now).total_seconds() / 60))
    return _("%(who)s is er al mee bezig, nog %(n)d min. Kies een andere vraag.") % {
        "who": claim.helper.name,
        "n": minutes,
    }


def _begin_anew(claim: Claim, now: datetime) -> Claim:
    claim.taken_at, claim.until = now, now + CLAIM_LASTS
    claim.save(update_fields=["taken_at", "until"])
    publish(ClaimExtended(question_id=claim.question_id, helper_id=claim.helper_id))
    return claim


def _require_room(helper: Member) -> None:
    """The helper's row is locked, so two claims at once count each other."""
    most = Passport.objects.filter(member=helper).values_list("most_claims", flat=True).first()
    most = CLAIMS_USUAL if most is None else most
    held = Claim.objects.now().filter(helper=helper, question__waiting__isnull=False)
    if held.count() >= most:
        raise Refused(
            _("Je hebt al %(n)d vragen opgepakt. Rond er eerst een af, of leg er een terug.") % {"n": most}
        )


def _end(claim: Claim, end: ClaimEnd, *, at: datetime) -> None:
    claim.ended_at, claim.end = at, end
    claim.save(update_fields=["ended_at", "end"])
