"""F4: who waits, in what order for whom, and why."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Block, Member, Role
from community.actions.comments import post_comment
from community.actions.states import ask_for_information, close_question, reopen_question
from community.actions.threads import lock_thread, merge_questions
from community.actions.visibility import hold_post, release_post
from community.actions.waiting import recount_waiting
from community.actions.withdrawing import restore_question, withdraw_answer, withdraw_question
from community.models import (
    Audience,
    District,
    Level,
    LifeEvent,
    Passport,
    Question,
    QuestionHandOver,
    Theme,
    Waiting,
    WayOut,
)
from community.queries.radar import question_section
from core.errors import NotAllowed
from tests.community.waiting import answered, asked, waits
from tests.factories import make_member, make_question

pytestmark = pytest.mark.django_db

SignIn = Callable[[Member], Client]


def titles(viewer: Member, **fields: Any) -> list[str]:
    return [item.question.title for item in question_section(viewer, **fields).waiting]


def reasons(viewer: Member, question: Question) -> list[str]:
    for item in question_section(viewer).waiting:
        if item.question.pk == question.pk:
            return [reason.text for reason in item.reasons]
    raise AssertionError("it does not stand on the radar")


def on_radar() -> set[int]:
    return set(Waiting.objects.values_list("question", flat=True))


def test_evicted_tomorrow_stands_above_an_older_calm_question_and_says_why(
    fatima: Member, eric: Member, joke: Member, debts: Theme, housing: Theme
) -> None:
    calm = waits(fatima, debts, hours=26, title="Hoe werkt een spaarrekening?")
    pressing = asked(eric, housing, "Morgen word ik uit huis gezet")
    assert titles(joke) == [pressing.title, calm.title]
    assert "iemand schrijft over uithuiszetting of afsluiting morgen" in reasons(joke, pressing)
    assert reasons(joke, calm) == ["wacht al 26 uur", "past bij jouw thema Geld en schulden"]


def test_acute_danger_outranks_all_that_waiting_and_match_can_do(
    fatima: Member, joke: Member, daan: Member, debts: Theme, housing: Theme
) -> None:
    event = LifeEvent.objects.create(slug="scheiden", name="Scheiden")
    centre = District.objects.create(slug="centrum", name="Centrum")
    Passport.objects.create(member=joke, district=centre)
    joke.experience, joke.languages = "Ik ging zelf scheiden.", ["nl", "en"]
    joke.save()
    body = "What is there to do for me and the kids?"
    where = {"life_event": event, "district": centre}
    near = waits(fatima, debts, hours=24 * 30, title="How do I do this?", body=body, **where)
    QuestionHandOver.objects.create(question=near, giver=daan, receiver=joke, note="Voor jou.")
    acute = waits(fatima, housing, hours=0, title="Ik wil niet meer leven")
    assert titles(joke) == [acute.title, near.title]
    assert reasons(joke, near) == [
        "wacht al 30 dagen",
        "een collega gaf deze vraag aan jou door",
        "past bij jouw thema Geld en schulden",
        "je maakte dit zelf mee: Scheiden",
        "geschreven in het Engels",
        "uit jouw wijk Centrum",
    ]


def test_who_waits_longer_stands_first_and_ones_own_theme_before_another(
    fatima: Member, joke: Member, debts: Theme, housing: Theme
) -> None:
    other = waits(fatima, housing, hours=2, title="Wonen, twee uur")
    young = waits(fatima, debts, hours=2, title="Schulden, twee uur")
    old = waits(fatima, debts, hours=9, title="Schulden, negen uur")
    assert titles(joke) == [old.title, young.title, other.title]


def test_what_a_helper_says_to_know_counts_where_they_have_no_role(
    fatima: Member, joke: Member, housing: Theme
) -> None:
    care = Theme.objects.create(slug="mantelzorg", name="Mantelzorg", line="-", icon="heart")
    joke.knows_about = ["mantelzorg"]
    joke.save()
    waits(fatima, housing, hours=2, title="Over wonen")
    known = waits(fatima, care, hours=2, title="Over zorg")
    assert titles(joke)[0] == known.title
    assert "je weet iets van Mantelzorg" in reasons(joke, known)


def test_somebody_who_was_helped_and_reacted_waits_again_behind_who_never_was(
    fatima: Member, nicole: Member, joke: Member, debts: Theme
) -> None:
    helped = waits(fatima, debts, title="Al geholpen")
    answered(helped, nicole)
    assert titles(joke) == []
    first = waits(nicole, debts, hours=0, title="Nog nooit geholpen")
    body = "Dank je wel, maar ik snap het nog niet."
    post_comment(author=fatima, question_id=helped.pk, answer_id=None, body=body, key=uuid.uuid4())
    assert titles(joke) == [first.title, helped.title]
    assert reasons(joke, helped)[0].startswith("de vraagsteller reageerde en wacht al")


def test_a_question_leaves_the_radar_and_comes_back_with_what_happens_to_it(
    fatima: Member, nicole: Member, joke: Member, mira: Member, debts: Theme
) -> None:
    question = asked(fatima, debts, "Hoe vraag ik kwijtschelding aan?")
    pk = question.pk
    assert on_radar() == {pk}
    answer = answered(question, nicole)
    assert on_radar() == set()
    withdraw_answer(member=nicole, answer_id=answer.pk)
    assert on_radar() == {pk}
    ask_for_information(member=joke, question_id=pk, body="Heb je een partner?", key=uuid.uuid4())
    assert on_radar() == set()
    post_comment(author=fatima, question_id=pk, answer_id=None, body="Nee, geen partner.", key=uuid.uuid4())
    assert on_radar() == {pk}
    hold_post(kind="question", post_id=pk, rule="1")
    assert on_radar() == set()
    release_post(kind="question", post_id=pk)
    assert on_radar() == {pk}
    withdraw_question(member=fatima, question_id=pk)
    assert on_radar() == set()
    restore_question(member=fatima, question_id=pk)
    assert on_radar() == {pk}
    close_question(member=fatima, question_id=pk, way_out=WayOut.SELF)
    assert on_radar() == set()
    reopen_question(member=fatima, question_id=pk)
    assert on_radar() == {pk}
    lock_thread(moderator=mira, question_id=pk, reason="Ruzie.")
    assert on_radar() == set()


def test_a_merged_question_waits_no_more(fatima: Member, nicole: Member, mira: Member, debts: Theme) -> None:
    twin, question = waits(nicole, debts, title="Dezelfde vraag"), waits(fatima, debts, title="De vraag")
    merge_questions(moderator=mira, question_id=twin.pk, into_id=question.pk, reason="Gaat over hetzelfde.")
    assert on_radar() == {question.pk}


def test_the_recount_makes_rows_that_no_event_told_of_and_takes_stale_ones_away(
    fatima: Member, debts: Theme
) -> None:
    silent = make_question(fatima, theme=debts, title="Morgen word ik uit huis gezet")
    stale = waits(fatima, debts)
    Question.objects.filter(pk=stale.pk).update(solved_at=timezone.now())
    unread = waits(fatima, debts, title="De deurwaarder was hier")
    Waiting.objects.filter(pk=unread.pk).update(language="", level=Level.CALM, signs=[])
    assert recount_waiting() == 3
    assert recount_waiting() == 0
    assert dict(Waiting.objects.values_list("question", "level")) == {
        silent.pk: Level.NOW,
        unread.pk: Level.SOON,
    }


def test_questions_for_professionals_stand_only_on_the_radar_of_those_who_may_read_them(
    fatima: Member, joke: Member, daan: Member, mira: Member, debts: Theme, housing: Theme
) -> None:
    otto = make_member("otto", role=Role.PROFESSIONAL, scope=housing.slug)
    secret = waits(fatima, debts, audience=Audience.PROFESSIONALS, title="Alleen voor professionals")
    for reader in (daan, mira):
        assert titles(reader) == [secret.title]
        assert question_section(reader).figures.total.waiting == 1
    for other in (joke, otto):
        section = question_section(other)
        assert (section.waiting, section.figures.total.waiting, section.figures.by_theme) == ([], 0, [])
        assert {choice.count for choice in section.choices} == {"0"}


def test_ones_own_question_and_those_of_a_blocked_member_do_not_stand_there(
    fatima: Member, joke: Member, nicole: Member, debts: Theme
) -> None:
    waits(joke, debts, title="Van mijzelf")
    waits(fatima, debts, title="Van Fatima")
    hidden = waits(fatima, debts, title="Anoniem van Fatima", anonymous=True)
    Block.objects.create(member=joke, blocked=fatima)
    assert titles(joke) == [hidden.title]


@pytest.mark.parametrize("chosen", ["wonen", "mine", "onbekend", "'; drop table"])
def test_the_radar_is_narrowed_down_by_the_address(
    chosen: str, fatima: Member, joke: Member, debts: Theme, housing: Theme
) -> None:
    waits(fatima, debts, title="Over geld")
    waits(fatima, housing, title="Over wonen")
    expected = {"wonen": ["Over wonen"], "mine": ["Over geld"]}.get(chosen, ["Over geld", "Over wonen"])
    section = question_section(joke, chosen=chosen)
    assert sorted(item.question.title for item in section.waiting) == expected
    assert section.figures.total.waiting == len(expected)


def test_the_page_shows_reasons_filter_and_figures(
    signed_in: SignIn, fatima: Member, joke: Member, debts: Theme
) -> None:
    question = waits(fatima, debts, hours=26, title="Hoe werkt kwijtschelding?")
    page = signed_in(joke).get("/radar/?theme=geld-en-schulden").content.decode()
    assert question.title in page
    assert "Wacht al 26 uur" in page
    assert "past bij jouw thema Geld en schulden" in page
    assert "Ik pak deze vraag op" in page
    assert '<option value="geld-en-schulden" selected>' in page
    assert "Langst wachtend" in page


def test_an_empty_radar_says_so_kindly(signed_in: SignIn, joke: Member, debts: Theme) -> None:
    page = signed_in(joke).get("/radar/").content.decode()
    assert "Niemand wacht op een antwoord" in page
    assert "In dit thema wacht nu niemand" in signed_in(joke).get("/radar/?theme=mine").content.decode()


def test_who_does_not_help_is_refused_and_who_did_hears_until_when(
    signed_in: SignIn, fatima: Member, debts: Theme
) -> None:
    with pytest.raises(NotAllowed):
        question_section(fatima)
    from tests.factories import give_role

    yesterday = timezone.localdate() - timedelta(days=1)
    give_role(fatima, Role.MENTOR, scope=debts.slug, expires_on=yesterday)
    answer = signed_in(fatima).get("/radar/")
    assert answer.status_code == 403
    assert "Je rol als maatje liep tot en met" in answer.content.decode()


def test_who_pauses_or_is_suspended_reads_but_takes_nothing_on(
    signed_in: SignIn, fatima: Member, joke: Member, daan: Member, debts: Theme
) -> None:
    waits(fatima, debts)
    Passport.objects.create(member=joke, paused_until=timezone.localdate())
    page = signed_in(joke).get("/radar/").content.decode()
    assert "Je hebt pauze" in page
    assert "Ik pak deze vraag op" not in page
    signed_in(joke).post("/me/helping/back/")
    assert "Ik pak deze vraag op" in signed_in(joke).get("/radar/").content.decode()
    daan.suspended_until = timezone.now() + timedelta(days=3)
    daan.save()
    page = signed_in(daan).get("/radar/").content.decode()
    assert "niet schrijven" in page
    assert "Ik pak deze vraag op" not in page


@pytest.mark.parametrize("person", ["joke", "mira"])
def test_the_radar_asks_the_database_the_same_however_much_waits(
    person: str, signed_in: SignIn, joke: Member, mira: Member, daan: Member, debts: Theme, housing: Theme
) -> None:
    client, counts = signed_in({"joke": joke, "mira": mira}[person]), []
    joke.experience = "Ik ben gescheiden."
    joke.save()
    for size in (2, 20):
        for number in range(size):
            asker = make_member(f"wacht-{size}-{number}")
            question = waits(asker, debts if number % 2 else housing, hours=number)
            QuestionHandOver.objects.create(question=question, giver=daan, receiver=joke, note="Kijk jij?")
        client.get("/radar/")
        with CaptureQueriesContext(connection) as captured:
            client.get("/radar/")
        counts.append(len(captured))
    assert counts[0] == counts[1]
    assert counts[1] <= 20


def test_only_the_first_of_a_long_list_are_shown_and_how_many_more_wait(
    fatima: Member, joke: Member, debts: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("community.queries.radar.RADAR_SHOWN", 3)
    monkeypatch.setattr("community.queries.radar_score.RADAR_SCORED", 4)
    for number in range(6):
        waits(fatima, debts, hours=number, title=f"Vraag {number}")
    section = question_section(joke)
    assert [item.question.title for item in section.waiting] == ["Vraag 5", "Vraag 4", "Vraag 3"]
    assert (section.more, section.has_next) == (3, True)
    section = question_section(joke, number=2)
    assert [item.question.title for item in section.waiting] == ["Vraag 2"]
    assert (section.more, section.has_next) == (2, False)
