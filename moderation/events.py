"""What happened in safety and fairness."""

from dataclasses import dataclass

from core.events import Event


@dataclass(frozen=True)
class HelplinesChanged(Event):
    """A helpline was added, changed, verified or removed."""
