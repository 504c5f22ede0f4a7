"""L6: planned with a named professional, a queue with one question and one that follows, an archive."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from accounts.models import Member, Notification
from community.models import Answer, Highlight, Question, Theme
from core.errors import Conflict, NotAllowed, NotFound, Refused
from realtime.actions.office_archive import archive_office_hour
from realtime.actions.office_hours import OfficePlan, cancel_office_hour, end_office_hour, plan_office_hour
from realtime.actions.office_queue import (
    QueueEntry,
    answer_queued,
    decline_queued,
    leave_queue,
    queue_question,
    set_consent,
)
from realtime.models import OfficeHour, OfficeQuestion, Phase, QueueState
from realtime.office_policies import can_see_office_question, visible_office_questions
from realtime.queries.radar import radar_page
from tests.factories import make_member
from tests.realtime.helping import let_it_be_over, make_office_hour

pytestmark = pytest.mark.django_db
SignIn = Callable[[Member], Client]

BODY = "Mag een deurwaarder zomaar binnenkomen?"
ANSWER = "Nee. Hij mag alleen binnen met jouw toestemming of met de politie."
SOURCE = {"source_title": "Algemene wet op het binnentreden", "organisation": "Gemeente Perenburg"}


@pytest.fixture
def live(daan: Member, debts: Theme) -> OfficeHour:
    return make_office_hour(daan, debts, begins_in=-5)


def put(author: Member, office_hour: OfficeHour, body: str = BODY, **fields: Any) -> OfficeQuestion:
    entry = QueueEntry(
        body, anonymous=fields.get("anonymous", False), may_publish=fields.get("may_publish", True)
    )
    return queue_question(author=author, office_hour_id=office_hour.pk, entry=entry, key=uuid.uuid4())


def kinds_of(member: Member) -> list[str]:
    return list(Notification.objects.filter(member=member).order_by("pk").values_list("kind", flat=True))


def plan(begins_in: float = 60, minutes: float = 60) -> OfficePlan:
    starts_at = timezone.now() + timedelta(minutes=begins_in)
    return OfficePlan("Brieven", "", starts_at, starts_at + timedelta(minutes=minutes))


def test_a_professional_plans_in_their_own_theme_only(
    daan: Member, joke: Member, mira: Member, debts: Theme, housing: Theme
) -> None:
    planned = plan_office_hour(host=daan, theme=debts, plan=plan())
    assert (planned.organisation, planned.phase) == ("Gemeente Perenburg", Phase.PLANNED)
    for host, theme in ((daan, housing), (joke, debts), (mira, debts)):
        with pytest.raises(NotAllowed):
            plan_office_hour(host=host, theme=theme, plan=plan())


@pytest.mark.parametrize(
    ("begins_in", "minutes"), [(-5, 60), (60 * 24 * 200, 60), (60, 5), (60, 60 * 5), (60, -10)]
)
def test_a_strange_time_is_refused(begins_in: float, minutes: float, daan: Member, debts: Theme) -> None:
    with pytest.raises(Refused):
        plan_office_hour(host=daan, theme=debts, plan=plan(begins_in, minutes))


def test_one_host_is_not_in_two_places(daan: Member, debts: Theme) -> None:
    plan_office_hour(host=daan, theme=debts, plan=plan(60))
    with pytest.raises(Refused, match="ander spreekuur"):
        plan_office_hour(host=daan, theme=debts, plan=plan(90))
    plan_office_hour(host=daan, theme=debts, plan=plan(120))


def test_a_member_has_one_question_and_after_its_answer_one_more(
    fatima: Member, daan: Member, live: OfficeHour
) -> None:
    first = put(fatima, live)
    with pytest.raises(Refused, match="staat al in de rij"):
        put(fatima, live)
    with pytest.raises(IntegrityError), transaction.atomic():
        OfficeQuestion.objects.create(office_hour=live, author=fatima, body="Nog een")
    answer_queued(host=daan, office_question_id=first.pk, body=ANSWER)
    assert put(fatima, live, "En de politie?").follows == first
    with pytest.raises(Refused, match="vervolgvraag"):
        put(fatima, live, "En dan?")
    assert kinds_of(fatima) == ["office_answered"]


def test_the_same_form_twice_stands_in_the_queue_once(fatima: Member, live: OfficeHour) -> None:
    key, entry = uuid.uuid4(), QueueEntry(BODY, anonymous=False, may_publish=False)
    for _turn in range(2):
        queue_question(author=fatima, office_hour_id=live.pk, entry=entry, key=key)
    assert OfficeQuestion.objects.count() == 1


def test_the_follow_up_of_an_anonymous_question_is_anonymous_too(
    fatima: Member, daan: Member, live: OfficeHour
) -> None:
    first = put(fatima, live, anonymous=True)
    answer_queued(host=daan, office_question_id=first.pk, body=ANSWER)
    assert put(fatima, live, "En de politie?").anonymous


def test_who_leaves_the_queue_may_come_back(fatima: Member, nicole: Member, live: OfficeHour) -> None:
    first = put(fatima, live)
    with pytest.raises(NotFound):
        leave_queue(author=nicole, office_question_id=first.pk)
    leave_queue(author=fatima, office_question_id=first.pk)
    assert put(fatima, live).state == QueueState.WAITING


def test_only_the_host_answers_and_declines(
    fatima: Member, daan: Member, mira: Member, live: OfficeHour
) -> None:
    question = put(fatima, live)
    with pytest.raises(NotFound):
        answer_queued(host=mira, office_question_id=question.pk, body=ANSWER)
    decline_queued(host=daan, office_question_id=question.pk, reason="Dit is iets voor de huisarts.")
    assert kinds_of(fatima) == ["office_declined"]
    with pytest.raises(Conflict):
        answer_queued(host=daan, office_question_id=question.pk, body=ANSWER)


def test_calling_off_tells_the_queue_and_takes_no_more_questions(
    fatima: Member, nicole: Member, daan: Member, live: OfficeHour
) -> None:
    put(fatima, live)
    cancel_office_hour(host=daan, office_hour_id=live.pk, reason="Ik ben ziek.")
    assert kinds_of(fatima) == ["office_cancelled"]
    with pytest.raises(NotAllowed):
        put(nicole, live)


def test_everybody_reads_answers_while_it_lasts_and_afterwards_only_what_may_stay(
    fatima: Member, eric: Member, nicole: Member, daan: Member, live: OfficeHour
) -> None:
    stays, goes = put(fatima, live), put(eric, live, may_publish=False)
    waiting = put(nicole, live)
    for question in (stays, goes):
        answer_queued(host=daan, office_question_id=question.pk, body=ANSWER)
    readers = [fatima, eric, nicole, daan, make_member()]

    def readable(member: Member) -> set[int]:
        return set(visible_office_questions(member, live).values_list("pk", flat=True))

    assert readable(readers[-1]) == {stays.pk, goes.pk}
    let_it_be_over(live)
    assert readable(readers[-1]) == {stays.pk}
    assert readable(eric) == {stays.pk, goes.pk}
    assert readable(daan) == {stays.pk, goes.pk, waiting.pk}
    for member in readers:
        rows = OfficeQuestion.objects.filter(office_hour=live).select_related("office_hour__theme")
        assert readable(member) == {row.pk for row in rows if can_see_office_question(member, row)}


def test_ending_early_opens_the_archive(daan: Member, live: OfficeHour) -> None:
    with pytest.raises(NotAllowed):
        archive_office_hour(host=daan, office_hour_id=live.pk)
    assert end_office_hour(host=daan, office_hour_id=live.pk).phase == Phase.OVER
    assert archive_office_hour(host=daan, office_hour_id=live.pk).phase == Phase.ARCHIVED


def test_the_archive_makes_questions_with_highlighted_answers_and_open_questions(
    signed_in: SignIn,
    fatima: Member,
    eric: Member,
    nicole: Member,
    noor: Member,
    daan: Member,
    live: OfficeHour,
) -> None:
    pair = put(fatima, live, anonymous=True)
    answer_queued(host=daan, office_question_id=pair.pk, body=ANSWER)
    follow_up = put(fatima, live, "En met de politie?")
    answer_queued(host=daan, office_question_id=follow_up.pk, body="Dan wel.")
    private = put(eric, live, "Mag dit onder ons blijven?", may_publish=False)
    answer_queued(host=daan, office_question_id=private.pk, body="Zeker.")
    put(nicole, live, "Hoe lang duurt beslag? Ik weet het niet.")
    put(noor, live, "Wat is een dwangbevel?", may_publish=False)
    let_it_be_over(live)
    client, base = signed_in(daan), f"/chat/office-hours/{live.pk}/archive/"
    screen = client.get(base).content.decode()
    assert BODY in screen
    assert "Mag dit onder ons blijven?" not in screen
    assert client.post(base).status_code == 422

    fields = {f"{pair.pk}-{name}": value for name, value in SOURCE.items()}
    fields |= {
        f"{pair.pk}-title": BODY,
        f"{pair.pk}-review_on": str(timezone.localdate() + timedelta(days=90)),
    }
    assert client.post(f"{base}{pair.pk}/publish/", fields).status_code == 302
    assert client.post(base).status_code == 302

    asked = Question.objects.get(title=BODY)
    assert (asked.author, asked.anonymous, asked.theme) == (fatima, True, live.theme)
    assert "En met de politie?" in asked.body
    answer = Answer.objects.get(question=asked)
    assert answer.author == daan
    assert ANSWER in answer.body
    assert "Dan wel." in answer.body
    assert Highlight.objects.get(answer=answer).in_force
    open_one = Question.objects.get(author=nicole)
    assert (open_one.title, open_one.answer_count) == ("Hoe lang duurt beslag?", 0)
    assert Question.objects.filter(author__in=[eric, noor]).count() == 0
    assert kinds_of(noor)[-1] == "office_unanswered"
    public = Client().get(live.get_absolute_url()).content.decode()
    assert BODY in public
    assert "Mag dit onder ons blijven?" not in public
    assert "Fatima" not in public


def test_the_asker_may_change_their_mind_until_it_is_published(
    signed_in: SignIn, fatima: Member, daan: Member, live: OfficeHour
) -> None:
    pair = put(fatima, live)
    answer_queued(host=daan, office_question_id=pair.pk, body=ANSWER)
    let_it_be_over(live)
    set_consent(author=fatima, office_question_id=pair.pk, may_publish=False)
    fields = {f"{pair.pk}-{name}": value for name, value in SOURCE.items()}
    fields |= {
        f"{pair.pk}-title": BODY,
        f"{pair.pk}-review_on": str(timezone.localdate() + timedelta(days=90)),
    }
    address = f"/chat/office-hours/{live.pk}/archive/{pair.pk}/publish/"
    assert signed_in(daan).post(address, fields).status_code == 409
    assert Question.objects.count() == 0


def test_a_pair_that_is_left_out_does_not_hold_up_the_archive(
    signed_in: SignIn, fatima: Member, daan: Member, live: OfficeHour
) -> None:
    pair = put(fatima, live)
    answer_queued(host=daan, office_question_id=pair.pk, body=ANSWER)
    let_it_be_over(live)
    client = signed_in(daan)
    client.post(f"/chat/office-hours/{live.pk}/archive/{pair.pk}/leave-out/")
    client.post(f"/chat/office-hours/{live.pk}/archive/")
    live.refresh_from_db()
    assert live.archived_at is not None
    assert Question.objects.count() == 0


def test_a_pair_without_a_source_is_not_published_and_keeps_its_words(
    signed_in: SignIn, fatima: Member, daan: Member, live: OfficeHour
) -> None:
    pair = put(fatima, live)
    answer_queued(host=daan, office_question_id=pair.pk, body=ANSWER)
    let_it_be_over(live)
    address = f"/chat/office-hours/{live.pk}/archive/{pair.pk}/publish/"
    response = signed_in(daan).post(address, {f"{pair.pk}-title": "Mijn eigen titel"})
    assert response.status_code == 422
    assert "Mijn eigen titel" in response.content.decode()


def test_an_asker_who_may_not_post_any_more_does_not_stop_the_archive(
    fatima: Member, nicole: Member, daan: Member, live: OfficeHour
) -> None:
    put(fatima, live, "Kan ik nog uitstel krijgen?")
    put(nicole, live, "Wat kost een deurwaarder?")
    fatima.suspended_until = timezone.now() + timedelta(days=3)
    fatima.save()
    let_it_be_over(live)
    archive_office_hour(host=daan, office_hour_id=live.pk)
    assert list(Question.objects.values_list("author__handle", flat=True)) == ["nicole"]
    assert kinds_of(fatima) == ["office_unanswered"]


def test_what_nobody_answered_in_the_office_hour_waits_on_the_radar(
    nicole: Member, joke: Member, daan: Member, live: OfficeHour
) -> None:
    put(nicole, live, "Wat kost een deurwaarder?")
    let_it_be_over(live)
    archive_office_hour(host=daan, office_hour_id=live.pk)
    waiting = radar_page(joke).questions.waiting
    assert [item.question.title for item in waiting] == ["Wat kost een deurwaarder?"]
    assert "iemand schrijft over de deurwaarder" in [reason.text for reason in waiting[0].reasons]


def test_the_list_and_the_page_are_public_and_say_what_can_be_done(
    signed_in: SignIn, fatima: Member, daan: Member, debts: Theme
) -> None:
    assert "Er staan nu geen spreekuren gepland" in Client().get("/chat/office-hours/").content.decode()
    office_hour = make_office_hour(daan, debts)
    address = office_hour.get_absolute_url()
    assert "Brieven over schulden" in Client().get("/chat/office-hours/").content.decode()
    assert "Log in of meld je aan om een vraag klaar te zetten." in Client().get(address).content.decode()
    client = signed_in(fatima)
    assert client.post(f"{address}queue/", {"body": ""}).status_code == 422
    client.post(f"{address}queue/", {"body": BODY, "may_publish": "on"})
    words = client.get(address).content.decode()
    assert "nummer 1 in de rij" in words
    assert "mag blijven staan" in words
    assert BODY not in Client().get(address).content.decode()
    assert signed_in(fatima).get(f"{address}host/").status_code == 404
    assert BODY in signed_in(daan).get(f"{address}host/").content.decode()


def test_an_answer_to_a_question_that_just_left_is_kept_on_the_screen(
    signed_in: SignIn, fatima: Member, daan: Member, live: OfficeHour
) -> None:
    question = put(fatima, live)
    leave_queue(author=fatima, office_question_id=question.pk)
    response = signed_in(daan).post(
        f"/chat/office-hours/queue/{question.pk}/answer/", {"body": "Een lang antwoord dat blijft."}
    )
    assert response.status_code == 409
    assert "Een lang antwoord dat blijft." in response.content.decode()


def test_the_calendar_file_names_the_professional_and_nobody_else(
    fatima: Member, daan: Member, debts: Theme
) -> None:
    office_hour = make_office_hour(daan, debts)
    put(fatima, office_hour)
    for address in (f"{office_hour.get_absolute_url()}calendar.ics", "/chat/office-hours/calendar.ics"):
        response = Client().get(address)
        text = response.content.decode().replace("\r\n ", "")
        assert response["Content-Type"] == "text/calendar; charset=utf-8"
        assert f"UID:office-hour-{office_hour.pk}@" in text
        assert "SUMMARY:Spreekuur: Brieven over schulden" in text
        assert "Met Daan" in text
        assert BODY not in text


@pytest.mark.parametrize("size", [1, 15])
def test_the_page_costs_the_same_however_many_questions(
    size: int, daan: Member, live: OfficeHour, django_assert_max_num_queries: Any
) -> None:
    for number in range(size):
        question = put(make_member(f"vrager-{number}"), live)
        answer_queued(host=daan, office_question_id=question.pk, body=ANSWER)
    with django_assert_max_num_queries(6):
        Client().get(live.get_absolute_url())
