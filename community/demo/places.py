"""Themes, life events and districts of the demo community."""

import tomllib
from pathlib import Path
from typing import Any

from community.models import District, LifeEvent, Theme

HERE = Path(__file__).parent


def load_places() -> None:
    """Make what is in themes.toml, life_events.toml and districts.toml, or bring it up to date."""
    for theme in _rows("themes"):
        Theme.objects.update_or_create(slug=theme.pop("slug"), defaults=theme)
    for life_event in _rows("life_events"):
        LifeEvent.objects.update_or_create(slug=life_event.pop("slug"), defaults=life_event)
    for district in _rows("districts"):
        District.objects.update_or_create(slug=district.pop("slug"), defaults=district)


def _rows(name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = tomllib.loads((HERE / f"{name}.toml").read_text())[name]
    return rows
