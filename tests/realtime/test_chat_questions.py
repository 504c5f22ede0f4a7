"""L7: a question out of messages, with only what their authors agreed to, and without their names."""

import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Member, Notification
from community.models import Question, Theme
from core.errors import NotFound, Refused
from realtime.actions.chat_questions import (
    QuestionPlan,
    answer_consent,
    drop_chat_question,
    drop_forgotten_chat_questions,
    plan_chat_question,
    post_chat_question,
)
from realtime.actions.messages import edit_message, take_back_message
from realtime.actions.rooms import ensure_theme_rooms
from realtime.actions.sending import send_message
from realtime.models import ChatQuestion, Room
from tests.realtime.helping import talk

pytestmark = pytest.mark.django_db
SignIn = Callable[[Member], Client]


@pytest.fixture
def room(debts: Theme) -> Room:
    ensure_theme_rooms()
    return Room.objects.get(theme=debts)


def say(author: Member, room: Room, body: str) -> int:
    sent = send_message(author=author, room_slug=room.slug, body=body, cid=uuid.uuid4())
    return sent.message.seq


def make(maker: Member, room: Room, *seqs: int, anonymous: bool = False) -> ChatQuestion:
    assert room.theme is not None
    plan = QuestionPlan("Mag ik weigeren?", "Dit vroeg ik me af.", room.theme, anonymous, seqs)
    return plan_chat_question(maker=maker, room_slug=room.slug, plan=plan)


def asked_of(member: Member) -> int:
    return Notification.objects.filter(member=member, kind="consent_asked").shown().unread().count()


def test_the_authors_are_asked_and_only_what_they_agreed_to_is_posted_without_names(
    fatima: Member, nicole: Member, eric: Member, room: Room
) -> None:
    seqs = [say(fatima, room, "Mag je een deurwaarder weigeren?"), say(nicole, room, "Ja, dat mag.")]
    seqs.append(say(eric, room, "Mijn zus deed het ook."))
    plan = make(fatima, room, *seqs)
    assert (asked_of(nicole), asked_of(eric), asked_of(fatima)) == (1, 1, 0)
    answer_consent(author=nicole, key=plan.key, agreed=True)
    answer_consent(author=eric, key=plan.key, agreed=False)
    question = post_chat_question(maker=fatima, key=plan.key)
    assert "> Ja, dat mag." in question.body
    assert "**Deelnemer 1:**" in question.body
    assert "zus" not in question.body
    assert "Nicole" not in question.body
    assert (question.author, question.theme) == (fatima, room.theme)
    assert Notification.objects.filter(member=fatima, kind="consent_answered").count() == 2


def test_nothing_is_posted_while_nobody_said_yes(fatima: Member, nicole: Member, room: Room) -> None:
    plan = make(fatima, room, say(nicole, room, "Ja, dat mag."))
    with pytest.raises(Refused, match="nog geen bericht"):
        post_chat_question(maker=fatima, key=plan.key)
    assert Question.objects.count() == 0


def test_posting_ends_the_asking_and_happens_once(fatima: Member, nicole: Member, room: Room) -> None:
    plan = make(fatima, room, say(fatima, room, "Mag dat?"), say(nicole, room, "Ja, dat mag."))
    first = post_chat_question(maker=fatima, key=plan.key)
    assert post_chat_question(maker=fatima, key=plan.key) == first
    assert asked_of(nicole) == 0
    assert Question.objects.count() == 1


def test_words_that_changed_after_the_yes_do_not_go_along(fatima: Member, nicole: Member, room: Room) -> None:
    edited, gone = say(nicole, room, "Ja, dat mag."), say(nicole, room, "Altijd.")
    plan = make(fatima, room, say(fatima, room, "Mag dat?"), edited, gone)
    answer_consent(author=nicole, key=plan.key, agreed=True)
    edit_message(author=nicole, room_slug=room.slug, seq=edited, body="Nee, toch niet.")
    take_back_message(member=nicole, room_slug=room.slug, seq=gone)
    body = post_chat_question(maker=fatima, key=plan.key).body
    for words in ("Ja, dat mag.", "Nee, toch niet.", "Altijd."):
        assert words not in body


def test_messages_that_are_gone_or_of_another_room_cannot_be_chosen(
    fatima: Member, nicole: Member, room: Room
) -> None:
    seq = say(nicole, room, "Weg ermee.")
    take_back_message(member=nicole, room_slug=room.slug, seq=seq)
    with pytest.raises(Refused):
        make(fatima, room, seq)
    with pytest.raises(Refused):
        make(fatima, room, 999)
    with pytest.raises(Refused):
        make(fatima, room)


def test_a_stranger_knows_neither_the_plan_nor_the_room_of_a_help_chat(
    fatima: Member, joke: Member, nicole: Member, debts: Theme
) -> None:
    room = talk(fatima, joke, debts, anonymous=True).room
    assert room is not None
    plan = make(joke, room, say(fatima, room, "Ik durf de post niet open te maken."))
    with pytest.raises(NotFound):
        make(nicole, room, 1)
    with pytest.raises(NotFound):
        answer_consent(author=nicole, key=plan.key, agreed=True)
    with pytest.raises(NotFound):
        post_chat_question(maker=fatima, key=plan.key)


def test_the_pages_lead_from_ticking_to_the_question(
    signed_in: SignIn, fatima: Member, nicole: Member, room: Room, debts: Theme
) -> None:
    seq = say(nicole, room, "Ja, dat mag.")
    maker, author = signed_in(fatima), signed_in(nicole)
    address = f"/chat/{room.slug}/to-question/"
    assert "Ja, dat mag." in maker.get(address).content.decode()
    refused = maker.post(address, {"title": "", "theme": debts.slug, "messages": str(seq)})
    assert refused.status_code == 422
    assert "checked" in refused.content.decode()
    made = maker.post(address, {"title": "Mag dat?", "theme": debts.slug, "messages": str(seq)})
    page = made["Location"]
    assert "nog geen antwoord" in maker.get(page).content.decode()
    assert "Mag dit mee in een vraag?" in author.get(page).content.decode()
    author.post(f"{page}consent/", {"agreed": "1"})
    assert "mag mee" in maker.get(page).content.decode()
    answer = maker.post(f"{page}post/", follow=True)
    assert "Mag dat?" in answer.content.decode()
    assert Question.objects.get().author == fatima


def test_an_anonymous_resident_stays_so_for_who_asks_for_consent(
    signed_in: SignIn, fatima: Member, joke: Member, debts: Theme
) -> None:
    room = talk(fatima, joke, debts, anonymous=True).room
    assert room is not None
    plan = make(joke, room, say(fatima, room, "Ik durf het niet."))
    words = signed_in(joke).get(plan.get_absolute_url()).content.decode()
    assert "Anonieme bewoner" in words
    assert "Fatima" not in words
    answer_consent(author=fatima, key=plan.key, agreed=True)
    inbox = signed_in(joke).get("/inbox/").content.decode()
    assert "Anonieme bewoner antwoordde over de berichten" in inbox
    assert "Fatima" not in inbox


def test_plans_that_are_dropped_or_forgotten_end_the_asking(
    fatima: Member, nicole: Member, room: Room
) -> None:
    dropped, old = (make(fatima, room, say(nicole, room, words)) for words in ("Een.", "Twee."))
    drop_chat_question(maker=fatima, key=dropped.key)
    ChatQuestion.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=15))
    assert drop_forgotten_chat_questions() == 1
    assert asked_of(nicole) == 0
