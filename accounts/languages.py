"""The languages that a member can say to speak."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

SPOKEN_LANGUAGES = [
    ("nl", _("Nederlands")),
    ("en", _("Engels")),
    ("ar", _("Arabisch")),
    ("tr", _("Turks")),
    ("pl", _("Pools")),
    ("uk", _("Oekraïens")),
    ("ti", _("Tigrinya")),
    ("so", _("Somalisch")),
    ("fa", _("Farsi of Dari")),
    ("zgh", _("Berbers")),
    ("es", _("Spaans")),
    ("fr", _("Frans")),
    ("de", _("Duits")),
    ("ro", _("Roemeens")),
    ("bg", _("Bulgaars")),
    ("pap", _("Papiaments")),
    ("srn", _("Sranan")),
    ("fy", _("Fries")),
    ("dse", _("Nederlandse Gebarentaal")),
]


def language_names(codes: Sequence[str]) -> list[str]:
    """The names of these languages in the active language, in the order of the list."""
    return [str(name) for code, name in SPOKEN_LANGUAGES if code in codes]
