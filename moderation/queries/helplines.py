"""Reading helplines, in the language of the visitor."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.core.cache import cache
from django.utils.translation import get_language, gettext, gettext_lazy
from django.utils.translation import gettext as _

from moderation.limits import HELP_STRIP_LENGTH, HELP_STRIP_SECONDS, PANEL_LENGTH
from moderation.models import DangerKind, Helpline

CACHE_KEY = "moderation:helplines"

_PANEL_WORDS = {
    DangerKind.SUICIDE: (
        gettext_lazy("Je hoeft dit niet alleen te dragen"),
        gettext_lazy("Denk je aan zelfdoding? Bel dan 24/7 gratis en anoniem 113 of chat op 113.nl."),
    ),
    DangerKind.VIOLENCE: (
        gettext_lazy("Jij hoort veilig te zijn"),
        gettext_lazy(
            "Gebeurt het nu? Bel 112. Twijfel je of het erg genoeg is? Bel toch: ze denken met je mee."
        ),
    ),
    DangerKind.SEXUAL: (
        gettext_lazy("Het is niet jouw schuld"),
        gettext_lazy("Je kunt dag en nacht iemand spreken, ook als het lang geleden is."),
    ),
    DangerKind.CHILD: (
        gettext_lazy("Maak je je zorgen om een kind?"),
        gettext_lazy("Je hoeft het niet zeker te weten. Bel en vraag wat je kunt doen."),
    ),
    DangerKind.EVICTION: (
        gettext_lazy("Wacht niet op een antwoord hier"),
        gettext_lazy(
            "Bel vandaag nog. Vraag ook bij de gemeente naar spoedhulp: "
            "daar is vaak meer mogelijk dan je denkt."
        ),
    ),
    DangerKind.THREAT: (
        gettext_lazy("Loopt het hoog op?"),
        gettext_lazy("Praat met iemand die luistert, voordat je iets doet waar je spijt van krijgt."),
    ),
}


@dataclass(frozen=True)
class HelplineCard:
    key: str
    name: str
    number: str
    url: str
    audience: str
    hours: str
    cost: str
    for_kinds: tuple[str, ...] = ()

    @property
    def tel(self) -> str:
        """The number as a telephone dials it."""
        return "tel:" + "".join(sign for sign in self.number if sign.isdigit())

    @property
    def host(self) -> str:
        return (urlsplit(self.url).hostname or "").removeprefix("www.")


@dataclass(frozen=True)
class StripLine:
    name: str
    number: str
    url: str


@dataclass(frozen=True)
class HelpPanel:
    title: str
    text: str
    lines: list[HelplineCard]
    after: str


@dataclass(frozen=True)
class HelpNowPage:
    helplines: list[HelplineCard]


def help_now_page() -> HelpNowPage:
    """At most one query."""
    return HelpNowPage(helplines=_current_cards())


def help_strip() -> list[StripLine]:
    """The few lines under every page that can be dialled. At most one query, mostly none."""
    dialled = [card for card in _current_cards() if card.number][:HELP_STRIP_LENGTH]
    return [StripLine(card.name, card.number, card.tel) for card in dialled]


def help_panel(dangers: list[str]) -> HelpPanel | None:
    """Who helps with these kinds of danger, who helps with little else first; None without danger.

    At most one query.
    """
    known = [kind for kind in DangerKind if kind.value in dangers]
    if not known:
        return None
    chosen = _current_cards()
    fitting = [card for kind in known for card in chosen if kind.value in card.for_kinds]
    nearest = sorted(dict.fromkeys(fitting), key=lambda card: len(card.for_kinds))
    lines = nearest[:PANEL_LENGTH] or [_emergency_number()]
    title, text = _PANEL_WORDS[known[0]]
    after = _("Je mag hier gewoon blijven schrijven. Anderen lezen met je mee.")
    if DangerKind.THREAT in known:
        after = _("Een moderator leest je bericht voordat anderen het zien.")
    return HelpPanel(title=str(title), text=str(text), lines=lines, after=after)


def forget_helplines() -> None:
    cache.delete(CACHE_KEY)


def _current_cards() -> list[HelplineCard]:
    helplines: list[Helpline] | None = cache.get(CACHE_KEY)
    if helplines is None:
        helplines = list(Helpline.objects.current().in_order())
        cache.set(CACHE_KEY, helplines, timeout=HELP_STRIP_SECONDS)
    return [_card(helpline) for helpline in helplines]


def _card(helpline: Helpline) -> HelplineCard:
    english = get_language() == "en"

    def worded(dutch: str, translated: str) -> str:
        return translated if english and translated else dutch

    return HelplineCard(
        key=helpline.key,
        name=gettext(helpline.name),
        number=helpline.number,
        url=helpline.url,
        audience=worded(helpline.audience, helpline.audience_en),
        hours=worded(helpline.hours, helpline.hours_en),
        cost=worded(helpline.cost, helpline.cost_en),
        for_kinds=tuple(helpline.for_kinds),
    )


def _emergency_number() -> HelplineCard:
    """When no record may be shown, this number still holds."""
    return HelplineCard(
        key="112",
        name=_("Alarmnummer"),
        number="112",
        url="",
        audience=_("Direct gevaar: politie, brandweer of ambulance"),
        hours="",
        cost="",
    )
