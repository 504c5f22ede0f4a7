"""Who may do what with an account."""

from typing import TypeGuard

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from accounts.models import Member, Role, Roles
from core.policy import Decision, allow, deny, hide

Viewer = Member | AnonymousUser


def is_member(viewer: Viewer) -> TypeGuard[Member]:
    return viewer.is_authenticated


def roles_of(viewer: Viewer) -> Roles:
    """The roles that the viewer may use now. Costs no query for the member who is signed in."""
    return viewer.acting_roles if is_member(viewer) else Roles()


def needs_second_factor(viewer: Viewer) -> bool:
    """Whether roles wait for the viewer until a second factor is set up."""
    return is_member(viewer) and bool(viewer.granted_roles_now) and not viewer.acting_roles


def can_write(viewer: Viewer) -> Decision:
    """Post, react, follow: for whoever is signed in and not suspended."""
    if not is_member(viewer):
        return deny(_("Log in of meld je aan om mee te doen."))
    if viewer.is_suspended and viewer.suspended_until is not None:
        until = date_format(localtime(viewer.suspended_until), "j F Y")
        return deny(
            _("Je kunt tot %(date)s niet schrijven. Lezen, bezwaar maken en hulp zoeken kan gewoon.")
            % {"date": until}
        )
    return allow()


def can_see_profile(viewer: Viewer, member: Member) -> Decision:
    """A profile is for members, unless its owner made it public. A closed account has none."""
    if not member.is_active:
        return hide()
    if member.profile_public or is_member(viewer):
        return allow()
    return hide()


def can_administer(viewer: Viewer) -> Decision:
    """Roles, themes and settings: administrators with a second factor."""
    if is_member(viewer) and viewer.is_staff:
        return allow()
    if needs_second_factor(viewer):
        return deny(_("Stel eerst een tweede stap in bij het inloggen. Daarna werkt je rol."))
    return hide()


def can_suspend(viewer: Viewer, member: Member) -> Decision:
    """Moderators and administrators, never their own account and never an administrator's."""
    roles = roles_of(viewer)
    if not is_member(viewer) or not (roles.has(Role.MODERATOR) or roles.has(Role.ADMINISTRATOR)):
        return hide()
    if viewer.pk == member.pk:
        return deny(_("Je kunt jezelf niet schorsen."))
    if member.granted_roles_now.has(Role.ADMINISTRATOR):
        return deny(_("Een beheerder kun je niet schorsen. Trek eerst de rol in."))
    return allow()


def can_block(viewer: Viewer, member: Member) -> Decision:
    if not is_member(viewer) or not member.is_active:
        return hide()
    if viewer.pk == member.pk:
        return deny(_("Je kunt jezelf niet blokkeren."))
    return allow()


def can_use_demo(member: Member) -> Decision:
    """Signing in with one press: only in the demo, only as one of its people."""
    if settings.DEMO and member.is_demo and member.is_active:
        return allow()
    return hide()
