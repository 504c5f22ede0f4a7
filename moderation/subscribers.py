"""What safety and fairness do when something happened."""

from accounts.actions.inbox import notify
from accounts.actions.roles import administrators
from accounts.events import RoleGranted, RoleRevoked, SettingChanged
from accounts.models import RoleGrant
from community.events import (
    AnswerHighlighted,
    HighlightEnded,
    ModerationUndone,
    PostScreened,
    ThreadModerated,
)
from core.events import after_commit, in_transaction
from moderation.actions.alert_climbing import end_alert
from moderation.actions.alerts import follow_up, follow_up_report
from moderation.actions.log import write_log
from moderation.events import (
    AlertRaised,
    AppealDecided,
    AppealLate,
    CaseDecided,
    DangerRulesChanged,
    HelplineExpired,
    HelplinesChanged,
    ThingReported,
)
from moderation.jobs import (
    climb_one,
    mail_appeal_outcome,
    mail_delay,
    mail_outcome,
    mail_receipt,
    mail_second_outcome,
)
from moderation.models import Appeal, Case, Decision, Report
from moderation.queries.helplines import forget_helplines
from moderation.screeners import privacy
from moderation.screeners.danger import forget_rules


def connect() -> None:
    after_commit(HelplinesChanged, forget_known_helplines)
    after_commit(DangerRulesChanged, lambda event: forget_rules())
    in_transaction(PostScreened, follow_up)
    in_transaction(HelplineExpired, tell_administrators)
    in_transaction(AlertRaised, tell_who_has_duty)
    in_transaction(ThingReported, alert_to_reported_danger)
    in_transaction(CaseDecided, end_its_alert)
    in_transaction(ThingReported, mail_a_receipt)
    in_transaction(CaseDecided, answer_by_mail)
    in_transaction(AppealDecided, answer_appeal_by_mail)
    in_transaction(AppealLate, excuse_by_mail)
    in_transaction(RoleGranted, log_grant)
    in_transaction(RoleRevoked, log_revocation)
    in_transaction(ThreadModerated, log_thread_act)
    in_transaction(ModerationUndone, log_thread_act)
    in_transaction(AnswerHighlighted, log_highlight)
    in_transaction(HighlightEnded, log_highlight_end)
    in_transaction(SettingChanged, log_setting)


def forget_known_helplines(event: HelplinesChanged) -> None:
    forget_helplines()
    privacy.forget_helplines()


def tell_administrators(event: HelplineExpired) -> None:
    """Whoever keeps the helplines hears that one of them is no longer shown."""
    notify(
        kind="helpline_expired",
        event_key=f"helpline_expired:{event.task_id}",
        member_ids=administrators(),
        actor_id=None,
        thing_id=event.helpline_id,
    )


def tell_who_has_duty(event: AlertRaised) -> None:
    """At once, but not in the transaction of who writes: the log is one line after the other."""
    climb_one.enqueue(event.alert_id)


def alert_to_reported_danger(event: ThingReported) -> None:
    follow_up_report(event.report_id)


def end_its_alert(event: CaseDecided) -> None:
    decided_by = Decision.objects.values_list("decided_by_id", flat=True).get(pk=event.decision_id)
    end_alert(case_id=event.case_id, by_id=decided_by)


def mail_a_receipt(event: ThingReported) -> None:
    if Report.objects.filter(pk=event.report_id).exclude(email="").exists():
        mail_receipt.enqueue(event.report_id)


def answer_by_mail(event: CaseDecided) -> None:
    """Whoever reported without account, once the case is closed; also who was right to object before."""
    if Case.objects.open().filter(pk=event.case_id).exists():
        return
    waiting = Report.objects.filter(case=event.case_id, answered_at=None).exclude(email="")
    for report_id in waiting.values_list("pk", flat=True):
        mail_outcome.enqueue(report_id)
    case = Case.objects.get(pk=event.case_id)
    for appeal in Appeal.objects.founded_of_reporters(case).filter(appellant__isnull=True):
        decision = appeal.decided_again
        if decision is not None and decision.pk == event.decision_id:
            mail_second_outcome.enqueue(appeal.pk)


def answer_appeal_by_mail(event: AppealDecided) -> None:
    mail_appeal_outcome.enqueue(event.appeal_id)


def excuse_by_mail(event: AppealLate) -> None:
    """Whoever has an account reads it in the inbox."""
    if Appeal.objects.filter(pk=event.appeal_id, appellant__isnull=True).exists():
        mail_delay.enqueue(event.appeal_id)


def log_grant(event: RoleGranted) -> None:
    """Who was given a role by whom; what the machine itself does at the start is not logged."""
    if event.granted_by_id is not None:
        _log_role("role_granted", event.granted_by_id, event.grant_id)


def log_revocation(event: RoleRevoked) -> None:
    if event.revoked_by_id is not None:
        _log_role("role_revoked", event.revoked_by_id, event.grant_id)


def log_thread_act(event: ThreadModerated | ModerationUndone) -> None:
    """Moved, merged, split, locked, pinned, or that undone."""
    what = "thread_moderated" if isinstance(event, ThreadModerated) else "thread_undone"
    details = {"act": event.act_id, "kind": event.kind}
    write_log(what=what, actor_id=event.moderator_id, thing=f"question:{event.question_id}", details=details)


def log_highlight(event: AnswerHighlighted) -> None:
    write_log(what="highlighted", actor_id=event.professional_id, thing=f"answer:{event.answer_id}")


def log_highlight_end(event: HighlightEnded) -> None:
    write_log(what="highlight_ended", actor_id=event.member_id, thing=f"answer:{event.answer_id}")


def log_setting(event: SettingChanged) -> None:
    """Themes, rooms, helplines and what else administrators keep in Django's admin."""
    what, thing = f"setting_{event.how}", f"{event.kind}:{event.thing_id}"
    write_log(what=what, actor_id=event.changed_by_id, thing=thing)


def _log_role(what: str, actor_id: int, grant_id: int) -> None:
    grant = RoleGrant.objects.get(pk=grant_id)
    details = {"role": grant.role, "scope": grant.scope}
    write_log(what=what, actor_id=actor_id, thing=f"member:{grant.member_id}", details=details)
