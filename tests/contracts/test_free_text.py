"""Whatever a person writes is looked at before it is kept, in every form of the site (S1)."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.apps import apps
from django.core import mail
from django.core.cache import cache
from django.db import connection, models
from django.test import Client
from django.utils.module_loading import import_string

from accounts.emails import deliver_due_mail
from core.screening import MASK
from tests.contracts.free_text import SENDS, Send
from tests.contracts.free_text_columns import EXEMPT, NOT_KEPT, STORED
from tests.contracts.resolver import forms_of_the_site
from tests.contracts.world import World, sandbox

OURS = ("accounts", "community", "moderation", "realtime")
TEXTS = (models.CharField, models.TextField, models.JSONField)
CANARIES = {
    "bsn": "mijn bsn is 123456782",
    "iban": "naar NL91 ABNA 0417 1643 00",
    "phone": "bel 06-12345678",
}
SECRETS = ("123456782", "NL91 ABNA", "06-12345678", "12345678", "0417164300")
CASES = [(name, text) for name, send in SENDS.items() for text in send.texts]


def _columns() -> set[str]:
    """Every column that could hold free text."""
    return {
        f"{model._meta.label}.{column.name}"
        for label in OURS
        for model in apps.get_app_config(label).get_models()
        for column in model._meta.get_fields()
        if isinstance(column, TEXTS) and not column.choices
    }


def test_every_column_for_text_is_screened_or_says_why_not() -> None:
    assert _columns() - STORED.keys() - EXEMPT.keys() == set()
    assert STORED.keys() & EXEMPT.keys() == set()
    assert (STORED.keys() | EXEMPT.keys()) - _columns() == set()
    assert {send for sends in STORED.values() for send in sends} <= SENDS.keys()


def test_every_text_of_a_form_is_sent_by_this_test_or_says_why_not() -> None:
    sent = {text for send in SENDS.values() for text in send.texts}
    texts = {f"{form.__name__}.{name}" for form, name in forms_of_the_site()}
    assert {text for text in texts if text.partition(".")[2] not in sent} - NOT_KEPT.keys() == set()
    assert NOT_KEPT.keys() - texts == set()


@pytest.mark.parametrize(("name", "text"), CASES, ids=[f"{name}: {text}" for name, text in CASES])
def test_a_form_gives_back_what_may_not_be_kept_with_the_reason(name: str, text: str, world: World) -> None:
    send = SENDS[name]
    with sandbox():
        page = _sent(world, send, text, CANARIES["phone"])
    assert page.status_code == send.status
    told = page.content.decode()
    if name == "draft":
        assert "blijft hier staan" in told
        return
    assert "telefoonnummer" in told or name.startswith("profile")
    assert _value(text, CANARIES["phone"]) in told
    if send.masked and f"{name}: {text}" != "profile: name":
        assert _value(text, f"bel {MASK}") in told


def test_after_every_form_the_canaries_are_found_nowhere(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    logging.getLogger("django.db.backends").setLevel(logging.INFO)
    asked: list[str] = []
    kept: dict[str, set[str]] = {}
    with sandbox(), _listening(asked):
        for name, send in SENDS.items():
            for text in send.texts:
                for canary in CANARIES.values():
                    _sent(world, send, text, canary)
                kept |= _found(f"{name}: {text}", str(getattr(cache, "_cache", {})) + "\n".join(asked))
                asked.clear()
        deliver_due_mail()
        letters = "\n".join(f"{letter.subject}{letter.body}" for letter in mail.outbox)
        for where, what in {
            "a table": _everything_stored(),
            "a question to the database": "\n".join(asked),
            "the log": caplog.text,
            "a mail": letters,
        }.items():
            kept |= _found(where, what)
    assert kept == {}


@pytest.mark.django_db
def test_the_name_of_a_key_holds_nothing_private() -> None:
    for name in ("AddPasskeyForm", "EditPasskeyForm"):
        form = import_string(f"accounts.forms.{name}")
        field = form.clean_name
        holder = type("Form", (), {"cleaned_data": {"name": CANARIES["bsn"]}})()
        with pytest.raises(Exception, match="burgerservicenummer"):
            field(holder)


def _sent(world: World, send: Send, text: str, canary: str) -> Any:
    cache.clear()
    browser: Client = world.browser(send.who)
    if send.before is not None:
        with sandbox():
            send.before(world)
            return browser.post(world.path(send.path), _form(world, send, text, canary))
    return browser.post(world.path(send.path), _form(world, send, text, canary))


def _form(world: World, send: Send, text: str, canary: str) -> dict[str, str]:
    ids = world.ids | {f"id of {name}": member.pk for name, member in world.members.items()}
    form = {name: value.format_map(ids) for name, value in send.form.items()}
    return form | {text: _value(text, canary), "sure": "on"}


def _value(text: str, words: str) -> str:
    return f"https://wet.example/{words.replace(' ', '-')}" if text == "source_url" else words


def _found(where: str, what: str) -> dict[str, set[str]]:
    found = {secret for secret in SECRETS if secret in what}
    return {where: found} if found else {}


def _everything_stored() -> str:
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            found += [str(row) for row in cursor.fetchall()]
    return "\n".join(found)


@contextmanager
def _listening(asked: list[str]) -> Iterator[None]:
    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        asked.append(f"{sql} {params}")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield
