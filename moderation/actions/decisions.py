"""A moderator decides about a case: once, about what they read, with reasons that the member gets."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.actions.inbox import notify
from accounts.models import Member
from core.errors import Conflict, Refused
from core.events import publish
from core.screening import refuse_certain
from core.text import clean_body, clean_line
from moderation import reasons
from moderation.actions.cases import lock_case, lock_people, take_snapshot
from moderation.actions.log import write_log
from moderation.actions.measures import apply_measure, check_measure
from moderation.actions.sanctions import Weighing, apply_step, check_step
from moderation.events import CaseDecided
from moderation.limits import APPEAL_PERIOD, EXPLANATION_LENGTH, FACTS_LENGTH, LABEL_LENGTH
from moderation.models import (
    Appeal,
    Case,
    CaseSnapshot,
    Decision,
    Ground,
    Measure,
    Origin,
    Report,
    Rule,
    Source,
    Step,
)
from moderation.models.decision import KEEPS_OPEN, RESTRICTING
from moderation.policies import can_decide_case
from moderation.targets import Thing, find

WRITTEN = ("legal_ground", "label", "facts", "explanation", "extra")
"""What a moderator writes about a decision, by the names of the form."""


@dataclass(frozen=True)
class Verdict:
    """What a moderator fills in. `passages` are masked word for word; `days` is how long a sanction lasts."""

    measure: str
    facts: str
    step: str = Step.NONE
    rule: Rule | None = None
    legal_ground: str = ""
    explanation: str = ""
    extra: str = ""
    label: str = ""
    passages: Sequence[str] = ()
    days: int | None = None
    weighing: Weighing = field(default_factory=Weighing)

    @property
    def restricts(self) -> bool:
        return self.step != Step.NONE or self.measure in RESTRICTING

    @property
    def concerns_the_member(self) -> bool:
        """Whoever was reported without reason never hears of it."""
        return self.restricts or self.measure in (Measure.RELEASE, Measure.RESTORE)


@transaction.atomic
def decide_case(*, moderator: Member, case_id: int, round: int, version: int, verdict: Verdict) -> Decision:  # noqa: A002
    """Store the decision, do what it says, and tell the member and the reporters why.

    `round` and `version` are of the case and of the text that the moderator read. Raises `NotFound`,
    `NotAllowed`, `Refused` with the field, and `Conflict`: when somebody decided before, and with
    `changed` in its details when the text was edited. Publishes `CaseDecided`.
    """
    author_id = Case.objects.filter(pk=case_id).values_list("author", flat=True).first()
    moderator = lock_people(moderator, author_id)
    case = lock_case(moderator, case_id)
    _require_round(case, round)
    can_decide_case(moderator, case).require()
    thing = find(case.target_kind, case.target_id, lock=True)
    if thing.version != version:
        raise Conflict(
            _("De tekst is aangepast nadat je hem las. Kijk naar het verschil en besluit dan."),
            details={"changed": True},
        )
    verdict = _checked(verdict, thing, moderator)
    member = Member.objects.filter(pk=thing.author_id).first()
    decision = _store(case, take_snapshot(case, thing), thing, moderator, member, verdict)
    apply_measure(decision, passages=verdict.passages)
    if member is not None and decision.step != Step.NONE:
        apply_step(decision, member=member, moderator=moderator, weighing=verdict.weighing)
    _close(case, decision)
    _tell(decision)
    write_log(
        what="decided",
        actor_id=moderator.pk,
        thing=f"case:{case.pk}",
        details={"decision": decision.pk, "measure": decision.measure, "step": decision.step},
    )
    publish(CaseDecided(case_id=case.pk, decision_id=decision.pk, theme=case.theme))
    return decision


def propose_letter(*, moderator: Member, case: Case, thing: Thing, verdict: Verdict) -> str:
    """The letter as it would go out, in the language of the member; nothing is stored. Raises `Refused`."""
    verdict = _checked(verdict, thing, moderator)
    member = Member.objects.filter(pk=thing.author_id).first()
    return _letter(case, thing, member, verdict, now=timezone.now()) if verdict.concerns_the_member else ""


def decided_before() -> Conflict:
    return Conflict(_("Een ander besloot al over deze zaak. Wat je schreef, staat hieronder."))


def _require_round(case: Case, round_read: int) -> None:
    if case.round == round_read and case.is_open:
        return
    raise decided_before()


def _checked(verdict: Verdict, thing: Thing, moderator: Member) -> Verdict:
    """The verdict with clean texts. Whatever takes something away needs a rule or a law, facts and a why.

    None of them holds what belongs to one person: they stand in a letter, and are kept for years.
    """
    written = {name: getattr(verdict, name) for name in WRITTEN}
    refuse_certain(written, author_id=moderator.pk, place="decision")
    check_measure(verdict.measure, thing, label=verdict.label, passages=verdict.passages)
    check_step(verdict.step, thing, days=verdict.days)
    facts = clean_body(verdict.facts, limit=FACTS_LENGTH, field="facts")
    if any(passage in f"{facts}\n{verdict.explanation}\n{verdict.extra}" for passage in verdict.passages):
        raise Refused(_("Zet de gegevens die je weghaalt ook niet in de brief."), field="facts")
    if not verdict.restricts:
        return Verdict(
            measure=verdict.measure, step=verdict.step, facts=facts, extra=_optional(verdict.extra)
        )
    if verdict.rule is None and not verdict.legal_ground.strip():
        raise Refused(_("Kies de huisregel waar dit tegen is, of noem de wet."), field="rule")
    explanation = verdict.explanation.strip() or (verdict.rule.words["why"] if verdict.rule else "")
    law = verdict.legal_ground
    return Verdict(
        measure=verdict.measure,
        step=verdict.step,
        facts=facts,
        rule=verdict.rule,
        legal_ground=clean_line(law, limit=500, field="legal_ground") if law.strip() else "",
        explanation=clean_body(explanation, limit=EXPLANATION_LENGTH, field="explanation"),
        extra=_optional(verdict.extra),
        label=clean_line(verdict.label, limit=LABEL_LENGTH, field="label")
        if verdict.measure == Measure.LABEL
        else "",
        passages=verdict.passages if verdict.measure == Measure.MASK else (),
        days=verdict.days,
        weighing=verdict.weighing,
    )


def _optional(text: str) -> str:
    return clean_body(text, limit=EXPLANATION_LENGTH, field="extra") if text.strip() else ""


def _store(
    case: Case,
    snapshot: CaseSnapshot,
    thing: Thing,
    moderator: Member,
    member: Member | None,
    verdict: Verdict,
) -> Decision:
    now = timezone.now()
    language = _language(member)
    with translation.override(language):
        scope = reasons.scope_of(thing, step=verdict.step)[:120]
    return Decision.objects.create(
        case=case,
        round=case.round,
        decided_by=moderator,
        decided_at=now,
        member=member,
        snapshot=snapshot,
        measure=verdict.measure,
        step=verdict.step,
        ground=Ground.LAW if verdict.legal_ground else Ground.RULES,
        rule=verdict.rule,
        legal_ground=verdict.legal_ground,
        facts=verdict.facts,
        explanation=verdict.explanation,
        scope=scope,
        ends_at=_ends_at(verdict, now),
        label=verdict.label,
        letter=_letter(case, thing, member, verdict, now=now) if verdict.concerns_the_member else "",
        source=_source(case),
        automated_detection=_found_by_machine(case),
        language=language,
        content_date=thing.written_at,
        appeal_until=now + APPEAL_PERIOD,
    )


def _letter(case: Case, thing: Thing, member: Member | None, verdict: Verdict, *, now: datetime) -> str:
    if member is None:
        return ""
    with translation.override(_language(member)):
        basis = reasons.Basis(
            measure=verdict.measure,
            step=verdict.step,
            rule=verdict.rule,
            legal_ground=verdict.legal_ground,
            facts=verdict.facts,
            explanation=verdict.explanation,
            source=_source(case),
            automated_detection=_found_by_machine(case),
            ends_at=_ends_at(verdict, now),
            appeal_until=now + APPEAL_PERIOD,
            label=verdict.label,
            extra=verdict.extra,
        )
        return reasons.letter(name=member.name, thing=thing, basis=basis)


def _language(member: Member | None) -> str:
    return member.language if member is not None and member.language else settings.LANGUAGE_CODE


def _ends_at(verdict: Verdict, now: datetime) -> datetime | None:
    return (
        now + timedelta(days=verdict.days)
        if verdict.days and verdict.step in (Step.MUTE, Step.SUSPEND)
        else None
    )


def _source(case: Case) -> str:
    return Source.REPORT if case.report_count else Source.VOLUNTARY


def _found_by_machine(case: Case) -> bool:
    return case.origin in (Origin.SCREENING, Origin.DANGER)


def _close(case: Case, decision: Decision) -> None:
    """The next decision about it is another round; hiding for now still waits for one."""
    case.round += 1
    case.claimed_by = case.claimed_until = None
    if decision.measure not in KEEPS_OPEN:
        case.closed_at = decision.decided_at
    case.save()


def _tell(decision: Decision) -> None:
    """The member as soon as it takes effect; whoever reported in this round, or was right to object to what
    was decided before; nobody hears of the other."""
    if decision.letter:
        _tell_one(decision.member_id, "decision", about=decision.pk, thing_id=decision.pk)
    if decision.measure in KEEPS_OPEN:
        return
    for report in Report.objects.filter(case=decision.case, answered_at=None):
        _tell_one(report.reporter_id, "report_decided", about=report.pk, thing_id=report.pk)
    for appeal in Appeal.objects.founded_of_reporters(decision.case):
        _tell_one(appeal.appellant_id, "report_decided_again", about=appeal.pk, thing_id=appeal.report_id)


def _tell_one(member_id: int | None, kind: str, *, about: int, thing_id: int | None) -> None:
    """Whoever has an account."""
    if member_id is not None:
        notify(
            kind=kind, event_key=f"{kind}:{about}", member_ids=[member_id], actor_id=None, thing_id=thing_id
        )
