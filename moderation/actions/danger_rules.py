"""Changing the rules of the safety net. A rule that misses its own examples is not taken."""

from dataclasses import asdict, dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Member
from core.errors import Conflict, NotFound, Refused
from core.events import publish
from core.screening import refuse_certain
from moderation.actions.log import write_log
from moderation.danger_rules import KnownDangerRule, known_rules
from moderation.events import DangerRulesChanged
from moderation.limits import RULE_LINES
from moderation.models import DangerRule
from moderation.policies import can_change_screening
from moderation.screeners.danger import Net, rule_text
from moderation.screeners.phrases import BadPhrase, parse_lines


@dataclass(frozen=True, kw_only=True)
class RuleWords:
    """What an administrator fills in: texts with one phrase or sentence a line."""

    kind: str
    severity: str
    phrases: str
    found: str
    also: str = ""
    unless: str = ""
    passed: str = ""
    is_active: bool = True


@transaction.atomic
def load_known_rules() -> int:
    """Store the rules that come along; returns how many are new or have better words by now.

    A rule that an administrator changed or switched off stays as it is.
    """
    stored = DangerRule.objects.in_bulk(field_name="key")
    missing = [DangerRule(**asdict(rule)) for rule in known_rules() if rule.key not in stored]
    DangerRule.objects.bulk_create(missing)
    better = [rule for rule in known_rules() if _is_behind(stored.get(rule.key), rule)]
    for rule in better:
        unchanged = DangerRule.objects.filter(key=rule.key, changed_by=None, is_active=True)
        unchanged.update(**asdict(rule), changed_at=timezone.now())
    if missing or better:
        publish(DangerRulesChanged())
    return len(missing) + len(better)


def _is_behind(stored: DangerRule | None, known: KnownDangerRule) -> bool:
    if stored is None or stored.changed_by_id is not None or not stored.is_active:
        return False
    return any(getattr(stored, name) != text for name, text in asdict(known).items())


@transaction.atomic
def add_rule(*, by: Member, key: str, words: RuleWords) -> DangerRule:
    """Raises `NotFound` for who may not, `Refused` with the field that is wrong.

    Publishes `DangerRulesChanged`.
    """
    can_change_screening(by).require()
    load_known_rules()
    if DangerRule.objects.filter(key=key).exists():
        raise Refused(_("Er is al een regel met deze naam."), field="key")
    return _store(DangerRule(key=key), by=by, words=words)


@transaction.atomic
def change_rule(*, by: Member, rule_id: int, words: RuleWords, seen: str) -> DangerRule:
    """`seen` is the moment of the last change that the administrator saw; a later one is a `Conflict`."""
    can_change_screening(by).require()
    rule = DangerRule.objects.select_for_update(of=("self",)).filter(pk=rule_id).first()
    if rule is None:
        raise NotFound
    if rule.changed_at.isoformat() != seen:
        raise Conflict(_("Iemand anders heeft deze regel intussen veranderd. Kijk eerst wat er nu staat."))
    return _store(rule, by=by, words=words)


def _store(rule: DangerRule, *, by: Member, words: RuleWords) -> DangerRule:
    for name, text in asdict(words).items():
        setattr(rule, name, text.strip() if isinstance(text, str) else text)
    texts = {name: getattr(rule, name) for name in ("phrases", "also", "unless", "found", "passed")}
    refuse_certain(texts, author_id=by.pk, place="danger_rule")
    _require_phrases(rule)
    _require_examples(rule)
    rule.changed_by = by
    rule.save()
    write_log(what="danger_rule_changed", actor_id=by.pk, thing=f"danger_rule:{rule.pk}")
    publish(DangerRulesChanged())
    return rule


def _require_phrases(rule: DangerRule) -> None:
    for field in ("phrases", "also", "unless"):
        text: str = getattr(rule, field)
        if len(text.splitlines()) > RULE_LINES:
            raise Refused(_("Ten hoogste %(n)d regels.") % {"n": RULE_LINES}, field=field)
        try:
            parsed = parse_lines(text)
        except BadPhrase as bad:
            sentence = _("Deze regel kunnen we niet lezen: %(line)s")
            raise Refused(sentence % {"line": bad}, field=field) from bad
        if field == "phrases" and not parsed:
            raise Refused(_("Vul hier iets in."), field=field)


def _require_examples(rule: DangerRule) -> None:
    net = Net((rule_text(rule),))
    examples = _lines(rule.found)
    if not examples:
        raise Refused(_("Geef ten minste één zin die de regel moet vinden."), field="found")
    for sentence in examples:
        if not net.hits(sentence):
            raise Refused(_("De regel vindt deze zin niet: %(line)s") % {"line": sentence}, field="found")
    for sentence in _lines(rule.passed):
        if net.hits(sentence):
            raise Refused(_("De regel vindt deze zin toch: %(line)s") % {"line": sentence}, field="passed")


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
