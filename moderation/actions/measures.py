"""What a decision does with the thing, and how an appeal undoes it."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from community.actions.visibility import masked
from core.errors import Refused
from moderation.models import CaseSnapshot, Decision, Measure, Report
from moderation.targets import TargetKind, Thing, kind_of

SHORTEST_PASSAGE = 3
"""Masking one or two letters would make holes all over the text."""


def possible_measures(thing: Thing) -> list[str]:
    """What can be done with this thing as it stands, in the order of the form."""
    kind = kind_of(thing.kind)
    return [measure for measure in Measure.values if _fits(measure, kind, thing.state)]


def check_measure(measure: str, thing: Thing, *, label: str, passages: Sequence[str]) -> None:
    """Raises `Refused` for what cannot be done with it now."""
    if measure not in possible_measures(thing):
        raise Refused(_("Dit kan hier nu niet. Kies iets anders."), field="measure")
    if measure == Measure.LABEL and not label.strip():
        raise Refused(_("Schrijf de opmerking die erbij komt."), field="label")
    if measure == Measure.MASK:
        _check_passages(thing, passages)


def apply_measure(decision: Decision, *, passages: Sequence[str]) -> None:
    """Call in the transaction that stored the decision, with the thing locked."""
    kind, pk = kind_of(decision.case.target_kind), decision.case.target_id
    rule = str(decision.rule.number) if decision.rule else ""
    match decision.measure:
        case Measure.HOLD if kind.hold:
            kind.hold(pk, rule)
        case Measure.RELEASE if kind.release:
            kind.release(pk)
        case Measure.REMOVE if kind.remove:
            kind.remove(pk, rule)
        case Measure.RESTORE if kind.restore:
            kind.restore(pk, False)
        case Measure.LABEL if kind.label_it:
            kind.label_it(pk, decision.label)
        case Measure.MASK if kind.mask:
            kind.mask(pk, passages)
            _mask_what_we_keep(decision, passages)


def undo_measure(decision: Decision) -> None:
    """An appeal was right: put it back where it stood. What was masked is gone; its author can write anew."""
    kind, pk = kind_of(decision.case.target_kind), decision.case.target_id
    if _decided_again_since(decision):
        return
    if decision.measure in (Measure.REMOVE, Measure.HOLD) and kind.restore:
        kind.restore(pk, True)
    if decision.measure == Measure.LABEL and kind.label_it:
        kind.label_it(pk, "")


def note_appeal(decision: Decision, *, running: bool) -> None:
    """The line at the place says so."""
    kind = kind_of(decision.case.target_kind)
    if kind.note_appeal:
        kind.note_appeal(decision.case.target_id, running)


def _decided_again_since(decision: Decision) -> bool:
    """What stands there now follows from another decision, with reasons and an appeal of its own."""
    later = Decision.objects.filter(
        case__target_kind=decision.case.target_kind,
        case__target_id=decision.case.target_id,
        decided_at__gt=decision.decided_at,
    )
    return later.exclude(measure=Measure.NONE).exists()


def _fits(measure: str, kind: TargetKind, state: str) -> bool:
    seen = state in ("published", "held")
    match measure:
        case Measure.REMOVE:
            return kind.remove is not None and state != "removed"
        case Measure.HOLD:
            return kind.hold is not None and state == "published"
        case Measure.RELEASE:
            return kind.release is not None and state == "held"
        case Measure.RESTORE:
            return kind.restore is not None and state == "removed"
        case Measure.MASK:
            return kind.mask is not None and seen
        case Measure.LABEL:
            return kind.label_it is not None and seen
    return True


def _check_passages(thing: Thing, passages: Sequence[str]) -> None:
    if not passages:
        raise Refused(
            _("Zet hier precies wat onleesbaar moet worden, elk op een eigen regel."), field="passages"
        )
    text = "\n".join(thing.words.values())
    for passage in passages:
        if len(passage) < SHORTEST_PASSAGE or passage not in text:
            raise Refused(
                _("Dit staat zo niet in de tekst: “%(what)s”.") % {"what": passage}, field="passages"
            )


def _mask_what_we_keep(decision: Decision, passages: Sequence[str]) -> None:
    """Our own copies, and what reporters quoted, do not keep what was taken out."""
    about = {"case__target_kind": decision.case.target_kind, "case__target_id": decision.case.target_id}
    for snapshot in CaseSnapshot.objects.filter(**about):
        snapshot.words = {name: masked(text, passages) for name, text in snapshot.words.items()}
        snapshot.save(update_fields=["words"])
    for report in Report.objects.filter(**about).exclude(explanation=""):
        report.explanation = masked(report.explanation, passages)
        report.save(update_fields=["explanation"])
