import os
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from pytest_django.fixtures import Settings

from core.staticfiles import BUNDLES


@pytest.fixture
def css(tmp_path: Path, settings: Settings) -> Iterator[Path]:
    settings.BASE_DIR = tmp_path
    settings.HOME = tmp_path / "home"
    folder = tmp_path / "static" / "css"
    (folder / "components").mkdir(parents=True)
    (folder / "base.css").write_text("body {}")
    (folder / "layers.css").write_text("@layer base, components;")
    (folder / "components" / "button.css").write_text(".button {}")
    finders.get_finder.cache_clear()  # type: ignore[attr-defined]
    yield folder
    finders.get_finder.cache_clear()  # type: ignore[attr-defined]


def stylesheet() -> str:
    found = finders.find("css/main.css")
    assert isinstance(found, str)
    return Path(found).read_text()


def test_all_stylesheets_are_one_and_the_order_of_the_layers_comes_first(css: Path) -> None:
    assert stylesheet() == "@layer base, components;\nbody {}\n.button {}"


def test_a_changed_component_is_in_the_stylesheet_at_once(css: Path) -> None:
    stylesheet()
    changed = css / "components" / "button.css"
    changed.write_text(".button { color: red }")
    later = time.time() + 5
    os.utime(changed, (later, later))
    assert ".button { color: red }" in stylesheet()


def test_a_removed_component_leaves_the_stylesheet(css: Path) -> None:
    stylesheet()
    (css / "components" / "button.css").unlink()
    later = time.time() + 5
    os.utime(css / "components", (later, later))
    assert ".button" not in stylesheet()


def test_the_modules_become_one_script_without_imports(css: Path) -> None:
    modules = css.parent / "js" / "modules"
    modules.mkdir(parents=True)
    (modules / "drafts.js").write_text('import { attach } from "./dom.js";\n\nattach("form");\n')
    (modules / "dom.js").write_text("export function attach() {}\n")
    found = finders.find("js/main.js")
    assert isinstance(found, str)
    assert Path(found).read_text() == 'function attach() {}\n\n\nattach("form");\n'


def test_no_import_or_export_is_left_in_the_real_script() -> None:
    script = BUNDLES["js/main.js"].text()
    assert "attach(" in script
    assert not re.search(r"^(import|export) ", script, re.MULTILINE)
