"""A claim is heard at once on every radar and on the page of the question; typing keeps it."""

from datetime import timedelta

import pytest
from channels.db import database_sync_to_async
from django.test import Client
from django.utils import timezone

from accounts.models import Member
from community.actions.claims import claim_question
from community.models import Claim, Question, Theme
from tests.community.waiting import waits
from tests.realtime.client import SocketClient

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("_live")]


@database_sync_to_async
def cookie_of(member: Member) -> str:
    client = Client()
    client.force_login(member, backend="accounts.backends.MemberBackend")
    return client.cookies["sid"].value


async def listens(member: Member, topic: str) -> SocketClient:
    client = SocketClient(cookie=await cookie_of(member))
    await client.connect()
    await client.hear()
    await client.say({"t": "sub", "topic": topic})
    assert (await client.hear())["t"] == "subbed"
    return client


@database_sync_to_async
def until(question: Question) -> timedelta:
    return Claim.objects.get(question=question).until - timezone.now()


@database_sync_to_async
def let_pass(minutes: int) -> None:
    claim = Claim.objects.get()
    Claim.objects.update(until=claim.until - timedelta(minutes=minutes))


async def test_a_claim_rings_on_the_radar_and_at_the_question(
    fatima: Member, nicole: Member, joke: Member, daan: Member, debts: Theme
) -> None:
    question = await database_sync_to_async(waits)(fatima, debts)
    topic = f"question:{question.pk}"
    radar, reader = await listens(daan, "radar"), await listens(nicole, topic)
    await database_sync_to_async(claim_question)(helper=joke, question_id=question.pk)
    assert await radar.hear() == {"t": "changed", "topic": "radar", "what": "question", "id": None}
    assert await reader.hear() == {"t": "changed", "topic": topic, "what": "claim", "id": None}
    for client in (radar, reader):
        await client.leave()


async def test_typing_an_answer_keeps_ones_own_claim_and_nobody_elses(
    fatima: Member, joke: Member, daan: Member, debts: Theme
) -> None:
    question = await database_sync_to_async(waits)(fatima, debts)
    topic = f"question:{question.pk}"
    await database_sync_to_async(claim_question)(helper=joke, question_id=question.pk)
    await let_pass(6)
    for helper, least, most in ((daan, 3, 4), (joke, 9, 10)):
        client = await listens(helper, topic)
        await client.say({"t": "typing", "topic": topic})
        while (await client.hear())["t"] != "typing":
            pass
        left = await until(question)
        assert timedelta(minutes=least) < left <= timedelta(minutes=most)
        await client.leave()


async def test_a_resident_hears_nothing_of_the_radar(fatima: Member, debts: Theme) -> None:
    client = SocketClient(cookie=await cookie_of(fatima))
    await client.connect()
    await client.hear()
    await client.say({"t": "sub", "topic": "radar"})
    assert (await client.hear())["code"] == "not_found"
    await client.leave()
