"""A member keeps somebody away, who is not told."""

import uuid
from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.actions.blocks import block_member
from accounts.models import Block, Member, Notification
from community.actions.answers import post_answer
from tests.factories import make_answer, make_comment, make_question

SignIn = Callable[[Member], Client]
pytestmark = pytest.mark.django_db


def test_one_blocks_on_the_profile_and_takes_it_back_in_ones_own_list(
    fatima: Member, nicole: Member, signed_in: SignIn
) -> None:
    client = signed_in(fatima)
    assert "Blokkeren" in client.get("/people/nicole/").content.decode()
    client.post("/people/nicole/block/")
    client.post("/people/nicole/block/")
    assert Block.objects.get().blocked == nicole
    assert "Nicole" in client.get("/me/blocks/").content.decode()
    client.post("/people/nicole/unblock/")
    assert not Block.objects.exists()


def test_their_answers_and_comments_are_folded_for_the_one_who_blocked_only(
    fatima: Member, nicole: Member, noor: Member, signed_in: SignIn
) -> None:
    question = make_question(noor)
    make_comment(question, nicole, answer=make_answer(question, nicole))
    block_member(member=fatima, handle="nicole")
    path = question.get_absolute_url()
    assert signed_in(fatima).get(path).content.decode().count('class="folded"') == 1
    assert "Een antwoord van Nicole, die je blokkeert" in signed_in(fatima).get(path).content.decode()
    for client in (Client(), signed_in(noor), signed_in(nicole)):
        assert "folded" not in client.get(path).content.decode()


def test_an_anonymous_asker_is_not_given_away_by_folding(
    fatima: Member, eric: Member, signed_in: SignIn
) -> None:
    question = make_question(eric, anonymous=True)
    make_answer(question, eric)
    block_member(member=fatima, handle="eric")
    assert "folded" not in signed_in(fatima).get(question.get_absolute_url()).content.decode()


def test_what_they_do_gives_no_notification(fatima: Member, nicole: Member, noor: Member) -> None:
    question = make_question(fatima)
    block_member(member=fatima, handle="nicole")
    for author in (nicole, noor):
        body = f"Bel de gemeente, zegt {author.handle}."
        post_answer(author=author, question_id=question.pk, body=body, key=uuid.uuid4())
    told = Notification.objects.filter(member=fatima, kind="answer")
    assert [row.actor for row in told] == [noor]


def test_nobody_blocks_themselves(fatima: Member, signed_in: SignIn) -> None:
    assert signed_in(fatima).post("/people/fatima/block/").status_code == 403
    assert signed_in(fatima).post("/people/niemand/block/").status_code == 404
    with pytest.raises(IntegrityError), transaction.atomic():
        Block.objects.create(member=fatima, blocked=fatima)
