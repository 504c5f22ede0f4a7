"""The safety net: signs of danger, by rules that an administrator can change.

Finding danger never stops a text, unless it threatens others: then a person looks first.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from django.core.cache import cache
from django.utils.translation import gettext as _

from core.screening import Finding, Submission, Verdict
from moderation.danger_rules import KnownDangerRule, known_rules
from moderation.limits import RULES_SECONDS
from moderation.models import DangerKind, DangerRule
from moderation.screeners.phrases import PhraseBook, Word, parse_lines, sentences

CACHE_KEY = "moderation:danger-rules"
LOOKED_AT = frozenset({"question", "answer", "comment", "message", "chat", "visitor", "comparison"})


@dataclass(frozen=True)
class RuleText:
    """What a rule says, apart from its examples."""

    key: str
    kind: str
    severity: str
    phrases: str
    also: str = ""
    unless: str = ""


@dataclass(frozen=True)
class Hit:
    """A rule that was set off, and by which characters of the text."""

    rule: RuleText
    start: int
    end: int


class Net:
    """Rules made ready to search with."""

    def __init__(self, rules: tuple[RuleText, ...]) -> None:
        self.rules = {rule.key: rule for rule in rules}
        self._phrases, self._also, self._unless = PhraseBook(), PhraseBook(), PhraseBook()
        for rule in rules:
            self._phrases.add(rule.key, parse_lines(rule.phrases))
            self._also.add(rule.key, parse_lines(rule.also))
            self._unless.add(rule.key, parse_lines(rule.unless))

    def hits(self, text: str) -> list[Hit]:
        """Every rule that the text sets off, once, where it first does. Linear in the text."""
        found = sentences(text)
        also = [{key for key, _start, _end in self._also.found_in(words)} for words in found]
        hits: dict[str, Hit] = {}
        for place, words in enumerate(found):
            near = set[str]().union(*also[max(0, place - 1) : place + 2])
            for hit in self._in_sentence(words, near):
                hits.setdefault(hit.rule.key, hit)
        return list(hits.values())

    def _in_sentence(self, words: list[Word], near: set[str]) -> Iterator[Hit]:
        found = list(self._phrases.found_in(words))
        if not found:
            return
        excused = {key for key, _start, _end in self._unless.found_in(words)}
        for key, start, end in found:
            rule = self.rules[key]
            if key not in excused and (not rule.also or key in near):
                yield Hit(rule, start, end)


def find_danger(submission: Submission) -> list[Finding]:
    """At most one query in five minutes."""
    if submission.place not in LOOKED_AT:
        return []
    return [_finding(hit) for hit in current_net().hits(submission.text)]


def current_net() -> Net:
    """The rules in use. Without any rule in the database those that come along hold."""
    return net_of(current_rules())


@lru_cache(maxsize=8)
def net_of(rules: tuple[RuleText, ...]) -> Net:
    return Net(rules)


def current_rules() -> tuple[RuleText, ...]:
    rules: tuple[RuleText, ...] | None = cache.get(CACHE_KEY)
    if rules is None:
        stored = _stored_rules()
        rules = tuple(rule_text(rule) for rule in known_rules()) if stored is None else stored
        cache.set(CACHE_KEY, rules, timeout=RULES_SECONDS)
    return rules


def forget_rules() -> None:
    cache.delete(CACHE_KEY)


def severity_of(keys: tuple[str, ...]) -> str:
    """The gravest severity of these rules; a rule that is gone meanwhile counts as acute."""
    rules = current_net().rules
    severities = {rules[key].severity if key in rules else "acute" for key in keys}
    return "concern" if severities == {"concern"} else "acute"


def _stored_rules() -> tuple[RuleText, ...] | None:
    """None when nobody has stored a rule yet; empty when all are switched off."""
    stored = list(DangerRule.objects.in_order())
    return tuple(rule_text(rule) for rule in stored if rule.is_active) if stored else None


def rule_text(rule: DangerRule | KnownDangerRule) -> RuleText:
    return RuleText(rule.key, rule.kind, rule.severity, rule.phrases, rule.also, rule.unless)


def _finding(hit: Hit) -> Finding:
    threat = hit.rule.kind == DangerKind.THREAT
    return Finding(
        kind=f"danger.{hit.rule.kind}",
        verdict=Verdict.HOLD if threat else Verdict.PUBLISH,
        sentence=_("Je tekst leest als een bedreiging. Een moderator kijkt eerst.") if threat else "",
        start=hit.start,
        end=hit.end,
        rule=hit.rule.key,
    )
