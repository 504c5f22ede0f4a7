"""RFC 5545: what a calendar program has to be able to read."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from core.ical import CalendarEvent, calendar, escaped, folded, moment

EVENT = CalendarEvent(
    uid="office-hour-7@peerplein.example",
    revision=2,
    changed_at=datetime(2026, 11, 24, 20, 0, tzinfo=UTC),
    starts_at=datetime(2026, 12, 1, 19, 0, tzinfo=ZoneInfo("Europe/Amsterdam")),
    ends_at=datetime(2026, 12, 1, 20, 30, tzinfo=ZoneInfo("Europe/Amsterdam")),
    summary="Spreekuur: schulden, brieven; en \\ meer",
    description="Eerste regel\nTweede regel",
    url="https://peerplein.example/chat/office-hours/7/",
)


def unfolded(text: str) -> list[str]:
    return text.replace("\r\n ", "").split("\r\n")


def test_a_calendar_has_the_lines_that_the_standard_asks_for() -> None:
    lines = unfolded(calendar([EVENT], name="Spreekuren"))
    assert lines[:3] == ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Peerplein//Peerplein//NL"]
    assert lines[-2:] == ["END:VCALENDAR", ""]
    for line in (
        "UID:office-hour-7@peerplein.example",
        "DTSTAMP:20261124T200000Z",
        "SEQUENCE:2",
        "DTSTART:20261201T180000Z",
        "DTEND:20261201T193000Z",
        "STATUS:CONFIRMED",
        "URL:https://peerplein.example/chat/office-hours/7/",
        "SUMMARY:Spreekuur: schulden\\, brieven\\; en \\\\ meer",
        "DESCRIPTION:Eerste regel\\nTweede regel",
    ):
        assert line in lines


def test_every_line_ends_with_crlf_and_has_at_most_75_bytes() -> None:
    text = calendar([EVENT], name="Ünïcode " * 40)
    assert "\n" not in text.replace("\r\n", "")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))


def test_folding_cuts_between_characters_and_unfolds_to_the_same() -> None:
    for sign in ("a", "é", "€", "👩"):
        line = f"SUMMARY:{sign * 200}"
        pieces = folded(line).split("\r\n")
        assert all(len(piece.encode()) <= 75 for piece in pieces)
        assert all(piece.startswith(" ") for piece in pieces[1:])
        assert folded(line).replace("\r\n ", "") == line


def test_words_cannot_add_a_line_or_a_property() -> None:
    assert escaped("a\r\nATTACH:x\rb\nc\x00\x07") == "a\\nATTACH:x\\nb\\nc"
    assert escaped("a;b,c\\") == "a\\;b\\,c\\\\"


def test_summer_and_winter_time_come_out_right() -> None:
    zone = ZoneInfo("Europe/Amsterdam")
    assert moment(datetime(2026, 7, 1, 19, 0, tzinfo=zone)) == "20260701T170000Z"
    assert moment(datetime(2026, 12, 1, 19, 0, tzinfo=zone)) == "20261201T180000Z"


def test_a_cancelled_event_says_so() -> None:
    off = CalendarEvent(**{**vars(EVENT), "cancelled": True})
    assert "STATUS:CANCELLED" in unfolded(calendar([off], name="x"))


def test_a_calendar_with_nothing_in_it_still_has_the_component_that_the_standard_asks_for() -> None:
    lines = unfolded(calendar([], name="Spreekuren"))
    assert lines[-2:] == ["END:VCALENDAR", ""]
    assert [line for line in lines if line.startswith("BEGIN:")] == [
        "BEGIN:VCALENDAR",
        "BEGIN:VTIMEZONE",
        "BEGIN:STANDARD",
    ]
    assert "BEGIN:VTIMEZONE" not in unfolded(calendar([EVENT], name="Spreekuren"))
