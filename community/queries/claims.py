"""Who is working on an answer now, for the radar and for the page of a question."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.policies import Viewer, is_member
from community.models import Claim, Question, QuestionHandOver
from community.policies import can_claim, can_hand_over, can_read_notes, can_release, can_see_waiting
from community.queries.posts import get_question
from core.policy import Decision, hide

MINUTE = 60


@dataclass(frozen=True)
class ClaimNow:
    """`minutes` are those that are left, at least one."""

    helper_id: int
    name: str
    minutes: int
    is_yours: bool


@dataclass(frozen=True)
class ClaimState:
    """What the page of a question says about who is on it. `can` do what: claim, release, hand over.

    `handed_over` and `note` are for helpers alone.
    """

    question: Question
    claim: ClaimNow | None
    can_claim: Decision
    can_release: Decision
    can_hand_over: Decision
    handed_over: int = 0
    note: str = ""
    giver: str = ""

    @property
    def version(self) -> str:
        """Changes when it would look different."""
        claim = f"{self.claim.helper_id}.{self.claim.minutes}" if self.claim else ""
        return f"{claim}-{self.handed_over}-{bool(self.can_claim)}"

    @property
    def is_empty(self) -> bool:
        return not (self.claim or self.can_claim or self.can_claim.reason or self.note)


def claims_now(viewer: Viewer, question_ids: Iterable[int]) -> dict[int, ClaimNow]:
    """By question. One query."""
    claims = Claim.objects.now().filter(question__in=list(question_ids)).select_related("helper")
    now = timezone.now()
    return {
        claim.question_id: _claim_now(viewer, claim.helper_id, claim.helper.name, claim.until, now)
        for claim in claims
    }


def with_claim(questions: QuerySet[Question]) -> QuerySet[Question]:
    """Each question with who is on it and how it was given on, for `claim_state`.

    Asked along with the question itself, because its page has no query to spare.
    """
    claim = Claim.objects.now().filter(question=OuterRef("pk"))
    handed = QuestionHandOver.objects.filter(question=OuterRef("pk")).order_by("-created_at", "-pk")
    times = handed.order_by().values("question").annotate(n=Count("pk")).values("n")
    return questions.annotate(
        claim_helper=Subquery(claim.values("helper")[:1]),
        claim_name=Subquery(claim.values("helper__name")[:1]),
        claim_until=Subquery(claim.values("until")[:1]),
        handed_over=Coalesce(Subquery(times), 0),
        handed_note=Subquery(handed.values("note")[:1]),
        handed_by=Subquery(handed.values("giver__name")[:1]),
    )


def claim_state(viewer: Viewer, question: Question) -> ClaimState:
    """No query but one for the pause of a helper who may claim: see `with_claim`."""
    claim = _claim_of(viewer, question)
    notes = bool(can_read_notes(viewer, question))
    stored = Claim(question=question, helper_id=claim.helper_id) if claim is not None else None
    helps = bool(can_see_waiting(viewer, question)) and question.waits_since is not None
    handed = getattr(question, "handed_over", 0) if notes else 0
    return ClaimState(
        question=question,
        claim=claim,
        can_claim=can_claim(viewer, question) if helps and claim is None else hide(),
        can_release=can_release(viewer, stored),
        can_hand_over=can_hand_over(viewer, stored),
        handed_over=handed,
        note=(getattr(question, "handed_note", None) or "") if notes else "",
        giver=(getattr(question, "handed_by", None) or "") if notes else "",
    )


def claim_fragment(viewer: Viewer, *, question_id: int) -> ClaimState:
    """The state alone, for a page that stands open. Two queries. Raises `NotFound`."""
    question = get_question(viewer, question_id)
    found = with_claim(Question.objects.filter(pk=question.pk).select_related("theme")).get()
    return claim_state(viewer, found)


def _claim_of(viewer: Viewer, question: Question) -> ClaimNow | None:
    helper_id = getattr(question, "claim_helper", None)
    if helper_id is None:
        return None
    name, until = getattr(question, "claim_name", ""), getattr(question, "claim_until", timezone.now())
    return _claim_now(viewer, helper_id, name, until, timezone.now())


def _claim_now(viewer: Viewer, helper_id: int, name: str, until: datetime, now: datetime) -> ClaimNow:
    minutes = max(1, math.ceil((until - now).total_seconds() / MINUTE))
    yours = is_member(viewer) and viewer.pk == helper_id
    return ClaimNow(helper_id=helper_id, name=name, minutes=minutes, is_yours=yours)
