"""A professional vouches for an answer, looks again, or stops vouching."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Member
from community.actions.authors import lock_author
from community.actions.counters import recount_highlights
from community.actions.locking import lock_answer
from community.actions.revisions import check_version
from community.events import AnswerHighlighted, HighlightEnded, HighlightSuspended
from community.limits import CORRECTION_LENGTH, LONGEST_REVIEW_PERIOD
from community.models import Answer, Highlight
from community.policies import can_highlight
from core.errors import Refused
from core.events import publish
from core.screening import refuse_certain
from core.text import clean_body, clean_line

SIGNED_TEXTS = ("organisation", "function", "source_title", "source_url", "correction")
"""What a professional writes with a highlight; the number of a desk may stand in it."""


@dataclass(frozen=True)
class Vouching:
    """What a professional signs for: on whose behalf, with which source, until when."""

    organisation: str
    source_title: str
    source_url: str
    review_on: date
    function: str = ""
    correction: str = ""


@transaction.atomic
def highlight_answer(*, professional: Member, answer_id: int, version: int, vouching: Vouching) -> Highlight:
    """Confirm an answer as it was read at `version`; a later confirmation replaces an earlier one.

    Raises `NotFound`, `NotAllowed`, `Refused`, and `Conflict` when the answer changed since it was
    read. Publishes `AnswerHighlighted`.
    """
    professional = lock_author(professional)
    answer = lock_answer(professional, answer_id)
    can_highlight(professional, answer).require()
    check_version(answer, version, words={"body": answer.body})
    vouching = _clean(vouching)
    signed = {name: getattr(vouching, name) for name in SIGNED_TEXTS}
    refuse_certain(signed, author_id=professional.pk, place="highlight")
    now = timezone.now()
    Highlight.objects.open().filter(answer=answer).update(ended_at=now)
    highlight = Highlight.objects.create(
        answer=answer,
        question=answer.question,
        professional=professional,
        answer_version=answer.version,
        confirmed_at=now,
        **vars(vouching),
    )
    recount_highlights(answer.question_id)
    publish(
        AnswerHighlighted(
            highlight_id=highlight.pk,
            answer_id=answer.pk,
            question_id=answer.question_id,
            professional_id=professional.pk,
        )
    )
    return highlight


@transaction.atomic
def end_highlight(*, professional: Member, answer_id: int) -> Answer:
    """Stop vouching; any professional of the theme may. Publishes `HighlightEnded`."""
    answer = lock_answer(professional, answer_id)
    can_highlight(professional, answer).require()
    highlight = Highlight.objects.open().filter(answer=answer).first()
    if highlight is not None:
        highlight.ended_at = timezone.now()
        highlight.save(update_fields=["ended_at"])
        recount_highlights(answer.question_id)
        publish(
            HighlightEnded(
                highlight_id=highlight.pk,
                answer_id=answer.pk,
                question_id=answer.question_id,
                member_id=professional.pk,
            )
        )
    return answer


def suspend_highlight(answer: Answer) -> int | None:
    """The words changed, so nobody vouches for them until a professional looks. Call with the rows locked.

    Returns the id of the highlight, None when there was none in force.
    """
    highlight = Highlight.objects.open().filter(answer=answer, suspended_at__isnull=True).first()
    if highlight is None:
        return None
    highlight.suspended_at = timezone.now()
    highlight.save(update_fields=["suspended_at"])
    recount_highlights(answer.question_id)
    publish(
        HighlightSuspended(
            highlight_id=highlight.pk,
            answer_id=answer.pk,
            question_id=answer.question_id,
            professional_id=highlight.professional_id,
        )
    )
    return highlight.pk


def _clean(vouching: Vouching) -> Vouching:
    today = timezone.localdate()
    if vouching.review_on <= today:
        raise Refused(_("Kies een dag in de toekomst."), field="review_on")
    if vouching.review_on > today + LONGEST_REVIEW_PERIOD:
        raise Refused(_("Kies een dag binnen twee jaar. Regels veranderen."), field="review_on")
    correction = vouching.correction
    if correction.strip():
        correction = clean_body(correction, limit=CORRECTION_LENGTH, field="correction")
    return Vouching(
        organisation=clean_line(vouching.organisation, field="organisation"),
        source_title=clean_line(vouching.source_title, field="source_title"),
        source_url=vouching.source_url,
        review_on=vouching.review_on,
        function=clean_line(vouching.function, field="function") if vouching.function.strip() else "",
        correction=correction,
    )
