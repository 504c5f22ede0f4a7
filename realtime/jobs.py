"""What rooms do by themselves."""

from core.jobs import every, job
from realtime.actions.rooms import ensure_theme_rooms, forget_old_messages

HOURLY = 60 * 60
DAILY = 24 * HOURLY


@every(HOURLY)
@job()
def open_theme_rooms() -> None:
    """A new theme gets its room."""
    ensure_theme_rooms()


@every(DAILY)
@job()
def forget_messages() -> None:
    """What a room said long ago is deleted, unless the room stays kept."""
    forget_old_messages()
