"""What a new member may not do yet, what nobody may do, and the first posts as the theme wants them."""

import re
from urllib.parse import urlsplit

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Member
from accounts.policies import roles_of
from community.models import FirstPosts, Theme
from community.policies import is_new_here
from core.screening import Finding, Submission, Verdict
from moderation.limits import LINKS, LINKS_OF_NEWCOMER, MENTIONS, MENTIONS_OF_NEWCOMER

POSTS = frozenset({"question", "answer", "comment"})
TRUSTED_SITES = (
    "overheid.nl", "rijksoverheid.nl", "belastingdienst.nl", "toeslagen.nl", "uwv.nl", "svb.nl", "duo.nl",
    "nibud.nl", "geldfit.nl", "juridischloket.nl", "113.nl", "veiligthuis.nl", "mantelzorg.nl",
    "voedselbank.nl", "government.nl", "gemeente.nl",
)  # fmt: skip
"""Sites to which a newcomer may link like anybody else."""

_LINK = re.compile(r"https?://[^\s<>()\[\]]+|(?<![\w.@/])www\.[^\s<>()\[\]]+", re.IGNORECASE)
_MENTION = re.compile(r"(?<![\w@/.])@([a-z0-9][a-z0-9_-]{2,20})", re.IGNORECASE)


def look_at_newcomer(submission: Submission) -> list[Finding]:
    """At most three queries; none for an edit with few links and mentions."""
    if submission.place not in POSTS:
        return []
    links = sum(not _is_trusted(link) for link in _LINK.findall(submission.text))
    mentions = len({handle.lower() for handle in _MENTION.findall(submission.text)})
    if submission.replaces is not None and links == 0 and mentions <= MENTIONS_OF_NEWCOMER:
        return []
    author = Member.objects.with_standing().filter(pk=submission.author_id).first()
    if author is None:
        return []
    if not is_new_here(author):
        return _too_many_mentions(mentions, MENTIONS) + _many_links(links)
    findings = _too_many_mentions(mentions, MENTIONS_OF_NEWCOMER) + _links_of_newcomer(links)
    return findings if submission.replaces is not None else findings + _first_post(submission.theme)


def has_role(member_id: int) -> bool:
    """Whether the member helps here in a role. One query."""
    member = Member.objects.with_standing().filter(pk=member_id).first()
    return member is not None and bool(roles_of(member))


def _too_many_mentions(mentions: int, most: int) -> list[Finding]:
    if mentions <= most:
        return []
    sentence = ngettext(
        "Je noemt veel mensen tegelijk. Noem er ten hoogste %(n)d.",
        "Je noemt veel mensen tegelijk. Noem er ten hoogste %(n)d.",
        most,
    ) % {"n": most}
    return [Finding("spam.mentions", Verdict.BLOCK, sentence)]


def _many_links(links: int) -> list[Finding]:
    if links <= LINKS:
        return []
    return [Finding("spam.links", Verdict.HOLD, _("Er staan veel links in. Een moderator leest het eerst."))]


def _links_of_newcomer(links: int) -> list[Finding]:
    """None: fine; a few: a person looks; more: refused."""
    if links > LINKS_OF_NEWCOMER:
        sentence = _("Je bent hier nieuw. Zet ten hoogste %(n)d links in je bericht.") % {
            "n": LINKS_OF_NEWCOMER
        }
        return [Finding("spam.links", Verdict.BLOCK, sentence)]
    if links:
        sentence = _("Je bent hier nieuw en er staat een link in. Een moderator leest het eerst.")
        return [Finding("spam.links", Verdict.HOLD, sentence)]
    return []


def _first_post(theme: str) -> list[Finding]:
    setting = Theme.objects.filter(slug=theme).values_list("first_posts", flat=True).first()
    if setting == FirstPosts.HELD:
        sentence = _("Je bent hier nieuw. Een moderator leest je bericht eerst.")
        return [Finding("newcomer.held", Verdict.HOLD, sentence)]
    if setting == FirstPosts.WATCHED:
        return [Finding("newcomer.watched", Verdict.PUBLISH, "")]
    return []


def _is_trusted(link: str) -> bool:
    """The site itself or a part of it; "valse-overheid.nl" is not "overheid.nl"."""
    try:
        host = urlsplit(link if "//" in link else f"https://{link}").hostname or ""
    except ValueError:
        return False
    return any(host == site or host.endswith(f".{site}") for site in TRUSTED_SITES)
