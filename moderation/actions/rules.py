"""House rules: loaded once, changed only by announcing a version, agreed to by each member."""

import tomllib
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions.inbox import drop, notify
from accounts.models import Member
from accounts.policies import can_administer
from core.errors import Conflict, NotFound, Refused
from core.events import publish
from core.screening import refuse_certain, require_nothing_private
from core.text import clean_body
from moderation.actions.log import write_log
from moderation.actions.rule_drafts import NAMES, locked_draft, next_number, words_seen
from moderation.events import RulesAnnounced, RulesBegan, RulesWithdrawn
from moderation.limits import (
    RULES_COMMENT_LENGTH,
    RULES_COMMENT_PERIOD,
    RULES_FURTHEST,
    RULES_NOTICE,
    RULES_SHORTEST_COMMENT_PERIOD,
)
from moderation.models import Category, Rule, RulesAcceptance, RulesComment, RulesVersion
from moderation.targets import version_of

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
        number=1,
        summary=data["summary"],
        summary_en=data["summary_en"],
        effective_from=timezone.now(),
        begun_at=timezone.now(),
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
    told. Raises `NotAllowed`, `Refused`, `Conflict` while another is announced or drafted. Publishes
    `RulesAnnounced`.
    """
    can_administer(administrator).require()
    if RulesVersion.objects.drafts().exists():
        raise Conflict(_("Er is al een concept. Kondig dat aan of gooi het weg."))
    version = RulesVersion(number=next_number(), summary=summary, summary_en=summary_en)
    if not rules:
        raise Refused(_("Schrijf wat er verandert."), field="summary")
    _refuse_private(administrator, rules, {"summary": summary, "summary_en": summary_en})
    now = timezone.now()
    _publish(
        version, administrator, comments_until=now + RULES_COMMENT_PERIOD, effective_from=now + RULES_NOTICE
    )
    _store(version, rules)
    return _announced(version, administrator)


@transaction.atomic
def announce_draft(
    *, administrator: Member, comments_until: datetime, effective_from: datetime
) -> RulesVersion:
    """Publish the draft. Every member is told, and says until then what they think of it.

    Raises `NotFound` without a draft, `Refused` with the field, `Conflict` while another is announced.
    Publishes `RulesAnnounced`.
    """
    draft = locked_draft(administrator)
    now = timezone.now()
    if comments_until < now + RULES_SHORTEST_COMMENT_PERIOD:
        days = RULES_SHORTEST_COMMENT_PERIOD.days
        raise Refused(
            _("Geef deelnemers ten minste %(days)d dagen om te reageren.") % {"days": days},
            field="comments_until",
        )
    if effective_from < comments_until:
        raise Refused(_("De regels gaan pas in als het reageren voorbij is."), field="effective_from")
    if effective_from > now + RULES_FURTHEST:
        raise Refused(_("Kies een dag binnen een jaar."), field="effective_from")
    if not draft.rules.exists():
        raise Refused(_("Er staat nog geen regel in het concept."))
    current = RulesVersion.objects.in_force().first()
    if current is not None and _all_words(current) == _all_words(draft):
        raise Refused(_("Het concept is gelijk aan de regels die gelden. Verander eerst iets."))
    _publish(draft, administrator, comments_until=comments_until, effective_from=effective_from)
    return _announced(draft, administrator)


@transaction.atomic
def withdraw_rules(*, administrator: Member, number: int) -> RulesVersion:
    """An announced version does not come; it stays readable as that. Every member is told.

    Raises `NotFound`, and `Conflict` when it holds already. Publishes `RulesWithdrawn`.
    """
    can_administer(administrator).require()
    version = RulesVersion.objects.published().select_for_update(of=("self",)).filter(number=number).first()
    if version is None:
        raise NotFound
    if version.is_withdrawn:
        return version
    if version.holds:
        raise Conflict(_("Deze regels gelden al. Maak een nieuwe versie om ze te veranderen."))
    version.withdrawn_at = timezone.now()
    version.save(update_fields=["withdrawn_at"])
    drop([f"rules:{number}"])
    _tell_everybody(version, "rules_withdrawn")
    write_log(what="rules_withdrawn", actor_id=administrator.pk, thing=f"rules:{number}")
    publish(RulesWithdrawn(version_id=version.pk))
    return version


@transaction.atomic
def begin_announced_rules() -> int:
    """Tell every member of a version that holds since its day, once; returns how many versions.

    It held from its moment on, whether this ran or not. Publishes `RulesBegan`.
    """
    begun = list(RulesVersion.objects.not_begun().select_for_update(of=("self",)))
    for version in begun:
        version.begun_at = timezone.now()
        version.save(update_fields=["begun_at"])
        write_log(what="rules_began", actor_id=None, thing=f"rules:{version.number}")
        _tell_everybody(version, "rules_began")
        publish(RulesBegan(version_id=version.pk))
    return len(begun)


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
    fresh = {"body": body, "written_at": timezone.now()}
    earlier = RulesComment.objects.select_for_update(of=("self",)).filter(version=version, member=member)
    if (comment := earlier.first()) is not None and comment.body != body:
        fresh |= {"answer": "", "answered_by": None, "answered_at": None}
    comment, _made = RulesComment.objects.update_or_create(version=version, member=member, defaults=fresh)
    return comment


@transaction.atomic
def answer_comment(*, administrator: Member, comment_id: int, answer: str, seen: int) -> RulesComment:
    """Say to everybody what is done with a comment; its writer is told. Again: in place of the earlier.

    `seen` is `comment_seen` of the words that were read. Raises `NotFound`, `Refused`, `Conflict`.
    """
    can_administer(administrator).require()
    comment = RulesComment.objects.select_for_update(of=("self",)).filter(pk=comment_id).first()
    if comment is None:
        raise NotFound
    if comment_seen(comment) != seen:
        raise Conflict(_("De reactie is intussen veranderd. Lees haar nog eens."))
    answer = clean_body(answer, limit=RULES_COMMENT_LENGTH, field="answer")
    require_nothing_private({"answer": answer}, author_id=administrator.pk, place="rules_comment")
    comment.answer = answer
    comment.answered_by, comment.answered_at = administrator, timezone.now()
    comment.save()
    notify(
        kind="rules_comment_answered",
        event_key=f"rules_comment:{comment.pk}:{comment.answered_at.isoformat()}",
        member_ids=[comment.member_id],
        actor_id=administrator.pk,
        thing_id=comment.pk,
    )
    write_log(what="rules_comment_answered", actor_id=administrator.pk, thing=f"rules_comment:{comment.pk}")
    return comment


def comment_seen(comment: RulesComment) -> int:
    """A number that is another when the comment says something else."""
    return version_of({"body": comment.body})


def rules_in_force(at: datetime | None = None) -> RulesVersion | None:
    return RulesVersion.objects.in_force(at).first()


def _version(number: int) -> RulesVersion:
    version = RulesVersion.objects.published().filter(number=number).first()
    if version is None:
        raise NotFound
    return version


def _publish(
    version: RulesVersion, administrator: Member, *, comments_until: datetime, effective_from: datetime
) -> None:
    """Only one at a time is announced, so members know what they comment on."""
    version.summary, version.summary_en = version.summary.strip(), version.summary_en.strip()
    if not version.summary:
        raise Refused(_("Schrijf wat er verandert."), field="summary")
    if RulesVersion.objects.announced().exists():
        raise Conflict(_("Er is al een nieuwe versie aangekondigd. Wacht tot die geldt."))
    version.published_at, version.published_by = timezone.now(), administrator
    version.comments_until, version.effective_from = comments_until, effective_from
    try:
        with transaction.atomic():
            version.save()
    except IntegrityError as error:
        raise Conflict(_("Iemand kondigde net een versie aan.")) from error


def _announced(version: RulesVersion, administrator: Member) -> RulesVersion:
    _tell_everybody(version, "rules_announced")
    write_log(what="rules_announced", actor_id=administrator.pk, thing=f"rules:{version.number}")
    publish(RulesAnnounced(version_id=version.pk))
    return version


def _all_words(version: RulesVersion) -> list[int]:
    return [words_seen(rule) for rule in version.rules.order_by("number")]


def _store(version: RulesVersion, rules: Sequence[RuleWords]) -> None:
    Rule.objects.bulk_create(
        Rule(
            version=version,
            number=rule["number"],
            category=rule.get("category", Category.OTHER),
            **{name: rule[name] for name in NAMES},
        )
        for rule in rules
    )


def _refuse_private(administrator: Member, rules: Sequence[RuleWords], texts: Mapping[str, str]) -> None:
    """Everybody reads the rules, also their examples."""
    words = {f"{rule['number']}.{name}": rule[name] for rule in rules for name in NAMES}
    refuse_certain({**texts, **words}, author_id=administrator.pk, place="rules")


def _tell_everybody(version: RulesVersion, kind: str) -> None:
    """Each kind once per version; the announcement keeps the key that it always had."""
    members = Member.objects.presentable().values_list("pk", flat=True)
    key = f"rules:{version.number}" if kind == "rules_announced" else f"{kind}:{version.number}"
    notify(kind=kind, event_key=key, member_ids=members, actor_id=None, thing_id=version.number)
