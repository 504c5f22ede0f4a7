"""Who sees who waits, and who takes a question on. Each filter stands beside the check that must equal it."""

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import Member, Role, RoleGrant
from accounts.policies import Viewer, can_write, is_member, needs_second_factor, roles_of
from community.models import Audience, Claim, Passport, Question, Visibility, Waiting
from community.models.waiting import WaitingQuerySet
from community.policies.doing import can_answer
from community.policies.reading import STAFF_READERS, can_see_question, question_filter
from community.policies.threads import HELPERS
from core.policy import Decision, allow, deny, hide


def can_see_radar(viewer: Viewer) -> Decision:
    """Mentors, professionals and moderators, also while they are suspended or pause.

    One query for who is refused, to say why.
    """
    if _helps(viewer):
        return allow()
    if needs_second_factor(viewer):
        return deny(_("Stel eerst een tweede stap in bij het inloggen. Daarna zie je de hulpradar."))
    lapsed = _lapsed_role(viewer)
    if lapsed is not None and lapsed.expires_on is not None:
        return deny(
            _("Je rol als %(role)s liep tot en met %(day)s. Vraag een beheerder om je rol te verlengen.")
            % {"role": lapsed.get_role_display(), "day": date_format(lapsed.expires_on, "j F Y")}
        )
    return deny(_("De hulpradar is voor maatjes, professionals en moderatoren."))


def visible_waiting(viewer: Viewer) -> WaitingQuerySet:
    """The waiting questions of others that `viewer` may read; equals `can_see_waiting` row by row."""
    if not is_member(viewer) or not _helps(viewer):
        return Waiting.objects.none()
    shown = Q(question__visibility=Visibility.PUBLISHED) & ~Q(question__author=viewer.pk)
    return Waiting.objects.filter(question_filter(viewer, "question__") & shown)


def can_see_waiting(viewer: Viewer, question: Question) -> Decision:
    if not is_member(viewer) or not _helps(viewer) or question.author_id == viewer.pk:
        return hide()
    return allow() if question.is_published and can_see_question(viewer, question) else hide()


def can_claim(viewer: Viewer, question: Question) -> Decision:
    """Any helper who may answer it, of whatever theme. Who else holds it is asked apart: nobody's fault.

    One query for the pause of a helper who may claim otherwise.
    """
    if not is_member(viewer) or not _helps(viewer):
        return deny(_("Alleen maatjes, professionals en moderatoren pakken een vraag op."))
    if question.author_id == viewer.pk:
        return deny(_("Dit is je eigen vraag."))
    answering = can_answer(viewer, question)
    if not answering:
        return answering
    if question.waits_since is None:
        return deny(_("Deze vraag wacht niet meer op een antwoord."))
    passport = Passport.objects.filter(member=viewer).first()
    if passport is not None and passport.is_paused:
        return deny(pause_sentence(passport))
    return allow()


def pause_sentence(passport: Passport) -> str:
    return _("Je hebt pauze tot en met %(day)s. Stop je pauze als je weer wilt helpen.") % {
        "day": passport.pause_ends
    }


def can_release(viewer: Viewer, claim: Claim | None) -> Decision:
    if is_member(viewer) and claim is not None and claim.helper_id == viewer.pk:
        return allow()
    return deny(_("Jij hebt deze vraag niet opgepakt, of je tijd is om."))


def can_hand_over(viewer: Viewer, claim: Claim | None) -> Decision:
    """Whoever holds the claim; then two never give the same question on at once."""
    if not can_release(viewer, claim):
        return deny(_("Pak de vraag eerst op. Daarna kun je haar doorgeven."))
    return can_write(viewer)


def can_read_notes(viewer: Viewer, question: Question) -> Decision:
    """What helpers write to each other about a question; never for who asked it."""
    if not is_member(viewer) or question.author_id == viewer.pk:
        return hide()
    return allow() if _helps(viewer) and can_see_question(viewer, question) else hide()


def roles_that_read(question: Question) -> tuple[Role, ...]:
    """The helping roles that may read the question, in the theme or everywhere."""
    return STAFF_READERS if question.audience == Audience.PROFESSIONALS else HELPERS


def receivers_of(question: Question, *, role: Role | None = None) -> QuerySet[Member]:
    """Helpers of the theme to whom the question may be given, those who pause or are suspended left out.

    An anonymous asker who helps too stays among them: who is missing in a list would tell who asks.
    """
    roles = (role,) if role is not None else roles_that_read(question)
    grants = RoleGrant.objects.active().filter(role__in=roles, scope__in=("", question.theme.slug))
    paused = Passport.objects.filter(paused_until__gte=timezone.localdate())
    helpers: QuerySet[Member] = Member.objects.presentable().able_to_act()
    helpers = helpers.filter(pk__in=grants.values("member_id")).exclude(pk__in=paused.values("member_id"))
    helpers = helpers.exclude(suspended_until__gt=timezone.now())
    return helpers if question.anonymous else helpers.exclude(pk=question.author_id)


def _helps(viewer: Viewer) -> bool:
    """Whether they have a helping role in any theme. No query."""
    roles = roles_of(viewer)
    return any(roles.has(role) for role in HELPERS)


def _lapsed_role(viewer: Viewer) -> RoleGrant | None:
    """The helping role that lapsed last. One query, only for who was refused."""
    if not is_member(viewer):
        return None
    lapsed = RoleGrant.objects.filter(
        member=viewer, role__in=HELPERS, revoked_at__isnull=True, expires_on__lt=timezone.localdate()
    )
    return lapsed.order_by("-expires_on").first()
