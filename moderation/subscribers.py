"""What safety and fairness do when something happened."""

from core.events import after_commit
from moderation.events import HelplinesChanged
from moderation.queries.helplines import forget_helplines


def connect() -> None:
    after_commit(HelplinesChanged, lambda event: forget_helplines())
