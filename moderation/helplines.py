"""The national helplines that were checked, as data. What could not be verified is left out.

Local ones (the general practitioner's post, the neighbourhood team) belong to a municipality: its
administrator adds them. A name that English speakers know by another name is marked for the catalogue; it is
stored in Dutch.
"""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_noop as _

VERIFIED_ON = date(2026, 11, 21)


@dataclass(frozen=True, kw_only=True)
class KnownHelpline:
    key: str
    name: str
    number: str
    url: str
    audience: str
    audience_en: str
    source: str
    hours: str = ""
    hours_en: str = ""
    cost: str = ""
    cost_en: str = ""
    for_kinds: tuple[str, ...] = ()


ALWAYS = {"hours": "Dag en nacht", "hours_en": "Day and night"}
FREE = {"cost": "Gratis", "cost_en": "Free"}
FREE_AND_ANONYMOUS = {"cost": "Gratis en anoniem", "cost_en": "Free and anonymous"}

KNOWN = (
    KnownHelpline(
        key="alarmnummer",
        for_kinds=("suicide", "violence", "sexual", "child", "threat"),
        name=_("Alarmnummer"),
        number="112",
        url="",
        audience="Direct gevaar: politie, brandweer of ambulance",
        audience_en="Immediate danger: police, fire brigade or ambulance",
        source="Rijksoverheid",
        **ALWAYS,
        **FREE,
    ),
    KnownHelpline(
        key="113",
        for_kinds=("suicide",),
        name=_("113 Zelfmoordpreventie"),
        number="113",
        url="https://www.113.nl/",
        audience="Denk je aan zelfdoding, of maak je je zorgen om iemand",
        audience_en="You think about suicide, or you worry about someone",
        source="113 Zelfmoordpreventie; ANP, 3 oktober 2025",
        **ALWAYS,
        **FREE_AND_ANONYMOUS,
    ),
    KnownHelpline(
        key="veilig-thuis",
        for_kinds=("violence", "child", "sexual"),
        name="Veilig Thuis",
        number="0800-2000",
        url="https://veiligthuis.nl/",
        audience="Geweld of mishandeling thuis, ook als je twijfelt",
        audience_en="Violence or abuse at home, also when you are not sure",
        source="Rijksoverheid; gemeente.nu, 29 oktober 2025",
        cost="Gratis, anoniem kan",
        cost_en="Free, you can stay anonymous",
        **ALWAYS,
    ),
    KnownHelpline(
        key="kindertelefoon",
        for_kinds=("child",),
        name="Kindertelefoon",
        number="0800-0432",
        url="https://www.kindertelefoon.nl/",
        audience="Kinderen en jongeren van 8 tot 18 jaar",
        audience_en="Children and young people from 8 to 18",
        source="Kindertelefoon",
        hours="Elke dag van 11 tot 21 uur",
        hours_en="Every day from 11 am to 9 pm",
        **FREE,
    ),
    KnownHelpline(
        key="de-luisterlijn",
        for_kinds=("suicide", "threat", "eviction"),
        name="De Luisterlijn",
        number="088 0767 000",
        url="https://www.deluisterlijn.nl/",
        audience="Je wilt je verhaal kwijt",
        audience_en="You want someone to listen",
        source="NRC, 2021; nieuws.nl, 2022",
        **ALWAYS,
    ),
    KnownHelpline(
        key="centrum-seksueel-geweld",
        for_kinds=("sexual",),
        name="Centrum Seksueel Geweld",
        number="0800-0188",
        url="",
        audience="Aanranding of verkrachting, kort of langer geleden",
        audience_en="Sexual assault or rape, recent or longer ago",
        source="GGD Fryslân, 2022",
        **ALWAYS,
        **FREE,
    ),
    KnownHelpline(
        key="slachtofferhulp",
        name=_("Slachtofferhulp Nederland"),
        number="0900-0101",
        url="https://www.slachtofferhulp.nl/",
        audience="Slachtoffer van een misdrijf, ongeval of ramp",
        audience_en="Victim of a crime, an accident or a disaster",
        source="Slachtofferhulp Nederland; politie.nl",
        hours="Op kantoortijden",
        hours_en="During office hours",
        cost="Lokaal tarief",
        cost_en="Local rate",
    ),
    KnownHelpline(
        key="geldfit",
        for_kinds=("eviction",),
        name="Geldfit",
        number="0800-8115",
        url="https://geldfit.nl/",
        audience="Zorgen over geld of schulden",
        audience_en="Worries about money or debts",
        source="Nederlandse Schuldhulproute, 2022",
        **FREE_AND_ANONYMOUS,
    ),
    KnownHelpline(
        key="zorgwekkend-gedrag",
        name=_("Meldnummer zorgwekkend gedrag"),
        number="0800-1205",
        url="",
        audience="Zorgen om iemand die in de war is, zonder spoed",
        audience_en="Worries about someone who is confused, not urgent",
        source="VNG, 2020",
    ),
)
