"""Short ways to a help chat or an office hour in some state."""

from datetime import timedelta

from django.utils import timezone

from accounts.models import Member
from community.models import Theme
from realtime.actions.duty import start_duty
from realtime.actions.help_requests import agree_to_talk, ask_for_help, take_help_request
from realtime.models import HelpRequest, OfficeHour

ABOUT = "Ik durf mijn post niet open te maken."


def go_on_duty(member: Member) -> None:
    start_duty(member=member, until=timezone.now() + timedelta(hours=2))


def ask(asker: Member, theme: Theme, **fields: object) -> HelpRequest:
    return ask_for_help(asker=asker, theme=theme, about=ABOUT, **fields)  # type: ignore[arg-type]


def talk(asker: Member, helper: Member, theme: Theme, **fields: object) -> HelpRequest:
    """A request that was taken and agreed to."""
    request = ask(asker, theme, **fields)
    go_on_duty(helper)
    take_help_request(helper=helper, key=request.key)
    return agree_to_talk(asker=asker, key=request.key)


def waited(request: HelpRequest, minutes: float) -> None:
    HelpRequest.objects.filter(pk=request.pk).update(
        waiting_since=timezone.now() - timedelta(minutes=minutes)
    )


def make_office_hour(host: Member, theme: Theme, *, begins_in: float = 60, minutes: int = 60) -> OfficeHour:
    """`begins_in` minutes from now; negative when it has begun."""
    starts_at = timezone.now() + timedelta(minutes=begins_in)
    return OfficeHour.objects.create(
        host=host,
        theme=theme,
        organisation="Gemeente Perenburg",
        title="Brieven over schulden",
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=minutes),
    )


def let_it_be_over(office_hour: OfficeHour) -> None:
    now = timezone.now()
    OfficeHour.objects.filter(pk=office_hour.pk).update(
        starts_at=now - timedelta(hours=2), ends_at=now - timedelta(hours=1)
    )
    office_hour.refresh_from_db()
