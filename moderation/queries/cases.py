"""One case: everything that a moderator needs to decide about it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import Member
from accounts.policies import Viewer
from community.queries.history import FieldDiff, diff_fields
from core.errors import NotFound
from core.policy import Decision as Permission
from moderation.limits import HISTORY_SIZE
from moderation.models import Case, CaseSnapshot, Decision, Report, Rule, RulesVersion, Sanction
from moderation.policies import can_decide_case, visible_cases
from moderation.queries.alerts import AlertLine, alerts_of_case
from moderation.reasons import priority_words, what_was_done
from moderation.targets import Neighbour, TargetKind, Thing, find, kind_of


@dataclass(frozen=True)
class ShownReport:
    """A report without who made it: only whether it is somebody who looks after the theme."""

    reference: str
    reason: str
    explanation: str
    trusted: bool
    received_at: datetime


@dataclass(frozen=True)
class PastDecision:
    decision: Decision
    done: str
    rule: str


@dataclass(frozen=True)
class History:
    """What a moderator should know of the author; an anonymous asker keeps no name."""

    name: str
    handle: str
    joined_at: datetime | None
    decisions: list[PastDecision]
    warnings: int


@dataclass(frozen=True)
class CasePage:
    """`diffs` is what changed since the first report, per field that changed."""

    case: Case
    thing: Thing
    kind: TargetKind
    why: str
    can_decide: Permission
    reports: list[ShownReport]
    reasons: dict[str, int]
    around: Sequence[Neighbour]
    history: History
    decided: list[PastDecision]
    diffs: list[FieldDiff]
    claimed_by: str
    alerts: list[AlertLine]


def case_page(viewer: Viewer, *, case_id: int) -> CasePage:
    """At most seventeen queries. Raises `NotFound`."""
    case = visible_cases(viewer).select_related("claimed_by", "author").filter(pk=case_id).first()
    if case is None:
        raise NotFound
    thing = find(case.target_kind, case.target_id)
    kind = kind_of(case.target_kind)
    reports = list(Report.objects.filter(case=case).order_by("-trusted", "received_at"))
    others = case.is_claimed and case.claimed_by_id != viewer.pk
    return CasePage(
        case=case,
        thing=thing,
        kind=kind,
        why=priority_words(case.priority_reason),
        can_decide=can_decide_case(viewer, case),
        reports=[_shown(report) for report in reports],
        reasons=dict(Counter(report.reason for report in reports)),
        around=kind.around(thing),
        history=_history(case, thing),
        decided=_past(Decision.objects.filter(case=case)),
        diffs=_since_the_first(case, thing),
        claimed_by=case.claimed_by.name if others and case.claimed_by else "",
        alerts=alerts_of_case(viewer, case),
    )


def rules_for_form() -> list[Rule]:
    """The rules in force, by number. Two queries."""
    version = RulesVersion.objects.in_force().first()
    return list(Rule.objects.filter(version=version).order_by("number")) if version else []


def difference_since(case_id: int, *, version: int) -> list[FieldDiff]:
    """What changed between the version that a moderator read and the thing as it stands."""
    case = Case.objects.get(pk=case_id)
    read = CaseSnapshot.objects.filter(case=case, version=version).first()
    thing = find(case.target_kind, case.target_id)
    return diff_fields(read.words if read else {}, dict(thing.words))


def _shown(report: Report) -> ShownReport:
    return ShownReport(
        reference=report.reference,
        reason=report.get_reason_display(),
        explanation=report.explanation,
        trusted=report.trusted,
        received_at=report.received_at,
    )


def _history(case: Case, thing: Thing) -> History:
    author: Member | None = case.author
    about = Decision.objects.filter(member=author).exclude(case=case) if author else Decision.objects.none()
    hidden = author is None or thing.anonymous
    return History(
        name=_("Anonieme bewoner") if author is None or hidden else author.name,
        handle="" if author is None or hidden else author.handle,
        joined_at=author.joined_at if author else None,
        decisions=_past(about.restricting()),
        warnings=Sanction.objects.standing().filter(member=author).count() if author else 0,
    )


def _past(decisions: QuerySet[Decision]) -> list[PastDecision]:
    rows = decisions.select_related("rule", "decided_by", "case").order_by("-decided_at")[:HISTORY_SIZE]
    return [
        PastDecision(decision=row, done=what_was_done(row), rule=str(row.rule) if row.rule else "")
        for row in rows
    ]


def _since_the_first(case: Case, thing: Thing) -> list[FieldDiff]:
    first = CaseSnapshot.objects.filter(case=case).order_by("pk").first()
    if first is None or first.version == thing.version:
        return []
    return diff_fields(first.words, dict(thing.words))
