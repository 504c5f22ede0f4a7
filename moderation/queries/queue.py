"""The queue: everything that waits for a moderator, in one list."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.policies import Viewer
from core.policy import hide
from moderation.limits import QUEUE_SIZE
from moderation.models import Alert, Case, CaseSnapshot, Origin
from moderation.models.case import CaseQuerySet
from moderation.policies import can_moderate, visible_appeals, visible_cases
from moderation.queries.alerts import open_alerts
from moderation.reasons import priority_words
from moderation.targets import kind_of

EXCERPT = 160


@dataclass(frozen=True)
class QueueRow:
    """`claimed_by` is empty when nobody looks at it now, or when the viewer does (then `is_yours`).

    `alert` is there while nobody took it up.
    """

    case: Case
    kind: str
    title: str
    excerpt: str
    why: str
    claimed_by: str
    is_yours: bool
    alert: Alert | None


@dataclass(frozen=True)
class Filter:
    name: str
    label: str
    count: int
    current: bool

    @property
    def url(self) -> str:
        return f"?show={self.name}"


@dataclass(frozen=True)
class QueuePage:
    rows: list[QueueRow]
    filters: list[Filter]
    show: str
    appeals: int
    more: bool


FILTERS: dict[str, Q] = {
    "all": Q(),
    "danger": Q(origin=Origin.DANGER) | Q(priority_reason__startswith="danger"),
    "reports": Q(report_count__gt=0),
    "held": Q(origin__in=(Origin.SCREENING, Origin.FIRST_POST)),
    "members": Q(target_kind="member"),
    "chat": Q(target_kind="message"),
}


def queue_page(viewer: Viewer, *, show: str) -> QueuePage:
    """The most pressing first; an unknown filter shows all. Ten queries however many cases.

    Raises `NotFound` for who does not moderate.
    """
    if not can_moderate(viewer):
        hide().require()
    show = show if show in FILTERS else "all"
    waiting = visible_cases(viewer).open()
    cases = list(
        waiting.filter(FILTERS[show]).select_related("claimed_by").most_pressing_first()[: QUEUE_SIZE + 1]
    )
    return QueuePage(
        rows=_rows(viewer, cases[:QUEUE_SIZE]),
        filters=_filters(waiting, show),
        show=show,
        appeals=visible_appeals(viewer).open().count(),
        more=len(cases) > QUEUE_SIZE,
    )


def next_case(viewer: Viewer, *, besides: int) -> int | None:
    """The most pressing case that nobody else looks at; None when the queue is empty. One query."""
    for case in visible_cases(viewer).open().exclude(pk=besides).most_pressing_first()[:QUEUE_SIZE]:
        if not case.is_claimed or case.claimed_by_id == viewer.pk:
            return case.pk
    return None


def _rows(viewer: Viewer, cases: Iterable[Case]) -> list[QueueRow]:
    cases = list(cases)
    words, alerts = _newest_words(cases), open_alerts(cases)
    return [_row(viewer, case, words.get(case.pk, {}), alerts.get(case.pk)) for case in cases]


def _row(viewer: Viewer, case: Case, words: dict[str, str], alert: Alert | None) -> QueueRow:
    yours = case.is_claimed and case.claimed_by_id == viewer.pk
    text = " ".join(words.get("body", next(iter(words.values()), "")).split())
    return QueueRow(
        case=case,
        kind=str(kind_of(case.target_kind).label),
        title=words.get("title") or words.get("name") or "",
        excerpt=text if len(text) <= EXCERPT else f"{text[:EXCERPT].rsplit(' ', 1)[0]} …",
        why=priority_words(case.priority_reason),
        claimed_by=case.claimed_by.name if case.is_claimed and case.claimed_by and not yours else "",
        is_yours=yours,
        alert=alert,
    )


def _newest_words(cases: list[Case]) -> dict[int, dict[str, str]]:
    snapshots = CaseSnapshot.objects.filter(case__in=cases).order_by("pk")
    return {snapshot.case_id: snapshot.words for snapshot in snapshots}


def _filters(waiting: CaseQuerySet, show: str) -> list[Filter]:
    labels = {
        "all": _("Alles"),
        "danger": _("Gevaar"),
        "reports": _("Meldingen"),
        "held": _("Wacht op plaatsing"),
        "members": _("Deelnemers"),
        "chat": _("Gesprekken"),
    }
    counts = Counter({name: waiting.filter(rule).count() for name, rule in FILTERS.items()})
    return [Filter(name, label, counts[name], name == show) for name, label in labels.items()]
