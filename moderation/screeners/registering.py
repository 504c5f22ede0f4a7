"""Which screeners every text of the site meets."""

from core.screening import register
from moderation.screeners.danger import find_danger
from moderation.screeners.flood import look_for_flood
from moderation.screeners.newcomers import look_at_newcomer
from moderation.screeners.privacy import find_private
from moderation.screeners.spam import look_for_spam

SCREENERS = (find_private, find_danger, look_for_spam, look_at_newcomer, look_for_flood)


def connect() -> None:
    for screener in SCREENERS:
        register(screener)
