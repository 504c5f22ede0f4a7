"""A roster of the demo with a gap in it, an alert that climbed and one that was taken up, and new rules."""

from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import Member, Notification
from community.models import Answer, Question
from moderation.actions.alert_climbing import climb_due_alerts, sound_alert
from moderation.actions.alert_taking import take_alert
from moderation.actions.cases import open_case
from moderation.actions.rule_drafts import NAMES, start_draft, write_rule, write_summary
from moderation.actions.rules import announce_draft, answer_comment, comment_on_rules, comment_seen
from moderation.models import Alert, DutyChange, DutyShift, Line, Origin, Priority
from moderation.screeners.danger import current_net

WORKDAYS, WEEKEND = range(5), (5, 6)
WEEK: tuple[tuple[str, str, Line, range | tuple[int, ...], time, time], ...] = (
    ("mira", "", Line.FIRST, WORKDAYS, time(8), time(17)),
    ("bram", "", Line.FIRST, WORKDAYS, time(17), time(23)),
    ("daan", "geld-en-schulden", Line.FIRST, WORKDAYS, time(9), time(17)),
    ("bram", "", Line.BACKUP, WORKDAYS, time(8), time(17)),
    ("mira", "", Line.BACKUP, WORKDAYS, time(17), time(8)),
    ("mira", "", Line.FIRST, WEEKEND, time(9), time(22)),
    ("ada", "", Line.LAST, (*WORKDAYS, *WEEKEND), time(0), time(0)),
)
"""Who, where, which duty, on which days, from when until when. At night nobody has the first duty."""

NEW_RULE = {
    "title": "Neem niets mee naar buiten",
    "title_en": "Take nothing outside",
    "why": "Mensen vertellen hier wat ze thuis niet durven te zeggen. Dat kan alleen als het hier blijft.",
    "why_en": "People tell here what they dare not say at home. That only works when it stays here.",
    "example": "Mag wel: een link naar een openbare vraag. Mag niet: een foto van je scherm in de buurtapp.",
    "example_en": "Fine: a link to a public question. Not fine: a picture of your screen in the group chat.",
    "measure": "Je krijgt een waarschuwing. Doe je iemand er kwaad mee, dan schorsen we.",
    "measure_en": "You get a warning. When it harms somebody, we suspend.",
    "borderline": "Vertellen wat je zelf leerde, zonder over wie het ging, mag altijd.",
    "borderline_en": "Telling what you learned yourself, without saying of whom, is always fine.",
}


@transaction.atomic
def load_duty(*, now: datetime | None = None) -> None:
    now = now or timezone.now()
    people = {member.handle: member for member in Member.objects.with_standing().filter(is_demo=True)}
    _roster(people, now)
    _alerts(people, now)
    _new_rules(people)
    quiet = ("alert", "rules_announced", "rules_comment_answered")
    Notification.objects.filter(kind__in=quiet).update(mail_due_at=None)


def _roster(people: dict[str, Member], now: datetime) -> None:
    DutyShift.objects.bulk_create(
        DutyShift(member=people[who], theme=theme, line=line, weekday=weekday, starts=starts, ends=ends)
        for who, theme, line, weekdays, starts, ends in WEEK
        for weekday in weekdays
    )
    away = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=3)
    DutyChange.objects.create(member=people["bram"], starts_at=away, ends_at=away + timedelta(days=2))


def _alerts(people: dict[str, Member], now: datetime) -> None:
    """The alert that somebody reported climbed to everybody; another was taken up by the backup."""
    reported = Alert.objects.open().order_by("pk").first()
    if reported is not None:
        _climb(reported, started_at=now - timedelta(minutes=125), until=now)
    kind, thing_id = _somebody_in_trouble()
    case = open_case(
        kind=kind,
        target_id=thing_id,
        origin=Origin.DANGER,
        priority=Priority.URGENT,
        priority_reason="danger.eviction",
    )
    taken = sound_alert(case=case, kind="eviction", severity="acute")
    if taken is not None:
        _climb(taken, started_at=now - timedelta(hours=3), until=now - timedelta(hours=3, minutes=-12))
        take_alert(member=people["bram"], alert_id=taken.pk)
        Alert.objects.filter(pk=taken.pk).update(taken_at=now - timedelta(hours=3, minutes=-14))


def _climb(alert: Alert, *, started_at: datetime, until: datetime) -> None:
    """As it went, step after step, in the time that the demo tells of."""
    alert.raised_at = alert.started_at = alert.next_step_at = started_at
    alert.save()
    moment = started_at
    while moment <= until:
        climb_due_alerts(moment)
        moment += timedelta(minutes=5)


def _somebody_in_trouble() -> tuple[str, int]:
    """A text of the demo with a sign of danger, or else the newest question."""
    net = current_net()
    for kind, posts in (("question", Question.objects), ("answer", Answer.objects)):
        for pk, body in posts.published().order_by("-created_at").values_list("pk", "body"):
            if net.hits(body):
                return kind, pk
    return "question", Question.objects.published().order_by("-created_at").values_list("pk", flat=True)[0]


def _new_rules(people: dict[str, Member]) -> None:
    """Version 2: one rule said shorter, one more. Members comment on it, one has an answer."""
    ada = people["ada"]
    draft = start_draft(administrator=ada)
    first = draft.rules.get(number=1)
    shorter = {name: getattr(first, name) for name in NAMES}
    shorter["why"] = "Wie hier komt, heeft het vaak al zwaar. Een hard woord blijft lang hangen."
    shorter["why_en"] = "People who come here often have a hard time. A harsh word stays for long."
    write_rule(administrator=ada, number=1, category=first.category, words=shorter)
    write_rule(
        administrator=ada, number=None, category="STATEMENT_CATEGORY_OTHER_VIOLATION_TC", words=NEW_RULE
    )
    write_summary(
        administrator=ada,
        summary="Regel 1 legt beter uit waarom. Er komt een regel bij: neem niets mee naar buiten.",
        summary_en="Rule 1 explains better why. One rule is added: take nothing outside.",
    )
    now = timezone.now()
    version = announce_draft(
        administrator=ada,
        comments_until=now + timedelta(days=12),
        effective_from=now + timedelta(days=21),
    )
    joke = comment_on_rules(
        member=people["joke"],
        number=version.number,
        body="Fijn. Nu durf ik hier ook iets over vroeger te vertellen.",
    )
    comment_on_rules(
        member=people["nicole"],
        number=version.number,
        body="Mag ik een goed antwoord nog wel aan mijn moeder laten lezen?",
    )
    answer_comment(
        administrator=ada,
        comment_id=joke.pk,
        answer="Dank je. Precies daarom stellen we hem voor.",
        seen=comment_seen(joke),
    )
