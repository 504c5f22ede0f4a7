"""Tags for every template: icons, avatars, moments, stored posts and links to the same list."""

import json
import uuid
import zlib
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from django import template
from django.template import Context
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from lucide import IconDoesNotExist
from lucide.templatetags.lucide import lucide

register = template.Library()

AVATAR_COLOURS = 7
"""avatar.css has a pair of colours for each of avatar--0 … avatar--6."""

UNKNOWN_ICON = "message-circle"

_IN_DATA_BLOCK = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}

WEEK = 7
"""For so many days a weekday says more than a date."""


@register.simple_tag
@lru_cache(maxsize=512)
def icon(name: str, label: str = "") -> SafeString:
    """A drawing from the Lucide set. Without `label` it is decoration, and silent for screen readers."""
    meaning = {"role": "img", "aria-label": str(label)} if label else {"aria-hidden": "true"}
    try:
        drawing = lucide(str(name), size=20, **{"class": "icon"}, **meaning)
    except IconDoesNotExist:
        # An administrator types the name of a theme's icon; a slip must not take the page away.
        drawing = lucide(UNKNOWN_ICON, size=20, **{"class": "icon"}, **meaning)
    return mark_safe(drawing)


@register.simple_tag
def avatar(handle: str, name: str = "", size: str = "") -> SafeString:
    """The first letter of a name on a colour that belongs to the handle; without a handle a question mark."""
    colour = str(zlib.crc32(handle.lower().encode()) % AVATAR_COLOURS) if handle else "anonymous"
    letter = (name or handle)[:1].upper() if handle else "?"
    look = f"avatar avatar--{colour}" + (f" avatar--{size}" if size else "")
    return format_html('<span class="{}" aria-hidden="true">{}</span>', look, letter)


@register.filter(name="clock")
def clock_text(value: datetime) -> str:
    """Such as: 20.14 uur."""
    return _("%(time)s uur") % {
        "time": date_format(timezone.localtime(value), pgettext("format of a time of day", "H.i"))
    }


@register.filter(name="hour")
def hour_text(value: datetime) -> str:
    """Such as: 20.14, for where the word for it does not fit."""
    return date_format(timezone.localtime(value), pgettext("format of a time of day", "H.i"))


@register.filter(name="weekday_hour")
def weekday_hour_text(value: datetime) -> str:
    """Such as: dinsdag 20.14."""
    return date_format(timezone.localtime(value), pgettext("format of a weekday and time", "l H.i"))


@register.filter(name="day")
def day_text(value: datetime | date | None) -> str:
    """Such as: 3 maart 2026."""
    if value is None:
        return ""
    day = timezone.localtime(value).date() if isinstance(value, datetime) else value
    return date_format(day, pgettext("format of a date", "j F Y"))


@register.filter(name="moment")
def moment_text(value: datetime | None) -> str:
    """Such as: vandaag 20.14 uur; dinsdag 20.14 uur in the last six days; before that 3 maart 2026."""
    if value is None:
        return ""
    local = timezone.localtime(value)
    days_ago = (timezone.localdate() - local.date()).days
    if days_ago == 0:
        return _("vandaag %(time)s") % {"time": clock_text(value)}
    if days_ago == 1:
        return _("gisteren %(time)s") % {"time": clock_text(value)}
    if 0 < days_ago < WEEK:
        return f"{date_format(local, 'l')} {clock_text(value)}"
    return day_text(value)


@register.filter(name="coming")
def coming_text(value: datetime) -> str:
    """A moment that is still to come: "vandaag om 14.00 uur", "morgen om …", "woensdag 25 november om …"."""
    local = timezone.localtime(value)
    days = (local.date() - timezone.localdate()).days
    words = {"time": clock_text(value)}
    if days == 0:
        return _("vandaag om %(time)s") % words
    if days == 1:
        return _("morgen om %(time)s") % words
    day = date_format(local, pgettext("format of a day to come", "l j F"))
    return _("%(day)s om %(time)s") % {"day": day, **words}


@register.simple_tag(name="moment")
def moment_tag(value: datetime) -> SafeString:
    """A moment in words for people, and to the second for machines."""
    return format_html(
        '<time datetime="{}">{}</time>', value.isoformat(timespec="seconds"), moment_text(value)
    )


@register.filter(name="span")
def span_text(value: timedelta) -> str:
    """A length of time in the largest unit that says enough: "48 minuten", "2 uur", "3 dagen"."""
    minutes = max(1, round(value.total_seconds() / 60))
    if minutes < 60:
        return ngettext("%(n)d minuut", "%(n)d minuten", minutes) % {"n": minutes}
    hours = round(minutes / 60)
    if hours < 24:
        return ngettext("%(n)d uur", "%(n)d uur", hours) % {"n": hours}
    days = round(hours / 24)
    return ngettext("%(n)d dag", "%(n)d dagen", days) % {"n": days}


@register.filter(name="since")
def since_text(value: datetime) -> str:
    """How long ago something happened, as a length of time."""
    return span_text(timezone.now() - value)


@register.simple_tag
def post_html(post: Any) -> SafeString:
    """The stored HTML of a post: rendered and sanitised when it was written, see `core.text`."""
    return mark_safe(str(post.body_html))


@register.simple_tag
def json_ld(data: dict[str, Any], nonce: str) -> SafeString:
    """Structured data for search engines: a data block, which no browser runs. Text in it cannot end it."""
    written = json.dumps(data, ensure_ascii=False).translate(_IN_DATA_BLOCK)
    return format_html(
        '<script type="application/ld+json" nonce="{}">{}</script>', str(nonce), mark_safe(written)
    )


@register.simple_tag(takes_context=True)
def query_with(context: Context, **changes: Any) -> str:
    """The query string of this page with some values changed; an empty value takes its name away."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        if value in (None, ""):
            query.pop(name, None)
        else:
            query[name] = str(value)
    return f"?{query.urlencode()}"


@register.filter(name="after")
def after_text(value: datetime, start: datetime) -> str:
    """When something followed on something else: "na 48 minuten" within two days, later the moment itself."""
    length = value - start
    if length >= timedelta(days=2):
        return moment_text(value)
    return _("na %(span)s") % {"span": span_text(length)}


@register.simple_tag
def new_key() -> str:
    """A fresh key for a form: sent twice, the form still makes one post."""
    return str(uuid.uuid4())
