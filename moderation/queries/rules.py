"""The house rules as pages."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from accounts.policies import Viewer, can_administer, is_member
from accounts.queries.blocks import blocked_by
from community.queries.history import Change, diff_words
from core.errors import NotFound
from moderation.limits import FIRST_SUSPENSION, NEXT_SUSPENSION, STRIKES_BEFORE_SUSPENSION
from moderation.models import Rule, RulesAcceptance, RulesComment, RulesVersion
from moderation.models.rule import PARTS

COMMENTS_SHOWN = 200


@dataclass(frozen=True)
class Ladder:
    """What follows for who breaks rules again and again; the same numbers as the moderators' form."""

    warnings: int = STRIKES_BEFORE_SUSPENSION
    first_days: int = FIRST_SUSPENSION.days
    next_days: int = NEXT_SUSPENSION.days


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
    comments: Sequence[RulesComment]
    ladder: Ladder


@dataclass(frozen=True)
class RuleDiff:
    """What changed in one rule; `what` is "new", "gone" or "changed". `was` is its number before, where that
    was another."""

    number: int
    was: int | None
    title: str
    what: str
    parts: list[tuple[str, list[Change]]]


@dataclass(frozen=True)
class DifferencePage:
    """`moved` are the rules that only have another number: the old one and the new."""

    before: RulesVersion
    after: RulesVersion
    rules: list[RuleDiff]
    moved: list[tuple[int, int]]


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
    said = version.comments.annotate(viewer_blocked=blocked_by(viewer, "member_id"))
    comments = list(said.select_related("member", "answered_by").order_by("-written_at")[:COMMENTS_SHOWN])
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
        ladder=Ladder(),
    )


def difference_page(viewer: Viewer, *, before: int, after: int) -> DifferencePage:
    """What changed between two versions, rule by rule, in the active language. Four queries.

    A rule is known again by what it says: one that goes does not make all the others after it look changed.
    """
    versions = {version.number: version for version in _readable(viewer).filter(number__in=(before, after))}
    if before not in versions or after not in versions:
        raise NotFound
    pairs = _pairs(list(versions[before].rules.all()), list(versions[after].rules.all()))
    diffs = sorted(
        (_diff(old, new) for old, new in pairs), key=lambda diff: (diff.number, diff.what != "gone")
    )
    return DifferencePage(
        before=versions[before],
        after=versions[after],
        rules=[diff for diff in diffs if diff.parts],
        moved=[(diff.was, diff.number) for diff in diffs if diff.was is not None and not diff.parts],
    )


def _before(version: RulesVersion, versions: list[RulesVersion]) -> int | None:
    """What was withdrawn never held, so nothing is compared with it."""
    earlier = [v.number for v in versions if v.number < version.number and not v.is_withdrawn]
    return max(earlier, default=None)


def _readable(viewer: Viewer) -> QuerySet[RulesVersion]:
    return RulesVersion.objects.all() if can_administer(viewer) else RulesVersion.objects.published()


def _pairs(old: list[Rule], new: list[Rule]) -> list[tuple[Rule | None, Rule | None]]:
    """Which rule became which: by its title, then by what else it says. The rest is new or gone."""
    found: list[tuple[Rule | None, Rule | None]] = []
    for is_same in (_has_same_title, _says_mostly_the_same, _is_changed_in_place):
        for before in list(old):
            after = next((rule for rule in new if is_same(before, rule)), None)
            if after is not None:
                found.append((before, after))
                old.remove(before)
                new.remove(after)
    return [*found, *((rule, None) for rule in old), *((None, rule) for rule in new)]


def _has_same_title(one: Rule, other: Rule) -> bool:
    return one.title == other.title


def _says_mostly_the_same(one: Rule, other: Rule) -> bool:
    return _parts_in_common(one, other) >= 2


def _is_changed_in_place(one: Rule, other: Rule) -> bool:
    return one.number == other.number and _parts_in_common(one, other) >= 1


def _parts_in_common(one: Rule, other: Rule) -> int:
    return sum(getattr(one, part) == getattr(other, part) for part in PARTS)


def _diff(old: Rule | None, new: Rule | None) -> RuleDiff:
    was, now = (rule.words if rule else dict.fromkeys(PARTS, "") for rule in (old, new))
    before, after = (rule.number if rule else 0 for rule in (old, new))
    return RuleDiff(
        number=after or before,
        was=before if before and after and before != after else None,
        title=now["title"] or was["title"],
        what="new" if old is None else "gone" if new is None else "changed",
        parts=[(part, diff_words(was[part], now[part])) for part in PARTS if was[part] != now[part]],
    )
