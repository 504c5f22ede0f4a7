"""How the screening does, its rules, and what it would say about a text."""

from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import get_language

from accounts.policies import Viewer
from core.errors import NotFound
from core.policy import Decision
from core.screening import Screening, Verdict, masked
from moderation.danger_rules import known_rules
from moderation.models import DangerKind, DangerRule, HelplineTask
from moderation.policies import can_change_screening, can_see_screening
from moderation.queries.helplines import HelpPanel, help_panel
from moderation.screeners import figures
from moderation.screeners.danger import Net, RuleText, current_rules, net_of, rule_text
from moderation.screeners.figures import Figure
from moderation.screeners.privacy import KINDS, find_in
from moderation.screeners.spam import kinds_in


@dataclass(frozen=True)
class RuleLine:
    """One rule with what it does on our own sentences."""

    rule: DangerRule
    phrase_count: int
    false_alarms: int


@dataclass(frozen=True)
class TryOut:
    """What screening says about a text; nothing of it is stored."""

    private: list[str]
    masked: str
    dangers: list[tuple[str, str]]
    spam: set[str]
    panel: HelpPanel | None
    outcome: str


@dataclass(frozen=True)
class ScreeningPage:
    privacy: list[Figure]
    danger: list[Figure]
    rules: list[RuleLine]
    harmless: int
    tasks: list[HelplineTask]
    can_change: Decision


@dataclass(frozen=True)
class RulePage:
    """`figure` is of the rule as it is stored; None for a new one."""

    rule: DangerRule | None
    figure: Figure | None


@dataclass(frozen=True)
class SetLine:
    """A sentence of the rule's own test set: whether it should be found, and whether it is."""

    sentence: str
    should: bool
    found: bool

    @property
    def is_right(self) -> bool:
        return self.should == self.found


@dataclass(frozen=True)
class RuleTrial:
    """What a rule would do as it is filled in; nothing is stored. `text_hits` is None without a text."""

    lines: list[SetLine]
    figure: Figure
    text_hits: bool | None

    @property
    def wrong(self) -> int:
        return sum(not line.is_right for line in self.lines)


def screening_page(viewer: Viewer) -> ScreeningPage:
    """Raises `NotFound`. Three queries; the figures are worked out once per set of rules."""
    can_see_screening(viewer).require()
    rules = list(DangerRule.objects.in_order()) or _as_they_come()
    alarms = _false_alarms(current_rules())
    lines = [RuleLine(rule, len(rule.phrases.splitlines()), alarms.get(rule.key, 0)) for rule in rules]
    return ScreeningPage(
        privacy=list(_privacy_figures()),
        danger=list(_danger_figures(current_rules())),
        rules=lines,
        harmless=figures.harmless_count(),
        tasks=list(HelplineTask.objects.filter(done_at__isnull=True).select_related("helpline")),
        can_change=can_change_screening(viewer),
    )


def rule_page(viewer: Viewer, *, rule_id: int | None) -> RulePage:
    """A rule to change, or the empty form. Raises `NotFound`. At most two queries."""
    can_change_screening(viewer).require()
    rule = None
    if rule_id is not None:
        rule = DangerRule.objects.filter(pk=rule_id).first()
        if rule is None:
            raise NotFound
    figure = _rule_figure(rule_text(rule), get_language() or "") if rule is not None else None
    return RulePage(rule=rule, figure=figure)


def try_rule(rule: RuleText, *, found: str, passed: str, text: str) -> RuleTrial:
    """Raises `BadPhrase` for a line that cannot be read. No query."""
    net = Net((rule,))
    lines = [
        SetLine(sentence=line.strip(), should=should, found=bool(net.hits(line)))
        for should, box in ((True, found), (False, passed))
        for line in box.splitlines()
        if line.strip()
    ]
    return RuleTrial(
        lines=lines,
        figure=figures.rule_figure(rule),
        text_hits=bool(net.hits(text)) if text.strip() else None,
    )


def figures_now() -> tuple[int, int, int]:
    """Sentences with danger that are found, how many there are, and false alarms: with the rules in use."""
    now = _danger_figures(current_rules())
    return (
        sum(figure.found for figure in now),
        sum(figure.sentences for figure in now),
        sum(len(figure.false_alarms) for figure in now),
    )


def try_out(text: str) -> TryOut:
    """At most two queries, mostly none."""
    net: Net = net_of(current_rules())
    hits, private = net.hits(text), find_in(text)
    spam = kinds_in(text)
    kinds = list(dict.fromkeys(hit.rule.kind for hit in hits))
    return TryOut(
        private=[str(KINDS[finding.kind.removeprefix("private.")]) for finding in private],
        masked=masked(text, private),
        dangers=[(str(DangerKind(hit.rule.kind).label), hit.rule.key) for hit in hits],
        spam=spam,
        panel=help_panel(kinds),
        outcome=_outcome(Screening(max((f.verdict for f in private), default=Verdict.PUBLISH)), kinds, spam),
    )


def _outcome(screening: Screening, kinds: list[str], spam: set[str]) -> str:
    if screening.verdict == Verdict.BLOCK:
        return "block"
    if DangerKind.THREAT in kinds or spam:
        return "hold"
    return "ask" if screening.verdict == Verdict.ASK else "publish"


@lru_cache(maxsize=1)
def _privacy_figures() -> tuple[Figure, ...]:
    return tuple(figures.privacy_figures())


@lru_cache(maxsize=2)
def _danger_figures(rules: tuple[RuleText, ...]) -> tuple[Figure, ...]:
    return tuple(figures.danger_figures(net_of(rules)))


@lru_cache(maxsize=64)
def _rule_figure(rule: RuleText, language: str) -> Figure:
    """By language too: a figure carries the name of its kind."""
    return figures.rule_figure(rule)


@lru_cache(maxsize=2)
def _false_alarms(rules: tuple[RuleText, ...]) -> dict[str, int]:
    return figures.false_alarms_by_rule(net_of(rules))


def _as_they_come() -> list[DangerRule]:
    """Not stored yet: shown, and stored with the first change."""
    return [DangerRule(**vars(rule)) for rule in known_rules()]
