"""F4: a helper takes a question on, others see it, and it is never held longer than somebody works on it."""

import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from accounts.actions.roles import revoke_role
from accounts.models import Member, Notification, Role, RoleGrant
from accounts.notices import describe
from community.actions.claims import (
    claim_question,
    extend_claim,
    forget_old_claims,
    forget_run_out_claims,
    release_claim,
)
from community.actions.drafts import save_draft
from community.actions.hand_overs import Receiver, hand_over_question
from community.actions.passports import keep_passport
from community.actions.states import close_question
from community.models import Audience, Claim, ClaimEnd, Passport, Question, QuestionHandOver, Theme, WayOut
from community.models.draft import DraftOwner
from community.queries.claims import claim_fragment
from community.queries.hand_overs import hand_over_page
from community.queries.radar import question_section
from core.errors import Conflict, NotAllowed, NotFound, Refused
from tests.community.waiting import answered, waits
from tests.factories import make_member

pytestmark = pytest.mark.django_db

SignIn = Callable[[Member], Client]
NOTE = "Gaat over beslag, daar weet jij meer van."


@pytest.fixture
def question(fatima: Member, debts: Theme) -> Question:
    return waits(fatima, debts, title="Hoe werkt kwijtschelding?")


def later(claim: Claim, minutes: float) -> None:
    """As if it had been taken so many minutes ago."""
    moved = timedelta(minutes=minutes)
    Claim.objects.filter(pk=claim.pk).update(taken_at=claim.taken_at - moved, until=claim.until - moved)


def page_of(client: Client, question: Question) -> str:
    return client.get(question.get_absolute_url()).content.decode()


def test_a_claim_lasts_ten_minutes_and_shows_to_everybody(
    signed_in: SignIn, question: Question, fatima: Member, joke: Member, daan: Member
) -> None:
    later(claim_question(helper=joke, question_id=question.pk), 2)
    assert "Joke is ermee bezig, nog 8 min" in page_of(signed_in(daan), question)
    assert "Joke is ermee bezig, nog 8 min" in page_of(signed_in(fatima), question)
    assert "Joke is ermee bezig, nog 8 min" in page_of(Client(), question)
    assert "Joke is ermee bezig, nog 8 min" in signed_in(daan).get("/radar/").content.decode()
    assert "Jij bent ermee bezig, nog 8 min" in page_of(signed_in(joke), question)
    assert "Van jou, nog 8 min" in signed_in(joke).get("/radar/").content.decode()


def test_who_is_too_late_hears_who_is_on_it(question: Question, joke: Member, daan: Member) -> None:
    claim_question(helper=joke, question_id=question.pk)
    with pytest.raises(Conflict, match="Joke is er al mee bezig, nog 10 min"):
        claim_question(helper=daan, question_id=question.pk)


def test_a_claim_lapses_without_a_job_and_another_takes_it(
    question: Question, joke: Member, daan: Member
) -> None:
    first = claim_question(helper=joke, question_id=question.pk)
    later(first, 11)
    assert claim_fragment(daan, question_id=question.pk).claim is None
    second = claim_question(helper=daan, question_id=question.pk)
    first.refresh_from_db()
    assert (first.end, second.helper_id) == (ClaimEnd.EXPIRED, daan.pk)


def test_the_job_writes_down_what_time_decided(question: Question, joke: Member) -> None:
    claim = claim_question(helper=joke, question_id=question.pk)
    assert forget_run_out_claims() == 0
    later(claim, 11)
    assert forget_run_out_claims() == 1
    claim.refresh_from_db()
    assert (claim.end, claim.ended_at) == (ClaimEnd.EXPIRED, claim.until)


def test_what_is_long_over_is_forgotten_with_its_notes(
    question: Question, joke: Member, daan: Member, fatima: Member, debts: Theme
) -> None:
    claim_question(helper=joke, question_id=question.pk)
    hand_over_question(giver=joke, question_id=question.pk, to=Receiver(handle="daan"), note=NOTE)
    claim_question(helper=daan, question_id=waits(fatima, debts).pk)
    assert forget_old_claims() == 0
    long_ago = timezone.now() - timedelta(days=91)
    Claim.objects.filter(ended_at__isnull=False).update(ended_at=long_ago)
    QuestionHandOver.objects.update(created_at=long_ago)
    assert forget_old_claims() == 2
    assert Claim.objects.get().helper_id == daan.pk


