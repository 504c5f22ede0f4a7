"""P4: one row per person and event; what is hidden is not shown; reading concerns only the reader."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from accounts.actions.inbox import bring_back, drop, mark_place_read, mark_read, notify
from accounts.backends import MemberBackend
from accounts.events import NotificationsCreated
from accounts.models import Member, Notification
from core import events
from tests.accounts.conftest import Thing

pytestmark = pytest.mark.django_db


def unread(member: Member) -> int:
    found = MemberBackend().get_user(member.pk)
    assert found is not None
    return found.unread_count


def test_an_event_gives_every_person_one_row_however_often_it_is_told(
    fatima: Member, nicole: Member, thing: Thing
) -> None:
    for _turn in range(3):
        thing.happens(1, fatima, nicole, fatima)
    assert Notification.objects.count() == 2
    assert unread(fatima) == 1


def test_nobody_is_told_what_they_did_themselves(fatima: Member, nicole: Member, thing: Thing) -> None:
    thing.happens(1, fatima, nicole, actor=nicole)
    assert Notification.objects.get().member == fatima


def test_telling_costs_the_same_for_one_and_for_many(
    fatima: Member, nicole: Member, eric: Member, thing: Thing, django_assert_num_queries: Any
) -> None:
    for number, people in enumerate([(fatima,), (fatima, nicole, eric)]):
        with transaction.atomic(), django_assert_num_queries(1):
            notify(
                kind="test_thing",
                event_key=f"n:{number}",
                member_ids=[person.pk for person in people],
                actor_id=None,
            )


def test_it_is_told_who_has_something_new(
    fatima: Member, nicole: Member, thing: Thing, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[object] = []
    monkeypatch.setitem(events._in_transaction, NotificationsCreated, [told.append])
    thing.happens(1, fatima, nicole)
    assert told == [NotificationsCreated(tuple(sorted([fatima.pk, nicole.pk])))]


def test_what_comes_back_rings_the_bell_of_those_for_whom_it_is_unread(
    fatima: Member, nicole: Member, thing: Thing, monkeypatch: pytest.MonkeyPatch
) -> None:
    thing.happens(1, fatima, nicole)
    key = Notification.objects.values_list("event_key", flat=True)[0]
    mark_read(nicole)
    drop([key])
    told: list[object] = []
    monkeypatch.setitem(events._in_transaction, NotificationsCreated, [told.append])
    assert bring_back([key]) == 2
    assert told == [NotificationsCreated((fatima.pk,))]
    assert unread(fatima) == 1
    assert bring_back([key]) == 0
    assert len(told) == 1


def test_the_inbox_shows_days_sentences_and_what_is_new(
    fatima: Member, thing: Thing, signed_in: Callable[[Member], Client]
) -> None:
    thing.happens(1, fatima)
    thing.happens(2, fatima)
    Notification.objects.filter(thing_id=1).update(
        created_at=timezone.now() - timedelta(days=1), read_at=timezone.now()
    )
    page = signed_in(fatima).get("/inbox/").content.decode()
    assert (
        page.index("Vandaag") < page.index("Meldingen 2") < page.index("Gisteren") < page.index("Meldingen 1")
    )
    assert page.count("rows--new") == 1
    assert "&lt;b&gt;schulden&lt;/b&gt;" in page


def test_what_may_no_longer_be_seen_is_not_in_the_inbox(
    fatima: Member, thing: Thing, signed_in: Callable[[Member], Client]
) -> None:
    thing.happens(1, fatima)
    thing.hidden = {1}
    browser = signed_in(fatima)
    assert "Meldingen 1" not in browser.get("/inbox/").content.decode()
    response = browser.get(f"/inbox/{Notification.objects.get().pk}/open/", follow=True)
    assert "Wat hier stond, is er niet meer." in response.content.decode()


def test_opening_marks_read_and_leads_there(
    fatima: Member, thing: Thing, signed_in: Callable[[Member], Client]
) -> None:
    thing.happens(1, fatima)
    row = Notification.objects.get()
    response = signed_in(fatima).get(f"/inbox/{row.pk}/open/")
    assert response["location"] == "/questions/101/"
    assert unread(fatima) == 0


def test_nobody_opens_what_is_somebody_elses(
    fatima: Member, nicole: Member, thing: Thing, signed_in: Callable[[Member], Client]
) -> None:
    thing.happens(1, fatima)
    row = Notification.objects.get()
    response = signed_in(nicole).get(f"/inbox/{row.pk}/open/")
    assert response["location"] == "/inbox/"
    assert unread(fatima) == 1
    assert mark_read(nicole, [row.pk]) == 0


@pytest.mark.parametrize("number", ["99999999999999999999", "0"])
def test_a_number_that_cannot_be_is_answered_calmly(
    number: str, fatima: Member, signed_in: Callable[[Member], Client]
) -> None:
    assert signed_in(fatima).get(f"/inbox/{number}/open/").status_code in (302, 404)


def test_everything_is_read_with_one_press(
    fatima: Member, nicole: Member, thing: Thing, signed_in: Callable[[Member], Client]
) -> None:
    for number in range(3):
        thing.happens(number, fatima, nicole)
    page = signed_in(fatima).post("/inbox/read/", follow=True).content.decode()
    assert "Alles is gelezen." in page
    assert (unread(fatima), unread(nicole)) == (0, 3)


def test_seeing_the_place_reads_what_was_told_about_it(fatima: Member, thing: Thing) -> None:
    thing.happens(1, fatima)
    thing.happens(2, fatima)
    assert mark_place_read(fatima, ["test_thing"], 101) == 1
    assert mark_place_read(fatima, ["another_kind"], 102) == 0
    assert unread(fatima) == 1


def test_what_goes_is_dropped_for_everybody(fatima: Member, nicole: Member, thing: Thing) -> None:
    thing.happens(1, fatima, nicole)
    assert drop(["thing:1"]) == 2
    assert (unread(fatima), unread(nicole)) == (0, 0)


def test_the_count_of_new_ones_stops_at_a_hundred(
    fatima: Member, thing: Thing, signed_in: Callable[[Member], Client]
) -> None:
    rows = [Notification(member=fatima, kind="test_thing", event_key=f"k:{n}") for n in range(120)]
    Notification.objects.bulk_create(rows)
    assert unread(fatima) == 100
    assert "99+" in signed_in(fatima).get("/me/").content.decode()


def test_the_inbox_pages_without_repeating_or_skipping(
    fatima: Member, thing: Thing, signed_in: Callable[[Member], Client]
) -> None:
    for number in range(35):
        thing.happens(number, fatima)
    browser = signed_in(fatima)
    first = browser.get("/inbox/")
    cursor = first.context["page"].next_cursor
    second = browser.get("/inbox/", {"cursor": cursor})
    seen = [i.id for answer in (first, second) for day in answer.context["page"].days for i in day.items]
    assert len(seen) == len(set(seen)) == 35
    assert second.context["page"].next_cursor is None
    assert browser.get("/inbox/", {"cursor": "onzin"}).status_code == 400


def test_the_inbox_costs_the_same_with_few_and_with_many(
    fatima: Member, thing: Thing, signed_in: Callable[[Member], Client], django_assert_max_num_queries: Any
) -> None:
    browser = signed_in(fatima)
    for size in (2, 28):
        for number in range(size):
            thing.happens(size * 100 + number, fatima)
        thing.batches = 0
        with django_assert_max_num_queries(4):
            browser.get("/inbox/")
        assert thing.batches == 1


def test_an_empty_inbox_says_what_will_come(fatima: Member, signed_in: Callable[[Member], Client]) -> None:
    assert "Nog geen meldingen" in signed_in(fatima).get("/inbox/").content.decode()


def test_visitors_have_no_inbox(client: Client) -> None:
    assert client.get("/inbox/")["location"] == "/accounts/login/?next=/inbox/"
