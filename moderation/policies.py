"""Who may do what with cases, decisions and appeals. Each filter stands beside the check that equals it."""

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Role
from accounts.policies import Viewer, is_member, roles_of
from core.policy import Decision, allow, deny, hide
from moderation import models
from moderation.models.alert import AlertQuerySet
from moderation.models.appeal import AppealQuerySet
from moderation.models.case import CaseQuerySet
from moderation.roster import ROSTER_ROLES


def can_moderate(viewer: Viewer, theme: str | None = None) -> Decision:
    """Moderators, of this theme ("" is what belongs to no theme). A suspended one does not decide."""
    roles = roles_of(viewer)
    if not is_member(viewer) or viewer.is_suspended or not roles.has(Role.MODERATOR):
        return hide()
    if theme == "":
        return allow() if roles.scopes(Role.MODERATOR) is None else hide()
    return allow() if roles.has(Role.MODERATOR, theme) else hide()


def can_read_log(viewer: Viewer) -> Decision:
    """Moderators of all themes, and administrators."""
    roles = roles_of(viewer)
    if is_member(viewer) and not viewer.is_suspended and roles.has(Role.ADMINISTRATOR):
        return allow()
    return can_moderate(viewer, "")


def can_hand_in_statements(viewer: Viewer) -> Decision:
    """Who answers for the statements of reasons: moderators of all themes, and administrators."""
    return can_read_log(viewer)


def visible_cases(viewer: Viewer) -> CaseQuerySet:
    """The cases of the viewer's themes; equals `can_see_case` row by row."""
    if not can_moderate(viewer):
        return models.Case.objects.none()
    themes = roles_of(viewer).scopes(Role.MODERATOR)
    cases = models.Case.objects.exclude(author=viewer.pk)
    return cases if themes is None else cases.filter(theme__in=sorted(themes))


def can_see_case(viewer: Viewer, case: models.Case) -> Decision:
    """Nobody sees a case about themselves: it would tell who reported."""
    if is_member(viewer) and case.author_id == viewer.pk:
        return hide()
    return can_moderate(viewer, case.theme)


def can_decide_case(viewer: Viewer, case: models.Case) -> Decision:
    seeing = can_see_case(viewer, case)
    if not seeing:
        return seeing
    if not case.is_open:
        return deny(_("Over deze zaak is al besloten."))
    if viewer.pk in deciders_whom_an_appeal_proved_wrong(case):
        return deny(_("Jij besloot hier eerder over. Na een bezwaar kijkt iemand anders."))
    return allow()


def can_appeal(viewer: Viewer, decision: models.Decision) -> Decision:
    """The member whom the decision is about, within the term; also while suspended."""
    if not is_member(viewer) or decision.member_id != viewer.pk:
        return hide()
    if not decision.restricts:
        return deny(_("Tegen dit besluit is geen bezwaar nodig: er is je niets afgenomen."))
    return _in_time(decision)


def can_appeal_report(decision: models.Decision) -> Decision:
    """Whoever reported, about a decision that left things as they were."""
    if decision.measure in (models.Measure.REMOVE, models.Measure.MASK):
        return deny(_("Wat je meldde, is weggehaald. Bezwaar is niet nodig."))
    return _in_time(decision)


def visible_appeals(viewer: Viewer) -> AppealQuerySet:
    """The appeals in the viewer's themes; equals `can_see_appeal` row by row."""
    if not can_moderate(viewer):
        return models.Appeal.objects.none()
    return models.Appeal.objects.filter(decision__case__in=visible_cases(viewer)).exclude(appellant=viewer.pk)


def can_see_appeal(viewer: Viewer, appeal: models.Appeal) -> Decision:
    if is_member(viewer) and appeal.appellant_id == viewer.pk:
        return hide()
    return can_see_case(viewer, appeal.decision.case)


