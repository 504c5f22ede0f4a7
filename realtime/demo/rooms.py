"""Rooms in which something was said, opening hours, and people who are there now."""

import tomllib
import uuid
from collections import Counter
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

from accounts.models import Member
from core.text import RENDERER_VERSION, render
from core.weekdays import Weekday
from realtime.actions.rooms import ensure_theme_rooms
from realtime.models import Duty, Message, MessageReaction, OpeningHours, ReadMark, Room

HERE = Path(__file__).parent
CIDS = uuid.UUID("0b9a5f0e-5f0c-4d1b-8e59-9d7a6f3c2b10")
"""Namespace of the messages' ids, so that the demo is the same each time."""

Row = dict[str, Any]


def load_rooms(*, now: datetime) -> int:
    """A room for every theme and one more, with messages; returns how many messages there are."""
    ensure_theme_rooms()
    demo = tomllib.loads((HERE / "rooms.toml").read_text())
    people = {member.handle: member for member in Member.objects.filter(is_demo=True)}
    for row in demo["rooms"]:
        room = _room(row)
        _say(room, row["lines"], people, now)
        _hours(room, row.get("hours", []))
    for row in demo["duty"]:
        Duty.objects.create(
            member=people[row["who"]], started_at=now, until=now + timedelta(hours=row["hours"])
        )
    _let_some_be_unread(people["fatima"], now)
    return Message.objects.count()


def _room(row: Row) -> Room:
    named: Row = {
        name: row[name] for name in ("name", "name_en", "line", "line_en", "audience") if name in row
    }
    room, _made = Room.objects.get_or_create(slug=row["slug"], defaults=named)
    room.slow_seconds = row.get("slow", 0)
    return room


def _say(room: Room, rows: list[Row], people: dict[str, Member], now: datetime) -> None:
    seqs: list[int] = []
    for row in rows:
        seq = room.last_n + 1
        message = Message.objects.create(
            room=room,
            seq=seq,
            n=seq,
            author=people[row["who"]],
            cid=uuid.uuid5(CIDS, f"{room.slug} {seq}"),
            body=row["text"],
            body_html=render(row["text"]).html,
            renderer_version=RENDERER_VERSION,
            reply_to=seqs[-row["answers"]] if "answers" in row else None,
            created_at=now - timedelta(minutes=row["ago"]),
        )
        seqs.append(seq)
        room.last_n, room.last_message_at = seq, message.created_at
        _like(room, message, [people[who] for who in row.get("liked", [])], row.get("with", "👍"))
    room.save()


def _like(room: Room, message: Message, members: list[Member], emoji: str) -> None:
    """Each reaction is an event of the room, and takes a number."""
    if not members:
        return
    rows = [MessageReaction(message=message, member=member, emoji=emoji) for member in members]
    MessageReaction.objects.bulk_create(rows)
    room.last_n += len(rows)
    message.n, message.reactions = room.last_n, dict(Counter(row.emoji for row in rows))
    message.save()


def _hours(room: Room, stretches: list[str]) -> None:
    for stretch in stretches:
        opens, closes = (time.fromisoformat(part) for part in stretch.split("-"))
        OpeningHours.objects.bulk_create(
            OpeningHours(room=room, weekday=day, opens=opens, closes=closes) for day in Weekday.values
        )


def _let_some_be_unread(member: Member, now: datetime) -> None:
    """Fatima looked in an hour ago, so that the counters have something to count."""
    for room in Room.objects.shared():
        seen = Message.objects.filter(room=room, created_at__lt=now - timedelta(hours=1)).order_by("-seq")
        ReadMark.objects.create(room=room, member=member, seq=getattr(seen.first(), "seq", 0))
