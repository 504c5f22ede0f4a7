"""F4: after a day without an answer somebody hears of it, once; and how long answers took shows."""

from collections.abc import Callable
from datetime import datetime, time, timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts.emails import deliver_due_mail
from accounts.models import Member, Notification, Role
from community.actions.alarms import raise_alarms
from community.actions.weeks import measure_weeks, monday_of
from community.models import Audience, FirstAnswerWeek, Question, Theme
from community.queries.radar import question_section
from community.queries.weeks import weeks_of
from tests.community.waiting import answered, waits
from tests.factories import make_answer, make_member, make_question

pytestmark = pytest.mark.django_db

SignIn = Callable[[Member], Client]
KIND_WORD = "Je vraag is niet vergeten"


def told(kind: str) -> set[str]:
    return set(Notification.objects.shown().filter(kind=kind).values_list("member__handle", flat=True))


def test_after_a_day_the_moderators_of_the_theme_are_told_once(
    fatima: Member, mira: Member, bram: Member, debts: Theme, housing: Theme
) -> None:
    make_member("wil", role=Role.MODERATOR, scope=housing.slug)
    waits(fatima, debts, hours=23)
    late = waits(fatima, debts, hours=25)
    assert raise_alarms() == 1
    assert raise_alarms() == 0
    assert told("waiting_long") == {"mira", "bram"}
    assert told("still_waiting") == {"fatima"}
    assert Notification.objects.count() == 3
    late.refresh_from_db()
    assert late.alarmed_at is not None


def test_without_a_moderator_the_administrators_hear_of_it(fatima: Member, ada: Member, debts: Theme) -> None:
    waits(fatima, debts, hours=25)
    raise_alarms()
    assert told("waiting_long") == {"ada"}


def test_what_was_answered_solved_or_waits_for_weeks_raises_no_alarm(
    fatima: Member, nicole: Member, mira: Member, debts: Theme
) -> None:
    make_answer(waits(fatima, debts, hours=30), nicole)
    Question.objects.filter(pk=waits(fatima, debts, hours=30).pk).update(solved_at=timezone.now())
    Question.objects.filter(pk=waits(fatima, debts, hours=30).pk).update(visibility="held")
    waits(fatima, debts, hours=24 * 15)
    assert raise_alarms() == 0


def test_the_radar_says_that_a_day_passed(fatima: Member, joke: Member, mira: Member, debts: Theme) -> None:
    waits(fatima, debts, hours=25)
    raise_alarms()
    section = question_section(joke)
    assert "een dag zonder antwoord, de moderatoren weten het" in [r.text for r in section.waiting[0].reasons]
    assert section.figures.total.alarmed == 1


def test_the_asker_and_nobody_else_gets_a_kind_word_and_a_step(
    signed_in: SignIn, fatima: Member, nicole: Member, mira: Member, debts: Theme
) -> None:
    question = waits(fatima, debts, hours=25)
    raise_alarms()
    page = signed_in(fatima).get(question.get_absolute_url()).content.decode()
    assert KIND_WORD in page
    assert "De moderatoren kijken wie kan helpen" in page
    for reader in (signed_in(nicole), Client()):
        page = reader.get(question.get_absolute_url()).content.decode()
        assert KIND_WORD not in page
        assert "De moderatoren kijken wie kan helpen" not in page


def test_an_answer_takes_the_alarm_out_of_the_inboxes_before_it_is_mailed(
    fatima: Member, nicole: Member, mira: Member, debts: Theme
) -> None:
    question = waits(fatima, debts, hours=25)
    raise_alarms()
    answered(question, nicole)
    assert told("waiting_long") == told("still_waiting") == set()


def test_the_letters_name_no_title_in_their_subject(fatima: Member, mira: Member, debts: Theme) -> None:
    waits(fatima, debts, hours=25, title="Ik zit diep in de schulden")
    raise_alarms()
    Notification.objects.update(mail_due_at=timezone.now() - timedelta(minutes=1))
    mail.outbox.clear()
    deliver_due_mail()
    assert {letter.to[0].partition("@")[0] for letter in mail.outbox} == {"fatima", "mira"}
    assert not any("schulden" in letter.subject for letter in mail.outbox)


def first_answer(asker: Member, theme: Theme, *, at: datetime, after: timedelta, **fields: object) -> None:
    question = make_question(asker, theme=theme, created_at=at - after, **fields)
    make_answer(question, created_at=at)


def noon(days_after_monday: float) -> datetime:
    """Of the week before this one, which is whole."""
    monday = monday_of(timezone.localdate()) - timedelta(days=7)
    return timezone.make_aware(datetime.combine(monday, time(12))) + timedelta(days=days_after_monday)


def test_the_median_of_a_week_is_that_of_its_first_answers(
    fatima: Member, debts: Theme, housing: Theme
) -> None:
    for hours in (1, 2, 30):
        first_answer(fatima, debts, at=noon(1), after=timedelta(hours=hours))
    first_answer(fatima, housing, at=noon(2), after=timedelta(hours=4))
    secret = {"audience": Audience.PROFESSIONALS}
    first_answer(fatima, debts, at=noon(2), after=timedelta(hours=90), **secret)
    measure_weeks()
    of_debts, of_all = weeks_of(debts), weeks_of(None)
    assert (of_debts.before, of_debts.bars[-2].counted) == (timedelta(hours=2), 3)
    assert (of_all.before, of_all.bars[-2].counted) == (timedelta(hours=3), 4)
    assert of_debts.now is None
    assert weeks_of(housing).before is None


def test_measuring_again_changes_this_week_and_the_last_and_doubles_nothing(
    fatima: Member, debts: Theme
) -> None:
    for _number in range(3):
        first_answer(fatima, debts, at=noon(1), after=timedelta(hours=2))
    assert measure_weeks() == 8
    first_answer(fatima, debts, at=noon(3), after=timedelta(hours=2))
    assert measure_weeks() == 2
    assert weeks_of(debts).bars[-2].counted == 4
    assert FirstAnswerWeek.objects.filter(theme=None).count() == 8
    Question.objects.update(visibility="removed")
    measure_weeks()
    assert weeks_of(debts).is_empty


def test_the_drawing_has_the_same_figures_as_a_table(
    signed_in: SignIn, fatima: Member, joke: Member, debts: Theme
) -> None:
    for _number in range(3):
        first_answer(fatima, debts, at=noon(1), after=timedelta(hours=5))
    measure_weeks()
    page = signed_in(joke).get("/radar/").content.decode()
    assert '<svg role="img" aria-labelledby="radar-chart-title"' in page
    assert page.count('<rect class="radar-bar') == 1
    assert "vorige week 5 uur" in page
    assert "<td>5 uur</td><td>3</td>" in page
