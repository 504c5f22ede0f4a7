"""The privacy guard: what belongs to one person is found before anything is stored.

What is certain is blocked for everybody, what is likely is asked about, the rest and every known
helpline passes. Drafts hold nothing private, also not half of it.
"""

from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

from django.core.cache import cache
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.screening import Finding, Submission
from moderation.helplines import KNOWN
from moderation.limits import HELP_STRIP_SECONDS
from moderation.models import Helpline
from moderation.screeners import contacts, numbers
from moderation.screeners.folding import Folded, as_read, fold, speak
from moderation.screeners.numbers import Spot

CACHE_KEY = "moderation:screening:helplines"

KINDS: dict[str, str | Promise] = {
    "bsn": _("Burgerservicenummer"),
    "iban": _("Rekeningnummer"),
    "phone": _("Telefoonnummer"),
    "mail": _("E-mailadres"),
    "address": _("Adres"),
    "birth": _("Geboortedatum"),
    "case": _("Zaaknummer"),
    "social": _("Account op sociale media"),
    "plate": _("Kenteken"),
}
SENTENCES: dict[str, str | Promise] = {
    "bsn": _("Hier staat een burgerservicenummer. Daarmee kan iemand zich voordoen als jou."),
    "iban": _("Hier staat een rekeningnummer. Daar kan iemand misbruik van maken."),
    "phone": _("Hier staat een telefoonnummer. Iedereen kan dan bellen of appen."),
    "mail": _("Hier staat een e-mailadres. Iedereen kan dan mailen."),
    "address": _("Hier staat een adres. Iedereen ziet dan waar iemand woont."),
    "birth": _("Hier staat een geboortedatum. Zo kunnen anderen iemand herkennen."),
    "case": _("Hier staat een zaaknummer. Dat hoort alleen bij de gemeente of organisatie zelf."),
    "social": _("Hier staat een account op sociale media. Zo weten anderen wie je bent."),
    "plate": _("Hier staat een kenteken. Zo kunnen anderen iemand herkennen."),
}
_ORDER = list(KINDS)


def find_private(submission: Submission) -> list[Finding]:
    """At most one query in five minutes."""
    return find_in(submission.text, unfinished=submission.place == "draft")


def find_in(text: str, *, unfinished: bool = False) -> list[Finding]:
    """The private pieces of a text. `unfinished` also finds numbers of which the end is not there yet."""
    spots: list[Spot] = []
    for folded in (fold(text), as_read(text)):
        if folded is None:
            continue
        spoken = speak(folded)
        found = list(_spots(spoken, _capitals(text, spoken)))
        if unfinished:
            found += [*numbers.find_unfinished(spoken.text), *contacts.find_unfinished_mail(spoken.text)]
        spots += [_as_written(spot, spoken) for spot in found]
    return [_finding(spot) for spot in _without_overlap(spots)]


def forget_helplines() -> None:
    cache.delete(CACHE_KEY)


def _spots(folded: Folded, written: str) -> Iterator[Spot]:
    text = folded.text
    lines, hosts = _known()
    yield from numbers.find_iban(text)
    windows = list(numbers.number_windows(text))
    yield from numbers.find_bsn(text, windows, known=lines)
    yield from numbers.find_phones(text, windows, known=lines)
    yield from contacts.find_mail(text, known=hosts)
    yield from contacts.find_address(text, written)
    finders: tuple[Callable[[str], Iterator[Spot]], ...] = (
        contacts.find_birth,
        contacts.find_case,
        contacts.find_social,
        contacts.find_plate,
    )
    for find in finders:
        yield from find(text)


def _without_overlap(spots: list[Spot]) -> list[Spot]:
    """Of pieces that overlap the gravest stays, then the longest, then the first of `KINDS`."""
    spots.sort(key=lambda spot: (-spot.verdict, spot.start - spot.end, _ORDER.index(spot.kind)))
    kept: list[Spot] = []
    for spot in spots:
        if all(spot.end <= other.start or spot.start >= other.end for other in kept):
            kept.append(spot)
    return sorted(kept, key=lambda spot: spot.start)


def _as_written(spot: Spot, folded: Folded) -> Spot:
    start, end = folded.span(spot.start, spot.end)
    return Spot(spot.kind, spot.verdict, start, end)


def _finding(spot: Spot) -> Finding:
    return Finding(f"private.{spot.kind}", spot.verdict, str(SENTENCES[spot.kind]), spot.start, spot.end)


def _capitals(text: str, folded: Folded) -> str:
    """For each character of the folded text the first one that was written for it."""
    return "".join(text[place] for place in folded.starts)


def _known() -> tuple[frozenset[str], frozenset[str]]:
    """The numbers (figures only) and hosts of all helplines, also those that wait for a new look."""
    known: tuple[frozenset[str], frozenset[str]] | None = cache.get(CACHE_KEY)
    if known is None:
        rows = [*Helpline.objects.values_list("number", "url"), *((line.number, line.url) for line in KNOWN)]
        known = _figures_and_hosts(rows)
        cache.set(CACHE_KEY, known, timeout=HELP_STRIP_SECONDS)
    return known


def _figures_and_hosts(rows: list[tuple[str, str]]) -> tuple[frozenset[str], frozenset[str]]:
    figures = {"".join(sign for sign in number if sign.isdigit()) for number, _url in rows}
    hosts = {(urlsplit(url).hostname or "").removeprefix("www.") for _number, url in rows}
    return frozenset(figures - {""}), frozenset(hosts - {""})
