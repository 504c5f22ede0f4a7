"""Why a question stands where it stands on the radar, in words of ours, never words of the asker."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.languages import language_names
from community.models import Level, Waiting
from community.queries.radar_score import Helper
from core.templatetags.ui import span_text

WHEN = "when."
HOUR, DAY = 3600, 24
SUBJECTS = {
    "danger.suicide": gettext_lazy("niet meer willen leven"),
    "danger.violence": gettext_lazy("geweld thuis"),
    "danger.sexual": gettext_lazy("seksueel geweld"),
    "danger.child": gettext_lazy("een kind in gevaar"),
    "danger.eviction": gettext_lazy("uithuiszetting of afsluiting"),
    "danger.threat": gettext_lazy("een bedreiging"),
    "eviction": gettext_lazy("uithuiszetting"),
    "cut-off": gettext_lazy("afsluiting van gas, stroom of water"),
    "no-food": gettext_lazy("geen geld voor eten"),
    "bailiff": gettext_lazy("de deurwaarder"),
    "income-stopped": gettext_lazy("inkomen dat stopt"),
    "deadline": gettext_lazy("een termijn die afloopt"),
}
MOMENTS = {
    "when.today": gettext_lazy("vandaag"),
    "when.tomorrow": gettext_lazy("morgen"),
    "when.week": gettext_lazy("deze week"),
}


@dataclass(frozen=True)
class Reason:
    """`kind` is "urgent", "wait", "match" or "note": how it looks."""

    kind: str
    icon: str
    text: str


def reasons_for(waiting: Waiting, helper: Helper, *, now: datetime) -> list[Reason]:
    """In the order in which they weigh. No query: theme, life event and district come with the question."""
    return [*_wait(waiting, now), *_urgency(waiting), *_alarm(waiting), *_match(waiting, helper)]


def urgency_words(waiting: Waiting) -> str:
    """Such as "iemand schrijft over uithuiszetting morgen"; empty when nothing presses."""
    if waiting.level == Level.CALM:
        return ""
    subjects = [sign for sign in waiting.signs if not sign.startswith(WHEN)]
    moment = next((str(MOMENTS[sign]) for sign in waiting.signs if sign in MOMENTS), "")
    subject = str(SUBJECTS.get(_plainest(subjects), _("iets dat niet kan wachten")))
    if moment:
        return _("iemand schrijft over %(what)s %(when)s") % {"what": subject, "when": moment}
    return _("iemand schrijft over %(what)s") % {"what": subject}


def _plainest(subjects: list[str]) -> str:
    return subjects[0] if subjects else ""


def wait_words(wait: timedelta) -> str:
    """In hours up to two days, because a day is when the alarm goes."""
    hours = int(wait.total_seconds() // HOUR)
    if DAY <= hours < 2 * DAY:
        return ngettext("%(n)d uur", "%(n)d uur", hours) % {"n": hours}
    return span_text(wait)


def _wait(waiting: Waiting, now: datetime) -> list[Reason]:
    span = wait_words(now - waiting.since)
    if waiting.question.answer_count:
        return [
            Reason("wait", "hourglass", _("de vraagsteller reageerde en wacht al %(span)s") % {"span": span})
        ]
    return [Reason("wait", "hourglass", _("wacht al %(span)s") % {"span": span})]


def _urgency(waiting: Waiting) -> list[Reason]:
    words = urgency_words(waiting)
    return [Reason("urgent", "siren", words)] if words else []


def _alarm(waiting: Waiting) -> list[Reason]:
    if waiting.question.alarmed_at is None or waiting.question.answer_count:
        return []
    return [Reason("wait", "bell-ring", _("een dag zonder antwoord, de moderatoren weten het"))]


def _match(waiting: Waiting, helper: Helper) -> list[Reason]:
    question, found = waiting.question, []
    words = {"theme": question.theme.label, "event": question.life_event, "district": question.district}
    if getattr(waiting, "given_to_helper", False):
        found.append(Reason("match", "forward", _("een collega gaf deze vraag aan jou door")))
    if question.theme.slug in (helper.themes or ()):
        found.append(Reason("match", "user-round-check", _("past bij jouw thema %(theme)s") % words))
    elif question.theme.slug in helper.knows:
        found.append(Reason("match", "user-round-check", _("je weet iets van %(theme)s") % words))
    if question.life_event_id in helper.lived:
        found.append(Reason("match", "heart-handshake", _("je maakte dit zelf mee: %(event)s") % words))
    if waiting.language in helper.languages:
        names = language_names([waiting.language])
        found.append(
            Reason("match", "languages", _("geschreven in het %(language)s") % {"language": names[0]})
        )
    if helper.district_id is not None and question.district_id == helper.district_id:
        found.append(Reason("match", "map-pin", _("uit jouw wijk %(district)s") % words))
    return found
