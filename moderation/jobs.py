"""What safety and fairness do by themselves, in the background."""

from core.jobs import every, job
from moderation.actions.alert_climbing import climb_alert, climb_due_alerts
from moderation.actions.appeals import remind_of_appeals
from moderation.actions.helplines import raise_helpline_tasks
from moderation.actions.roster import forget_old_roster_changes
from moderation.actions.rules import begin_announced_rules
from moderation.emails import (
    send_appeal_outcome,
    send_delay,
    send_outcome,
    send_receipt,
    send_second_outcome,
)
from moderation.limits import ALERT_CHECK_SECONDS, HELPLINE_CHECK_SECONDS, RULES_CHECK_SECONDS

REMIND_EVERY = 60 * 60
DAILY = 24 * 60 * 60


@every(HELPLINE_CHECK_SECONDS)
@job()
def check_helplines() -> None:
    raise_helpline_tasks()


@every(ALERT_CHECK_SECONDS)
@job()
def climb_alerts() -> None:
    """Whoever was told is silent: the next on the roster hear of it."""
    climb_due_alerts()


@job(retries=3, backoff=2)
def climb_one(alert_id: int) -> None:
    """The first step at once; what fails here, the regular look does."""
    climb_alert(alert_id)


@every(RULES_CHECK_SECONDS)
@job()
def begin_rules() -> None:
    begin_announced_rules()


@every(DAILY)
@job()
def forget_old_changes() -> None:
    forget_old_roster_changes()


@job(retries=5, backoff=30)
def mail_receipt(report_id: int) -> None:
    send_receipt(report_id)


@job(retries=5, backoff=30)
def mail_outcome(report_id: int) -> None:
    send_outcome(report_id)


@job(retries=5, backoff=30)
def mail_appeal_outcome(appeal_id: int) -> None:
    send_appeal_outcome(appeal_id)


@job(retries=5, backoff=30)
def mail_second_outcome(appeal_id: int) -> None:
    send_second_outcome(appeal_id)


@job(retries=5, backoff=30)
def mail_delay(appeal_id: int) -> None:
    send_delay(appeal_id)


@every(REMIND_EVERY)
@job()
def remind() -> None:
    remind_of_appeals()
