"""Catalogues without the gettext programs: collect what is said, check that it is translated, compile it.

The words in the source are Dutch; `locale/en` says them in English. Django's and django-allauth's own words
come with their own catalogues; where those are stiff, `locale/nl` says them our way.
"""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.reloader import translation_file_changed
from django.utils.translation.template import templatize

PACKAGES = ("core", "accounts", "community", "moderation", "realtime", "config")
KEYWORDS: dict[str, Any] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}


def catalogue_paths() -> list[Path]:
    """One for every language but Dutch, in which the source is written."""
    codes = [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
    return [settings.BASE_DIR / "locale" / code / "LC_MESSAGES" / "django.po" for code in codes]


def update_catalogues() -> None:
    """Add what is new, keep what is translated, drop what nobody says any more."""
    said = collect()
    for path in catalogue_paths():
        catalogue = read_catalogue(path)
        catalogue.update(said, no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            write_po(file, catalogue, width=110, no_location=True, sort_output=True, omit_header=False)


def complaints() -> Iterator[str]:
    """One line for every message that is missing, untranslated, uncertain or no longer said."""
    said = collect()
    for path in catalogue_paths():
        catalogue = read_catalogue(path)
        name = path.relative_to(settings.BASE_DIR)
        for message in said:
            if message.id:
                yield from _complaint(message, catalogue.get(_key(message), message.context), str(name))
        for message in catalogue:
            if message.id and said.get(_key(message), message.context) is None:
                yield f"{name}: no longer said: {_key(message)!r}"
        yield from (f"{name}: no longer said: {_key(message)!r}" for message in catalogue.obsolete.values())


def compile_catalogues() -> int:
    """Compile every catalogue that is newer than its compiled form; returns how many."""
    compiled = 0
    for path in sorted((settings.BASE_DIR / "locale").glob("*/LC_MESSAGES/django.po")):
        target = path.with_suffix(".mo")
        if path.exists() and (not target.exists() or target.stat().st_mtime < path.stat().st_mtime):
            with target.open("wb") as file:
                write_mo(file, read_catalogue(path))
            # Whatever spoke before, a start for one, has made Django keep the old words.
            translation_file_changed(sender=None, file_path=target)
            compiled += 1
    return compiled


def read_catalogue(path: Path) -> Catalog:
    language = path.parent.parent.name
    if not path.exists():
        return Catalog(locale=language, project=settings.SITE_NAME, fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def collect() -> Catalog:
    """Everything that the source says, in Python and in templates."""
    catalogue = Catalog(locale=settings.LANGUAGE_CODE, project=settings.SITE_NAME, fuzzy=False)
    for path, code in _sources():
        for line, said, comments, context in extract(
            "python", io.BytesIO(code.encode()), KEYWORDS, ["Translators:"], {"encoding": "utf-8"}
        ):
            catalogue.add(said, locations=[(path, line)], auto_comments=comments, context=context)
    return catalogue


def _sources() -> Iterator[tuple[str, str]]:
    for package in PACKAGES:
        for path in sorted((settings.BASE_DIR / package).rglob("*.py")):
            if "migrations" not in path.parts:
                yield str(path.relative_to(settings.BASE_DIR)), path.read_text()
    for path in sorted((settings.BASE_DIR / "templates").rglob("*.*")):
        if path.suffix in (".html", ".txt"):
            code = templatize(path.read_text(), origin=str(path))
            # Its indentation is the template's, which is no Python.
            lines = "\n".join(line.lstrip() for line in code.splitlines())
            yield str(path.relative_to(settings.BASE_DIR)), lines


def _complaint(said: Message, known: Message | None, name: str) -> Iterator[str]:
    where = ":".join(str(part) for part in said.locations[0])
    if known is None:
        yield f"{name}: missing: {_key(said)!r} ({where})"
    elif known.fuzzy:
        yield f"{name}: uncertain: {_key(said)!r} ({where})"
    elif not all([known.string] if isinstance(known.string, str) else known.string or [""]):
        yield f"{name}: untranslated: {_key(said)!r} ({where})"
    else:
        yield from (f"{name}: {error}: {_key(said)!r} ({where})" for error in known.check())


def _key(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]
