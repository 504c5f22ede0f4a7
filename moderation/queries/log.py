"""The log as a page, for moderators and administrators."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Member, Role
from accounts.policies import Viewer
from community.models import ActKind
from core.paging import keyset_page
from moderation.models import LogEntry, LogHead, Measure, Outcome, Step
from moderation.policies import can_moderate, can_read_log

LOG_PAGE = 50


@dataclass(frozen=True)
class LogLine:
    """`who` did `what`, about `about`; `url` is where that is, for a reader who may go there."""

    entry: LogEntry
    who: str
    what: str
    about: str
    url: str


@dataclass(frozen=True)
class LogPage:
    """`head` is the end of the chain: who notes it elsewhere can see later that nothing before it changed."""

    lines: list[LogLine]
    head: LogHead
    next_cursor: str | None


def log_page(viewer: Viewer, *, cursor: str) -> LogPage:
    """The newest first. Three queries. Raises `NotFound` for others, `OutOfDate`."""
    can_read_log(viewer).require()
    page = keyset_page(
        LogEntry.objects.all(), list_name="log", order=("-number",), cursor=cursor, size=LOG_PAGE
    )
    names = _names(page.items)
    moderates = bool(can_moderate(viewer))
    return LogPage(
        lines=[_line(entry, names, moderates=moderates) for entry in page.items],
        head=LogHead.objects.filter(pk=1).first() or LogHead(),
        next_cursor=page.next_cursor,
    )


def _names(entries: Sequence[LogEntry]) -> dict[int, str]:
    """Of who did something, and to whom."""
    ids = {entry.actor_id for entry in entries if entry.actor_id is not None}
    ids |= {pk for kind, pk in map(_thing, entries) if kind == "member"}
    return dict(Member.objects.filter(pk__in=ids).values_list("pk", "name"))


def _line(entry: LogEntry, names: dict[int, str], *, moderates: bool) -> LogLine:
    kind, pk = _thing(entry)
    return LogLine(
        entry=entry,
        who=names.get(entry.actor_id or 0, _("Peerplein zelf")),
        what=_what(entry),
        about=names.get(pk, "") if kind == "member" else _about(kind, pk),
        url=_url(kind, pk, moderates=moderates),
    )


def _thing(entry: LogEntry) -> tuple[str, int]:
    kind, _colon, pk = entry.thing.partition(":")
    return kind, int(pk) if pk.isdigit() else 0


def _what(entry: LogEntry) -> str:
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
        "thread_moderated": _("werkte aan een vraag"),
        "thread_undone": _("maakte werk aan een vraag ongedaan"),
        "highlighted": _("lichtte een antwoord uit"),
        "highlight_ended": _("beëindigde een uitlichting"),
        "setting_added": _("voegde bij beheer iets toe"),
        "setting_changed": _("veranderde iets bij beheer"),
        "setting_removed": _("haalde bij beheer iets weg"),
        "room_made": _("maakte een gesprek"),
        "room_closed": _("sloot een gesprek"),
        "room_reopened": _("opende een gesprek weer"),
        "room_slowed": _("veranderde de rustige stand van een gesprek"),
        "room_audience": _("veranderde wie een gesprek kan lezen"),
        "room_unmuted": _("liet iemand weer schrijven in een gesprek"),
        "office_planned": _("plande een spreekuur"),
        "office_changed": _("veranderde een spreekuur"),
        "office_cancelled": _("zegde een spreekuur af"),
    }
    details = _details(entry)
    sentence = str(words.get(entry.what, entry.what))
    return f"{sentence}: {details}" if details else sentence


def _details(entry: LogEntry) -> str:
    """Words for the choices that stand in the details; everything else there is a number."""
    said = entry.details
    match entry.what:
        case "decided":
            measure, step = said.get("measure", ""), said.get("step", "none")
            words = [_label(Measure, measure)] if measure != "none" or step == "none" else []
            return " + ".join([*words, *([_label(Step, step)] if step != "none" else [])])
        case "appeal_decided":
            return _label(Outcome, said.get("outcome", ""))
        case "role_granted" | "role_revoked":
            return " · ".join(filter(None, [_label(Role, said.get("role", "")), said.get("scope", "")]))
        case "thread_moderated" | "thread_undone":
            return _label(ActKind, said.get("kind", ""))
    return ""


def _label(choices: type[Measure | Step | Outcome | Role | ActKind], value: str) -> str:
    """A value that the code no longer knows is shown as it stands: the log outlives the code."""
    return str(choices(value).label).lower() if value in choices.values else value


def _about(kind: str, pk: int) -> str:
    words: dict[str, Callable[[], str]] = {
        "case": lambda: _("zaak %(n)d"),
        "appeal": lambda: _("bezwaar %(n)d"),
        "question": lambda: _("vraag %(n)d"),
        "answer": lambda: _("antwoord %(n)d"),
        "comment": lambda: _("reactie %(n)d"),
        "message": lambda: _("bericht %(n)d"),
        "rules": lambda: _("versie %(n)d"),
        "rules_comment": lambda: _("reactie %(n)d"),
        "room": lambda: _("gesprek %(n)d"),
        "office_hour": lambda: _("spreekuur %(n)d"),
        "theme": lambda: _("thema %(n)d"),
        "helpline": lambda: _("hulplijn %(n)d"),
        "danger_rule": lambda: _("regel %(n)d"),
        "duty_shift": lambda: _("dienst %(n)d"),
        "duty_change": lambda: _("dienst %(n)d"),
    }
    if kind in words:
        return words[kind]() % {"n": pk}
    return f"{kind} {pk}" if pk else kind


def _url(kind: str, pk: int, *, moderates: bool) -> str:
    """Cases and appeals are the moderators'; the rest is for whoever reads the log."""
    if not pk:
        return ""
    if kind in ("case", "appeal"):
        return reverse(f"moderation:{kind}", args=[pk]) if moderates else ""
    return reverse("moderation:rules-version", args=[pk]) if kind == "rules" else ""
