"""How well the screening does on sentences of which we know what is in them (moderation/corpora)."""

import tomllib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from moderation.models import DangerKind
from moderation.screeners.danger import Net, RuleText
from moderation.screeners.privacy import KINDS, find_in

CORPORA = Path(__file__).parents[1] / "corpora"
DEMO = Path(__file__).parents[2] / "community" / "demo" / "questions"
NONE = "none"
SHORTEST_TEXT = 25
"""Characters; what is shorter is a name or a word of the demo's own."""


@dataclass(frozen=True)
class Example:
    """A sentence, and the kind that is in it ("none": nothing). `verdict` is what the guard should say."""

    sentence: str
    kind: str
    verdict: str = ""


@dataclass
class Figure:
    """Of one kind: how many sentences have it, and which were missed or taken for it wrongly."""

    kind: str
    label: str
    sentences: int = 0
    missed: list[str] = field(default_factory=list)
    false_alarms: list[str] = field(default_factory=list)
    others: int = 0

    @property
    def found(self) -> int:
        return self.sentences - len(self.missed)

    @property
    def false_alarm_rate(self) -> float:
        """False alarms per hundred sentences without this kind."""
        return 100 * len(self.false_alarms) / self.others if self.others else 0.0


@cache
def privacy_examples() -> tuple[Example, ...]:
    rows = _read("privacy")
    return tuple(
        Example(sentence, kind, verdict if kind != NONE else "")
        for kind, by_verdict in rows.items()
        for verdict, texts in by_verdict.items()
        for sentence in texts
    )


@cache
def danger_examples() -> tuple[Example, ...]:
    return tuple(Example(sentence, kind) for kind, texts in _read("danger").items() for sentence in texts)


def privacy_figures() -> list[Figure]:
    """Per kind of private data; the sentences about danger count as sentences without any."""
    examples = [*privacy_examples(), *(Example(each.sentence, NONE) for each in danger_examples())]
    labels = {kind: str(label) for kind, label in KINDS.items()}
    return _figures(labels, examples, _kinds_of_private)


def danger_figures(net: Net) -> list[Figure]:
    """Per kind of danger with these rules; the sentences about privacy count as sentences without any."""
    examples = [*danger_examples(), *(Example(each.sentence, NONE) for each in privacy_examples())]
    labels = {kind.value: str(kind.label) for kind in DangerKind}
    return _figures(labels, examples, lambda text: {hit.rule.kind for hit in net.hits(text)})


def false_alarms_by_rule(net: Net) -> dict[str, int]:
    """Per rule how many sentences without any danger it takes for danger."""
    counts = dict.fromkeys(net.rules, 0)
    for example in danger_examples():
        if example.kind == NONE:
            for hit in net.hits(example.sentence):
                counts[hit.rule.key] += 1
    return counts


def rule_figure(rule: RuleText) -> Figure:
    """What one rule does on our sentences. It need not find all of its kind: other rules are there too."""
    net = Net((rule,))
    examples = [*danger_examples(), *(Example(each.sentence, NONE) for each in privacy_examples())]
    labels = {rule.kind: str(DangerKind(rule.kind).label)}
    return _figures(labels, examples, lambda text: {hit.rule.kind for hit in net.hits(text)})[0]


@cache
def demo_texts() -> tuple[str, ...]:
    """Questions and answers of the demo community: nobody wrote them to be screened."""
    return tuple(
        text
        for path in sorted(DEMO.glob("*.toml"))
        for text in _texts(tomllib.loads(path.read_text("utf-8")))
        if len(text) >= SHORTEST_TEXT
    )


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _texts(part)


def harmless_count() -> int:
    return sum(example.kind == NONE for example in danger_examples())


def wrong_verdicts() -> list[tuple[Example, str]]:
    """Sentences in which the guard finds the right kind, but is more or less sure than it should be."""
    wrong = []
    for example in privacy_examples():
        said = {
            finding.verdict.name.lower()
            for finding in find_in(example.sentence)
            if _is(finding.kind, example.kind)
        }
        if said and example.verdict not in said:
            wrong.append((example, ", ".join(sorted(said))))
    return wrong


def _figures(
    labels: dict[str, str], examples: Iterable[Example], kinds_of: Callable[[str], set[str]]
) -> list[Figure]:
    figures = {kind: Figure(kind, label) for kind, label in labels.items()}
    for example in examples:
        found = kinds_of(example.sentence)
        for kind, figure in figures.items():
            if example.kind == kind:
                figure.sentences += 1
                figure.missed += [] if kind in found else [example.sentence]
            elif example.kind == NONE:
                figure.others += 1
                figure.false_alarms += [example.sentence] if kind in found else []
    return list(figures.values())


def _kinds_of_private(text: str) -> set[str]:
    return {finding.kind.removeprefix("private.") for finding in find_in(text)}


def _is(found: str, kind: str) -> bool:
    return found == f"private.{kind}"


def _read(name: str) -> dict[str, dict[str, list[str]]]:
    rows: dict[str, dict[str, list[str]]] = tomllib.loads((CORPORA / f"{name}.toml").read_text("utf-8"))
    return rows
