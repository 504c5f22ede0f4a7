"""Reading helplines, in the language of the visitor."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.core.cache import cache
from django.utils.translation import get_language, gettext

from moderation.limits import HELP_STRIP_LENGTH, HELP_STRIP_SECONDS
from moderation.models import Helpline

CACHE_KEY = "moderation:helplines"


@dataclass(frozen=True)
class HelplineCard:
    key: str
    name: str
    number: str
    url: str
    audience: str
    hours: str
    cost: str

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
class HelpNowPage:
    helplines: list[HelplineCard]


def help_now_page() -> HelpNowPage:
    """At most one query."""
    return HelpNowPage(helplines=_current_cards())


def help_strip() -> list[StripLine]:
    """The few lines under every page that can be dialled. At most one query, mostly none."""
    dialled = [card for card in _current_cards() if card.number][:HELP_STRIP_LENGTH]
    return [StripLine(card.name, card.number, card.tel) for card in dialled]


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
    )
