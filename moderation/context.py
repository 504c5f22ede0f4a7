"""What every template may ask about help."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from moderation.queries import helplines


def help_strip(request: HttpRequest) -> dict[str, Any]:
    """Costs nothing on a page without the strip."""
    return {"help_strip": SimpleLazyObject(helplines.help_strip)}
