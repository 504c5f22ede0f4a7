"""Who keeps and uses answers that are ready. Each filter stands beside the check that must equal it."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import Role
from accounts.policies import Viewer, can_write, is_member, roles_of
from community.models import CannedAnswer
from core.policy import Decision, allow, deny, hide

SHARERS = (Role.PROFESSIONAL, Role.MODERATOR)


def can_use_canned(viewer: Viewer) -> Decision:
    roles = roles_of(viewer)
    if not any(roles.has(role) for role in (Role.MENTOR, *SHARERS)):
        return deny(_("Standaardantwoorden zijn voor maatjes, professionals en moderatoren."))
    return can_write(viewer)


def can_share_canned(viewer: Viewer) -> Decision:
    """What all helpers use has somebody with authority behind it."""
    if not any(roles_of(viewer).has(role) for role in SHARERS):
        return deny(_("Alleen professionals en moderatoren delen standaardantwoorden."))
    return can_use_canned(viewer)


def visible_canned(viewer: Viewer) -> QuerySet[CannedAnswer]:
    """One's own, and those that are shared."""
    if not is_member(viewer) or not can_use_canned(viewer):
        return CannedAnswer.objects.none()
    return CannedAnswer.objects.filter(Q(owner=viewer) | Q(shared=True))


def can_see_canned(viewer: Viewer, canned: CannedAnswer) -> Decision:
    if not is_member(viewer) or not can_use_canned(viewer):
        return hide()
    return allow() if canned.shared or canned.owner_id == viewer.pk else hide()


def can_change_canned(viewer: Viewer, canned: CannedAnswer) -> Decision:
    """Its owner; the text of somebody else is theirs also when it is shared."""
    if not can_see_canned(viewer, canned):
        return hide()
    if is_member(viewer) and canned.owner_id == viewer.pk:
        return allow()
    return deny(_("Dit standaardantwoord is van iemand anders. Je kunt het wel gebruiken."))
