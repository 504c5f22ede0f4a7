"""An alert as a page, and as a part of its case: the clock, the steps, who was told."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from accounts.policies import Viewer
from community.models import Theme
from core.errors import NotFound
from moderation.limits import ALERT_MOST_STEPS
from moderation.models import Alert, Case
from moderation.policies import visible_alerts, visible_cases
from moderation.targets import Thing, find, kind_of


@dataclass(frozen=True)
class ShownStep:
    """`told` are names; whose account is gone since then is missing."""

    number: int
    at: datetime
    told_as: str
    told: list[str]


@dataclass(frozen=True)
class AlertLine:
    """One alert. `next_at` is None when nothing follows; `is_yours`: the viewer took it up."""

    alert: Alert
    about: list[str]
    steps: list[ShownStep]
    next_at: datetime | None
    taken_by: str
    is_yours: bool


@dataclass(frozen=True)
class AlertPage:
    """`thing` is there for who may read it here; `has_case` for who moderates the theme."""

    line: AlertLine
    case: Case
    kind: str
    theme: str
    thing: Thing | None
    url: str
    has_case: bool


def alert_page(viewer: Viewer, *, alert_id: int) -> AlertPage:
    """The text itself is for who took it up. At most twelve queries. Raises `NotFound`."""
    alert = visible_alerts(viewer).select_related("case", "taken_by").filter(pk=alert_id).first()
    if alert is None:
        raise NotFound
    case, thing = alert.case, find(alert.case.target_kind, alert.case.target_id)
    theme = Theme.objects.filter(slug=case.theme).first()
    line = _line(alert, viewer)
    return AlertPage(
        line=line,
        case=case,
        kind=str(kind_of(case.target_kind).label),
        theme=theme.label if theme is not None else "",
        thing=thing if line.is_yours else None,
        url=thing.url if kind_of(thing.kind).readable(viewer, thing.id) else "",
        has_case=visible_cases(viewer).filter(pk=case.pk).exists(),
    )


def alerts_of_case(viewer: Viewer, case: Case) -> list[AlertLine]:
    """The newest first. Three queries."""
    alerts = Alert.objects.filter(case=case).select_related("taken_by").order_by("-raised_at", "-pk")
    return [_line(alert, viewer) for alert in alerts.prefetch_related("steps__told")]


def open_alerts(cases: Iterable[Case]) -> dict[int, Alert]:
    """By id of the case. One query."""
    return {alert.case_id: alert for alert in Alert.objects.open().filter(case__in=list(cases))}


def _line(alert: Alert, viewer: Viewer) -> AlertLine:
    steps = [
        ShownStep(
            number=step.number,
            at=step.taken_at,
            told_as=str(step.get_told_as_display()),
            told=sorted(member.name for member in step.told.all()),
        )
        for step in alert.steps.all()
    ]
    goes_on = alert.is_open and alert.level < ALERT_MOST_STEPS
    return AlertLine(
        alert=alert,
        about=alert.about,
        steps=steps,
        next_at=alert.next_step_at if goes_on and alert.level else None,
        taken_by=alert.taken_by.name if alert.taken_by is not None else "",
        is_yours=alert.taken_by_id is not None and alert.taken_by_id == viewer.pk,
    )
