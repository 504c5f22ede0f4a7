"""What every template may ask about help."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from core.help import take_offer
from moderation.queries import helplines


def help_strip(request: HttpRequest) -> dict[str, Any]:
    """Costs nothing on a page without the strip."""
    return {"help_strip": SimpleLazyObject(helplines.help_strip)}


def help_panel(request: HttpRequest) -> dict[str, Any]:
    """The panel that was offered to this reader, on one page. No query without an offer."""
    return {"help_panel": SimpleLazyObject(lambda: helplines.help_panel(take_offer(request)))}
