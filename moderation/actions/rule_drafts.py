"""The next version of the house rules, while only administrators see it."""

from collections.abc import Mapping

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.models import Member
from accounts.policies import can_administer
from core.errors import Conflict, NotFound, Refused
from core.screening import refuse_certain
from core.text import clean_body
from moderation.limits import RULE_PART_LENGTH, RULE_TITLE_LENGTH, RULES_MOST, RULES_SUMMARY_LENGTH
from moderation.models import Category, Rule, RulesVersion
from moderation.models.rule import PARTS
from moderation.targets import version_of

NAMES = tuple(name for part in PARTS for name in (part, f"{part}_en"))
"""The fields of a rule: five parts in two languages."""


@transaction.atomic
def start_draft(*, administrator: Member) -> RulesVersion:
    """A copy of what holds, to change; the draft that is there when there is one."""
    can_administer(administrator).require()
    draft = RulesVersion.objects.drafts().first()
    if draft is not None:
        return draft
    try:
        with transaction.atomic():
            draft = RulesVersion.objects.create(number=next_number(), published_at=None)
    except IntegrityError:
        return RulesVersion.objects.drafts().get()
    current = RulesVersion.objects.in_force().first()
    if current is not None:
        copy_rules(current, draft)
    return draft


@transaction.atomic
def write_rule(
    *,
    administrator: Member,
    number: int | None,
    category: str,
    words: Mapping[str, str],
    seen: int | None = None,
) -> Rule:
    """Change the rule with this number, or add one at the end without a number.

    `seen` is `words_seen` of what the administrator read; anything else there now is a `Conflict`. Raises
    `NotFound`, and `Refused` with the field.
    """
    draft = locked_draft(administrator)
    cleaned = {name: _cleaned(name, words.get(name, "")) for name in NAMES}
    refuse_certain(cleaned, author_id=administrator.pk, place="rules")
    if number is None:
        rule = Rule(version=draft, number=_last(draft) + 1)
        if rule.number > RULES_MOST:
            raise Refused(_("Meer dan %(n)d regels leest niemand.") % {"n": RULES_MOST}, field="title")
    else:
        rule = _rule(draft, number)
        if seen is not None and words_seen(rule) != seen:
            raise Conflict(
                _("Iemand anders heeft deze regel intussen veranderd. Kijk eerst wat er nu staat.")
            )
    for name, text in cleaned.items():
        setattr(rule, name, text)
    rule.category = Category(category)
    rule.save()
    return rule


@transaction.atomic
def drop_rule(*, administrator: Member, number: int) -> None:
    """The rules after it move up."""
    draft = locked_draft(administrator)
    _rule(draft, number).delete()
    for rule in draft.rules.filter(number__gt=number).order_by("number"):
        rule.number -= 1
        rule.save(update_fields=["number"])


@transaction.atomic
def drop_draft(*, administrator: Member) -> None:
    """Nobody has read it, so nothing is lost but the work. Raises `NotFound`."""
    locked_draft(administrator).delete()


@transaction.atomic
def write_summary(*, administrator: Member, summary: str, summary_en: str) -> RulesVersion:
    draft = locked_draft(administrator)
    words = {"summary": summary, "summary_en": summary_en}
    cleaned = {name: _cleaned(name, text, optional=True) for name, text in words.items()}
    refuse_certain(cleaned, author_id=administrator.pk, place="rules")
    draft.summary, draft.summary_en = cleaned["summary"], cleaned["summary_en"]
    draft.save(update_fields=["summary", "summary_en"])
    return draft


def locked_draft(administrator: Member) -> RulesVersion:
    """Raises `NotFound` when there is none, and for who may not."""
    can_administer(administrator).require()
    draft: RulesVersion | None = RulesVersion.objects.drafts().select_for_update(of=("self",)).first()
    if draft is None:
        raise NotFound
    return draft


def words_seen(rule: Rule) -> int:
    """A number that is another when the rule says something else."""
    return version_of({name: getattr(rule, name) for name in (*NAMES, "category")})


def copy_rules(source: RulesVersion, to: RulesVersion) -> None:
    Rule.objects.bulk_create(
        Rule(
            version=to,
            number=rule.number,
            category=rule.category,
            **{name: getattr(rule, name) for name in NAMES},
        )
        for rule in source.rules.all()
    )


def next_number() -> int:
    last: int | None = RulesVersion.objects.aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def _rule(draft: RulesVersion, number: int) -> Rule:
    rule = draft.rules.filter(number=number).first()
    if rule is None:
        raise NotFound
    return rule


def _last(draft: RulesVersion) -> int:
    last: int | None = draft.rules.aggregate(last=Max("number"))["last"]
    return last or 0


def _cleaned(name: str, text: str, *, optional: bool = False) -> str:
    if not text.strip():
        if optional:
            return ""
        raise Refused(_("Vul dit in. Elke regel heeft vijf delen, in twee talen."), field=name)
    limit = RULES_SUMMARY_LENGTH if "summary" in name else RULE_PART_LENGTH
    if name.startswith("title"):
        limit = RULE_TITLE_LENGTH
        text = " ".join(text.split())
    return clean_body(text, limit=limit, field=name)
