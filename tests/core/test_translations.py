from pathlib import Path

import pytest
from babel.messages.pofile import write_po
from django.core.management import CommandError, call_command
from django.utils.translation import gettext, override
from django.utils.translation.reloader import translation_file_changed
from pytest_django.fixtures import Settings

from core import translations

SOURCE = """
from django.utils.translation import gettext as _, ngettext
a = _("Vraag")
b = ngettext("%(n)d antwoord", "%(n)d antwoorden", 2)
"""
TEMPLATE = """{% load i18n %}{% translate "Thema" %}{% blocktranslate trimmed count n=n %}
  {{ n }} reactie
{% plural %}{{ n }} reacties{% endblocktranslate %}"""


@pytest.fixture
def project(tmp_path: Path, settings: Settings) -> Path:
    settings.BASE_DIR = tmp_path
    (tmp_path / "core").mkdir()
    (tmp_path / "core" / "words.py").write_text(SOURCE)
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "page.html").write_text(TEMPLATE)
    return tmp_path


def catalogue(project: Path) -> Path:
    return project / "locale" / "en" / "LC_MESSAGES" / "django.po"


def translate(project: Path) -> None:
    found = translations.read_catalogue(catalogue(project))
    found["Vraag"].string = "Question"
    found["Thema"].string = "Theme"
    found["%(n)d antwoord"].string = ("%(n)d answer", "%(n)d answers")
    found["%(n)s reactie"].string = ("%(n)s comment", "%(n)s comments")
    with catalogue(project).open("wb") as file:
        write_po(file, found)


def test_words_of_python_and_of_templates_are_collected(project: Path) -> None:
    call_command("translations", "update")
    text = catalogue(project).read_text()
    assert all(f'"{word}"' in text for word in ("Vraag", "Thema", "%(n)d antwoorden", "%(n)s reacties"))
    assert "words.py" not in text


def test_an_untranslated_word_fails_the_check_by_name(project: Path) -> None:
    call_command("translations", "update")
    with pytest.raises(CommandError, match=r"untranslated: 'Vraag' \(core/words.py:3\)"):
        call_command("translations", "check")


def test_a_complete_catalogue_passes_and_works_without_the_gettext_programs(project: Path) -> None:
    call_command("translations", "update")
    translate(project)
    call_command("translations", "check")
    assert translations.compile_catalogues() == 1
    assert translations.compile_catalogues() == 0
    assert b"Question" in catalogue(project).with_suffix(".mo").read_bytes()


def test_words_compiled_at_the_start_are_said_at_once(project: Path, settings: Settings) -> None:
    settings.LOCALE_PATHS = [project / "locale"]
    call_command("translations", "update")
    translate(project)
    with override("en"):
        before = gettext("Thema")
    translations.compile_catalogues()
    with override("en"):
        assert (before, gettext("Thema")) == ("Thema", "Theme")
    translation_file_changed(sender=None, file_path=Path("django.mo"))


def test_a_translation_survives_an_update_and_a_new_word_is_missed(project: Path) -> None:
    call_command("translations", "update")
    translate(project)
    (project / "core" / "more.py").write_text('from x import _\nc = _("Nieuw")')
    with pytest.raises(CommandError, match="missing: 'Nieuw'"):
        call_command("translations", "check")
    call_command("translations", "update")
    assert "Question" in catalogue(project).read_text()


def test_a_word_that_nobody_says_any_more_fails_the_check_and_leaves_with_an_update(project: Path) -> None:
    call_command("translations", "update")
    translate(project)
    (project / "core" / "words.py").write_text("")
    with pytest.raises(CommandError, match="no longer said: 'Vraag'"):
        call_command("translations", "check")
    call_command("translations", "update")
    call_command("translations", "check")


def test_an_uncertain_translation_fails_the_check(project: Path) -> None:
    call_command("translations", "update")
    translate(project)
    text = catalogue(project).read_text()
    catalogue(project).write_text(text.replace('msgid "Vraag"', '#, fuzzy\nmsgid "Vraag"'))
    with pytest.raises(CommandError, match="uncertain: 'Vraag'"):
        call_command("translations", "check")
