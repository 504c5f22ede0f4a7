"""The rooms in the list are those that may be opened, for everybody."""

import pytest

from accounts.models import Member
from realtime.models import Room
from realtime.policies import can_see_room, visible_rooms
from tests.contracts.people import PEOPLE, make_people, viewers

EVERYWHERE = {"geld-en-schulden", "koffietafel", "plein"}


@pytest.fixture
def members(db: None) -> dict[str, Member]:
    return make_people()


@pytest.mark.parametrize("person", PEOPLE)
def test_what_is_listed_is_what_may_be_opened(
    person: str, members: dict[str, Member], room: Room, cafe: Room
) -> None:
    Room.objects.create(slug="plein", name="Plein", audience="everyone")
    private = Room.objects.create(slug="hulp-2", kind="help", name="Hulpgesprek")
    private.members.create(member=members["fatima"])
    private.members.create(member=members["joke"])
    viewer = viewers(members)[person]
    listed = list(visible_rooms(viewer).values_list("slug", flat=True))
    assert sorted(listed) == sorted(r.slug for r in Room.objects.all() if can_see_room(viewer, r))
    expected = {"plein"} if person == "visitor" else EVERYWHERE
    assert set(listed) == expected | ({"hulp-2"} if person in ("fatima", "joke") else set())
