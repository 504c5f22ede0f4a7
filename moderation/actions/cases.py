"""Cases are opened, looked at, and let go. Deciding stands in `decisions`."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Member
from community.actions.authors import lock_author
from core.errors import NotFound
from core.events import publish
from moderation.actions.log import note_shielded_view, write_log
from moderation.events import CaseClaimed, CaseOpened
from moderation.limits import CLAIM_LASTS, HANDLE_WITHIN
from moderation.models import Case, CaseSnapshot, Origin, Priority
from moderation.policies import visible_cases
from moderation.targets import Thing, find


@transaction.atomic
def open_case(
    *,
    kind: str,
    target_id: int,
    origin: Origin,
    priority: Priority = Priority.NORMAL,
    priority_reason: str = "",
    finding: str = "",
) -> Case:
    """The open case about this thing, made when there is none; a graver reason makes it more pressing.

    `priority_reason` is a key of `moderation.reasons.PRIORITY_WORDS` (the origin when empty), `finding` what
    the screening noticed, in a sentence without anybody's words. Raises `NotFound` for a thing that does not
    exist. Publishes `CaseOpened`.
    """
    thing = find(kind, target_id)
    case = _open_case_about(thing) or _new_case(thing, origin, priority, priority_reason or origin)
    if priority > case.priority:
        case.priority, case.priority_reason = priority, priority_reason or origin
        case.due_at = min(case.due_at, _due(priority))
    if finding and finding not in case.finding:
        case.finding = f"{case.finding}\n{finding}".strip()
    case.save()
    take_snapshot(case, thing)
    publish(CaseOpened(case_id=case.pk, theme=case.theme))
    return case


@transaction.atomic
def read_case(*, moderator: Member, case_id: int) -> Case:
    """A moderator looks: keep what they see, show the others that somebody is at it, note a shielded look.

    Looking again prolongs the claim; somebody else's stays theirs. Raises `NotFound`.
    """
    case = lock_case(moderator, case_id)
    thing = find(case.target_kind, case.target_id)
    take_snapshot(case, thing)
    note_shielded_view(viewer=moderator, thing=thing, why="case")
    if case.is_open and (not case.is_claimed or case.claimed_by_id == moderator.pk):
        _claim(case, moderator)
    return case


@transaction.atomic
def claim_case(*, moderator: Member, case_id: int) -> Case:
    """The case is theirs to look at, also when somebody else had it open. Publishes `CaseClaimed`."""
    case = lock_case(moderator, case_id)
    if case.is_open:
        _claim(case, moderator)
    return case


@transaction.atomic
def let_go(*, moderator: Member, case_id: int) -> Case:
    """Somebody else may take it now; harmless when it was not the moderator's. Publishes `CaseClaimed`."""
    case = lock_case(moderator, case_id)
    if case.claimed_by_id == moderator.pk:
        case.claimed_by = case.claimed_until = None
        case.save(update_fields=["claimed_by", "claimed_until"])
        publish(CaseClaimed(case_id=case.pk, theme=case.theme))
    return case


@transaction.atomic
def open_own_case(*, moderator: Member, kind: str, target_id: int) -> Case:
    """A moderator noticed something without a report. Raises `NotFound`."""
    case = open_case(kind=kind, target_id=target_id, origin=Origin.OWN)
    if not visible_cases(moderator).filter(pk=case.pk).exists():
        raise NotFound
    write_log(what="case_opened", actor_id=moderator.pk, thing=f"case:{case.pk}")
    return case


def lock_people(moderator: Member, other_id: int | None) -> Member:
    """The moderator as stored now, and whom it is about, both locked until the transaction ends.

    Before anything else, as everybody who writes does: then nothing that the other writes is stored after the
    moment from which they may not, and the two never wait for each other.
    """
    ids = {moderator.pk, other_id} - {None}
    rows = Member.objects.filter(pk__in=ids).order_by("pk").select_for_update(no_key=True)
    list(rows.values_list("pk"))
    return lock_author(moderator)


def lock_case(moderator: Member, case_id: int) -> Case:
    """The case as it is now, or `NotFound` when it is not this moderator's to see."""
    case = visible_cases(moderator).select_for_update(of=("self",), no_key=True).filter(pk=case_id).first()
    if case is None:
        raise NotFound
    return case


def take_snapshot(case: Case, thing: Thing) -> CaseSnapshot:
    """What stands there now, once per version."""
    snapshot, _made = CaseSnapshot.objects.get_or_create(
        case=case, version=thing.version, defaults={"words": dict(thing.words)}
    )
    return snapshot


def _claim(case: Case, moderator: Member) -> None:
    fresh = not case.is_claimed or case.claimed_by_id != moderator.pk
    case.claimed_by, case.claimed_until = moderator, timezone.now() + CLAIM_LASTS
    case.save(update_fields=["claimed_by", "claimed_until"])
    if fresh:
        publish(CaseClaimed(case_id=case.pk, theme=case.theme))


def _open_case_about(thing: Thing) -> Case | None:
    cases = Case.objects.open().select_for_update(of=("self",), no_key=True)
    return cases.filter(target_kind=thing.kind, target_id=thing.id).first()


def _new_case(thing: Thing, origin: Origin, priority: Priority, reason: str) -> Case:
    try:
        with transaction.atomic():
            return Case.objects.create(
                target_kind=thing.kind,
                target_id=thing.id,
                theme=thing.theme,
                author_id=thing.author_id,
                origin=origin,
                priority=priority,
                priority_reason=reason,
                due_at=_due(priority),
            )
    except IntegrityError:
        # Somebody opened it at the same moment; the constraint let one of us through.
        return (
            Case.objects.open()
            .select_for_update(of=("self",), no_key=True)
            .get(target_kind=thing.kind, target_id=thing.id)
        )


def _due(priority: int) -> datetime:
    return timezone.now() + HANDLE_WITHIN[priority]
