"""Who asks for help, who may take it, and who may do what with it afterwards."""

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import Block, Role
from accounts.policies import Viewer, can_write, is_member, roles_of
from core.policy import Decision, allow, deny, hide
from realtime.models import Duty, HelpBlock, HelpDecline, HelpRequest, HelpState, Wanted
from realtime.models.help_request import HelpRequestQuerySet
from realtime.policies import HELPER_ROLES

ANSWERED_BY: dict[str, tuple[Role, ...]] = {
    Wanted.ANYONE: HELPER_ROLES,
    Wanted.MENTOR: (Role.MENTOR,),
    Wanted.PROFESSIONAL: (Role.PROFESSIONAL,),
}
"""Which roles take which requests."""


def can_ask_for_help(viewer: Viewer) -> Decision:
    """Every member, also one who is suspended: help stays within reach."""
    return allow() if is_member(viewer) else deny(_("Log in of meld je aan om hulp te vragen."))


def waiting_for(viewer: Viewer) -> HelpRequestQuerySet:
    """The waiting requests that `viewer` may take once on duty; equals `can_help` row by row."""
    if not is_member(viewer) or not can_write(viewer):
        return HelpRequest.objects.none()
    roles, reach = roles_of(viewer), Q(pk__in=[])
    for wanted, answering in ANSWERED_BY.items():
        for role in answering:
            if roles.has(role):
                scopes = roles.scopes(role)
                themes = Q() if scopes is None else Q(theme__slug__in=sorted(scopes))
                reach |= Q(wanted=wanted) & themes
    declined = HelpDecline.objects.filter(helper=viewer).values("request")
    waiting = HelpRequest.objects.waiting().filter(reach).exclude(asker=viewer).exclude(pk__in=declined)
    return (
        waiting.exclude(asker__in=HelpBlock.objects.filter(member=viewer).values("blocked"))
        .exclude(asker__in=HelpBlock.objects.filter(blocked=viewer).values("member"))
        .exclude(asker__in=Block.objects.filter(member=viewer).values("blocked"))
        .exclude(asker__in=Block.objects.filter(blocked=viewer).values("member"))
    )


def can_help(viewer: Viewer, request: HelpRequest) -> Decision:
    """Whether this is somebody who may answer this request, whoever took it meanwhile."""
    if not is_member(viewer) or request.asker_id == viewer.pk or not can_write(viewer):
        return hide()
    roles = roles_of(viewer)
    if not any(roles.has(role, request.theme.slug) for role in ANSWERED_BY[request.wanted]):
        return hide()
    if _keep_apart(viewer.pk, request.asker_id):
        return hide()
    return hide() if request.declines.filter(helper=viewer.pk).exists() else allow()


def can_take(viewer: Viewer, request: HelpRequest) -> Decision:
    """Helpers of the theme who are on duty. Whether it still waits is asked apart: that is nobody's fault."""
    helping = can_help(viewer, request)
    if not helping:
        return helping
    if is_on_duty(viewer):
        return allow()
    return deny(_("Zeg eerst dat je dienst hebt. Daarna kun je een hulpvraag oppakken."))


def is_on_duty(viewer: Viewer) -> bool:
    return is_member(viewer) and Duty.objects.now().filter(member=viewer.pk).exists()


def can_see_help_request(viewer: Viewer, request: HelpRequest) -> Decision:
    """The asker and whoever is helping now. Nobody else, whatever their role."""
    if is_member(viewer) and viewer.pk in (request.asker_id, request.helper_id):
        return allow()
    return hide()


def is_asker(viewer: Viewer, request: HelpRequest) -> bool:
    return is_member(viewer) and request.asker_id == viewer.pk


def can_hand_over(viewer: Viewer, request: HelpRequest) -> Decision:
    seeing = can_see_help_request(viewer, request)
    if not seeing:
        return seeing
    if is_asker(viewer, request):
        return deny(_("Alleen wie helpt, draagt een gesprek over."))
    return _in_state(request, HelpState.TALKING)


def can_replace_helper(viewer: Viewer, request: HelpRequest) -> Decision:
    """The asker, while the two talk: nobody has to wait for somebody who does not answer."""
    seeing = can_see_help_request(viewer, request)
    if not seeing:
        return seeing
    if not is_asker(viewer, request):
        return deny(_("Alleen wie hulp vroeg, kan om iemand anders vragen."))
    return _in_state(request, HelpState.TALKING)


def can_end(viewer: Viewer, request: HelpRequest) -> Decision:
    seeing = can_see_help_request(viewer, request)
    return _in_state(request, HelpState.TALKING) if seeing else seeing


def can_block(viewer: Viewer, request: HelpRequest) -> Decision:
    """At any time once the two have met, also after the talk."""
    seeing = can_see_help_request(viewer, request)
    if not seeing:
        return seeing
    if request.helper_id is None or request.state not in (HelpState.TALKING, HelpState.CLOSED):
        return deny(_("Er is nu niemand om te blokkeren."))
    return allow()


def _keep_apart(one: int, other: int) -> bool:
    """One of them blocked the other, in a help chat or on their profile."""
    between = Q(member=one, blocked=other) | Q(member=other, blocked=one)
    return any(model.objects.filter(between).exists() for model in (HelpBlock, Block))


def _in_state(request: HelpRequest, state: HelpState) -> Decision:
    return allow() if request.state == state else deny(_("Er is op dit moment geen gesprek."))
