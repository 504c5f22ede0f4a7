"""The page where one asks for help, and the page of one request for the two people it concerns."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.db.models import Q
from django.utils import timezone

from accounts.models import Block, Member, Role, Roles
from accounts.models.role import STAFF_ROLES, active_grants
from accounts.policies import Viewer
from community.models import Theme
from community.policies import can_ask_anonymously
from core.errors import NotFound
from core.policy import Decision
from moderation.queries.helplines import StripLine, help_strip
from realtime.help_policies import (
    ANSWERED_BY,
    can_ask_for_help,
    can_block,
    can_end,
    can_hand_over,
    can_see_help_request,
    is_asker,
)
from realtime.limits import CALL_BACK_OFFER_AFTER, HELPLINES_FIRST_AFTER
from realtime.models import Duty, DutyPlan, HandOver, HelpBlock, HelpRequest, HelpState
from realtime.policies import HELPER_ROLES

Stage = Literal["fresh", "long", "too_long", "nobody", "called_back", "offered", "talking", "closed"]
"""What the asker sees: while waiting it depends on the time, and on whether anybody is there."""


@dataclass(frozen=True)
class Helper:
    """Who helps, as the asker may see it."""

    name: str
    handle: str
    role: Role | None


@dataclass(frozen=True)
class HelpPage:
    """`request` is the open one, when there is one. `on_duty` counts all themes."""

    request: HelpRequest | None
    can_ask: Decision
    can_ask_anonymously: Decision
    on_duty: int
    next_duty: datetime | None


@dataclass(frozen=True)
class HelpCan:
    hand_over: Decision
    end: Decision
    block: Decision


@dataclass(frozen=True)
class HelpRequestPage:
    """`place` is the number in the queue, 1 is next. `version` changes when the page would look different."""

    request: HelpRequest
    is_asker: bool
    stage: Stage
    place: int
    on_duty: int
    next_duty: datetime | None
    helplines: list[StripLine]
    helper: Helper | None
    asker_name: str
    hand_overs: list[HandOver]
    can: HelpCan

    @property
    def version(self) -> str:
        return f"{self.stage}-{self.place}-{self.on_duty}-{self.request.outcome}"


def help_page(viewer: Viewer) -> HelpPage:
    """Four queries at most."""
    asking = can_ask_for_help(viewer)
    request = HelpRequest.objects.open().filter(asker=viewer.pk).first() if asking else None
    on_duty = len(duty_roles())
    return HelpPage(
        request=request,
        can_ask=asking,
        can_ask_anonymously=can_ask_anonymously(viewer),
        on_duty=on_duty,
        next_duty=None if on_duty else next_duty(),
    )


def help_request_page(viewer: Viewer, *, key: uuid.UUID) -> HelpRequestPage:
    """Eight queries at most. Raises `NotFound`."""
    request = get_help_request(viewer, key)
    asker = is_asker(viewer, request)
    waiting = request.state == HelpState.WAITING
    on_duty = people_for(request) if waiting else 0
    return HelpRequestPage(
        request=request,
        is_asker=asker,
        stage=stage_of(request, on_duty=on_duty, moment=timezone.now()),
        place=_place(request) if waiting else 0,
        on_duty=on_duty,
        next_duty=next_duty(request.theme) if waiting and not on_duty else None,
        helplines=help_strip(),
        helper=_helper(request) if asker else None,
        asker_name=shown_name(request),
        hand_overs=[] if asker else list(request.hand_overs.select_related("helper")),
        can=HelpCan(can_hand_over(viewer, request), can_end(viewer, request), can_block(viewer, request)),
    )


def get_help_request(viewer: Viewer, key: uuid.UUID) -> HelpRequest:
    """Raises `NotFound` for whoever is neither the asker nor the helper."""
    requests = HelpRequest.objects.select_related("theme", "asker", "helper", "room")
    request = requests.filter(key=key).first()
    if request is None:
        raise NotFound
    can_see_help_request(viewer, request).require()
    return request


def stage_of(request: HelpRequest, *, on_duty: int, moment: datetime) -> Stage:
    if request.state != HelpState.WAITING:
        stages: dict[str, Stage] = {
            HelpState.OFFERED: "offered",
            HelpState.TALKING: "talking",
            HelpState.CLOSED: "closed",
        }
        return stages[request.state]
    if request.call_back_at is not None:
        return "called_back"
    waited = moment - request.waiting_since
    if waited >= HELPLINES_FIRST_AFTER:
        return "too_long"
    if not on_duty:
        return "nobody"
    return "long" if waited >= CALL_BACK_OFFER_AFTER else "fresh"


def shown_name(request: HelpRequest) -> str:
    """The asker's name, empty when anonymous."""
    return "" if request.anonymous else request.asker.name


def duty_roles(theme: Theme | None = None) -> dict[int, set[Role]]:
    """Who is on duty now, by member id, with the helping roles that they have in the theme. One query."""
    duties = Duty.objects.now().filter(member__is_active=True).annotate(grants=active_grants("member_id"))
    free = duties.exclude(member__suspended_until__gt=timezone.now())
    found = {duty.member_id: _roles(getattr(duty, "grants", ""), theme) for duty in free}
    return {member_id: roles for member_id, roles in found.items() if roles}


def people_for(request: HelpRequest) -> int:
    """How many people on duty may take this request; who was declined or blocked is nobody's business."""
    return len(helpers_for(request))


def helpers_for(request: HelpRequest) -> list[int]:
    """The ids of those on duty whose role answers this request. One query."""
    answering = set(ANSWERED_BY[request.wanted])
    people = duty_roles(request.theme).items()
    return [pk for pk, roles in people if roles & answering and pk != request.asker_id]


def helpers_to_tell(request: HelpRequest) -> set[int]:
    """Of `helpers_for` those who may hear of it: not whom the asker blocked, nor who blocked the asker."""
    asker = request.asker_id
    apart: set[int] = set()
    for model in (HelpBlock, Block):
        apart |= set(model.objects.filter(member=asker).values_list("blocked", flat=True))
        apart |= set(model.objects.filter(blocked=asker).values_list("member", flat=True))
    return set(helpers_for(request)) - apart


def next_duty(theme: Theme | None = None) -> datetime | None:
    """When somebody means to be there again. One query."""
    plans = DutyPlan.objects.filter(starts_at__gt=timezone.now()).annotate(grants=active_grants("member_id"))
    for plan in plans.order_by("starts_at"):
        if _roles(getattr(plan, "grants", ""), theme):
            return plan.starts_at
    return None


def _roles(grants: str | None, theme: Theme | None) -> set[Role]:
    roles = Roles.parse(grants)
    scope = theme.slug if theme is not None else None
    return {role for role in HELPER_ROLES if roles.has(role, scope)}


def _place(request: HelpRequest) -> int:
    earlier = Q(waiting_since__lt=request.waiting_since) | Q(
        waiting_since=request.waiting_since, pk__lt=request.pk
    )
    here = HelpRequest.objects.waiting().filter(theme=request.theme, call_back_at__isnull=True)
    return here.filter(earlier).count() + 1


def _helper(request: HelpRequest) -> Helper | None:
    if request.helper_id is None:
        return None
    helper: Member = Member.objects.annotate(grants=active_grants("pk")).get(pk=request.helper_id)
    roles = Roles.parse(getattr(helper, "grants", ""))
    role = next((role for role in STAFF_ROLES if roles.has(role, request.theme.slug)), None)
    return Helper(name=helper.name, handle=helper.handle, role=role)
