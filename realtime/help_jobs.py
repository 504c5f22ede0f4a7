"""What help chats, office hours and chat questions do by themselves."""

from core.jobs import every, job
from realtime.actions.chat_questions import drop_forgotten_chat_questions
from realtime.actions.duty_plans import forget_old_duty_plans
from realtime.actions.help_endings import close_forgotten_requests, forget_old_help_requests
from realtime.actions.office_archive import close_forgotten_office_hours, remind_hosts

HOURLY = 60 * 60
DAILY = 24 * HOURLY


@every(HOURLY)
@job()
def close_forgotten_help() -> None:
    """Nobody hopes in vain: who waited too long hears that it did not work."""
    close_forgotten_requests()


@every(HOURLY)
@job()
def look_after_office_hours() -> None:
    """Hosts hear that there is something to keep; whoever asked does not wait for ever."""
    remind_hosts()
    close_forgotten_office_hours()


@every(DAILY)
@job()
def clean_up_help() -> None:
    forget_old_help_requests()
    forget_old_duty_plans()
    drop_forgotten_chat_questions()
