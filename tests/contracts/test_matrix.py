"""T0: every address × every person × every method answers what the table says."""

import re
from collections import Counter

import pytest
from django.core.cache import cache
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import resolve

from tests.contracts import matrix
from tests.contracts.matrix import PEOPLE, Row
from tests.contracts.people import PEOPLE as EVERYBODY
from tests.contracts.resolver import all_addresses, our_names
from tests.contracts.world import World, sandbox

ROWS = matrix.all_rows()
OTHER_METHODS = ("PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
SAMPLED = ("visitor", "fatima")
"""Other methods are refused before anybody looks at who asks, so two people stand for all."""

DOORS = ("/admin/login/", "/accounts/login/")
"""Where somebody who is no administrator is sent from any page of the admin."""


def test_every_address_of_the_site_stands_in_the_table() -> None:
    listed = {row.name for row in ROWS if row.name != matrix.NO_URL}
    assert our_names() == {name for name in listed if not name.startswith("admin:")}


def test_addresses_without_a_name_stand_in_the_table_too() -> None:
    unnamed = sum(1 for address in all_addresses() if address.name == "-")
    assert unnamed == sum(1 for row in ROWS if row.name == "-")


def test_the_table_knows_everybody() -> None:
    assert set(PEOPLE) | {"noor", "bram"} == set(EVERYBODY)


def test_the_document_is_the_table() -> None:
    """Write it anew with `python -m tests.contracts.matrix`."""
    assert matrix.DOCUMENT.read_text() == matrix.document()


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.name}-{row.what}")
def test_each_person_gets_what_the_table_says(row: Row, world: World) -> None:
    expected = {**_named("GET", row.get), **_named("POST", row.post)}
    assert _answers(row, world, PEOPLE, ("GET", "POST")) == expected


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.name}-{row.what}")
def test_head_answers_as_get_and_other_methods_are_refused(row: Row, world: World) -> None:
    found = _answers(row, world, SAMPLED, ("HEAD", *OTHER_METHODS))
    if not row.other:
        assert not any(status.startswith("5") for status in found.values())
        return
    get, other = matrix.cells(row.get), matrix.cells(row.other)
    expected = {("HEAD", person): get[person] for person in SAMPLED}
    expected |= {(method, person): other[person] for method in OTHER_METHODS for person in SAMPLED}
    if row.name == "accounts:open-notification":
        expected |= {("HEAD", "fatima"): "405"}
    assert found == expected


@pytest.mark.parametrize("person", ["visitor", "nicole", "ina", "ada"])
def test_the_whole_admin_is_for_administrators_with_a_second_factor(person: str, world: World) -> None:
    """Every address of the admin, also with the id of an existing member."""
    statuses = Counter[int]()
    for path in _admin_paths(world):
        cache.clear()
        with sandbox():
            answer = world.browser(person).get(path)
        statuses[answer.status_code] += 1
        if person != "ada":
            assert answer.status_code == 302, path
            assert answer["Location"].startswith(DOORS), path
    assert sum(statuses.values()) > 40
    assert not any(status >= 500 for status in statuses)


def _answers(
    row: Row, world: World, people: tuple[str, ...], methods: tuple[str, ...]
) -> dict[tuple[str, str], str]:
    path = world.path(row.path)
    if row.name not in ("-", matrix.NO_URL):
        assert resolve(path).view_name == row.name
    return {
        (method, person): _short(row, _send(world.browser(person), method, path, row, world))
        for method in methods
        for person in people
    }


def _send(client: Client, method: str, path: str, row: Row, world: World) -> HttpResponseBase:
    """The answer in a sandbox; limits that are counted in the cache start from nothing."""
    cache.clear()
    with sandbox():
        if method == "POST":
            return client.post(path, {name: world.path(value) for name, value in row.fields.items()})
        return client.generic(method, path)


def _short(row: Row, answer: HttpResponseBase) -> str:
    """The status as the table writes it; a redirect stays on this site."""
    if answer.status_code != 302:
        return str(answer.status_code)
    location = answer["Location"]
    assert row.name == "leave" or (location.startswith("/") and not location.startswith("//")), location
    if location.startswith("/accounts/login/?next="):
        return matrix.LOGIN
    return matrix.SIGN_UP if location.startswith("/accounts/signup/?next=") else "302"


def _named(method: str, text: str) -> dict[tuple[str, str], str]:
    return {(method, person): status for person, status in matrix.cells(text).items()}


def _admin_paths(world: World) -> list[str]:
    """Every pattern of the admin as a path, but its door and the two that tell nothing."""
    member = str(world.members["fatima"].pk)
    parts = {
        "<path:object_id>": member,
        "<path:content_type_id>": "1",
        "(?P<url>.*)$": "nowhere/",
    }
    paths = []
    for address in all_addresses():
        if address.is_admin and address.name not in ("admin:login", "admin:logout", "admin:jsi18n"):
            route = re.sub(r"\^\(\?P<app_label>(\w+).*\$", r"\1/", address.route)
            for pattern, part in parts.items():
                route = route.replace(pattern, part)
            paths.append(f"/{route}")
    return paths
