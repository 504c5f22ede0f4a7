"""P2: roles are granted by someone, for a theme, until a date; they lapse by themselves."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from accounts.actions.roles import grant_role, revoke_role
from accounts.actions.standing import lift_suspension, suspend_member
from accounts.events import RoleGranted, RoleRevoked
from accounts.models import Member, Role, RoleGrant, Roles
from accounts.policies import can_administer, can_suspend, can_write, needs_second_factor, roles_of
from core import events
from core.errors import NotAllowed, NotFound, Refused
from tests.factories import give_role, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Every role event that is published."""
    heard: list[object] = []
    for kind in (RoleGranted, RoleRevoked):
        monkeypatch.setitem(events._in_transaction, kind, [heard.append])
    return heard


def test_an_administrator_grants_a_role_for_one_theme(
    ada: Member, nicole: Member, told: list[object]
) -> None:
    grant = grant_role(member_id=nicole.pk, role=Role.MENTOR, scope="wonen", granted_by=ada)
    assert (grant.granted_by, grant.scope) == (ada, "wonen")
    assert told == [RoleGranted(grant.pk, nicole.pk, ada.pk)]
    roles = nicole.granted_roles_now
    assert roles.has(Role.MENTOR, "wonen")
    assert roles.has(Role.MENTOR)
    assert not roles.has(Role.MENTOR, "jongeren")
    assert roles.scopes(Role.MENTOR) == frozenset({"wonen"})
    assert roles.badge == Role.MENTOR


def test_a_role_without_a_theme_holds_in_all_of_them(mira: Member) -> None:
    roles = roles_of(mira)
    assert roles.has(Role.MODERATOR, "wonen")
    assert roles.scopes(Role.MODERATOR) is None


def test_nobody_else_grants_roles(daan: Member, mira: Member, nicole: Member) -> None:
    for granter in (daan, mira, nicole):
        with pytest.raises((NotAllowed, NotFound)):
            grant_role(member_id=nicole.pk, role=Role.MODERATOR, granted_by=granter)
    assert not nicole.granted_roles_now


def test_being_a_resident_is_not_granted(ada: Member, nicole: Member) -> None:
    with pytest.raises(Refused):
        grant_role(member_id=nicole.pk, role=Role.RESIDENT, granted_by=ada)
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleGrant.objects.create(member=nicole, role="resident")


def test_a_role_counts_on_its_last_day_and_lapses_the_day_after(nicole: Member) -> None:
    give_role(nicole, Role.MENTOR, expires_on=timezone.localdate())
    assert roles_of(nicole).has(Role.MENTOR)
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        assert not roles_of(nicole)
        assert not nicole.granted_roles_now


def test_a_date_in_the_past_is_refused(ada: Member, nicole: Member) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    with pytest.raises(Refused, match="voorbij"):
        grant_role(member_id=nicole.pk, role=Role.MENTOR, expires_on=yesterday, granted_by=ada)


def test_the_same_role_granted_again_replaces_the_first(ada: Member, nicole: Member) -> None:
    first = grant_role(member_id=nicole.pk, role=Role.MENTOR, scope="wonen", granted_by=ada)
    day = timezone.localdate() + timedelta(days=90)
    second = grant_role(member_id=nicole.pk, role=Role.MENTOR, scope="wonen", expires_on=day, granted_by=ada)
    first.refresh_from_db()
    assert first.revoked_at is not None
    assert list(RoleGrant.objects.active().filter(member=nicole)) == [second]


def test_a_revoked_role_is_gone_at_once_and_revoking_twice_changes_nothing(
    ada: Member, joke: Member, told: list[object]
) -> None:
    grant = RoleGrant.objects.get(member=joke)
    revoke_role(grant_id=grant.pk, revoked_by=ada)
    revoke_role(grant_id=grant.pk, revoked_by=ada)
    assert not roles_of(joke)
    assert told == [RoleRevoked(grant.pk, joke.pk, ada.pk)]


def test_the_last_administrator_cannot_be_removed(ada: Member) -> None:
    grant = RoleGrant.objects.get(member=ada)
    with pytest.raises(Refused, match="laatste beheerder"):
        revoke_role(grant_id=grant.pk, revoked_by=ada)
    assert roles_of(ada).has(Role.ADMINISTRATOR)
    second = make_member("opa", role=Role.ADMINISTRATOR)
    revoke_role(grant_id=grant.pk, revoked_by=second)
    assert not roles_of(ada)