def test_the_database_holds_one_open_claim_for_each_question(question: Question, joke: Member) -> None:
    claim_question(helper=joke, question_id=question.pk)
    with pytest.raises(IntegrityError, match="question"), transaction.atomic():
        Claim.objects.create(question=question, helper=joke, until=timezone.now())


def test_writing_extends_a_claim_and_somebody_elses_writing_does_not(
    question: Question, joke: Member, daan: Member
) -> None:
    claim = claim_question(helper=joke, question_id=question.pk)
    later(claim, 8)
    for writer, minutes in ((daan, 2), (joke, 10)):
        save_draft(
            owner=DraftOwner(writer.pk),
            place=f"answer:{question.pk}",
            fields={"body": "Ik"},
            sequence=None,
        )
        state = claim_fragment(joke, question_id=question.pk)
        assert state.claim is not None
        assert state.claim.minutes == minutes


def test_typing_extends_no_more_than_once_a_minute_and_no_longer_than_two_hours(
    question: Question, joke: Member
) -> None:
    claim = claim_question(helper=joke, question_id=question.pk)
    assert not extend_claim(helper_id=joke.pk, question_id=question.pk)
    later(claim, 5)
    assert extend_claim(helper_id=joke.pk, question_id=question.pk)
    two_hours_ago = timezone.now() - timedelta(hours=2)
    soon = timezone.now() + timedelta(minutes=3)
    Claim.objects.update(taken_at=two_hours_ago, until=soon)
    assert not extend_claim(helper_id=joke.pk, question_id=question.pk)


def test_the_answer_ends_the_claim(question: Question, joke: Member) -> None:
    claim = claim_question(helper=joke, question_id=question.pk)
    answered(question, joke)
    claim.refresh_from_db()
    assert claim.end == ClaimEnd.ANSWERED


def test_it_is_put_back_by_hand_and_by_nobody_else(
    signed_in: SignIn, question: Question, joke: Member, daan: Member
) -> None:
    claim_question(helper=joke, question_id=question.pk)
    with pytest.raises(NotAllowed):
        release_claim(helper=daan, question_id=question.pk)
    address = f"/questions/{question.pk}/release/"
    answer = signed_in(joke).post(address, {"next": "radar", "theme": "wonen"})
    assert answer["Location"] == "/radar/?theme=wonen"
    assert Claim.objects.get().end == ClaimEnd.RELEASED


def test_a_question_that_the_asker_closes_is_nobodys_any_more(
    question: Question, fatima: Member, joke: Member
) -> None:
    claim_question(helper=joke, question_id=question.pk)
    close_question(member=fatima, question_id=question.pk, way_out=WayOut.SELF)
    assert Claim.objects.get().end == ClaimEnd.GONE


def test_nobody_holds_more_than_their_passport_says(fatima: Member, joke: Member, debts: Theme) -> None:
    questions = [waits(fatima, debts) for _number in range(4)]
    for question in questions[:3]:
        claim_question(helper=joke, question_id=question.pk)
    with pytest.raises(Refused, match="Je hebt al 3 vragen opgepakt"):
        claim_question(helper=joke, question_id=questions[3].pk)
    assert "3 vragen" in question_section(joke).can_claim.reason
    keep_passport(helper=joke, most_claims=4, paused_until=None, district=None)
    claim_question(helper=joke, question_id=questions[3].pk)


def test_what_another_answered_meanwhile_does_not_count_as_held(
    fatima: Member, nicole: Member, joke: Member, debts: Theme
) -> None:
    Passport.objects.create(member=joke, most_claims=1)
    question = waits(fatima, debts)
    claim_question(helper=joke, question_id=question.pk)
    answered(question, nicole)
    claim_question(helper=joke, question_id=waits(fatima, debts).pk)


def test_taking_on_again_begins_anew_and_takes_no_place(question: Question, joke: Member) -> None:
    Passport.objects.create(member=joke, most_claims=1)
    later(claim_question(helper=joke, question_id=question.pk), 8)
    claim = claim_question(helper=joke, question_id=question.pk)
    assert Claim.objects.count() == 1
    assert claim.until > timezone.now() + timedelta(minutes=9)


