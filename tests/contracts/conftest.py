"""One world per module: built once, and every test leaves it as it found it."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import transaction

from tests.contracts.sights import States
from tests.contracts.states import build_states
from tests.contracts.world import World, build_world
from tests.contracts.world_help import add_help
from tests.contracts.world_radar import add_radar


@pytest.fixture(scope="module")
def shared_database(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """A transaction around all tests of a module; what is built in it is gone afterwards."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)
    cache.clear()


@pytest.fixture(scope="module")
def world_of_module(shared_database: None) -> World:
    world = build_world()
    add_help(world)
    add_radar(world)
    return world


@pytest.fixture
def world(world_of_module: World, db: None) -> World:
    """The people and posts of the contracts. Changes are rolled back after each test."""
    return world_of_module


@pytest.fixture(scope="module")
def states_of_module(shared_database: None) -> States:
    """One thing of every kind, as it was posted; a module with its own things says so itself."""
    return build_states("published")


@pytest.fixture
def states(states_of_module: States, db: None) -> Iterator[States]:
    yield states_of_module
    mail.outbox.clear()
