"""Names that members choose: the handle (in addresses and @mentions) and the pseudonym that is shown.

A name may not pass for staff, for another member or for nobody, and may not give its owner away.
Whether a name is free is decided by a unique constraint on its `skeleton`.
"""

import re
import tomllib
import unicodedata
from pathlib import Path

import regex
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import characters
from core.errors import Refused
from core.lookalikes import disguised_skeleton, skeleton

__all__ = [
    "LOOKS_THE_SAME",
    "MAY_BE_RECOGNISED",
    "RESERVED",
    "clean_handle",
    "clean_name",
    "is_reserved",
    "resembles_address",
    "skeleton",
]

HANDLE_LENGTH = range(3, 21)
NAME_LENGTH = range(2, 41)
LONGEST_LOOKED_AT = 64
MARKS_ON_A_LETTER = 2

LOOKS_THE_SAME = gettext_lazy("Iemand gebruikt al een naam die er net zo uitziet.")
MAY_BE_RECOGNISED = gettext_lazy("Deze naam lijkt op je e-mailadres. Anderen kunnen je zo herkennen.")

_WORDS: dict[str, list[str]] = tomllib.loads(
    (Path(__file__).parent / "reserved_names.toml").read_text(encoding="utf-8")
)
RESERVED = frozenset(word for words in _WORDS.values() for word in words)

_STAFF_ANYWHERE = frozenset(disguised_skeleton(word) for word in _WORDS["staff_anywhere"])
_STAFF_ALONE = frozenset(disguised_skeleton(word) for word in _WORDS["staff_alone"])
_SITE_ALONE = frozenset(skeleton(word) for word in _WORDS["site"])

_HANDLE = re.compile(r"[a-z0-9](?:[-_]?[a-z0-9])*", re.ASCII)
_NAME = regex.compile(r"[\p{L}\p{N}](?:[ .'’_-]{0,2}[\p{L}\p{M}\p{N}])*+[.]?")
_LETTER = regex.compile(r"\p{L}")
_FIGURES = re.compile(r"\d+")
_ADDRESS = re.compile(
    r"""://|\w@\w|\bwww\b|\w\.[^\W\d_]{2,}                                    # site or mail
        |(?:\d[\s().+/_-]*){6,}                                               # telephone, date of birth
        |(?<![^\W_])[1-9]\d{3}[\s_-]?[a-z]{2}(?![^\W_])                       # postcode
        |(?:straat|laan|weg|kade|gracht|plein|dreef|singel|hof)[\s_-]*\d      # street and number
    """,
    re.IGNORECASE | re.VERBOSE,
)
_ALPHABETS = tuple(
    regex.compile(rf"\p{{Script={script}}}")
    for script in ("Latin", "Cyrillic", "Greek", "Armenian", "Cherokee", "Lisu")
)


def clean_handle(raw: str) -> str:
    """The handle as it is stored: 3 to 20 of a-z and 0-9, with single `-` or `_` inside. Raises `Refused`."""
    handle = _shown(raw, HANDLE_LENGTH, field="handle").lower()
    _refuse_private(handle, field="handle")
    _refuse_reserved(handle, field="handle")
    _require_length(handle, HANDLE_LENGTH, field="handle")
    if not _HANDLE.fullmatch(handle):
        raise Refused(_("Gebruik alleen de letters a tot z, cijfers, - en _."), "handle")
    if not _LETTER.search(handle):
        raise Refused(_("Gebruik in je naam ook een letter."), "handle")
    return handle


def clean_name(raw: str) -> str:
    """The pseudonym as it is stored: letters of one alphabet, accents, figures, spaces. Raises `Refused`."""
    name = re.sub(r"\s+", " ", unicodedata.normalize("NFC", _shown(raw, NAME_LENGTH, field="name")))
    _refuse_private(name, field="name")
    _refuse_reserved(name, field="name")
    _require_length(name, NAME_LENGTH, field="name")
    if not _LETTER.search(name) or characters.most_marks(name) > MARKS_ON_A_LETTER:
        raise Refused(_("Gebruik zichtbare letters."), "name")
    if not _NAME.fullmatch(name):
        raise Refused(_("Gebruik alleen letters, cijfers, spaties en streepjes."), "name")
    if sum(alphabet.search(name) is not None for alphabet in _ALPHABETS) > 1:
        raise Refused(_("Gebruik letters uit één alfabet."), "name")
    return name


def is_reserved(name: str) -> bool:
    """Whether the name passes for staff or for the site itself, in any disguise."""
    return _sounds_like_staff(name) or skeleton(name) in _SITE_ALONE


def resembles_address(name: str, email: str) -> bool:
    """Whether a word of the name also stands in the mail address, so that others may recognise its owner."""
    place = skeleton(email.partition("@")[0]).replace("-", "")
    return any(word in place for word in skeleton(name).split("-") if len(word) > 3)


def _shown(raw: str, lengths: range, *, field: str) -> str:
    """The trimmed name when it is short enough to look at and every character can be seen."""
    if len(raw) > LONGEST_LOOKED_AT:
        _refuse_length(lengths, field=field)
    characters.require_storable(raw, field=field)
    name = raw.strip()
    if name and (characters.has_unseen(name) or not characters.can_be_seen(name)):
        raise Refused(_("Gebruik zichtbare letters."), field)
    return name


def _require_length(name: str, lengths: range, *, field: str) -> None:
    if len(name) not in lengths:
        _refuse_length(lengths, field=field)


def _refuse_length(lengths: range, *, field: str) -> None:
    sentence = _("Kies een naam van %(least)s tot %(most)s letters.")
    raise Refused(sentence % {"least": lengths.start, "most": lengths.stop - 1}, field)


def _refuse_private(name: str, *, field: str) -> None:
    if _ADDRESS.search(unicodedata.normalize("NFKC", name)):
        raise Refused(_("Gebruik liever geen adres of nummer. Zo bescherm je jezelf."), field)


def _refuse_reserved(name: str, *, field: str) -> None:
    if _sounds_like_staff(name):
        raise Refused(_("Deze naam is voor medewerkers. Kies een andere naam."), field)
    if skeleton(name) in _SITE_ALONE:
        raise Refused(_("Deze naam gebruikt de site zelf. Kies een andere naam."), field)


def _sounds_like_staff(name: str) -> bool:
    bare = _FIGURES.sub(" ", unicodedata.normalize("NFKC", name))
    for reading in (disguised_skeleton(name), disguised_skeleton(bare)):
        joined = reading.replace("-", "")
        if joined in _STAFF_ALONE or any(word in _STAFF_ALONE for word in reading.split("-")):
            return True
        if any(word in joined for word in _STAFF_ANYWHERE):
            return True
    return False
