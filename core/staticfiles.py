"""One stylesheet and one script for the browser, one file per component for us.

`css/main.css` is every `static/css/*.css` and `static/css/components/*.css` after each other, `layers.css`
first: it names the order of the cascade layers, so the order of the rest does not matter. A `url()` in any
of them is relative to `static/css/`.

`js/main.js` is every `static/js/modules/*.js` after each other, `dom.js` first. Each is a proper ES module
that imports only from its neighbours; here they share one scope, so imports and the word `export` fall away.
"""

import os
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage, Storage

IMPORT = re.compile(r'^import [^;]+ from "\./[a-z-]+\.js";\n', re.MULTILINE)
EXPORT = re.compile(r"^export (?=function |async function |const |let |class )", re.MULTILINE)


def _as_it_is(text: str) -> str:
    return text


def _without_module_syntax(text: str) -> str:
    return EXPORT.sub("", IMPORT.sub("", text))


@dataclass(frozen=True)
class Bundle:
    """A served file and the folders under `static/` whose files it is made of."""

    folders: tuple[str, ...]
    suffix: str
    first: str
    prepare: Callable[[str], str] = _as_it_is

    def places(self) -> list[Path]:
        return [settings.BASE_DIR / "static" / folder for folder in self.folders]

    def sources(self) -> list[Path]:
        found = [path for place in self.places() for path in sorted(place.glob(f"*{self.suffix}"))]
        return sorted(found, key=lambda path: path.name != self.first)

    def changed_at(self) -> float:
        """When a source was last written, added or removed."""
        places = [place for place in self.places() if place.exists()]
        return max((path.stat().st_mtime for path in [*self.sources(), *places]), default=0.0)

    def text(self) -> str:
        return "\n".join(self.prepare(path.read_text()) for path in self.sources())


BUNDLES = {
    "css/main.css": Bundle(folders=("css", "css/components"), suffix=".css", first="layers.css"),
    "js/main.js": Bundle(
        folders=("js/modules",), suffix=".js", first="dom.js", prepare=_without_module_syntax
    ),
}


class BundleFinder(BaseFinder):
    """Keeps the built files in the site's home and builds one again when a source is newer."""

    def __init__(self, app_names: Any = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.storage = FileSystemStorage(location=settings.HOME / "bundles")
        # ServeStatic asks every finder for its storages.
        self.storages = {"": self.storage}

    def check(self, **kwargs: Any) -> list[Any]:
        return []

    def find(self, path: str, find_all: Any = False, **kwargs: Any) -> Any:  # noqa: FBT002 - Django's signature
        if path not in BUNDLES:
            return []
        built = str(self._build(path))
        return [built] if find_all else built

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:
        for path in BUNDLES:
            self._build(path)
            yield path, self.storage

    def _build(self, path: str) -> Path:
        bundle, target = BUNDLES[path], Path(self.storage.path(path))
        if not target.exists() or target.stat().st_mtime < bundle.changed_at():
            target.parent.mkdir(parents=True, exist_ok=True)
            draft = target.with_suffix(f".{os.getpid()}")
            draft.write_text(bundle.text())
            draft.replace(target)
        return target
