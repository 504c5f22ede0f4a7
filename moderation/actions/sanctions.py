"""The ladder: a warning, another, then a suspension; always with an end, always open to appeal."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions.standing import lift_suspension, suspend_member
from accounts.models import Member
from community.models import Answer, Comment, Question
from core.errors import Refused
from moderation.limits import (
    FIRST_SUSPENSION,
    LONGEST_SUSPENSION,
    NEXT_SUSPENSION,
    STRIKES_BEFORE_SUSPENSION,
    STRIKES_COUNT_FOR,
)
from moderation.models import Decision, Gravity, Intention, Sanction, Step
from moderation.targets import Thing


@dataclass(frozen=True)
class Weighing:
    """Two of the four factors; the other two, number and share, are counted."""

    gravity: str = Gravity.LIGHT
    intention: str = Intention.UNCLEAR


@dataclass(frozen=True)
class LadderStep:
    """What comes next for a member, and why."""

    step: str
    days: int | None
    why: str


def next_step(member_id: int) -> LadderStep:
    """Two warnings, then a suspension, within twelve months; a suspension counts as more. One query."""
    steps = list(Sanction.objects.standing().filter(member=member_id).values_list("step", flat=True))
    if Step.SUSPEND in steps:
        why = _("Deze deelnemer was het afgelopen jaar al geschorst.")
        return LadderStep(Step.SUSPEND, NEXT_SUSPENSION.days, why)
    if len(steps) >= STRIKES_BEFORE_SUSPENSION:
        why = _("Deze deelnemer kreeg het afgelopen jaar al %(n)d waarschuwingen.") % {"n": len(steps)}
        return LadderStep(Step.SUSPEND, FIRST_SUSPENSION.days, why)
    if steps:
        return LadderStep(Step.WARN, None, _("Dit zou de tweede waarschuwing in een jaar zijn."))
    return LadderStep(Step.WARN, None, _("Dit zou de eerste waarschuwing in een jaar zijn."))


def check_step(step: str, thing: Thing, *, days: int | None) -> None:
    """Raises `Refused` when it has nobody to meet, or no end."""
    if step == Step.NONE:
        return
    if thing.author_id is None:
        raise Refused(_("Hier hoort geen deelnemer bij."), field="step")
    if step in (Step.MUTE, Step.SUSPEND) and not (days and 1 <= days <= LONGEST_SUSPENSION.days):
        raise Refused(
            _("Zeg hoeveel dagen dit duurt: 1 tot en met %(n)d.") % {"n": LONGEST_SUSPENSION.days},
            field="days",
        )


def apply_step(decision: Decision, *, member: Member, moderator: Member, weighing: Weighing) -> Sanction:
    """Call in the transaction that stored the decision."""
    since = timezone.now() - STRIKES_COUNT_FOR
    sanction = Sanction.objects.create(
        decision=decision,
        member=member,
        step=decision.step,
        starts_at=decision.decided_at,
        ends_at=decision.ends_at,
        earlier=Sanction.objects.standing().filter(member=member).count(),
        posts=_posts_since(member.pk, since),
        gravity=weighing.gravity,
        intention=weighing.intention,
    )
    if decision.step == Step.SUSPEND and decision.ends_at is not None:
        until = max(decision.ends_at, member.suspended_until or decision.ends_at)
        suspend_member(member_id=member.pk, until=until, suspended_by=moderator)
    return sanction


def lift_sanction(decision: Decision) -> None:
    """An appeal was right: it no longer counts, and a suspension ends unless another one runs."""
    sanction = Sanction.objects.select_for_update().filter(decision=decision, lifted_at=None).first()
    if sanction is None:
        return
    sanction.lifted_at = timezone.now()
    sanction.save(update_fields=["lifted_at"])
    if sanction.step != Step.SUSPEND:
        return
    others = Sanction.objects.running().filter(member=sanction.member_id, step=Step.SUSPEND)
    longest = others.order_by("-ends_at").values_list("ends_at", flat=True).first()
    if longest is None:
        lift_suspension(member_id=sanction.member_id, lifted_by=None)
    else:
        suspend_member(member_id=sanction.member_id, until=longest, suspended_by=None)


def _posts_since(member_id: int, since: datetime) -> int:
    wrote = {"author": member_id, "created_at__gte": since}
    return sum(model.objects.filter(**wrote).count() for model in (Question, Answer, Comment))
