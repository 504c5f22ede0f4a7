"""An alert climbs the roster: whose duty it is, then the backup, then everybody, until somebody takes it."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.actions.inbox import drop, mail_at_once, notify
from accounts.models import Role
from core.events import publish
from moderation.actions.log import write_log
from moderation.events import AlertClimbed, AlertRaised, AlertTaken
from moderation.limits import ALERT_MOST_STEPS, ALERT_TIMES
from moderation.models import Alert, AlertStep, AlertTimes, Case, Line, Severity, Told
from moderation.models.alert import AlertQuerySet
from moderation.roster import Colleague, colleagues, on_duty, present_now, roster

GRAVER_FIRST = (Severity.ACUTE, Severity.CONCERN)
BACKUP_LEVEL, EVERYONE_LEVEL = 2, 3
"""The steps after the first, which is at once."""


@transaction.atomic
def sound_alert(*, case: Case, kind: str, severity: str) -> Alert | None:
    """Start the clock of a case, or make its running alert graver.

    None when somebody took up the same danger in this case before. Publishes `AlertRaised`.
    """
    running = _lock(Alert.objects.open()).filter(case=case).first()
    if running is not None:
        return _graver(running, kind, severity)
    earlier = Alert.objects.filter(case=case)
    if any(kind in alert.kinds and not _is_graver(severity, alert.severity) for alert in earlier):
        return None
    now = timezone.now()
    alert = Alert.objects.create(
        case=case, kinds=[kind], severity=severity, raised_at=now, started_at=now, next_step_at=now
    )
    publish(AlertRaised(alert_id=alert.pk, case_id=case.pk))
    return alert


def climb_due_alerts(at: datetime | None = None) -> int:
    """Every step that is due by now, each in a transaction of its own; returns how many were taken."""
    now = at or timezone.now()
    due = list(Alert.objects.due(now).values_list("pk", flat=True))
    return sum(climb_alert(alert_id, now) for alert_id in due)


def climb_alert(alert_id: int, at: datetime | None = None) -> int:
    """The steps of one alert that are due; returns how many. Run twice, or by two, each is one step."""
    now, taken = at or timezone.now(), 0
    while taken < EVERYONE_LEVEL and _one_step(alert_id, now):
        taken += 1
    return taken


@transaction.atomic
def end_alert(*, case_id: int, by_id: int | None) -> None:
    """A decision was taken in the case: nobody has to be told any more. Publishes `AlertTaken`."""
    alert = _lock(Alert.objects.open()).filter(case=case_id).first()
    if alert is not None:
        mark_taken(alert, by_id)


def mark_taken(alert: Alert, by_id: int | None) -> None:
    """Whoever was told and has not read it yet is not mailed any more."""
    alert.taken_by_id, alert.taken_at = by_id, timezone.now()
    alert.save(update_fields=["taken_by", "taken_at"])
    drop(_event_key(step) for step in alert.steps.all())
    thing, details = f"case:{alert.case_id}", {"alert": alert.pk, "steps": alert.level}
    write_log(what="alert_taken", actor_id=by_id, thing=thing, details=details)
    publish(AlertTaken(alert_id=alert.pk, case_id=alert.case_id))


def lock_alert(alert_id: int) -> Alert | None:
    """With its case, in the order in which everybody locks them: first the case."""
    Case.objects.select_for_update(of=("self",), no_key=True).filter(alerts=alert_id).first()
    return _lock(Alert.objects.select_related("case")).filter(pk=alert_id).first()


def minutes_of(severity: str) -> tuple[int, int, int]:
    """Until the backup hears, until everybody does, between the repeats. One query."""
    times = AlertTimes.objects.filter(severity=severity).first()
    if times is None:
        return ALERT_TIMES[severity]
    return times.backup_after, times.everyone_after, times.again_every


def level_starts_at(alert: Alert, level: int, minutes: tuple[int, int, int]) -> datetime:
    """When the step of this level is due, counted from when the clock began."""
    backup, everyone, again = minutes
    waits = {1: 0, BACKUP_LEVEL: backup, EVERYONE_LEVEL: everyone}
    wait = waits.get(level, everyone + again * (level - EVERYONE_LEVEL))
    return alert.started_at + timedelta(minutes=wait)


@transaction.atomic
def _one_step(alert_id: int, now: datetime) -> bool:
    alert = _lock(Alert.objects.due(now)).filter(pk=alert_id).first()
    if alert is None:
        return False
    case = Case.objects.get(pk=alert.case_id)
    if not case.is_open:
        mark_taken(alert, None)
        return False
    if alert.level >= ALERT_MOST_STEPS:
        return False
    alert.level += 1
    told_as, people = _whom(alert, case, now)
    number = alert.steps.count() + 1
    step = AlertStep.objects.create(alert=alert, number=number, told_as=told_as, taken_at=now)
    step.told.set(people)
    after_next = level_starts_at(alert, alert.level + 1, minutes_of(alert.severity))
    alert.next_step_at = _not_missed(after_next, alert, now)
    alert.save(update_fields=["level", "next_step_at"])
    _tell(alert, step, people)
    return True


def _not_missed(due: datetime, alert: Alert, now: datetime) -> datetime:
    """After a standstill the first steps follow on each other; the repeats that were missed do not."""
    if due >= now or alert.level < EVERYONE_LEVEL:
        return due
    _backup, _everyone, again = minutes_of(alert.severity)
    return now + timedelta(minutes=again)


def _tell(alert: Alert, step: AlertStep, people: list[int]) -> None:
    details = {"alert": alert.pk, "step": step.number, "told_as": step.told_as, "told": people}
    write_log(what="alert_climbed", actor_id=None, thing=f"case:{alert.case_id}", details=details)
    notify(
        kind="alert",
        event_key=_event_key(step),
        member_ids=people,
        actor_id=None,
        place_id=alert.case_id,
        thing_id=alert.pk,
    )
    mail_at_once(_event_key(step))
    publish(AlertClimbed(alert_id=alert.pk, case_id=alert.case_id, number=step.number))


def _event_key(step: AlertStep) -> str:
    return f"alert:{step.alert_id}:{step.number}"


def _whom(alert: Alert, case: Case, now: datetime) -> tuple[Told, list[int]]:
    """Whom to tell at this level, never the writer. With nobody on duty: who else there is. Six queries."""
    staff = {pk: who for pk, who in colleagues().items() if pk != case.author_id}
    fitting = {pk for pk, who in staff.items() if who.suits(case.theme)}
    moderators = [pk for pk, who in staff.items() if who.roles.has(Role.MODERATOR, case.theme)]
    administrators = [pk for pk, who in staff.items() if who.roles.has(Role.ADMINISTRATOR)]
    duties = roster(now, now + timedelta(seconds=1))

    def whose_duty(line: Line) -> list[int]:
        return [pk for pk in on_duty(duties, theme=case.theme, line=line, at=now) if pk in fitting]

    if alert.level >= EVERYONE_LEVEL:
        everyone = [*moderators, *whose_duty(Line.LAST), *administrators]
        return _named(Told.EVERYONE, everyone)
    if alert.level == BACKUP_LEVEL:
        chosen = (Told.BACKUP, whose_duty(Line.BACKUP))
    else:
        here = sorted(present_now() & _looking_after(staff, case.theme))
        chosen = (Told.DUTY, [*whose_duty(Line.FIRST), *here])
    for told_as, people in (chosen, (Told.MODERATORS, moderators), (Told.ADMINISTRATORS, administrators)):
        if people:
            return _named(told_as, people)
    return Told.NOBODY, []


def _looking_after(staff: dict[int, Colleague], theme: str) -> set[int]:
    """Of those who say that they are there, the moderators and professionals of the theme."""
    roles = (Role.MODERATOR, Role.PROFESSIONAL)
    return {pk for pk, who in staff.items() if any(who.roles.has(role, theme) for role in roles)}


def _named(told_as: Told, people: list[int]) -> tuple[Told, list[int]]:
    people = list(dict.fromkeys(people))
    return (told_as, people) if people else (Told.NOBODY, [])


def _graver(alert: Alert, kind: str, severity: str) -> Alert:
    if kind not in alert.kinds:
        alert.kinds = [*alert.kinds, kind]
    if _is_graver(severity, alert.severity):
        alert.severity = severity
        due = level_starts_at(alert, alert.level + 1, minutes_of(severity))
        alert.next_step_at = min(alert.next_step_at, due)
    alert.save(update_fields=["kinds", "severity", "next_step_at"])
    return alert


def _is_graver(one: str, other: str) -> bool:
    return GRAVER_FIRST.index(Severity(one)) < GRAVER_FIRST.index(Severity(other))


def _lock(alerts: AlertQuerySet) -> AlertQuerySet:
    """Whoever comes second at the same alert waits, and then sees what the first did."""
    return alerts.select_for_update(of=("self",), no_key=True)
