"""The page where one asks for help, and the page of one request for the two people it concerns."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.db.models import Q
from django.utils import timezone

from accounts.models import Block, Member, Role, Roles
from accounts.models.role import STAFF_ROLES, active_grants
from accounts.policies import Viewer, is_member
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
    can_replace_helper,
    can_see_help_request,
    is_asker,
)
from realtime.limits import CALL_BACK_OFFER_AFTER, HELPLINES_FIRST_AFTER
from realtime.models import (
    Duty,
    DutyPlan,
    HandOver,
    HelpBlock,
    HelpDecline,
    HelpRequest,
    HelpState,
    Room,
    RoomKind,
)
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
    replace: Decision
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


@dataclass(frozen=True)
class HelpNow:
    """What the two see of their request while they are in the room."""

    request: HelpRequest
    is_asker: bool
    helper: Helper | None
    asker_name: str

    @property
    def version(self) -> str:
        return f"{self.request.state}-{self.request.helper_id}-{self.request.outcome_by_asker}"


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
    """Eleven queries at most. Raises `NotFound`."""
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
        can=HelpCan(
            hand_over=can_hand_over(viewer, request),
            replace=can_replace_helper(viewer, request),
            end=can_end(viewer, request),
            block=can_block(viewer, request),
        ),
    )


def help_now(viewer: Viewer, request: HelpRequest) -> HelpNow:
    """How it stands, for the strip in the room. One query at most."""
    asker = is_asker(viewer, request)
    return HelpNow(
        request=request,
        is_asker=asker,
        helper=_helper(request) if asker else None,
        asker_name=shown_name(request),
    )


def help_in_room(viewer: Viewer, room: Room) -> HelpNow | None:
    """Of a help chat that the viewer may read; None in other rooms. Two queries at most."""
    if room.kind != RoomKind.HELP:
        return None
    requests = HelpRequest.objects.select_related("theme", "asker", "helper", "room")
    request = requests.filter(room=room).first()
    if request is None or not can_see_help_request(viewer, request):
        return None
    return help_now(viewer, request)


def open_help(viewer: Viewer) -> HelpRequest | None:
    """The viewer's own open request, or a talk in which they help. One query."""
    if not is_member(viewer):
        return None
    mine = Q(asker=viewer.pk) | Q(helper=viewer.pk, state__in=[HelpState.OFFERED, HelpState.TALKING])
    return HelpRequest.objects.open().filter(mine).select_related("room").order_by("-asked_at").first()


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
    """How many people on duty may take this request, for its asker to read.

    Whom the asker turned away is not among them. Who blocked the asker is: that is nobody's business. Four
    queries.
    """
    return len(set(helpers_for(request)) - _turned_away(request))


def helpers_for(request: HelpRequest) -> list[int]:
    """The ids of those on duty whose role answers this request. One query."""
    answering = set(ANSWERED_BY[request.wanted])
    people = duty_roles(request.theme).items()
    return [pk for pk, roles in people if roles & answering and pk != request.asker_id]


def helpers_to_tell(request: HelpRequest) -> set[int]:
    """Of `helpers_for` those who may take it: not whom the asker turned away, nor who blocked the asker."""
    apart = _turned_away(request)
    for model in (HelpBlock, Block):
        apart |= set(model.objects.filter(blocked=request.asker_id).values_list("member", flat=True))
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


def _turned_away(request: HelpRequest) -> set[int]:
    """Whom the asker blocked, or rather does not talk with this time."""
    away = set(HelpDecline.objects.filter(request=request).values_list("helper", flat=True))
    for model in (HelpBlock, Block):
        away |= set(model.objects.filter(member=request.asker_id).values_list("blocked", flat=True))
    return away


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
