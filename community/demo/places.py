"""Themes, life events and districts of the demo community."""

import tomllib
from pathlib import Path

from community.models import District, LifeEvent, Theme

HERE = Path(__file__).parent


def load_places() -> None:
    """Make what is in themes.toml, life_events.toml and districts.toml, or bring it up to date."""
    for name, model in (("themes", Theme), ("life_events", LifeEvent), ("districts", District)):
        for row in tomllib.loads((HERE / f"{name}.toml").read_text())[name]:
            fields = {key: value for key, value in row.items() if key != "slug"}
            model._default_manager.update_or_create(slug=row["slug"], defaults=fields)
