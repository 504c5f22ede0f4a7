"""L6: who hears what of an office hour, and that nobody waits for one that its host forgot."""

from collections.abc import Callable
from datetime import time, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Member, Notification
from accounts.notices import describe
from community.models import Theme
from moderation.models.duty import on_the_clock
from realtime.actions.office_archive import archive_office_hour, close_forgotten_office_hours, remind_hosts
from realtime.actions.office_hours import OfficePlan, cancel_office_hour, change_office_hour
from realtime.actions.office_queue import answer_queued, leave_queue
from realtime.models import OfficeHour, Phase
from tests.realtime.helping import let_it_be_over, make_office_hour
from tests.realtime.test_office_hours import put

pytestmark = pytest.mark.django_db
SignIn = Callable[[Member], Client]


@pytest.fixture
def live(daan: Member, debts: Theme) -> OfficeHour:
    return make_office_hour(daan, debts, begins_in=-5)


def unread_of(member: Member) -> list[str]:
    rows = list(Notification.objects.filter(member=member, read_at=None).shown().order_by("pk"))
    described = describe(member, rows)
    return [described[row.pk].text for row in rows if row.pk in described]


def plan_of(office_hour: OfficeHour, **changes: object) -> OfficePlan:
    fields = {name: getattr(office_hour, name) for name in ("title", "about", "starts_at", "ends_at")}
    return OfficePlan(**{**fields, **changes})


def test_who_stands_in_the_queue_hears_of_another_time_and_of_the_last_one_only(
    fatima: Member, nicole: Member, daan: Member, debts: Theme
) -> None:
    office_hour = make_office_hour(daan, debts)
    put(fatima, office_hour)
    left = put(nicole, office_hour)
    leave_queue(author=nicole, office_question_id=left.pk)
    change_office_hour(host=daan, office_hour_id=office_hour.pk, plan=plan_of(office_hour, about="Neem mee."))
    assert unread_of(fatima) == []
    begins = on_the_clock(timezone.localdate() + timedelta(days=3), time(14))
    for hours in (1, 0):
        starts_at = begins + timedelta(hours=hours)
        plan = plan_of(office_hour, starts_at=starts_at, ends_at=starts_at + timedelta(hours=1))
        change_office_hour(host=daan, office_hour_id=office_hour.pk, plan=plan)
    told = unread_of(fatima)
    assert len(told) == 1
    assert "Het spreekuur “Brieven over schulden” is nu op" in told[0]
    assert "14.00 uur. Je vraag blijft in de rij staan." in told[0]
    assert unread_of(nicole) == []
    cancel_office_hour(host=daan, office_hour_id=office_hour.pk, reason="Ik ben ziek.")
    assert unread_of(fatima) == ["Het spreekuur “Brieven over schulden” gaat niet door."]


def test_a_host_is_reminded_once_that_there_is_something_to_keep(
    fatima: Member, daan: Member, debts: Theme, live: OfficeHour
) -> None:
    put(fatima, live)
    empty = make_office_hour(daan, debts, begins_in=-600)
    assert remind_hosts() == 0
    let_it_be_over(live)
    assert [remind_hosts(), remind_hosts()] == [1, 1]
    assert unread_of(daan) == [
        "Je spreekuur “Brieven over schulden” is voorbij. Kies binnen twee weken wat er blijft staan."
    ]
    assert empty.phase == Phase.OVER
    archive_office_hour(host=daan, office_hour_id=live.pk)
    assert unread_of(daan) == []


def test_the_books_of_a_forgotten_office_hour_close_by_themselves_and_nobody_waits_for_ever(
    fatima: Member, nicole: Member, eric: Member, daan: Member, live: OfficeHour
) -> None:
    answered = put(eric, live)
    answer_queued(host=daan, office_question_id=answered.pk, body="Dat mag niet.")
    to_open, to_tell = put(fatima, live), put(nicole, live, may_publish=False)
    let_it_be_over(live)
    assert close_forgotten_office_hours() == 0
    longer_ago = timezone.now() - timedelta(days=15)
    OfficeHour.objects.filter(pk=live.pk).update(
        starts_at=longer_ago - timedelta(hours=1), ends_at=longer_ago
    )
    daan.role_grants.update(revoked_at=timezone.now())
    assert close_forgotten_office_hours() == 1
    live.refresh_from_db()
    assert live.phase == Phase.ARCHIVED
    for question in (answered, to_open, to_tell):
        question.refresh_from_db()
    assert (answered.published, answered.left_out_at is not None) == (None, True)
    assert to_open.published is not None
    assert to_open.published.is_published
    assert to_tell.published is None
    assert any("kwam niet aan bod" in text for text in unread_of(nicole))
    assert close_forgotten_office_hours() == 0


def test_what_is_wrong_with_one_answer_leads_to_that_answer(
    signed_in: SignIn, fatima: Member, nicole: Member, daan: Member, live: OfficeHour
) -> None:
    put(fatima, live)
    second = put(nicole, live)
    client = signed_in(daan)
    refused = client.post(f"/chat/office-hours/queue/{second.pk}/answer/", {"body": ""})
    assert refused.status_code == 422
    words = refused.content.decode()
    assert words.count(f'href="#answer-{second.pk}-body"') == 1
    assert words.count(f'id="answer-{second.pk}-body"') == 1
    declined = client.post(f"/chat/office-hours/queue/{second.pk}/decline/", {"reason": ""})
    assert declined.status_code == 422
    assert f'href="#reason-{second.pk}-reason"' in declined.content.decode()
    assert "Schrijf waarom. De vrager leest dit." in declined.content.decode()
