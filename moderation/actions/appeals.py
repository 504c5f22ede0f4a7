"""Somebody asks to look again; somebody else looks."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions.inbox import notify
from accounts.actions.roles import administrators
from accounts.models import Member, Role, RoleGrant
from accounts.policies import Viewer
from core.errors import Conflict, NotFound
from core.events import publish
from core.screening import refuse_certain
from core.text import clean_body
from moderation.actions.cases import lock_people, open_case
from moderation.actions.log import note_shielded_view, write_log
from moderation.actions.measures import note_appeal, undo_measure
from moderation.actions.sanctions import lift_sanction
from moderation.events import AppealDecided, AppealFiled, AppealLate
from moderation.limits import APPEAL_LENGTH, APPEAL_REMINDER, APPEAL_WITHIN
from moderation.models import Appeal, Decision, Origin, Outcome, Priority, Report
from moderation.policies import can_appeal, can_appeal_report, can_decide_appeal, deciders_in, visible_appeals
from moderation.targets import kind_of


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
    """By whoever holds the link of the report, also without account; who reported as a member hears of it."""
    report = Report.objects.filter(pk=report_id).first()
    decision = report.decision if report is not None else None
    if report is None or decision is None:
        raise NotFound
    decision = _locked(decision.pk)
    can_appeal_report(decision).require()
    body = _words(body, author_id=viewer.pk or 0)
    appeal, made = Appeal.objects.get_or_create(
        decision=decision,
        report=report,
        defaults={"appellant_id": report.reporter_id, "body": body, "due_at": _due()},
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
    _tell_appellant(appeal, kind="appeal_decided")
    write_log(
        what="appeal_decided",
        actor_id=moderator.pk,
        thing=f"appeal:{appeal.pk}",
        details={"decision": appeal.decision_id, "outcome": outcome},
    )
    publish(AppealDecided(appeal_id=appeal.pk, decision_id=appeal.decision_id))
    return appeal


@transaction.atomic
def read_appeal(*, moderator: Member, appeal_id: int) -> None:
    """A moderator looks: of a text that others cannot see, its owner can read that. Raises `NotFound`."""
    appeal = visible_appeals(moderator).select_related("decision__case").filter(pk=appeal_id).first()
    if appeal is None:
        raise NotFound
    case = appeal.decision.case
    thing = kind_of(case.target_kind).find(case.target_id)
    if thing is not None:
        note_shielded_view(viewer=moderator, thing=thing, why="appeal")


@transaction.atomic
def remind_of_appeals() -> int:
    """Tell everybody who may decide about appeals that wait for a week, and every week after their term.

    Past the term whoever objected hears that it takes longer, and the administrators that it does. Returns
    how many there were. Publishes `AppealLate` once for each.
    """
    now = timezone.now()
    late = Appeal.objects.to_remind_of(now, after=APPEAL_REMINDER)
    waiting = list(late.select_for_update(of=("self",)).select_related("decision__case"))
    for appeal in waiting:
        first_time = appeal.reminded_at is None or appeal.reminded_at < appeal.due_at
        appeal.reminded_at = now
        appeal.save(update_fields=["reminded_at"])
        _tell_deciders(appeal, kind="appeal_waits", again=f":{now.date()}" if appeal.is_overdue else "")
        if appeal.is_overdue:
            _tell_administrators(appeal, again=f":{now.date()}")
            if first_time:
                _tell_appellant(appeal, kind="appeal_late")
                publish(AppealLate(appeal_id=appeal.pk))
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


def _tell_deciders(appeal: Appeal, *, kind: str, again: str = "") -> None:
    """Moderators of the theme who did not decide before; without any, whoever can appoint one."""
    case = appeal.decision.case
    grants = RoleGrant.objects.active().filter(role=Role.MODERATOR, scope__in=("", case.theme))
    grants = grants.exclude(member__suspended_until__gt=timezone.now())
    not_theirs = deciders_in(case) | {case.author_id, appeal.appellant_id}
    deciders = set(grants.values_list("member_id", flat=True)) - not_theirs
    if not deciders:
        _tell_administrators(appeal, again=again)
    notify(
        kind=kind,
        event_key=f"{kind}:{appeal.pk}{again}",
        member_ids=deciders,
        actor_id=None,
        thing_id=appeal.pk,
    )


def _tell_administrators(appeal: Appeal, *, again: str) -> None:
    notify(
        kind="appeal_stuck",
        event_key=f"appeal_stuck:{appeal.pk}{again}",
        member_ids=administrators(),
        actor_id=None,
        thing_id=appeal.pk,
    )


def _tell_appellant(appeal: Appeal, *, kind: str) -> None:
    if appeal.appellant_id is not None:
        notify(
            kind=kind,
            event_key=f"{kind}:{appeal.pk}",
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