def test_the_last_administrator_gets_no_end_date(ada: Member) -> None:
    with pytest.raises(Refused, match="laatste beheerder"):
        grant_role(member_id=ada.pk, role=Role.ADMINISTRATOR, granted_by=ada, expires_on=timezone.localdate())


def test_an_administrator_whose_account_is_closed_does_not_count(ada: Member) -> None:
    make_member("opa", role=Role.ADMINISTRATOR, is_active=False)
    with pytest.raises(Refused):
        revoke_role(grant_id=RoleGrant.objects.get(member=ada).pk, revoked_by=ada)


def test_a_role_waits_for_a_second_step(nicole: Member, settings: Any) -> None:
    give_role(nicole, Role.MODERATOR)
    Authenticator.objects.filter(user=nicole).delete()
    assert not roles_of(nicole)
    assert needs_second_factor(nicole)
    Authenticator.objects.create(user=nicole, type=Authenticator.Type.RECOVERY_CODES, data={})
    assert not roles_of(nicole), "recovery codes alone are no second step"
    Authenticator.objects.create(user=nicole, type=Authenticator.Type.WEBAUTHN, data={})
    assert roles_of(nicole).has(Role.MODERATOR)


def test_the_demo_may_waive_the_second_step(nicole: Member, settings: Any) -> None:
    give_role(nicole, Role.MODERATOR)
    Authenticator.objects.filter(user=nicole).delete()
    settings.WAIVE_SECOND_FACTOR = True
    assert roles_of(nicole).has(Role.MODERATOR)
    assert not needs_second_factor(nicole)


def test_whoever_waits_for_a_second_step_is_led_to_it(
    ada: Member, signed_in: Callable[[Member], Client]
) -> None:
    Authenticator.objects.filter(user=ada).delete()
    browser = signed_in(ada)
    response = browser.get("/admin/", follow=True)
    assert response.redirect_chain[-1][0] == "/accounts/2fa/"
    assert "Stel eerst een tweede stap in" in response.content.decode()
    assert "Je rol staat nog uit" in browser.get("/me/").content.decode()


def test_the_roles_of_a_member_come_with_the_member(ada: Member, django_assert_num_queries: Any) -> None:
    give_role(ada, Role.MENTOR, scope="wonen")
    give_role(ada, Role.MENTOR, scope="jongeren")
    with django_assert_num_queries(1):
        member = Member.objects.with_standing().get(pk=ada.pk)
        roles = roles_of(member)
        assert roles.scopes(Role.MENTOR) == frozenset({"wonen", "jongeren"})
        assert roles.badge == Role.ADMINISTRATOR
        assert can_administer(member)


def test_texts_of_grants_are_read_back() -> None:
    roles = Roles.parse("mentor:wonen,mentor:,moderator:jongeren")
    assert roles.scopes(Role.MENTOR) is None
    assert roles.scopes(Role.MODERATOR) == frozenset({"jongeren"})
    assert roles.scopes(Role.PROFESSIONAL) == frozenset()
    assert not Roles.parse(None)
    assert Roles.parse("").badge is None


def test_a_suspended_member_reads_when_it_ends_and_what_stays_open(sol: Member) -> None:
    decision = can_write(sol)
    assert not decision
    assert "Lezen, bezwaar maken en hulp zoeken kan gewoon." in decision.reason
    assert str(timezone.localtime(sol.suspended_until).year) in decision.reason


def test_a_moderator_suspends_and_lifts(mira: Member, nicole: Member) -> None:
    suspend_member(member_id=nicole.pk, until=timezone.now() + timedelta(days=1), suspended_by=mira)
    nicole.refresh_from_db()
    assert not can_write(nicole)
    lift_suspension(member_id=nicole.pk, lifted_by=mira)
    nicole.refresh_from_db()
    assert can_write(nicole)


def test_a_suspension_ends_by_itself(sol: Member) -> None:
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        assert can_write(sol)


def test_nobody_suspends_an_administrator_or_themselves_and_residents_suspend_nobody(
    ada: Member, mira: Member, nicole: Member, fatima: Member
) -> None:
    assert "beheerder" in can_suspend(mira, ada).reason
    assert "jezelf" in can_suspend(mira, mira).reason
    assert can_suspend(fatima, nicole).hidden


def test_the_first_administrator_is_appointed_from_the_machine(
    nicole: Member, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("appoint_administrator", "Nicole@perenburg.example")
    assert nicole.granted_roles_now.has(Role.ADMINISTRATOR)
    assert "second factor" in capsys.readouterr().out
    with pytest.raises(CommandError):
        call_command("appoint_administrator", "niemand@perenburg.example")