def test_only_helpers_who_may_answer_take_a_question_on(
    question: Question, fatima: Member, nicole: Member, joke: Member, daan: Member, debts: Theme
) -> None:
    for member in (fatima, nicole):
        with pytest.raises(NotAllowed):
            claim_question(helper=member, question_id=question.pk)
    secret = waits(fatima, debts, audience=Audience.PROFESSIONALS)
    with pytest.raises(NotFound):
        claim_question(helper=joke, question_id=secret.pk)
    claim_question(helper=daan, question_id=secret.pk)
    Passport.objects.create(member=joke, paused_until=timezone.localdate())
    with pytest.raises(NotAllowed, match="pauze"):
        claim_question(helper=joke, question_id=question.pk)


def test_who_loses_the_role_takes_nothing_on(question: Question, joke: Member) -> None:
    revoke_role(grant_id=RoleGrant.objects.get(member=joke).pk, revoked_by=None)
    with pytest.raises(NotAllowed):
        claim_question(helper=joke, question_id=question.pk)


def test_the_button_leads_to_the_answer_box_and_a_late_press_back_with_a_sentence(
    signed_in: SignIn, question: Question, joke: Member, daan: Member
) -> None:
    address = f"/questions/{question.pk}/claim/"
    assert signed_in(joke).post(address)["Location"].endswith("#antwoord")
    answer = signed_in(daan).post(address, {"next": "radar"}, follow=True)
    assert answer.redirect_chain[-1][0] == "/radar/"
    assert "Joke is er al mee bezig" in answer.content.decode()


def test_a_question_is_given_on_with_a_note_and_how_often_is_told(
    signed_in: SignIn, question: Question, fatima: Member, nicole: Member, joke: Member, daan: Member
) -> None:
    claim_question(helper=joke, question_id=question.pk)
    address = f"/questions/{question.pk}/hand-over/"
    answer = signed_in(joke).post(address, {"to": "person:daan", "note": NOTE})
    assert answer["Location"] == "/radar/"
    assert Claim.objects.get().end == ClaimEnd.HANDED_OVER
    claim_question(helper=daan, question_id=question.pk)
    hand_over_question(
        giver=daan, question_id=question.pk, to=Receiver(role=Role.MENTOR), note="Toch iets voor een maatje."
    )
    for helper in (joke, daan):
        page = page_of(signed_in(helper), question)
        assert "2 keer doorgegeven" in page
        assert "Toch iets voor een maatje." in page
        assert "2 keer doorgegeven" in signed_in(helper).get("/radar/").content.decode()
    for reader in (signed_in(fatima), signed_in(nicole), Client()):
        page = page_of(reader, question)
        assert "doorgegeven" not in page
        assert "Toch iets voor een maatje." not in page


def test_the_receiver_hears_of_it_and_the_asker_never_reads_the_note(
    question: Question, fatima: Member, joke: Member, daan: Member
) -> None:
    claim_question(helper=joke, question_id=question.pk)
    handed = hand_over_question(
        giver=joke, question_id=question.pk, to=Receiver(role=Role.PROFESSIONAL), note=NOTE
    )
    row = Notification.objects.get(kind="question_handed_over")
    assert row.member_id == daan.pk
    notice = describe(daan, [row])[row.pk]
    assert notice.text == "Joke gaf je de vraag “Hoe werkt kwijtschelding?” door."
    assert notice.quote == NOTE
    own = Notification(pk=1, member=fatima, kind="question_handed_over", thing_id=handed.pk)
    assert describe(fatima, [own]) == {}


@pytest.mark.parametrize(
    "note", ["Bel haar op 06-12345678.", "Haar bsn is 111222333.", "Mail naar jan@voorbeeld.nl"]
)
def test_the_note_goes_through_the_privacy_guard(
    note: str, signed_in: SignIn, question: Question, joke: Member, daan: Member
) -> None:
    claim_question(helper=joke, question_id=question.pk)
    address = f"/questions/{question.pk}/hand-over/"
    answer = signed_in(joke).post(address, {"to": "person:daan", "note": note})
    assert answer.status_code == 422
    assert not QuestionHandOver.objects.exists()
    assert Claim.objects.now().exists()


