"""The people whom the tests know, and a clean cache."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.utils import timezone, translation

from accounts.models import Member, Role
from community.models import Theme
from tests.factories import make_member, make_theme


@pytest.fixture(autouse=True)
def _empty_cache() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture(autouse=True)
def _dutch() -> Iterator[None]:
    """A request in English leaves its language to the thread; the next test starts in ours."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture
def debts(db: None) -> Theme:
    """Geld en schulden, the theme of joke and daan."""
    return make_theme("geld-en-schulden", name="Geld en schulden", name_en="Money and debts")


@pytest.fixture
def housing(db: None) -> Theme:
    """Wonen: nobody's theme but the moderators'."""
    return make_theme("wonen", name="Wonen", name_en="Housing", icon="house")


@pytest.fixture
def fatima(db: None) -> Member:
    return make_member("fatima", name="Fatima")


@pytest.fixture
def eric(db: None) -> Member:
    return make_member("eric", name="Eric")


@pytest.fixture
def nicole(db: None) -> Member:
    return make_member("nicole", name="Nicole")


@pytest.fixture
def joke(debts: Theme) -> Member:
    return make_member("joke", name="Joke", role=Role.MENTOR, scope=debts.slug)


@pytest.fixture
def daan(debts: Theme) -> Member:
    return make_member("daan", name="Daan", role=Role.PROFESSIONAL, scope=debts.slug)


@pytest.fixture
def mira(db: None) -> Member:
    return make_member("mira", name="Mira", role=Role.MODERATOR)


@pytest.fixture
def bram(db: None) -> Member:
    return make_member("bram", name="Bram", role=Role.MODERATOR)


@pytest.fixture
def noor(db: None) -> Member:
    return make_member("noor", name="Noor", joined_at=timezone.now())


@pytest.fixture
def sol(db: None) -> Member:
    return make_member("sol", name="Sol", suspended_until=timezone.now() + timedelta(days=7))


@pytest.fixture
def ada(db: None) -> Member:
    return make_member("ada", name="Ada", role=Role.ADMINISTRATOR)


@pytest.fixture
def signed_in() -> Callable[[Member], Client]:
    """A browser in which this member is signed in."""

    def sign_in(member: Member) -> Client:
        client = Client()
        client.force_login(member, backend="accounts.backends.MemberBackend")
        return client

    return sign_in
