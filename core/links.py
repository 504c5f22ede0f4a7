"""Which addresses a member's text may link to, and which site a link really leads to."""

import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import SplitResult, quote, urlsplit

import idna
from django.conf import settings

MAX_HREF = 2_000

EXTERNAL_REL = "nofollow ugc noopener noreferrer"

# Browsers drop or re-read these inside an address, so that it leads elsewhere than it seems to.
_DECEPTIVE = re.compile(
    r"[\x00-\x20\x7f-\xa0\\<>\"`\u00ad\u200b-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff]"
)
_OTHER_SITE_IN_DISGUISE = re.compile(r"/(?:/|%2f|%5c)", re.IGNORECASE)
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_MAIL_ADDRESS = re.compile(r"[a-z0-9._+-]{1,64}@(?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,63}", re.IGNORECASE)
_PUBLIC_HOST = re.compile(r"(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?\.)+(?:xn--[a-z0-9-]{2,59}|[a-z]{2,63})")
_HOST_LIKE = re.compile(r"(?<![\w-])[\w-]++(?:\.[\w-]++)++")


@dataclass(frozen=True)
class Target:
    """An address that may be linked to. `host` is ASCII and empty for mail and for our own pages."""

    href: str
    host: str = ""


def judge(href: str) -> Target | None:
    """The address to link to, or None when the text has to stay without a link.

    Allowed are http and https to a public host name, mail addresses, and paths on this site. An
    absolute address of this site becomes a path. Raises nothing, whatever the input.
    """
    if not href or len(href) > MAX_HREF or _DECEPTIVE.search(href):
        return None
    if href.startswith("/"):
        return _judge_path(href)
    scheme = _SCHEME.match(href)
    if scheme is None:
        return None
    if scheme[1].lower() == "mailto":
        return _judge_mail(href[scheme.end() :])
    if scheme[1].lower() in {"http", "https"}:
        return _judge_web(href)
    return None


def _judge_path(path: str) -> Target | None:
    return None if _OTHER_SITE_IN_DISGUISE.match(path) else Target(_encoded(path))


def _judge_mail(rest: str) -> Target | None:
    address = rest.partition("?")[0]
    return Target(f"mailto:{address}") if _MAIL_ADDRESS.fullmatch(address) else None


def _judge_web(href: str) -> Target | None:
    try:
        parts = urlsplit(href)
        port = parts.port
    except ValueError:
        return None
    if not href[len(parts.scheme) :].startswith("://") or "@" in parts.netloc:
        return None
    if _is_own(parts):
        return _judge_path((parts.path or "/") + _tail(parts))
    host = ascii_host(parts.hostname or "")
    if host is None:
        return None
    place = host if port is None else f"{host}:{port}"
    return Target(f"{parts.scheme}://{place}{_encoded(parts.path + _tail(parts))}", host)


def _is_own(parts: SplitResult) -> bool:
    own = urlsplit(settings.SITE_URL)
    return (parts.scheme, parts.netloc.lower()) == (own.scheme, own.netloc.lower())


def _tail(parts: SplitResult) -> str:
    query = f"?{parts.query}" if parts.query else ""
    return query + (f"#{parts.fragment}" if parts.fragment else "")


def _encoded(text: str) -> str:
    """Percent-encodes what is not ASCII, and nothing else, so that a second time changes nothing."""
    return "".join(letter if letter.isascii() else quote(letter, errors="replace") for letter in text)


def ascii_host(host: str) -> str | None:
    """The host as the network knows it (`xn--…`), or None when it is not a public host name.

    Numbers, one-word names and bracketed addresses are not public: they lead into somebody's own
    network or hide where they lead.
    """
    name = host.rstrip(".").lower()
    if not name.isascii():
        try:
            name = idna.encode(name, uts46=True).decode("ascii")
        except UnicodeError:
            return None
    return name if len(name) <= 253 and _PUBLIC_HOST.fullmatch(name) else None


def shown_hosts(text: str) -> list[str]:
    """Everything in a link's text that reads like the name of a site; initials and amounts do not."""
    folded = unicodedata.normalize("NFKC", text[:MAX_HREF]).lower()
    found = (match[0] for match in _HOST_LIKE.finditer(folded))
    return [name for name in found if len(top := name.rpartition(".")[2]) > 1 and not top.isdigit()]


def hides_host(text: str, host: str) -> bool:
    """Whether a link's text names another site than the one it leads to, or spells it deceptively."""
    shown = shown_hosts(text)
    if any("xn--" in label for label in host.split(".")):
        return host not in shown
    return any(not _same_site(name, host) for name in shown)


def _same_site(name: str, host: str) -> bool:
    name, host = name.removeprefix("www."), host.removeprefix("www.")
    return host == name or host.endswith(f".{name}")
