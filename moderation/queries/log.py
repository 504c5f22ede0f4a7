"""The log as a page, for moderators and administrators."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.models import Member
from accounts.policies import Viewer
from core.paging import keyset_page
from moderation.models import LogEntry
from moderation.policies import can_read_log

LOG_PAGE = 50


@dataclass(frozen=True)
class LogLine:
    entry: LogEntry
    who: str
    what: str


@dataclass(frozen=True)
class LogPage:
    lines: list[LogLine]
    next_cursor: str | None


def log_page(viewer: Viewer, *, cursor: str) -> LogPage:
    """The newest first. Two queries. Raises `NotFound` for others, `OutOfDate`."""
    can_read_log(viewer).require()
    page = keyset_page(
        LogEntry.objects.all(), list_name="log", order=("-number",), cursor=cursor, size=LOG_PAGE
    )
    actors = {entry.actor_id for entry in page.items if entry.actor_id is not None}
    names = dict(Member.objects.filter(pk__in=actors).values_list("pk", "name"))
    lines = [
        LogLine(entry, names.get(entry.actor_id or 0, _("Peerplein zelf")), _what(entry.what))
        for entry in page.items
    ]
    return LogPage(lines=lines, next_cursor=page.next_cursor)


def _what(what: str) -> str:
    words = {
        "decided": _("nam een besluit"),
        "appeal_decided": _("besliste over een bezwaar"),
        "case_opened": _("begon een zaak"),
        "looked": _("bekeek iets dat afgeschermd is"),
        "looked_at_many": _("bekeek in korte tijd veel"),
        "role_granted": _("gaf een rol"),
        "role_revoked": _("trok een rol in"),
        "danger_rule_changed": _("veranderde een regel van het vangnet"),
        "rules_announced": _("kondigde huisregels aan"),
        "rules_withdrawn": _("trok aangekondigde huisregels in"),
        "rules_began": _("liet nieuwe huisregels ingaan"),
        "rules_comment_answered": _("antwoordde op een reactie bij de huisregels"),
        "alert_climbed": _("gaf een alarm door"),
        "alert_taken": _("pakte een alarm op"),
        "alert_given_back": _("gaf een alarm terug"),
        "roster_changed": _("veranderde het rooster"),
        "alert_times_changed": _("veranderde de tijden van een alarm"),
    }
    return words.get(what, what)
