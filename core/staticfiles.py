"""One stylesheet for the browser, one file per component for us.

`css/main.css` is every `static/css/*.css` and `static/css/components/*.css` after each other, `layers.css`
first: it names the order of the cascade layers, so the order of the rest does not matter. A `url()` in any
of them is relative to `static/css/`.
"""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage, Storage

STYLESHEET = "css/main.css"
FIRST = "layers.css"


def sources() -> list[Path]:
    css = settings.BASE_DIR / "static" / "css"
    found = sorted(css.glob("*.css")) + sorted((css / "components").glob("*.css"))
    return sorted(found, key=lambda path: path.name != FIRST)


class StylesheetFinder(BaseFinder):
    """Keeps the built file in the site's home and builds it again when a source is newer."""

    def __init__(self, app_names: Any = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.storage = FileSystemStorage(location=settings.HOME / "stylesheet")
        # ServeStatic asks every finder for its storages.
        self.storages = {"": self.storage}

    def check(self, **kwargs: Any) -> list[Any]:
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:  # noqa: FBT001, FBT002
        if path != STYLESHEET:
            return []
        built = str(self._build())
        return [built] if find_all else built

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:
        self._build()
        yield STYLESHEET, self.storage

    def _build(self) -> Path:
        target = Path(self.storage.path(STYLESHEET))
        files = sources()
        # A folder changes when a file in it comes or goes.
        css = settings.BASE_DIR / "static" / "css"
        newest = max(path.stat().st_mtime for path in [*files, css, css / "components"])
        if not target.exists() or target.stat().st_mtime < newest:
            target.parent.mkdir(parents=True, exist_ok=True)
            draft = target.with_suffix(f".{os.getpid()}")
            draft.write_text("\n".join(path.read_text() for path in files))
            draft.replace(target)
        return target
