"""What rooms do by themselves."""

from core.jobs import every, job
from realtime.actions.quotes import follow_message, follow_post
from realtime.actions.rooms import ensure_theme_rooms, forget_old_messages

HOURLY = 60 * 60
DAILY = 24 * HOURLY


@job(retries=5)
def follow_quotes_of_message(message_id: int) -> None:
    """What quotes this message goes or comes back with it."""
    follow_message(message_id)


@job(retries=5)
def follow_quotes_in_chat(kind: str, post_id: int) -> None:
    """The same for messages that quote a post."""
    follow_post(kind, post_id)


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