def can_decide_appeal(viewer: Viewer, appeal: models.Appeal) -> Decision:
    """Never who decided in the same case before; the database refuses it too."""
    seeing = can_see_appeal(viewer, appeal)
    if not seeing:
        return seeing
    if viewer.pk in deciders_in(appeal.decision.case):
        return deny(_("Jij nam dit besluit. Over het bezwaar beslist iemand anders."))
    if not appeal.is_open:
        return deny(_("Over dit bezwaar is al besloten."))
    return allow()


def deciders_in(case: models.Case) -> set[int]:
    """One query."""
    return set(models.Decision.objects.filter(case=case).values_list("decided_by_id", flat=True))


def deciders_whom_an_appeal_proved_wrong(case: models.Case) -> set[int]:
    """Who decided about the same thing before a reporter was right to object, while nobody decided again.

    One query, three after such an appeal. Hiding it for now is not deciding again.
    """
    founded = models.Appeal.objects.founded_of_reporters(case).order_by("-decided_at")
    appeal = founded.select_related("decision__case").first()
    if appeal is None or appeal.decided_at is None or appeal.decided_again is not None:
        return set()
    about = models.Decision.objects.filter(case__target_kind=case.target_kind, case__target_id=case.target_id)
    before = about.filter(decided_at__lte=appeal.decided_at)
    return set(before.values_list("decided_by_id", flat=True))


def can_see_screening(viewer: Viewer) -> Decision:
    """Moderators meet its findings every day, administrators keep its rules."""
    return allow() if can_moderate(viewer) or can_change_screening(viewer) else hide()


def can_change_screening(viewer: Viewer) -> Decision:
    """A danger rule holds for every theme, so it is the administrators'."""
    roles = roles_of(viewer)
    return (
        allow() if is_member(viewer) and roles.has(Role.ADMINISTRATOR) and not viewer.is_suspended else hide()
    )


def _in_time(decision: models.Decision) -> Decision:
    if timezone.now() > decision.appeal_until:
        return deny(_("De termijn voor bezwaar is voorbij."))
    return allow()


def visible_alerts(viewer: Viewer) -> AlertQuerySet:
    """The alerts of the viewer's cases, and those that the viewer was told of; equals `can_see_alert`."""
    if not can_hear_alerts(viewer):
        return models.Alert.objects.none()
    told = models.AlertStep.objects.filter(told=viewer.pk).values("alert")
    seen = models.Alert.objects.filter(Q(case__in=visible_cases(viewer)) | Q(pk__in=told))
    return seen.exclude(case__author=viewer.pk)


def can_see_alert(viewer: Viewer, alert: models.Alert) -> Decision:
    """Moderators of the theme, and whoever was told of it while their role holds. Never who wrote it."""
    if not can_hear_alerts(viewer) or alert.case.author_id == viewer.pk:
        return hide()
    if can_see_case(viewer, alert.case) or alert.steps.filter(told=viewer.pk).exists():
        return allow()
    return hide()


def can_hear_alerts(viewer: Viewer) -> Decision:
    """Those who may stand on the roster."""
    roles = roles_of(viewer)
    if not is_member(viewer) or viewer.is_suspended:
        return hide()
    return allow() if any(roles.has(role) for role in ROSTER_ROLES) else hide()


def can_see_roster(viewer: Viewer) -> Decision:
    """Moderators and administrators, and professionals, who may be on it."""
    return can_hear_alerts(viewer)


def can_change_roster(viewer: Viewer, theme: str | None = None) -> Decision:
    """Administrators; moderators for their own themes. Without a theme: for any."""
    roles = roles_of(viewer)
    if is_member(viewer) and roles.has(Role.ADMINISTRATOR) and not viewer.is_suspended:
        return allow()
    moderating = can_moderate(viewer, theme)
    if moderating:
        return moderating
    if not can_see_roster(viewer):
        return hide()
    return deny(_("Alleen een beheerder of een moderator van dit thema verandert dit rooster."))
