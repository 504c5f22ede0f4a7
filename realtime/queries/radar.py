"""The help radar: what waits for somebody who can help. Each section is a dataclass of its own."""

from dataclasses import dataclass
from datetime import datetime

from accounts.models import Member
from community.policies import can_see_radar
from community.queries.radar import QuestionSection, question_section
from core.policy import Decision
from realtime.help_policies import is_on_duty, waiting_for
from realtime.models import Duty, DutyPlan, HandOver, HelpRequest, HelpState
from realtime.policies import can_be_on_duty
from realtime.queries.help_requests import shown_name

SHOWN_AT_MOST = 50


@dataclass(frozen=True)
class WaitingRequest:
    """`name` is empty for somebody who is anonymous; `note` is what the helper before them wrote."""

    request: HelpRequest
    name: str
    note: str


@dataclass(frozen=True)
class HelpSection:
    """Requests that wait, shown only to whoever is on duty; `mine` are those that the viewer took."""

    on_duty: bool
    waiting: list[WaitingRequest]
    waiting_count: int
    mine: list[HelpRequest]

    @property
    def version(self) -> str:
        """Changes when the section would look different."""
        parts = [f"{item.request.pk}{item.request.waiting_since:%H%M%S}" for item in self.waiting]
        parts += [f"{request.pk}{request.state}" for request in self.mine]
        return "-".join([str(self.on_duty), str(self.waiting_count), *parts])


@dataclass(frozen=True)
class DutySection:
    duty_until: datetime | None
    can_be_on_duty: Decision
    plans: list[DutyPlan]


@dataclass(frozen=True)
class RadarPage:
    questions: QuestionSection
    help: HelpSection
    duty: DutySection


def radar_page(viewer: Member, *, theme: str = "", number: int = 1) -> RadarPage:
    """Seventeen queries, however much waits. `theme` narrows the questions, `number` is their page.

    Raises `NotAllowed`.
    """
    can_see_radar(viewer).require()
    duty = Duty.objects.now().filter(member=viewer).first()
    plans = DutyPlan.objects.filter(member=viewer).order_by("starts_at")
    return RadarPage(
        questions=question_section(viewer, chosen=theme, number=number),
        help=_help_section(viewer),
        duty=DutySection(
            duty_until=duty.until if duty is not None else None,
            can_be_on_duty=can_be_on_duty(viewer),
            plans=list(plans),
        ),
    )


def _help_section(viewer: Member) -> HelpSection:
    on_duty, waiting = is_on_duty(viewer), waiting_for(viewer).longest_first()
    mine = HelpRequest.objects.open().filter(helper=viewer).exclude(state=HelpState.WAITING)
    return HelpSection(
        on_duty=on_duty,
        waiting=_with_notes(list(waiting.select_related("theme", "asker")[:SHOWN_AT_MOST]))
        if on_duty
        else [],
        waiting_count=waiting.count(),
        mine=list(mine.select_related("theme", "asker", "room").order_by("taken_at")),
    )


def _with_notes(requests: list[HelpRequest]) -> list[WaitingRequest]:
    notes = {
        note.request_id: note.note for note in HandOver.objects.filter(request__in=requests).order_by("pk")
    }
    return [WaitingRequest(request, shown_name(request), notes.get(request.pk, "")) for request in requests]
