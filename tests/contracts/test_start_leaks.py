"""The personal start page shows nobody anything that they may not read, and counts nothing of it."""

import pytest

from accounts.models import Member, StartPage
from community.models import District, Follow, Question, ReadMark, StartChoice, Theme, Visibility
from tests.contracts import outlets
from tests.contracts.matrix import PEOPLE
from tests.contracts.world import HIDDEN, World, sandbox
from tests.factories import make_answer, make_question, make_theme

MEMBERS = [person for person in PEOPLE if person != "visitor"]
PAGES = ["/", *(f"/me/for-you/?show={show}" for show in ("newest", "waiting", "followed"))]


@pytest.mark.parametrize("person", MEMBERS)
def test_a_start_page_of_everything_shows_only_what_its_owner_may_read(person: str, world: World) -> None:
    member, browser = world.members[person], world.browser(person)
    with sandbox():
        _chooses_everything(member)
        told = " ".join(outlets.read(browser, page) for page in PAGES)
    readable = {canary.word for canary in world.canaries if person in canary.readers}
    assert set(outlets.WORD.findall(told)) <= readable
    assert "zqericqz" not in told or person == "eric"
    assert world.questions["elsewhere"].title in told


@pytest.mark.parametrize("person", ["nicole", "daan", "mira"])
def test_what_is_hidden_changes_nothing_on_a_start_page(person: str, world: World) -> None:
    member, browser = world.members[person], world.browser(person)
    with sandbox():
        _chooses_everything(member)
        before = outlets.what_stands(browser, PAGES)
        for visibility in HIDDEN:
            hidden = make_question(world.members["noor"], theme=make_theme("wonen"), visibility=visibility)
            Follow.objects.create(member=member, question=hidden)
            make_answer(hidden, world.members["fatima"])
            make_answer(world.questions["elsewhere"], world.members["fatima"], visibility=visibility)
        assert outlets.what_stands(browser, PAGES) == before


@pytest.mark.parametrize("person", [person for person in PEOPLE if person != "fatima"])
def test_the_choices_of_one_member_stand_on_no_page_of_another(person: str, world: World) -> None:
    """Not on a profile, not for moderators: whether fatima chose at all cannot be seen."""
    paths = ["/people/fatima/", *outlets.lists()]
    with sandbox():
        before = outlets.what_stands(world.browser(person), paths)
        district = District.objects.create(slug="zqwijk", name="Zqwijk")
        StartChoice.objects.create(member=world.members["fatima"], district=district)
        _chooses_everything(world.members["fatima"])
        assert outlets.what_stands(world.browser(person), paths) == before


def _chooses_everything(member: Member) -> None:
    """Every theme, following every question, with everything in them new."""
    Member.objects.filter(pk=member.pk).update(start_page=StartPage.ON)
    StartChoice.objects.filter(member=member, district=None).delete()
    StartChoice.objects.bulk_create(StartChoice(member=member, theme=theme) for theme in Theme.objects.all())
    ReadMark.objects.filter(member=member).delete()
    questions = Question.objects.exclude(visibility=Visibility.MOVED)
    Follow.objects.bulk_create(
        (Follow(member=member, question=question) for question in questions), ignore_conflicts=True
    )
