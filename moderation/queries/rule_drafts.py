"""The house rules as the administrators' work: what holds, what is announced, what is being written."""

from dataclasses import dataclass

from accounts.policies import Viewer, can_administer
from core.errors import NotFound
from moderation.models import Rule, RulesComment, RulesVersion
from moderation.queries.rules import RuleDiff, difference_page

COMMENTS_SHOWN = 200


@dataclass(frozen=True)
class ManagePage:
    """`comments` are those on the announced version, unanswered ones first."""

    current: RulesVersion | None
    announced: RulesVersion | None
    draft: RulesVersion | None
    comments: list[RulesComment]
    unanswered: int
    versions: list[RulesVersion]


@dataclass(frozen=True)
class DraftPage:
    """`diffs` is what is different from what holds, `moved` which rules only get another number."""

    draft: RulesVersion
    rules: list[Rule]
    current: RulesVersion | None
    announced: RulesVersion | None
    diffs: list[RuleDiff]
    moved: list[tuple[int, int]]


def manage_page(viewer: Viewer) -> ManagePage:
    """Five queries. Raises `NotFound`."""
    can_administer(viewer).require()
    announced = RulesVersion.objects.announced().first()
    comments = _comments(announced) if announced is not None else []
    return ManagePage(
        current=RulesVersion.objects.in_force().first(),
        announced=announced,
        draft=RulesVersion.objects.drafts().first(),
        comments=comments,
        unanswered=sum(not comment.answer for comment in comments),
        versions=list(RulesVersion.objects.published()),
    )


def draft_page(viewer: Viewer) -> DraftPage:
    """At most eight queries. Raises `NotFound`, also when there is no draft."""
    can_administer(viewer).require()
    draft = RulesVersion.objects.drafts().first()
    if draft is None:
        raise NotFound
    current = RulesVersion.objects.in_force().first()
    difference = (
        difference_page(viewer, before=current.number, after=draft.number) if current is not None else None
    )
    return DraftPage(
        draft=draft,
        rules=list(draft.rules.all()),
        current=current,
        announced=RulesVersion.objects.announced().first(),
        diffs=difference.rules if difference else [],
        moved=difference.moved if difference else [],
    )


def draft_rule(viewer: Viewer, *, number: int) -> Rule:
    """One query. Raises `NotFound`."""
    can_administer(viewer).require()
    rule = Rule.objects.filter(version__published_at__isnull=True, number=number).first()
    if rule is None:
        raise NotFound
    return rule


def announced_version(viewer: Viewer, *, number: int) -> RulesVersion:
    """One query. Raises `NotFound` for what is not announced."""
    can_administer(viewer).require()
    version = RulesVersion.objects.published().filter(number=number).first()
    if version is None:
        raise NotFound
    return version


def comment_to_answer(viewer: Viewer, *, comment_id: int) -> RulesComment:
    """One query. Raises `NotFound`."""
    can_administer(viewer).require()
    comments = RulesComment.objects.select_related("member", "version")
    comment = comments.filter(pk=comment_id).first()
    if comment is None:
        raise NotFound
    return comment


def _comments(version: RulesVersion) -> list[RulesComment]:
    rows = list(version.comments.select_related("member", "answered_by").order_by("written_at"))
    return sorted(rows, key=lambda comment: bool(comment.answer))[:COMMENTS_SHOWN]
