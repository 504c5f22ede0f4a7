"""What safety and fairness do by themselves, in the background."""

from core.jobs import every, job
from moderation.actions.appeals import remind_of_appeals
from moderation.actions.helplines import raise_helpline_tasks
from moderation.emails import send_appeal_outcome, send_outcome, send_receipt
from moderation.limits import HELPLINE_CHECK_SECONDS

REMIND_EVERY = 60 * 60


@every(HELPLINE_CHECK_SECONDS)
@job()
def check_helplines() -> None:
    raise_helpline_tasks()


@job(retries=5, backoff=30)
def mail_receipt(report_id: int) -> None:
    send_receipt(report_id)


@job(retries=5, backoff=30)
def mail_outcome(report_id: int) -> None:
    send_outcome(report_id)


@job(retries=5, backoff=30)
def mail_appeal_outcome(appeal_id: int) -> None:
    send_appeal_outcome(appeal_id)


@every(REMIND_EVERY)
@job()
def remind() -> None:
    remind_of_appeals()
