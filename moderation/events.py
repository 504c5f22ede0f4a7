"""What happened in safety and fairness."""

from dataclasses import dataclass

from core.events import Event


@dataclass(frozen=True)
class HelplinesChanged(Event):
    """A helpline was added, changed, verified or removed."""


@dataclass(frozen=True)
class HelplineExpired(Event):
    """A helpline is past its review and no longer shown; somebody has to look at it."""

    helpline_id: int
    task_id: int


@dataclass(frozen=True)
class DangerRulesChanged(Event):
    """A rule of the safety net was added, changed, switched or removed."""


@dataclass(frozen=True)
class DangerNoticed(Event):
    """A text that was stored tells of danger. `kind` is a `DangerKind`, `severity` a `Severity`.

    `place` is "question", "answer", "comment" or a place of another package, `thing_id` the id there.
    """

    kind: str
    severity: str
    place: str
    thing_id: int
    author_id: int
    rules: tuple[str, ...]


@dataclass(frozen=True)
class PostHeld(Event):
    """Screening lets a person look before a text is shown. `reasons` are the kinds of finding."""

    place: str
    thing_id: int
    author_id: int
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class PostWatched(Event):
    """A new member's post stands, and a person should look at it."""

    place: str
    thing_id: int
    author_id: int
