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
class CaseOpened(Event):
    """Or opened again, or made more pressing: the queue looks different."""

    case_id: int
    theme: str


@dataclass(frozen=True)
class CaseClaimed(Event):
    """A moderator began, or stopped, to look at it."""

    case_id: int
    theme: str


@dataclass(frozen=True)
class CaseDecided(Event):
    case_id: int
    decision_id: int
    theme: str


@dataclass(frozen=True)
class ThingReported(Event):
    report_id: int
    case_id: int


@dataclass(frozen=True)
class AppealFiled(Event):
    appeal_id: int
    decision_id: int


@dataclass(frozen=True)
class AppealDecided(Event):
    appeal_id: int
    decision_id: int


@dataclass(frozen=True)
class RulesAnnounced(Event):
    """A new version of the house rules stands on the site, in force now or later."""

    version_id: int
