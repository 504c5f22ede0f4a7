"""Give and take roles. The only way to a role; both leave a row that says who and when."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.events import RoleGranted, RoleRevoked
from accounts.models import Member, Role, RoleGrant
from accounts.models.role import STAFF_ROLES
from accounts.policies import can_administer
from core.errors import NotFound, Refused
from core.events import publish


@transaction.atomic
def grant_role(
    *,
    member_id: int,
    role: Role,
    granted_by: Member | None,
    scope: str = "",
    expires_on: date | None = None,
    function: str = "",
    organisation: str = "",
) -> RoleGrant:
    """Grant `role` in the theme `scope` ("" is all) through `expires_on`; replaces the same role there.

    `granted_by` is None only for whoever runs the machine (first administrator, demo).
    """
    if granted_by is not None:
        can_administer(granted_by).require()
    if role not in STAFF_ROLES:
        raise Refused(_("Deze rol heeft iedere deelnemer al."), field="role")
    if expires_on is not None and expires_on < timezone.localdate():
        raise Refused(_("Deze datum is al voorbij."), field="expires_on")
    member = _locked_member(member_id)
    held = RoleGrant.objects.filter(member=member, role=role, scope=scope, revoked_at__isnull=True)
    if role == Role.ADMINISTRATOR and expires_on is not None and held.active().exists():
        _keep_an_administrator(besides=member)
    held.update(revoked_at=timezone.now())
    grant = RoleGrant.objects.create(
        member=member,
        role=role,
        scope=scope,
        granted_by=granted_by,
        expires_on=expires_on,
        function=function,
        organisation=organisation,
    )
    publish(RoleGranted(grant.pk, member.pk, granted_by.pk if granted_by else None))
    return grant


@transaction.atomic
def revoke_role(*, grant_id: int, revoked_by: Member | None) -> None:
    """End the grant now. A second time changes nothing; the last administrator stays."""
    if revoked_by is not None:
        can_administer(revoked_by).require()
    grant = RoleGrant.objects.select_for_update().filter(pk=grant_id).first()
    if grant is None:
        raise NotFound
    if grant.revoked_at is not None:
        return
    if grant.role == Role.ADMINISTRATOR:
        _keep_an_administrator(besides=grant.member)
    grant.revoked_at = timezone.now()
    grant.save(update_fields=["revoked_at"])
    publish(RoleRevoked(grant.pk, grant.member_id, revoked_by.pk if revoked_by else None))


def _locked_member(member_id: int) -> Member:
    member: Member | None = Member.objects.select_for_update(no_key=True).filter(pk=member_id).first()
    if member is None:
        raise NotFound
    return member


def _keep_an_administrator(*, besides: Member) -> None:
    """Refuse when nobody else administers. Locks the grants, so that two cannot leave at once."""
    grants = RoleGrant.objects.select_for_update().active().filter(role=Role.ADMINISTRATOR)
    holders = set(grants.order_by("pk").values_list("member_id", flat=True))
    if not Member.objects.filter(pk__in=holders - {besides.pk}, is_active=True).exists():
        raise Refused(_("Dit is de laatste beheerder. Geef eerst iemand anders deze rol."))


def administrators() -> list[int]:
    """The members who may administer now, with a second factor or not."""
    grants = RoleGrant.objects.active().filter(role=Role.ADMINISTRATOR)
    return list(grants.values_list("member_id", flat=True))
