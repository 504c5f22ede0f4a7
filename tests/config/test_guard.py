from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from accounts.models import Member
from config.env import WrongSetting
from config.guard import refuse_an_unfit_production

pytestmark = pytest.mark.django_db


@pytest.fixture
def production(settings: Settings, tmp_path: Path) -> Path:
    settings.PRODUCTION = True
    settings.STATIC_ROOT = tmp_path
    return tmp_path / "staticfiles.json"


def test_production_does_not_serve_a_database_with_demo_people(production: Path) -> None:
    production.write_text("{}")
    Member.objects.create_user("demo@example.org", "demo", is_demo=True)
    with pytest.raises(WrongSetting, match=r"^DATABASE_URL "):
        refuse_an_unfit_production()


def test_production_does_not_start_without_its_static_files(production: Path) -> None:
    with pytest.raises(WrongSetting, match=r"^PEERPLEIN_HOME .*collectstatic"):
        refuse_an_unfit_production()


def test_production_with_its_own_people_starts(production: Path) -> None:
    production.write_text("{}")
    Member.objects.create_user("anna@example.org", "anna")
    refuse_an_unfit_production()


def test_a_local_site_serves_its_demo_people(settings: Settings) -> None:
    Member.objects.create_user("demo@example.org", "demo", is_demo=True)
    refuse_an_unfit_production()
