"""What screening found in a text that was stored becomes a case, with a clock where somebody is in danger."""

from django.db import transaction
from django.utils.translation import override

from community.events import PostScreened
from moderation.actions.alert_climbing import sound_alert
from moderation.actions.cases import open_case
from moderation.models import Case, DangerKind, Origin, Priority, Reason, Report, Severity
from moderation.models.alert import REPORTED
from moderation.screeners.danger import severity_of

PRIORITY_OF = {Severity.ACUTE: Priority.NOW, Severity.CONCERN: Priority.URGENT}
LANGUAGE_OF_CASES = "nl"


@transaction.atomic
def raise_alert(*, kind: str, severity: str, place: str, thing_id: int, rules: tuple[str, ...]) -> Case:
    """A case about danger: at the top of the queue, to be decided within its time, with an alert that climbs.

    `kind` is a `DangerKind`, `severity` a `Severity`, `place` the kind of target with id `thing_id`; `rules`
    are the keys of the rules that were set off. Publishes `CaseOpened`, `AlertRaised`. Raises `NotFound`.
    """
    with override(LANGUAGE_OF_CASES):
        finding = f"{DangerKind(kind).label} ({', '.join(rules)})"
    case = open_case(
        kind=place,
        target_id=thing_id,
        origin=Origin.DANGER,
        priority=PRIORITY_OF[Severity(severity)],
        priority_reason=f"danger.{kind}",
        finding=finding,
    )
    sound_alert(case=case, kind=kind, severity=severity)
    return case


def follow_up(event: PostScreened) -> None:
    """Every post that waits or tells of danger, and every watched first post, comes into the queue."""
    open_cases(place=event.kind, thing_id=event.post_id, kinds=event.kinds, rules=event.rules)


@transaction.atomic
def open_cases(*, place: str, thing_id: int, kinds: tuple[str, ...], rules: tuple[str, ...]) -> None:
    """What was found in one thing, a case for each kind; several about one thing become one."""
    for found in kinds:
        family, _dot, name = found.partition(".")
        if family == "danger":
            severity = severity_of(rules)
            raise_alert(kind=name, severity=severity, place=place, thing_id=thing_id, rules=rules)
        elif family in ("spam", "newcomer"):
            origin = Origin.FIRST_POST if family == "newcomer" else Origin.SCREENING
            open_case(
                kind=place,
                target_id=thing_id,
                origin=origin,
                priority=Priority.NORMAL if name == "watched" else Priority.SOON,
                priority_reason=found,
            )


REPORTED_DANGER = (Reason.DANGER, Reason.THREAT)


@transaction.atomic
def follow_up_report(report_id: int) -> None:
    """Who reports that somebody is in danger starts the clock too; acute when they look after the theme."""
    report = Report.objects.select_related("case").get(pk=report_id)
    if report.reason in REPORTED_DANGER:
        severity = Severity.ACUTE if report.trusted else Severity.CONCERN
        sound_alert(case=report.case, kind=REPORTED, severity=severity)
