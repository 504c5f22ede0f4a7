"""The house rules as pages."""

from dataclasses import dataclass

from django.db.models import QuerySet

from accounts.policies import Viewer, can_administer, is_member
from community.queries.history import Change, diff_words
from core.errors import NotFound
from moderation.models import Rule, RulesAcceptance, RulesComment, RulesVersion
from moderation.models.rule import PARTS

COMMENTS_SHOWN = 200


@dataclass(frozen=True)
class RulesPage:
    """`announced` is a version that will hold later, on the page of the one that holds now; `compare_with` is
    the number of the version that held, or holds, before this one."""

    version: RulesVersion
    rules: list[Rule]
    versions: list[RulesVersion]
    is_current: bool
    announced: RulesVersion | None
    compare_with: int | None
    accepted: bool
    can_accept: bool
    own_comment: str
    comments: list[RulesComment]


@dataclass(frozen=True)
class RuleDiff:
    """What changed in one rule; `what` is "new", "gone" or "changed"."""

    number: int
    title: str
    what: str
    parts: list[tuple[str, list[Change]]]


@dataclass(frozen=True)
class DifferencePage:
    before: RulesVersion
    after: RulesVersion
    rules: list[RuleDiff]


def rules_page(viewer: Viewer, *, number: int | None) -> RulesPage:
    """The version with this number, or the one in force. At most six queries. Raises `NotFound`.

    A draft is there for administrators only.
    """
    current = RulesVersion.objects.in_force().first()
    version = current if number is None else _readable(viewer).filter(number=number).first()
    if version is None:
        raise NotFound
    is_current = current is not None and version.pk == current.pk
    member = viewer if is_member(viewer) else None
    accepted = bool(member) and RulesAcceptance.objects.filter(member=member, version=version).exists()
    comments = list(
        version.comments.select_related("member", "answered_by").order_by("-written_at")[:COMMENTS_SHOWN]
    )
    versions = list(RulesVersion.objects.published())
    own = next((c.body for c in comments if member and c.member_id == member.pk), "")
    return RulesPage(
        version=version,
        rules=list(version.rules.all()),
        versions=versions,
        is_current=is_current,
        announced=RulesVersion.objects.announced().first() if is_current else None,
        compare_with=_before(version, versions),
        accepted=accepted,
        can_accept=member is not None and version.holds and not accepted,
        own_comment=own,
        comments=comments,
    )


def difference_page(viewer: Viewer, *, before: int, after: int) -> DifferencePage:
    """What changed between two versions, rule by rule, in the active language. Four queries."""
    versions = {version.number: version for version in _readable(viewer).filter(number__in=(before, after))}
    if before not in versions or after not in versions:
        raise NotFound
    old = {rule.number: rule for rule in versions[before].rules.all()}
    new = {rule.number: rule for rule in versions[after].rules.all()}
    diffs = [_diff(number, old.get(number), new.get(number)) for number in sorted({*old, *new})]
    return DifferencePage(versions[before], versions[after], [diff for diff in diffs if diff.parts])


def _before(version: RulesVersion, versions: list[RulesVersion]) -> int | None:
    """What was withdrawn never held, so nothing is compared with it."""
    earlier = [v.number for v in versions if v.number < version.number and not v.is_withdrawn]
    return max(earlier, default=None)


def _readable(viewer: Viewer) -> QuerySet[RulesVersion]:
    return RulesVersion.objects.all() if can_administer(viewer) else RulesVersion.objects.published()


def _diff(number: int, old: Rule | None, new: Rule | None) -> RuleDiff:
    was, now = (rule.words if rule else dict.fromkeys(PARTS, "") for rule in (old, new))
    parts = [(part, diff_words(was[part], now[part])) for part in PARTS if was[part] != now[part]]
    what = "new" if old is None else "gone" if new is None else "changed"
    return RuleDiff(number=number, title=now["title"] or was["title"], what=what, parts=parts)
