"""What accounts does by itself, in the background."""

from django.conf import settings

from accounts.actions import members
from accounts.emails import deliver_due_mail
from core.jobs import every, job

MAIL_EVERY = 3 if settings.DEMO else 30
CLEAN_UP_EVERY = 60 * 60


@every(MAIL_EVERY)
@job()
def deliver_mail() -> None:
    """Rows that fail keep their own time of retry, so the job itself is not retried."""
    deliver_due_mail()


@every(CLEAN_UP_EVERY)
@job()
def clean_up_members() -> None:
    members.remove_unconfirmed_members()
