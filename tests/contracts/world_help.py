"""Help requests, office hours and a question out of a chat, each in the states that the table names."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from community.models import Theme
from core.text import render
from realtime.models import (
    ChatQuestion,
    Duty,
    DutyPlan,
    HelpRequest,
    HelpState,
    Message,
    OfficeHour,
    OfficeQuestion,
    QueueState,
    Room,
    RoomKind,
    RoomMember,
)
from tests.contracts.people import MEMBERS, PEOPLE, THEME
from tests.contracts.world import World
from tests.factories import make_theme

HELPERS_ON_DUTY = ("joke", "daan")
"""Who is on duty in this world, both for the main theme."""


def add_help(world: World) -> None:
    now, theme = timezone.now(), make_theme(THEME)
    for name in HELPERS_ON_DUTY:
        Duty.objects.create(member=world.members[name], until=now + timedelta(hours=2))
    tomorrow = now + timedelta(days=1)
    plan = DutyPlan.objects.create(
        member=world.members["joke"], starts_at=tomorrow, until=tomorrow + timedelta(hours=2)
    )
    world.ids["duty-plan"] = plan.pk
    _requests(world, theme, now)
    _office_hours(world, theme, now)
    _chat_question(world, theme)


def _requests(world: World, theme: Theme, now: datetime) -> None:
    """Fatima waits, nicole was offered joke, eric talks with joke, sol's talk is over."""
    helpers = frozenset(HELPERS_ON_DUTY)
    _request(world, "waiting", "fatima", theme, readers=helpers | {"fatima"})
    taken = {"helper": world.members["joke"], "taken_at": now}
    both = frozenset({"joke"})
    _request(world, "offered", "nicole", theme, readers=both | {"nicole"}, state=HelpState.OFFERED, **taken)
    talking = {**taken, "agreed_at": now, "state": HelpState.TALKING, "anonymous": True}
    _request(world, "talking", "eric", theme, readers=both | {"eric"}, room=_room(world, "eric"), **talking)
    closed = {**taken, "agreed_at": now, "closed_at": now, "state": HelpState.CLOSED, "ending": "done"}
    _request(world, "closed", "sol", theme, readers=both | {"sol"}, room=_room(world, "sol"), **closed)


def _request(
    world: World, name: str, asker: str, theme: Theme, *, readers: frozenset[str], **fields: Any
) -> None:
    about = world.secret(f"{name} help request", readers)
    member = world.members[asker]
    request = HelpRequest.objects.create(asker=member, theme=theme, about=about, **fields)
    world.ids[f"{name}-help"] = str(request.key)


def _room(world: World, asker: str) -> Room:
    slug = f"hulp-{asker}"
    room = Room.objects.create(slug=slug, kind=RoomKind.HELP, name="Hulpgesprek")
    shown_as = "Anonieme bewoner" if asker == "eric" else ""
    RoomMember.objects.create(room=room, member=world.members[asker], shown_as=shown_as)
    RoomMember.objects.create(room=room, member=world.members["joke"])
    world.ids[f"room-of-{asker}"] = slug
    return room


def _office_hours(world: World, theme: Theme, now: datetime) -> None:
    """Daan's: one to come with a question of nicole, one that is over with an answered one of each kind."""
    to_come = _office_hour(world, "coming-office", theme, now + timedelta(days=2))
    host = frozenset({"daan"})
    waiting = world.secret("question in the queue", host | {"nicole"})
    _in_queue(world, "queued", to_come, "nicole", waiting)
    past = _office_hour(world, "past-office", theme, now - timedelta(days=2))
    for name, asker, readers in (
        ("stays", "fatima", frozenset(PEOPLE)),
        ("private", "sol", host | {"sol"}),
    ):
        body = world.secret(f"answered office question that {name}", readers)
        answer = world.secret(f"answer to the office question that {name}", readers)
        _in_queue(
            world,
            f"office-{name}",
            past,
            asker,
            body,
            answer=answer,
            answer_html=render(answer).html,
            answered_at=now - timedelta(days=2),
            state=QueueState.ANSWERED,
            may_publish=name == "stays",
        )


def _office_hour(world: World, name: str, theme: Theme, starts_at: datetime) -> OfficeHour:
    office_hour = OfficeHour.objects.create(
        host=world.members["daan"],
        theme=theme,
        organisation="Gemeente Perenburg",
        title="Brieven",
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=1),
    )
    world.ids[name] = office_hour.pk
    return office_hour


def _in_queue(world: World, name: str, office_hour: OfficeHour, asker: str, body: str, **fields: Any) -> None:
    row = OfficeQuestion.objects.create(
        office_hour=office_hour, author=world.members[asker], body=body, **fields
    )
    world.ids[name] = row.pk


def _chat_question(world: World, theme: Theme) -> None:
    """Fatima wants to quote nicole, who has not answered yet."""
    room = Room.objects.create(slug="koffietafel", kind=RoomKind.OPEN, name="Koffietafel")
    body = world.secret("message that is quoted", frozenset(MEMBERS))
    message = Message.objects.create(
        room=room, seq=1, n=1, author=world.members["nicole"], body=body, body_html=render(body).html
    )
    room.last_n = 1
    room.save()
    plan = ChatQuestion.objects.create(
        room=room, maker=world.members["fatima"], theme=theme, title="Mag dat?"
    )
    plan.quotes.create(message=message)
    world.ids["chat-question"] = str(plan.key)


def help_pages(world: World) -> list[str]:
    """Every page on which something of a help chat, an office hour or a plan for a question comes out."""
    requests = [
        f"/chat/help/{world.ids[f'{name}-help']}/" for name in ("waiting", "offered", "talking", "closed")
    ]
    offices = [f"/chat/office-hours/{world.ids[name]}/" for name in ("coming-office", "past-office")]
    screens = [f"{office}{screen}/" for office in offices for screen in ("host", "archive")]
    calendars = [f"{office}calendar.ics" for office in offices]
    return [
        "/radar/",
        "/chat/help/",
        *requests,
        "/chat/office-hours/",
        "/chat/office-hours/calendar.ics",
        *offices,
        *screens,
        *calendars,
        "/chat/koffietafel/",
        "/chat/koffietafel/to-question/",
        f"/chat/questions/{world.ids['chat-question']}/",
    ]
