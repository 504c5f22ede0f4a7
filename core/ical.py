"""Calendars as RFC 5545 wants them: escaped, folded, with times in UTC."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

CONTENT_TYPE = "text/calendar; charset=utf-8"

LINE_OCTETS = 75
"""A longer line is folded; the limit counts bytes without the line end (RFC 5545, 3.1)."""


SOMETHING = [
    "BEGIN:VTIMEZONE",
    "TZID:Etc/UTC",
    "BEGIN:STANDARD",
    "DTSTART:19700101T000000",
    "TZOFFSETFROM:+0000",
    "TZOFFSETTO:+0000",
    "END:STANDARD",
    "END:VTIMEZONE",
]
"""A calendar holds at least one component (RFC 5545, 3.6), also while nothing is planned."""


@dataclass(frozen=True)
class CalendarEvent:
    """`uid` never changes; `revision` goes up with every change, or calendars keep what they had."""

    uid: str
    revision: int
    changed_at: datetime
    starts_at: datetime
    ends_at: datetime
    summary: str
    description: str = ""
    url: str = ""
    cancelled: bool = False


def calendar(events: Iterable[CalendarEvent], *, name: str) -> str:
    """A whole calendar object, with CRLF line ends."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Peerplein//Peerplein//NL",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escaped(name)}",
    ]
    components = [line for event in events for line in _event_lines(event)]
    lines += components or SOMETHING
    lines.append("END:VCALENDAR")
    return "".join(f"{folded(line)}\r\n" for line in lines)


def escaped(text: str) -> str:
    """A TEXT value (RFC 5545, 3.3.11); control characters other than line ends have no place in one."""
    text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")
    return "".join(sign for sign in text if sign >= " " and sign != "\x7f")


def folded(line: str) -> str:
    """The line in pieces of at most 75 bytes, never through the middle of a character."""
    pieces, piece, size = [], "", 0
    for sign in line:
        octets = len(sign.encode())
        if size + octets > LINE_OCTETS:
            pieces.append(piece)
            # The space that begins a continuation counts too.
            piece, size = "", 1
        piece += sign
        size += octets
    return "\r\n ".join([*pieces, piece])


def moment(value: datetime) -> str:
    """An aware moment in UTC, such as 20261201T180000Z."""
    return value.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _event_lines(event: CalendarEvent) -> list[str]:
    lines = [
        "BEGIN:VEVENT",
        f"UID:{escaped(event.uid)}",
        f"DTSTAMP:{moment(event.changed_at)}",
        f"LAST-MODIFIED:{moment(event.changed_at)}",
        f"SEQUENCE:{event.revision}",
        f"DTSTART:{moment(event.starts_at)}",
        f"DTEND:{moment(event.ends_at)}",
        f"SUMMARY:{escaped(event.summary)}",
        f"STATUS:{'CANCELLED' if event.cancelled else 'CONFIRMED'}",
        "TRANSP:OPAQUE",
    ]
    if event.description:
        lines.append(f"DESCRIPTION:{escaped(event.description)}")
    if event.url:
        lines.append(f"URL:{event.url}")
    return [*lines, "END:VEVENT"]