def test_a_question_for_professionals_goes_to_nobody_who_may_not_read_it(
    fatima: Member, joke: Member, daan: Member, mira: Member, debts: Theme
) -> None:
    secret = waits(fatima, debts, audience=Audience.PROFESSIONALS)
    claim_question(helper=daan, question_id=secret.pk)
    choices = [
        value for _group, pairs in hand_over_page(daan, question_id=secret.pk).receivers for value, _ in pairs
    ]
    assert choices == ["role:moderator", "person:mira"]
    for to in (Receiver(handle="joke"), Receiver(role=Role.MENTOR), Receiver(handle="fatima"), Receiver()):
        with pytest.raises(Refused):
            hand_over_question(giver=daan, question_id=secret.pk, to=to, note=NOTE)


def test_nobody_gives_on_what_they_did_not_take_on(
    signed_in: SignIn, question: Question, joke: Member, daan: Member
) -> None:
    claim_question(helper=joke, question_id=question.pk)
    assert signed_in(daan).get(f"/questions/{question.pk}/hand-over/").status_code == 403


def test_who_is_alone_in_a_theme_reads_that_nobody_else_can_get_it(
    signed_in: SignIn, fatima: Member, joke: Member, debts: Theme
) -> None:
    question = waits(fatima, debts)
    claim_question(helper=joke, question_id=question.pk)
    page = signed_in(joke).get(f"/questions/{question.pk}/hand-over/").content.decode()
    assert "Er is nu niemand anders" in page


def test_an_anonymous_mentor_is_not_told_by_a_list_without_them(
    joke: Member, daan: Member, debts: Theme
) -> None:
    asker = make_member("anja", role=Role.MENTOR, scope=debts.slug)
    question = waits(asker, debts, anonymous=True)
    claim_question(helper=joke, question_id=question.pk)
    page = hand_over_page(joke, question_id=question.pk)
    assert "person:anja" in [value for _group, pairs in page.receivers for value, _ in pairs]
    handed = hand_over_question(giver=joke, question_id=question.pk, to=Receiver(handle="anja"), note=NOTE)
    row = Notification.objects.get(thing_id=handed.pk)
    assert describe(asker, [row]) == {}


def test_the_open_page_fetches_who_is_on_it(signed_in: SignIn, question: Question, joke: Member) -> None:
    claim_question(helper=joke, question_id=question.pk)
    part = Client().get(f"/questions/{question.pk}/claim/state/").content.decode()
    assert "Joke is ermee bezig, nog 10 min" in part
    Question.objects.update(visibility="held")
    assert Client().get(f"/questions/{question.pk}/claim/state/").status_code == 404


def test_the_passport_keeps_what_a_helper_wants_and_refuses_what_is_over(
    signed_in: SignIn, joke: Member
) -> None:
    client = signed_in(joke)
    yesterday = timezone.localdate() - timedelta(days=1)
    for fields in (
        {"most_claims": "0"},
        {"most_claims": "99"},
        {"most_claims": "2", "paused_until": yesterday},
    ):
        assert client.post("/me/helping/", fields).status_code == 422
    client.post("/me/helping/", {"most_claims": "2", "paused_until": str(timezone.localdate())})
    passport = Passport.objects.get(member=joke)
    assert (passport.most_claims, passport.is_paused) == (2, True)
    assert 'value="2"' in client.get("/me/helping/").content.decode()


def test_a_note_that_is_too_long_or_empty_is_refused_with_its_text_kept(
    signed_in: SignIn, question: Question, joke: Member, daan: Member
) -> None:
    claim_question(helper=joke, question_id=question.pk)
    address = f"/questions/{question.pk}/hand-over/"
    long = "woord " * 200
    answer = signed_in(joke).post(address, {"to": "person:daan", "note": long, "key": str(uuid.uuid4())})
    assert answer.status_code == 422
    assert "woord woord" in answer.content.decode()
    assert signed_in(joke).post(address, {"to": "person:daan", "note": " "}).status_code == 422
    assert signed_in(joke).post(address, {"to": "person:niemand", "note": NOTE}).status_code == 422
