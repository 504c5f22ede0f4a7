"""What the documents say about the code is so."""

import re
import tomllib
from pathlib import Path

import pytest
from django.conf import settings

from core.event_table import event_document

DOCS = Path(settings.BASE_DIR) / "docs"
DECISIONS = DOCS / "decisions"
PAGES = [Path(settings.BASE_DIR) / "README.md", *sorted(DOCS.rglob("*.md"))]


def test_the_table_of_events_is_what_the_code_publishes() -> None:
    assert (DOCS / "events.md").read_text() == event_document(), "run: manage.py document_events"


def test_every_dependency_is_accounted_for() -> None:
    project = tomllib.loads((Path(settings.BASE_DIR) / "pyproject.toml").read_text())
    asked = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    names = {re.split(r"[\[<>=~!]", line, maxsplit=1)[0] for line in asked}
    told = (DECISIONS / "0001-dependencies.md").read_text().lower()
    assert {name for name in names if not re.search(rf"\b{re.escape(name.lower())}\b", told)} == set()


def test_decisions_are_numbered_and_listed() -> None:
    files = sorted(path.name for path in DECISIONS.glob("*.md") if path.name != "README.md")
    assert [name for name in files if not re.fullmatch(r"\d{4}-[a-z-]+\.md", name)] == []
    listed = re.findall(r"\]\((\d{4}-[a-z-]+\.md)\)", (DECISIONS / "README.md").read_text())
    assert listed == files
    assert len({name[:4] for name in files}) == len(files)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_a_document_links_to_exists(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text())
    assert [target for target in targets if not (page.parent / target).exists()] == []
