"""Somebody asks to look again; somebody else looks."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions.inbox import notify
from accounts.models import Member, Role, RoleGrant
from accounts.policies import Viewer, is_member
from core.errors import Conflict, NotFound
from core.events import publish
from core.screening import refuse_certain
from core.text import clean_body
from moderation.actions.cases import lock_people, open_case
from moderation.actions.log import write_log
from moderation.actions.measures import note_appeal, undo_measure
from moderation.actions.sanctions import lift_sanction
from moderation.events import AppealDecided, AppealFiled
from moderation.limits import APPEAL_LENGTH, APPEAL_REMINDER, APPEAL_WITHIN
from moderation.models import Appeal, Decision, Origin, Outcome, Priority, Report
from moderation.policies import can_appeal, can_appeal_report, can_decide_appeal, deciders_in, visible_appeals


@transaction.atomic
def appeal_decision(*, member: Member, decision_id: int, body: str) -> Appeal:
    """By the member whom it is about; a second time gives the first. The place says that an appeal runs.

    Raises `NotFound`, `NotAllowed`, `Refused`. Publishes `AppealFiled`.
    """
    decision = _locked(decision_id)
    can_appeal(member, decision).require()
    body = _words(body, author_id=member.pk)
    appeal, made = Appeal.objects.get_or_create(
        decision=decision, report=None, defaults={"appellant": member, "body": body, "due_at": _due()}
    )
    if made:
        note_appeal(decision, running=True)
        _filed(appeal)
    return appeal


@transaction.atomic
def appeal_report(*, viewer: Viewer, report_id: int, body: str) -> Appeal:
    """By whoever reported, also without account, about what was decided on the report."""
    report = Report.objects.filter(pk=report_id).first()
    decision = report.decision if report is not None else None
    if decision is None:
        raise NotFound
    decision = _locked(decision.pk)
    can_appeal_report(decision).require()
    body = _words(body, author_id=viewer.pk or 0)
    appellant = (
        viewer if is_member(viewer) and report is not None and report.reporter_id == viewer.pk else None
    )
    appeal, made = Appeal.objects.get_or_create(
        decision=decision, report=report, defaults={"appellant": appellant, "body": body, "due_at": _due()}
    )
    if made:
        _filed(appeal)
    return appeal


@transaction.atomic
def decide_appeal(*, moderator: Member, appeal_id: int, outcome: str, reasons: str) -> Appeal:
    """Somebody who did not decide before decides. A founded appeal of the author undoes everything; one of a
    reporter opens a new case.

    Raises `NotFound`, `NotAllowed`, `Refused`, `Conflict`. Publishes `AppealDecided`.
    """
    about = Appeal.objects.filter(pk=appeal_id).values_list("decision__member", flat=True).first()
    moderator = lock_people(moderator, about)
    appeals = visible_appeals(moderator).select_for_update(of=("self",), no_key=True)
    appeal = appeals.select_related("decision__case").filter(pk=appeal_id).first()
    if appeal is None:
        raise NotFound
    if not appeal.is_open:
        raise Conflict(_("Een ander besliste al over dit bezwaar. Wat je schreef, staat hieronder."))
    can_decide_appeal(moderator, appeal).require()
    appeal.reasons = _words(reasons, author_id=moderator.pk, field="reasons")
    appeal.outcome, appeal.decided_by, appeal.decided_at = outcome, moderator, timezone.now()
    appeal.save()
    _carry_out(appeal)
    _tell_appellant(appeal)
    write_log(
        what="appeal_decided",
        actor_id=moderator.pk,
        thing=f"appeal:{appeal.pk}",
        details={"decision": appeal.decision_id, "outcome": outcome},
    )
    publish(AppealDecided(appeal_id=appeal.pk, decision_id=appeal.decision_id))
    return appeal


@transaction.atomic
def remind_of_appeals() -> int:
    """Tell everybody who may decide about appeals that wait for a week; returns how many wait."""
    late = Appeal.objects.open().filter(reminded_at=None, filed_at__lt=timezone.now() - APPEAL_REMINDER)
    waiting = list(late.select_for_update(of=("self",)).select_related("decision__case"))
    for appeal in waiting:
        appeal.reminded_at = timezone.now()
        appeal.save(update_fields=["reminded_at"])
        _tell_deciders(appeal, kind="appeal_waits")
    return len(waiting)


def _locked(decision_id: int) -> Decision:
    decisions = Decision.objects.select_for_update(of=("self",), no_key=True).select_related("case")
    decision = decisions.filter(pk=decision_id).first()
    if decision is None:
        raise NotFound
    return decision


def _carry_out(appeal: Appeal) -> None:
    decision = appeal.decision
    by_author = appeal.report_id is None
    if by_author:
        note_appeal(decision, running=False)
    if appeal.outcome != Outcome.REVERSED:
        return
    if by_author:
        undo_measure(decision)
        lift_sanction(decision)
        return
    case = decision.case
    open_case(
        kind=case.target_kind,
        target_id=case.target_id,
        origin=Origin.APPEAL,
        priority=Priority.SOON,
        priority_reason="appeal",
    )


def _filed(appeal: Appeal) -> None:
    _tell_deciders(appeal, kind="appeal_filed")
    publish(AppealFiled(appeal_id=appeal.pk, decision_id=appeal.decision_id))


def _tell_deciders(appeal: Appeal, *, kind: str) -> None:
    """Moderators of the theme who did not decide before."""
    case = appeal.decision.case
    grants = RoleGrant.objects.active().filter(role=Role.MODERATOR, scope__in=("", case.theme))
    notify(
        kind=kind,
        event_key=f"{kind}:{appeal.pk}",
        member_ids=set(grants.values_list("member_id", flat=True)) - deciders_in(case),
        actor_id=appeal.appellant_id,
        thing_id=appeal.pk,
    )


def _tell_appellant(appeal: Appeal) -> None:
    if appeal.appellant_id is not None:
        notify(
            kind="appeal_decided",
            event_key=f"appeal_decided:{appeal.pk}",
            member_ids=[appeal.appellant_id],
            actor_id=None,
            thing_id=appeal.pk,
        )


def _words(text: str, *, author_id: int, field: str = "body") -> str:
    text = clean_body(text, limit=APPEAL_LENGTH, field=field)
    refuse_certain({field: text}, author_id=author_id, place="appeal")
    return text


def _due() -> datetime:
    return timezone.now() + APPEAL_WITHIN
