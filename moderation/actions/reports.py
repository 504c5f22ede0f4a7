"""Anyone says that something is wrong, also without an account."""

import secrets
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Role
from accounts.policies import Viewer, is_member, roles_of
from core.errors import NotFound, Refused
from core.events import publish
from core.ratelimit import take
from core.screening import refuse_certain
from core.text import clean_body
from moderation.actions.cases import open_case, take_snapshot
from moderation.events import ThingReported
from moderation.limits import BRIGADE, REPORT_EXPLANATION, REPORTING
from moderation.models import Case, Origin, Priority, Reason, Report
from moderation.targets import find, kind_of

ALPHABET = "23456789BCDFGHJKMNPQRTVWXY"
"""Without letters that look like others, and without vowels."""

PRIORITY_OF: dict[str, Priority] = {
    Reason.DANGER: Priority.NOW,
    Reason.THREAT: Priority.URGENT,
    Reason.FORBIDDEN: Priority.URGENT,
    Reason.PRIVACY: Priority.URGENT,
    Reason.HATE: Priority.SOON,
    Reason.SCAM: Priority.SOON,
}


@dataclass(frozen=True)
class Filing:
    """What somebody filled in. `email` and `name` are for who has no account."""

    reason: str
    good_faith: bool
    explanation: str = ""
    name: str = ""
    email: str = ""


@transaction.atomic
def report_thing(
    *, viewer: Viewer, kind: str, target_id: int, filing: Filing, language: str, connection: str
) -> tuple[Report, bool]:
    """Take a report; the second value says whether it is new. The same person's second one is the first.

    `connection` stands for a visitor, for the limits. Raises `NotFound` for what the viewer cannot see,
    `Refused`, `SlowDown`. Publishes `ThingReported`. Many reports hide nothing: a person looks.
    """
    if not kind_of(kind).readable(viewer, target_id):
        raise NotFound
    thing = find(kind, target_id)
    if is_member(viewer) and thing.author_id == viewer.pk:
        raise Refused(_("Dit is van jezelf. Je kunt het aanpassen of intrekken."))
    if not filing.good_faith:
        raise Refused(_("Zet een vinkje: je meldt dit te goeder trouw."), field="good_faith")
    words = {"name": filing.name.strip()[:80], "explanation": _cleaned(filing.explanation)}
    refuse_certain(words, author_id=viewer.pk or 0, place="report")
    email = "" if is_member(viewer) else filing.email.strip().lower()
    trusted = is_trusted(viewer, thing.theme)
    take("report", viewer.pk if is_member(viewer) else connection, REPORTING)
    case = open_case(
        kind=kind, target_id=target_id, origin=Origin.REPORT, **_pressing(filing, trusted=trusted)
    )
    earlier = _earlier(case, viewer, email)
    if earlier is not None:
        return earlier, False
    report = Report.objects.create(
        reference=_new_reference(),
        case=case,
        snapshot=take_snapshot(case, thing),
        round=case.round,
        reporter=viewer if is_member(viewer) else None,
        name="" if is_member(viewer) else words["name"],
        email=email,
        language=language,
        reason=filing.reason,
        explanation=words["explanation"],
        good_faith=True,
        trusted=trusted,
    )
    _count(case)
    publish(ThingReported(report_id=report.pk, case_id=case.pk))
    return report, True


@transaction.atomic
def note_receipt(report_id: int) -> None:
    Report.objects.filter(pk=report_id, receipt_sent_at=None).update(receipt_sent_at=timezone.now())


@transaction.atomic
def note_answered(report_id: int) -> None:
    Report.objects.filter(pk=report_id, answered_at=None).update(answered_at=timezone.now())


def is_trusted(viewer: Viewer, theme: str) -> bool:
    """Whoever looks after the theme is believed first; a person still decides."""
    roles = roles_of(viewer)
    return any(roles.has(role, theme or None) for role in (Role.MENTOR, Role.PROFESSIONAL, Role.MODERATOR))


def _pressing(filing: Filing, *, trusted: bool) -> dict[str, Any]:
    priority = PRIORITY_OF.get(filing.reason, Priority.NORMAL)
    if priority > Priority.SOON or not trusted:
        return {"priority": priority, "priority_reason": filing.reason}
    return {"priority": Priority.SOON, "priority_reason": "trusted"}


def _earlier(case: Case, viewer: Viewer, email: str) -> Report | None:
    reports = Report.objects.filter(case=case, round=case.round)
    if is_member(viewer):
        return reports.filter(reporter=viewer).first()
    return reports.filter(email=email).first() if email else None


def _count(case: Case) -> None:
    """So many at once is worth a sooner look, and nothing more."""
    Case.objects.filter(pk=case.pk).update(report_count=F("report_count") + 1)
    case.refresh_from_db(fields=["report_count"])
    if case.report_count == BRIGADE and case.priority < Priority.SOON:
        Case.objects.filter(pk=case.pk).update(priority=Priority.SOON, priority_reason="many")


def _cleaned(explanation: str) -> str:
    if not explanation.strip():
        return ""
    return clean_body(explanation, limit=REPORT_EXPLANATION, field="explanation")


def _new_reference() -> str:
    return "M-" + "".join(secrets.choice(ALPHABET) for _letter in range(8))
