"""What members read about decisions: their letters, their reports, their appeals."""

from dataclasses import dataclass
from datetime import datetime

from accounts.models import Member
from accounts.policies import Viewer
from core.errors import NotFound
from core.policy import Decision as Permission
from moderation.models import Appeal, Decision, Outcome, Report, ShieldedView
from moderation.policies import can_appeal, can_appeal_report, can_decide_appeal, visible_appeals
from moderation.reasons import outcome_words, undone_words, what_was_done
from moderation.targets import TargetKind, kind_of, registered

LETTERS_SHOWN = 100


@dataclass(frozen=True)
class LetterPage:
    """`undone` is what an appeal that was right gave back."""

    decision: Decision
    done: str
    paragraphs: list[str]
    kind: TargetKind
    appeal: Appeal | None
    undone: list[str]
    can_appeal: Permission


@dataclass(frozen=True)
class LetterRow:
    decision: Decision
    done: str
    about: str
    appeal: Appeal | None


@dataclass(frozen=True)
class MyReportPage:
    """`decision` is None while nobody has decided; `again` says what was decided after an appeal that was
    right, at `again_at`."""

    report: Report
    about: str
    outcome: str
    decision: Decision | None
    appeal: Appeal | None
    can_appeal: Permission | None
    again: str = ""
    again_at: datetime | None = None


@dataclass(frozen=True)
class AppealPage:
    appeal: Appeal
    decision: Decision
    done: str
    words: dict[str, str]
    can_decide: Permission


def letter_page(member: Member, *, decision_id: int) -> LetterPage:
    """Two queries, one more after an appeal that was right. Raises `NotFound` for what is not about the
    member."""
    decision = (
        Decision.objects.filter(pk=decision_id, member=member).select_related("case", "rule__version").first()
    )
    if decision is None or not decision.letter:
        raise NotFound
    appeal = Appeal.objects.filter(decision=decision, report=None).first()
    return LetterPage(
        decision=decision,
        done=what_was_done(decision),
        paragraphs=decision.letter.split("\n\n"),
        kind=kind_of(decision.case.target_kind),
        appeal=appeal,
        undone=_undone(decision) if appeal is not None and appeal.outcome == Outcome.REVERSED else [],
        can_appeal=can_appeal(member, decision),
    )


def letter_about(member: Member, *, kind: str, target_id: int) -> int:
    """The newest letter about one thing. One query. Raises `NotFound`."""
    decisions = Decision.objects.filter(member=member, case__target_kind=kind, case__target_id=target_id)
    newest = decisions.exclude(letter="").order_by("-decided_at").values_list("pk", flat=True).first()
    if newest is None:
        raise NotFound
    return newest


def my_letters(member: Member) -> list[LetterRow]:
    """Every decision about the member, the newest first. Two queries."""
    decisions = list(
        Decision.objects.filter(member=member)
        .exclude(letter="")
        .select_related("case")
        .order_by("-decided_at")[:LETTERS_SHOWN]
    )
    appeals = {a.decision_id: a for a in Appeal.objects.filter(decision__in=decisions, report=None)}
    return [
        LetterRow(d, what_was_done(d), str(kind_of(d.case.target_kind).label), appeals.get(d.pk))
        for d in decisions
    ]


def my_report(report_id: int | None) -> MyReportPage:
    """For whoever holds the signed link. Three queries, four after an appeal. Raises `NotFound`."""
    report = Report.objects.filter(pk=report_id).select_related("case").first() if report_id else None
    if report is None:
        raise NotFound
    decision = report.decision
    appeal = Appeal.objects.filter(report=report).select_related("decision__case").first()
    again = appeal.decided_again if appeal is not None else None
    return MyReportPage(
        report=report,
        about=str(kind_of(report.case.target_kind).label),
        outcome=outcome_words(decision.measure) if decision else "",
        decision=decision,
        appeal=appeal,
        can_appeal=can_appeal_report(decision) if decision and appeal is None else None,
        again=outcome_words(again.measure) if again else "",
        again_at=again.decided_at if again else None,
    )


def appeals_to_decide(viewer: Viewer) -> list[AppealPage]:
    """Open appeals of the viewer's themes, the longest waiting first. Three queries and one per appeal."""
    appeals = visible_appeals(viewer).open().select_related(*_WITH).order_by("due_at")[:LETTERS_SHOWN]
    return [_appeal_page(viewer, appeal) for appeal in appeals]


def appeal_page(viewer: Viewer, *, appeal_id: int) -> AppealPage:
    """Three queries. Raises `NotFound`."""
    appeal = visible_appeals(viewer).select_related(*_WITH).filter(pk=appeal_id).first()
    if appeal is None:
        raise NotFound
    return _appeal_page(viewer, appeal)


def who_looked(member: Member) -> list[tuple[ShieldedView, str]]:
    """Who of the staff looked at shielded things of the member, and at what. One query."""
    views = ShieldedView.objects.filter(owner=member).select_related("viewer").order_by("-first_at")
    kinds = registered()
    return [
        (view, str(kinds[view.target_kind].label if view.target_kind in kinds else view.target_kind))
        for view in views[:LETTERS_SHOWN]
    ]


def _undone(decision: Decision) -> list[str]:
    case = decision.case
    thing = kind_of(case.target_kind).find(case.target_id)
    return undone_words(decision, stands=thing is not None and thing.state == "published")


_WITH = (
    "decision__case",
    "decision__rule",
    "decision__decided_by",
    "decision__snapshot",
    "decided_by",
    "report",
)


def _appeal_page(viewer: Viewer, appeal: Appeal) -> AppealPage:
    decision = appeal.decision
    return AppealPage(
        appeal=appeal,
        decision=decision,
        done=what_was_done(decision),
        words=decision.snapshot.words,
        can_decide=can_decide_appeal(viewer, appeal),
    )
