import pytest
from pytest_django.fixtures import Settings

from accounts.models import Member
from config.env import WrongSetting
from config.guard import refuse_demo_people_in_production

pytestmark = pytest.mark.django_db


def a_demo_member() -> None:
    Member.objects.create_user("demo@example.org", "demo", is_demo=True)


def test_production_does_not_serve_a_database_with_demo_people(settings: Settings) -> None:
    settings.PRODUCTION = True
    a_demo_member()
    with pytest.raises(WrongSetting, match=r"^DATABASE_URL "):
        refuse_demo_people_in_production()


def test_a_local_site_does(settings: Settings) -> None:
    a_demo_member()
    refuse_demo_people_in_production()
