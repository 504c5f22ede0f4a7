"""The templates of the design system: documented, drawn with icons that exist, free of anything inline."""

import re
import zipfile
from importlib.resources import files
from pathlib import Path

import pytest
from django.conf import settings

TEMPLATES = Path(settings.BASE_DIR) / "templates"
COMPONENTS = sorted((TEMPLATES / "ui").glob("*.html"))
EVERY_TEMPLATE = sorted(TEMPLATES.rglob("*.html"))


@pytest.mark.parametrize("component", COMPONENTS, ids=lambda path: path.stem)
def test_every_component_says_what_it_is(component: Path) -> None:
    assert component.read_text().startswith("{% comment %}\n")


@pytest.mark.parametrize("component", COMPONENTS, ids=lambda path: path.stem)
def test_a_component_names_every_parameter_that_its_includers_give(component: Path) -> None:
    header = component.read_text().split("{% endcomment %}", maxsplit=1)[0]
    given = {
        name
        for template in EVERY_TEMPLATE
        for call in re.findall(rf'include "ui/{component.stem}\.html" with (.+?) %}}', template.read_text())
        for name in re.findall(r"(\w+)=", re.sub(r'"[^"]*"', '""', call))
    }
    assert {name for name in given - {"csrf_token"} if not re.search(rf"\b{name}\b", header)} == set()


def test_every_icon_that_a_template_names_exists() -> None:
    with zipfile.ZipFile(str(files("lucide") / "lucide.zip")) as drawings:
        known = {Path(name).stem for name in drawings.namelist()}
    named = {
        name
        for template in EVERY_TEMPLATE
        for name in re.findall(r'{% icon "([^"]+)"|\bicon="([^"]+)"', template.read_text())
        for name in name
        if name
    }
    assert len(named) > 30
    assert named - known == set()


def test_no_template_has_style_or_behaviour_inside() -> None:
    inline = re.compile(r"<style\b|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)", re.IGNORECASE)
    own = [path for path in EVERY_TEMPLATE if "emails" not in path.parts]
    found = {
        str(path.relative_to(TEMPLATES)): inline.findall(path.read_text())
        for path in own
        if inline.search(path.read_text())
    }
    assert found == {}
