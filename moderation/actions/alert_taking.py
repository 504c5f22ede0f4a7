"""Taking up an alert with one press, and giving it back when one cannot go on."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Member
from core.errors import Conflict, NotFound
from core.events import publish
from moderation.actions.alert_climbing import lock_alert, mark_taken
from moderation.actions.cases import claim_case
from moderation.actions.log import note_shielded_view, write_log
from moderation.events import AlertGivenBack, AlertRaised
from moderation.models import Alert
from moderation.policies import can_see_alert, visible_cases
from moderation.targets import find


@transaction.atomic
def take_alert(*, member: Member, alert_id: int) -> Alert:
    """The clock stops, and whoever moderates the theme has the case; harmless a second time.

    Raises `NotFound`, and `Conflict` with a name when somebody was first. Publishes `AlertTaken`.
    """
    alert = _seen(member, alert_id)
    if not alert.is_open:
        if alert.taken_by_id == member.pk:
            return alert
        raise _too_late(alert)
    if visible_cases(member).filter(pk=alert.case_id).exists():
        claim_case(moderator=member, case_id=alert.case_id)
    mark_taken(alert, member.pk)
    return alert


@transaction.atomic
def give_back(*, member: Member, alert_id: int) -> Alert:
    """It climbs again from the beginning. Only by who took it up, while nothing is decided.

    Publishes `AlertGivenBack`, `AlertRaised`. Raises `NotFound`, `Conflict`.
    """
    alert = _seen(member, alert_id)
    if alert.is_open:
        return alert
    if alert.taken_by_id != member.pk or not alert.case.is_open:
        raise _too_late(alert)
    if Alert.objects.open().filter(case=alert.case_id).exists():
        raise Conflict(_("Over deze zaak loopt al een nieuw alarm."))
    alert.taken_by = alert.taken_at = None
    alert.started_at = alert.next_step_at = timezone.now()
    alert.level = 0
    alert.save()
    write_log(what="alert_given_back", actor_id=member.pk, thing=f"case:{alert.case_id}")
    publish(AlertGivenBack(alert_id=alert.pk, case_id=alert.case_id))
    publish(AlertRaised(alert_id=alert.pk, case_id=alert.case_id))
    return alert


@transaction.atomic
def look_at_alert(*, member: Member, alert_id: int) -> None:
    """Who took it up reads the text; of a shielded text its owner can see that. Raises `NotFound`."""
    alert = Alert.objects.select_related("case").filter(pk=alert_id).first()
    if alert is None or not can_see_alert(member, alert):
        raise NotFound
    if alert.taken_by_id == member.pk:
        thing = find(alert.case.target_kind, alert.case.target_id)
        note_shielded_view(viewer=member, thing=thing, why="alert")


def _seen(member: Member, alert_id: int) -> Alert:
    alert = lock_alert(alert_id)
    if alert is None or not can_see_alert(member, alert):
        raise NotFound
    return alert


def _too_late(alert: Alert) -> Conflict:
    if alert.taken_by is not None:
        return Conflict(_("%(name)s heeft dit al opgepakt.") % {"name": alert.taken_by.name})
    return Conflict(_("Over deze zaak is al besloten."))
