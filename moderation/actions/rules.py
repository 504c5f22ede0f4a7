"""House rules: loaded once, changed only by announcing a version, agreed to by each member."""

import tomllib
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions.inbox import notify
from accounts.models import Member
from accounts.policies import can_administer
from core.errors import Conflict, NotFound, Refused
from core.events import publish
from core.screening import refuse_certain, require_nothing_private
from core.text import clean_body
from moderation.actions.log import write_log
from moderation.events import RulesAnnounced
from moderation.limits import RULES_COMMENT_LENGTH, RULES_COMMENT_PERIOD, RULES_NOTICE
from moderation.models import Category, Rule, RulesAcceptance, RulesComment, RulesVersion
from moderation.models.rule import PARTS

FIRST_RULES = Path(__file__).parent.parent / "house_rules.toml"

RuleWords = Mapping[str, Any]


@transaction.atomic
def load_first_rules() -> RulesVersion:
    """Version 1, in force from now on; does nothing when there are rules already."""
    existing = RulesVersion.objects.order_by("number").first()
    if existing is not None:
        return existing
    data = tomllib.loads(FIRST_RULES.read_text())
    version = RulesVersion.objects.create(
        number=1, summary=data["summary"], summary_en=data["summary_en"], effective_from=timezone.now()
    )
    _store(version, read_rules(data["rules"]))
    return version


def read_rules(rows: Sequence[RuleWords]) -> list[RuleWords]:
    """The rules of a file with their categories looked up by name. Raises `KeyError` for an unknown one."""
    return [{**row, "category": Category[row["category"]].value} for row in rows]


@transaction.atomic
def announce_rules(
    *, administrator: Member, rules: Sequence[RuleWords], summary: str, summary_en: str = ""
) -> RulesVersion:
    """Publish the next version: members comment for two weeks, and it holds after three.

    `rules` are all rules, each with number, category and the five parts in both languages. Every member is
    told. Raises `NotAllowed`, `Refused`, `Conflict` while another is announced. Publishes `RulesAnnounced`.
    """
    can_administer(administrator).require()
    if RulesVersion.objects.announced().exists():
        raise Conflict(_("Er is al een nieuwe versie aangekondigd. Wacht tot die geldt."))
    if not summary.strip() or not rules:
        raise Refused(_("Schrijf wat er verandert."), field="summary")
    _refuse_private(administrator, rules, {"summary": summary, "summary_en": summary_en})
    now = timezone.now()
    last = RulesVersion.objects.order_by("-number").first()
    try:
        with transaction.atomic():
            version = RulesVersion.objects.create(
                number=last.number + 1 if last else 1,
                summary=summary.strip(),
                summary_en=summary_en.strip(),
                published_at=now,
                comments_until=now + RULES_COMMENT_PERIOD,
                effective_from=now + RULES_NOTICE,
                published_by=administrator,
            )
    except IntegrityError as error:
        raise Conflict(_("Iemand kondigde net een versie aan.")) from error
    _store(version, rules)
    _tell_everybody(version)
    write_log(what="rules_announced", actor_id=administrator.pk, thing=f"rules:{version.number}")
    publish(RulesAnnounced(version_id=version.pk))
    return version


@transaction.atomic
def accept_rules(*, member: Member, number: int) -> None:
    """The member agrees with this version; harmless a second time. Raises `NotFound`, `Refused`."""
    version = _version(number)
    if not version.holds:
        raise Refused(_("Deze versie geldt nog niet."))
    RulesAcceptance.objects.get_or_create(member=member, version=version)


@transaction.atomic
def comment_on_rules(*, member: Member, number: int, body: str) -> RulesComment:
    """What a member thinks of an announced version; a later text replaces the earlier. Raises `Refused`."""
    version = _version(number)
    if not version.takes_comments:
        raise Refused(_("De tijd om te reageren op deze versie is voorbij."))
    body = clean_body(body, limit=RULES_COMMENT_LENGTH, field="body")
    require_nothing_private({"body": body}, author_id=member.pk, place="rules_comment")
    comment, _made = RulesComment.objects.update_or_create(
        version=version, member=member, defaults={"body": body, "written_at": timezone.now()}
    )
    return comment


def rules_in_force(at: datetime | None = None) -> RulesVersion | None:
    return RulesVersion.objects.in_force(at).first()


def _version(number: int) -> RulesVersion:
    version = RulesVersion.objects.filter(number=number).first()
    if version is None:
        raise NotFound
    return version


def _store(version: RulesVersion, rules: Sequence[RuleWords]) -> None:
    names = [name for part in PARTS for name in (part, f"{part}_en")]
    Rule.objects.bulk_create(
        Rule(
            version=version,
            number=rule["number"],
            category=rule.get("category", Category.OTHER),
            **{name: rule[name] for name in names},
        )
        for rule in rules
    )


def _refuse_private(administrator: Member, rules: Sequence[RuleWords], texts: Mapping[str, str]) -> None:
    """Everybody reads the rules, also their examples."""
    names = [name for part in PARTS for name in (part, f"{part}_en")]
    words = {f"{rule['number']}.{name}": rule[name] for rule in rules for name in names}
    refuse_certain({**texts, **words}, author_id=administrator.pk, place="rules")


def _tell_everybody(version: RulesVersion) -> None:
    members = Member.objects.presentable().values_list("pk", flat=True)
    notify(
        kind="rules_announced",
        event_key=f"rules:{version.number}",
        member_ids=members,
        actor_id=None,
        thing_id=version.number,
    )
