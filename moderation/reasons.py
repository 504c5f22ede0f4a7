"""The words of decisions: what moderators and members read about them. Plain text, in the active language."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from moderation.models import Decision, Measure, Reason, Rule, Source, Step
from moderation.targets import Thing, kind_of

PRIORITY_WORDS = {
    "report": gettext_lazy("Iemand meldde dit."),
    "screening": gettext_lazy("De controle vooraf hield dit tegen. De schrijver wacht."),
    "first_post": gettext_lazy("Eerste bericht van een nieuwe deelnemer. De schrijver wacht."),
    "newcomer.held": gettext_lazy("Eerste bericht van een nieuwe deelnemer. De schrijver wacht."),
    "newcomer.watched": gettext_lazy(
        "Eerste bericht van een nieuwe deelnemer. Het staat er al; kijk even mee."
    ),
    "spam.links": gettext_lazy("Veel links, of een link van een nieuwe deelnemer. De schrijver wacht."),
    "spam.advertising": gettext_lazy("Leest als reclame of oplichting. De schrijver wacht."),
    "spam.pretending": gettext_lazy("Klinkt alsof iemand namens de gemeente schrijft. De schrijver wacht."),
    "danger.suicide": gettext_lazy("Iemand denkt misschien aan zelfdoding. Kijk nu."),
    "danger.violence": gettext_lazy("Iemand is thuis misschien niet veilig. Kijk nu."),
    "danger.sexual": gettext_lazy("Iemand schrijft over seksueel geweld. Kijk nu."),
    "danger.child": gettext_lazy("Een kind is misschien in gevaar. Kijk nu."),
    "danger.eviction": gettext_lazy("Iemand raakt misschien vandaag of morgen zijn huis of stroom kwijt."),
    "danger.threat": gettext_lazy("Leest als een bedreiging. Het staat nog niet op de site. Kijk nu."),
    "own": gettext_lazy("Een moderator zag dit zelf."),
    "appeal": gettext_lazy("Een melder maakte bezwaar en kreeg gelijk. Kijk opnieuw."),
    "trusted": gettext_lazy("Gemeld door iemand die dit thema begeleidt."),
    "many": gettext_lazy("Veel mensen meldden dit. Dat zegt nog niet dat het fout is."),
    Reason.UNKIND: gettext_lazy("Gemeld als kwetsend."),
    Reason.HATE: gettext_lazy("Gemeld als haat of discriminatie."),
    Reason.THREAT: gettext_lazy("Gemeld als bedreiging. Kan iemand gevaar lopen?"),
    Reason.DANGER: gettext_lazy("Iemand maakt zich zorgen om een mens. Kijk nu."),
    Reason.PRIVACY: gettext_lazy("Er staan misschien gegevens van iemand. Elk uur lezen meer mensen ze."),
    Reason.WRONG: gettext_lazy("Gemeld als onjuist en schadelijk."),
    Reason.SCAM: gettext_lazy("Gemeld als reclame of oplichting. Anderen kunnen geld verliezen."),
    Reason.PRETENDING: gettext_lazy("Iemand doet zich misschien voor als een ander."),
    Reason.FORBIDDEN: gettext_lazy("Gemeld als strafbaar."),
    Reason.OTHER: gettext_lazy("Iemand meldde dit."),
}
"""Why a case stands where it stands, by `Case.priority_reason`."""

RULE_OF: dict[str, int] = {
    Reason.UNKIND: 1,
    Reason.HATE: 2,
    Reason.THREAT: 3,
    Reason.DANGER: 9,
    Reason.PRIVACY: 4,
    Reason.WRONG: 6,
    Reason.SCAM: 7,
    Reason.PRETENDING: 11,
    Reason.FORBIDDEN: 12,
}
"""The rule that a report points at, for the form to begin with."""

QUOTE_LENGTH = 200


@dataclass(frozen=True)
class Basis:
    """What a decision rests on, ready to be put into words."""

    measure: str
    step: str
    rule: Rule | None
    legal_ground: str
    facts: str
    explanation: str
    source: str
    automated_detection: bool
    ends_at: datetime | None
    appeal_until: datetime
    label: str = ""
    extra: str = ""


def priority_words(reason: str) -> str:
    return str(PRIORITY_WORDS.get(reason, PRIORITY_WORDS["report"]))


def propose_facts(thing: Thing, reports: Mapping[str, int]) -> str:
    """What the form begins with: what stands there, and how often it was reported as what.

    Personal data are not quoted: they would stand in the letter and in our tables.
    """
    words = thing.words.values() if thing.kind == "member" else [thing.words.get("body", thing.place)]
    text = " ".join(" · ".join(words).split())
    quote = text if len(text) <= QUOTE_LENGTH else f"{text[:QUOTE_LENGTH].rsplit(' ', 1)[0]} …"
    day = _day(thing.written_at)
    opening = (
        _("In je profiel staat: “%(quote)s”.")
        if thing.kind == "member"
        else _("Op %(day)s schreef je: “%(quote)s”.")
    )
    if Reason.PRIVACY in reports:
        return _("In wat je op %(day)s schreef, staan persoonlijke gegevens.") % {"day": day}
    sentences = [opening % {"day": day, "quote": quote}]
    for reason, count in reports.items():
        sentences.append(
            ngettext("%(n)d melding: %(reason)s.", "%(n)d meldingen: %(reason)s.", count)
            % {"n": count, "reason": str(Reason(reason).label).lower()}
        )
    return " ".join(sentences)


def letter(*, name: str, thing: Thing, basis: Basis) -> str:
    """The letter to the member, paragraphs with a blank line between them."""
    parts = [
        _("Beste %(name)s,") % {"name": name},
        _opening(thing),
        *_what_happens(thing, basis),
        *_why(basis),
        basis.extra.strip(),
        *_rights(basis),
        _("Groet van de moderatoren van %(site)s") % {"site": settings.SITE_NAME},
    ]
    return "\n\n".join(part for part in parts if part)


def scope_of(thing: Thing, *, step: str) -> str:
    """How far a decision reaches."""
    if step in (Step.SUSPEND, Step.MUTE):
        return _("heel %(site)s") % {"site": settings.SITE_NAME}
    return _("alleen %(what)s: “%(place)s”") % {"what": kind_of(thing.kind).label, "place": thing.place}


def what_was_done(decision: Decision) -> str:
    """The measure and the step in a few words, such as: weghalen, waarschuwen."""
    words = [str(decision.get_measure_display())] if decision.measure != Measure.NONE else []
    if decision.step != Step.NONE:
        words.append(str(decision.get_step_display()))
    return " + ".join(words) or str(Measure.NONE.label)


def outcome_words(measure: str) -> str:
    """What somebody who reported may know: what happened with the thing, nothing about the person."""
    words = {
        Measure.REMOVE: _("We haalden weg wat je meldde."),
        Measure.MASK: _("We maakten persoonlijke gegevens onleesbaar. De rest staat er nog."),
        Measure.HOLD: _("We verborgen wat je meldde. We zoeken nog uit wat ermee moet gebeuren."),
        Measure.LABEL: _("We zetten een opmerking bij wat je meldde."),
        Measure.RELEASE: _("Een mens las het. Het mag er staan."),
        Measure.RESTORE: _("Een mens las het opnieuw. Het mag er staan."),
        Measure.NONE: _("Een mens las het. Het blijft staan: het past binnen de huisregels."),
    }
    return words[Measure(measure)]


def undone_words(decision: Decision, *, stands: bool) -> list[str]:
    """What an appeal that was right gave back to the member. `stands`: others can read the thing now."""
    lines = []
    if decision.measure in (Measure.REMOVE, Measure.HOLD):
        lines.append(
            _("Wat je schreef, staat weer waar het stond.")
            if stands
            else _("Wat je schreef, staat er nu niet: het is ingetrokken, of er is later opnieuw besloten.")
        )
    if decision.measure == Measure.LABEL:
        lines.append(_("De opmerking bij je tekst is weg."))
    if decision.measure == Measure.MASK:
        lines.append(_("Wat onleesbaar is gemaakt, hebben wij niet meer. Je kunt je tekst aanpassen."))
    steps = {
        Step.WARN: _("De waarschuwing telt niet meer mee."),
        Step.MUTE: _("Dit besluit houdt je niet meer tegen in de gesprekken."),
        Step.SUSPEND: _("De schorsing is voorbij en telt niet meer mee."),
    }
    if decision.step in steps:
        lines.append(steps[Step(decision.step)])
    return lines


def elsewhere() -> str:
    """Where to go after us (Digital Services Act, article 21)."""
    return _(
        "Ben je het er nog niet mee eens? Je kunt naar een onafhankelijke geschillencommissie of de rechter."
    )


def _opening(thing: Thing) -> str:
    if thing.kind == "member":
        return _(
            "Een moderator keek naar hoe je meedoet op Peerplein. Een mens nam dit besluit, geen computer."
        )
    return _(
        "Een moderator keek naar %(your)s van %(day)s bij “%(place)s”."
        " Een mens nam dit besluit, geen computer."
    ) % {"your": kind_of(thing.kind).your, "day": _day(thing.written_at), "place": thing.place}


def _what_happens(thing: Thing, basis: Basis) -> list[str]:
    your = str(kind_of(thing.kind).your)
    done = {
        Measure.REMOVE: _("Wat we doen: we halen %(your)s weg. Anderen zien een regel dat hier iets stond."),
        Measure.HOLD: _("Wat we doen: we verbergen %(your)s tot we meer weten. Daarna hoor je van ons."),
        Measure.MASK: _(
            "Wat we doen: we maken persoonlijke gegevens in %(your)s onleesbaar. De rest blijft staan."
        ),
        Measure.LABEL: _("Wat we doen: we zetten een opmerking bij %(your)s: “%(label)s”"),
        Measure.RELEASE: _("Wat we doen: %(your)s staat er nu. Iedereen die mag meelezen, kan het zien."),
        Measure.RESTORE: _("Wat we doen: we zetten %(your)s terug. Het staat weer waar het stond."),
    }
    lines = []
    if basis.measure in done:
        lines.append(done[Measure(basis.measure)] % {"your": your, "label": basis.label})
    elif thing.kind != "member":
        lines.append(_("Wat we doen: %(your)s blijft staan.") % {"your": your})
    reach = _reach(basis) if thing.kind != "member" else ""
    if reach:
        lines.append(reach % {"your": your, "site": settings.SITE_NAME})
    until = _day(basis.ends_at) if basis.ends_at else ""
    steps = {
        Step.WARN: _("Dit is een waarschuwing. Je kunt gewoon blijven meedoen."),
        Step.MUTE: _("Je kunt tot %(until)s niet schrijven in de gesprekken. De rest werkt gewoon."),
        Step.SUSPEND: _(
            "Je kunt tot %(until)s niet schrijven op Peerplein."
            " Lezen, bezwaar maken en hulp zoeken kan gewoon."
        ),
    }
    if basis.step in steps:
        lines.append(steps[Step(basis.step)] % {"until": until})
    return lines


def _reach(basis: Basis) -> str:
    """Where and how long it holds (DSA 17, 3 a); the sentence of a sanction says so itself."""
    if basis.measure == Measure.HOLD:
        return _("Waarvoor en hoelang: alleen voor %(your)s, overal op %(site)s, tot ons volgende besluit.")
    if basis.measure in (Measure.REMOVE, Measure.MASK, Measure.LABEL):
        return _("Waarvoor en hoelang: alleen voor %(your)s, overal op %(site)s, zonder einddatum.")
    return ""


def _why(basis: Basis) -> list[str]:
    if basis.rule is None and not basis.legal_ground:
        return []
    lines = [_("Wat we zagen: %(facts)s") % {"facts": basis.facts}]
    if basis.legal_ground:
        lines.append(_("Dit mag niet volgens de wet: %(law)s.") % {"law": basis.legal_ground})
    if basis.rule is not None:
        rule = {"number": basis.rule.number, "title": basis.rule.words["title"]}
        lines.append(_("De huisregel is nummer %(number)d: %(title)s") % rule)
    lines.append(_("Waarom: %(why)s") % {"why": basis.explanation})
    if basis.automated_detection:
        lines.append(_("Hoe we het zagen: de controle vooraf wees ons erop. Daarna keek een mens."))
    elif basis.source == Source.REPORT:
        lines.append(_("Hoe we het zagen: iemand meldde het. Wie, dat zeggen we nooit."))
    else:
        lines.append(_("Hoe we het zagen: een moderator las het zelf."))
    return lines


def _rights(basis: Basis) -> list[str]:
    if basis.rule is None and not basis.legal_ground:
        return []
    return [
        _(
            "Niet mee eens? Je kunt tot en met %(day)s gratis bezwaar maken, onder deze brief."
            " Iemand anders kijkt dan opnieuw. Krijg je gelijk, dan draaien we het terug."
            " Je kunt ook naar een onafhankelijke geschillencommissie of naar de rechter."
        )
        % {"day": _day(basis.appeal_until)},
    ]


def _day(moment: datetime) -> str:
    return str(date_format(timezone.localtime(moment), "j F Y"))
