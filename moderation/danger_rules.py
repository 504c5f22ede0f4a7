"""The rules of the safety net that come along with Peerplein, as data."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

FILE = Path(__file__).with_name("danger_rules.toml")


@dataclass(frozen=True, kw_only=True)
class KnownDangerRule:
    """A rule as in the file: texts with one phrase or example sentence a line."""

    key: str
    kind: str
    severity: str
    phrases: str
    also: str = ""
    unless: str = ""
    found: str = ""
    passed: str = ""


def known_rules() -> list[KnownDangerRule]:
    rows = tomllib.loads(FILE.read_text(encoding="utf-8"))["rule"]
    return [KnownDangerRule(**{name: text.strip() for name, text in row.items()}) for row in rows]
