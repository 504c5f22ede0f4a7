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
class AppealLate(Event):
    """Nobody decided within the term; told once for each appeal."""

    appeal_id: int


@dataclass(frozen=True)
class RulesAnnounced(Event):
    """A new version of the house rules stands on the site, in force now or later."""

    version_id: int


@dataclass(frozen=True)
class RulesWithdrawn(Event):
    """An announced version does not come."""

    version_id: int


@dataclass(frozen=True)
class RulesBegan(Event):
    """A version holds from now on, and members were told."""

    version_id: int


@dataclass(frozen=True)
class AlertRaised(Event):
    """Somebody may be in danger; its clock runs from now on."""

    alert_id: int
    case_id: int


@dataclass(frozen=True)
class AlertClimbed(Event):
    """Nobody had taken it up: the next on the roster were told."""

    alert_id: int
    case_id: int
    number: int


@dataclass(frozen=True)
class AlertTaken(Event):
    """Somebody looks after it, or nothing is left to look after."""

    alert_id: int
    case_id: int


@dataclass(frozen=True)
class AlertGivenBack(Event):
    """Who took it up could not go on; its clock begins anew."""

    alert_id: int
    case_id: int
