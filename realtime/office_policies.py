"""Who plans office hours, who stands in the queue, and who reads what of it."""

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import Role
from accounts.policies import Viewer, can_write, is_member, roles_of
from community.models import Theme
from core.policy import Decision, allow, deny, hide
from realtime.models import OfficeHour, OfficeQuestion, Phase, QueueState
from realtime.models.office_hour import OfficeQuestionQuerySet


def can_plan_office_hours(viewer: Viewer, theme: Theme | None = None) -> Decision:
    """Professionals, each in their own themes; without a theme: in any."""
    if roles_of(viewer).has(Role.PROFESSIONAL, theme.slug if theme is not None else None):
        return can_write(viewer)
    return deny(_("Alleen een professional van het thema houdt spreekuur."))


def can_host(viewer: Viewer, office_hour: OfficeHour) -> Decision:
    """Whoever planned it, as long as the role in the theme holds."""
    if not is_member(viewer) or office_hour.host_id != viewer.pk:
        return hide()
    return can_plan_office_hours(viewer, office_hour.theme)


def can_change_office_hour(viewer: Viewer, office_hour: OfficeHour) -> Decision:
    hosting = can_host(viewer, office_hour)
    if not hosting:
        return hosting
    if office_hour.phase == Phase.PLANNED:
        return allow()
    return deny(_("Dit spreekuur is al begonnen of voorbij. Je kunt het niet meer aanpassen."))


def can_queue(viewer: Viewer, office_hour: OfficeHour) -> Decision:
    """Put a question in the queue, before and during. How many one has, the queue itself knows."""
    if not is_member(viewer):
        return deny(_("Log in of meld je aan om een vraag klaar te zetten."))
    if not office_hour.takes_questions:
        return deny(_("Dit spreekuur neemt geen vragen meer aan."))
    if office_hour.host_id == viewer.pk:
        return deny(_("Dit is je eigen spreekuur."))
    return can_write(viewer)


def can_answer_queue(viewer: Viewer, office_hour: OfficeHour) -> Decision:
    """The host answers before, during and after, until the office hour is archived."""
    hosting = can_host(viewer, office_hour)
    if not hosting:
        return hosting
    if office_hour.phase in (Phase.CANCELLED, Phase.ARCHIVED):
        return deny(_("Dit spreekuur is afgesloten."))
    return allow()


def can_archive(viewer: Viewer, office_hour: OfficeHour) -> Decision:
    hosting = can_host(viewer, office_hour)
    if not hosting:
        return hosting
    if office_hour.phase != Phase.OVER:
        return deny(_("Bewaren kan zodra het spreekuur is afgelopen."))
    return allow()


def visible_office_questions(viewer: Viewer, office_hour: OfficeHour) -> OfficeQuestionQuerySet:
    """Equals `can_see_office_question` row by row."""
    rows = OfficeQuestion.objects.filter(office_hour=office_hour)
    if can_host(viewer, office_hour):
        return rows.exclude(state=QueueState.WITHDRAWN)
    readable = Q(state=QueueState.ANSWERED)
    if office_hour.is_over:
        readable &= Q(may_publish=True)
    if office_hour.phase == Phase.CANCELLED:
        readable = Q(pk__in=[])
    return rows.filter(readable | Q(author=viewer.pk)) if is_member(viewer) else rows.filter(readable)


def can_see_office_question(viewer: Viewer, question: OfficeQuestion) -> Decision:
    """During the office hour everybody reads what was answered; afterwards only what its asker left there."""
    office_hour = question.office_hour
    if is_member(viewer) and question.author_id == viewer.pk:
        return allow()
    if can_host(viewer, office_hour):
        return hide() if question.state == QueueState.WITHDRAWN else allow()
    if question.state != QueueState.ANSWERED or office_hour.phase == Phase.CANCELLED:
        return hide()
    return hide() if office_hour.is_over and not question.may_publish else allow()
