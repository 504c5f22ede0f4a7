"""Nothing comes out, anywhere, to somebody who may not read it; and what may be read does come out."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

from accounts.emails import deliver_due_mail
from accounts.events import NotificationsCreated
from accounts.models import Member, Notification
from community.actions.answers import post_answer
from community.emails import deliver_follow_mail
from community.models import Answer, Audience, Comment, Draft, EmailFollow, Question, Visibility
from core.events import publish
from realtime import subscribers
from tests.accounts.letters import html_of
from tests.contracts import outlets
from tests.contracts.matrix import PEOPLE
from tests.contracts.world import HIDDEN, World, sandbox
from tests.contracts.world_help import help_pages
from tests.contracts.world_radar import radar_pages
from tests.factories import make_answer, make_comment, make_question, make_theme

ERIC = re.compile("zqericqz|zqnaamqz", re.IGNORECASE)
"""The handle and the name of somebody who only ever wrote anonymously."""

FOLDED = re.compile(r"open-(answer-)?(withdrawn|removed)-(answer|comment)")
"""In a thread that goes on, what was taken away is one line, also for who may still read it."""

Post = Question | Answer | Comment
everybody = pytest.mark.parametrize("person", PEOPLE)


@everybody
def test_each_person_meets_exactly_what_they_may_read(person: str, world: World) -> None:
    """Pages, lists, permalinks, earlier versions, profiles, forms: body, headers and where they lead."""
    paths = [*outlets.lists(), *outlets.own_pages(), *outlets.site_pages()]
    paths += [*outlets.chat_pages(), *outlets.post_pages(world), *help_pages(world)]
    paths += radar_pages(world)
    told = {path: outlets.read(world.browser(person), path) for path in paths}
    met = {word: path for path, text in told.items() for word in outlets.WORD.findall(text)}
    meant = {canary.word: canary.what for canary in world.canaries if person in canary.readers}
    leaked = {f"{_what(world, word)} at {path}" for word, path in met.items() if word not in meant}
    missed = {what for word, what in meant.items() if word not in met and not FOLDED.match(what)}
    assert (leaked, missed) == (set(), set())
    named = [path for path, text in told.items() if "zqericqz" not in path and ERIC.search(text)]
    assert person == "eric" or named == []


@everybody
def test_the_profile_of_an_anonymous_asker_lists_nothing(person: str, world: World) -> None:
    page = outlets.read(world.browser(person), "/people/zqericqz/")
    assert outlets.WORD.findall(page) == []


@pytest.mark.parametrize("person", [person for person in PEOPLE if person != "visitor"])
def test_news_about_what_one_may_not_read_is_neither_shown_nor_mailed(person: str, world: World) -> None:
    member = world.members[person]
    with sandbox():
        Notification.objects.all().delete()
        _tell(member, world)
        page = outlets.read(world.browser(person), "/inbox/")
        opened = [
            outlets.read(world.browser(person), f"/inbox/{row.pk}/open/")
            for row in Notification.objects.filter(member=member, kind="mention_in_question")
        ]
        mail.outbox.clear()
        deliver_due_mail()
        letters = [f"{letter.subject} {letter.body} {html_of(letter)}" for letter in mail.outbox]
    told = " ".join([page, *opened, *letters])
    meant = {canary.word for canary in world.canaries if person in canary.readers}
    assert {_what(world, word) for word in set(outlets.WORD.findall(told)) - meant} == set()
    assert world.questions["open"].title in page
    assert any(world.questions["open"].title in letter for letter in letters)
    if person != "eric":
        assert not ERIC.search(told)


@pytest.mark.parametrize("person", [person for person in PEOPLE if person != "visitor"])
def test_a_draft_under_a_question_that_was_closed_to_one_does_not_tell_its_title(
    person: str, world: World
) -> None:
    with sandbox():
        for question in world.questions.values():
            place = f"answer:{question.pk}"
            Draft.objects.create(member=world.members[person], place=place, fields={"body": "mijn concept"})
        page = outlets.read(world.browser(person), "/me/drafts/")
    readable = {canary.word for canary in world.canaries if person in canary.readers}
    assert "mijn concept" in page
    assert {_what(world, word) for word in set(outlets.WORD.findall(page)) - readable} == set()


@everybody
def test_a_preview_finds_no_readers_in_a_question_that_one_may_not_read(person: str, world: World) -> None:
    """Whom a mention would reach tells who may read; for a stranger the question is not there."""
    browser, title = world.browser(person), "professionals question, title"
    canary = next(canary for canary in world.canaries if canary.what == title)
    with sandbox():
        question = world.questions["professionals"].pk
        answer = browser.post("/preview/", {"body": "Hoi @daan en @nicole", "question": question})
    assert answer.status_code == (200 if person in canary.readers else 404)
    if answer.status_code == 200:
        links = re.findall(r'href="/people/(\w+)/"', json.loads(answer.content)["html"])
        assert links == ["daan"]


def test_a_preview_in_an_anonymous_question_does_not_link_the_asker_among_few(world: World) -> None:
    with sandbox():
        question = world.questions["anonymous-professionals"].pk
        answer = world.browser("daan").post("/preview/", {"body": "Hoi @zqericqz", "question": question})
    assert "/people/" not in json.loads(answer.content)["html"]


@pytest.mark.parametrize("person", ["visitor", "daan"])
def test_what_is_hidden_changes_no_page_for_others(person: str, world: World) -> None:
    """Not a count, not an order, not an empty row: the lists and the thread stay letter for letter."""
    browser, question = world.browser(person), world.questions["open"]
    paths = [
        *outlets.lists(),
        f"/questions/{question.pk}/{question.slug}/",
        f"/answers/{world.ids['open-answer']}/",
    ]
    # The clock stands still: "wacht 2 minuten" may not become three in between.
    with sandbox(), time_machine.travel(timezone.now(), tick=False):
        before = outlets.what_stands(browser, paths)
        _hide_things(world, question)
        after = outlets.what_stands(browser, paths)
    assert [path for path in paths if before[path] != after[path]] == []


def test_a_ring_carries_no_word_and_no_name(
    world: World, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    """A socket only says that something changed; what, is asked over HTTP."""
    rings: list[tuple[str, dict[str, Any]]] = []
    monkeypatch.setattr(subscribers, "ring", lambda group, frame: rings.append((group, frame)))
    question = world.questions["anonymous-professionals"]
    with sandbox(), django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        post_answer(author=world.members["daan"], question_id=question.pk, body="Bel ons.", key=question.key)
        publish(NotificationsCreated(member_ids=(world.members["eric"].pk,)))
    assert {group.partition(":")[0] for group, _frame in rings} == {"question", "inbox"}
    assert all(set(frame) <= {"t", "topic", "what", "id"} for _group, frame in rings)
    assert {frame["what"] for _group, frame in rings} == {"answer", "notification"}


@pytest.mark.parametrize("change", [*HIDDEN, Audience.MEMBERS, Audience.PROFESSIONALS])
def test_a_follower_without_account_hears_nothing_of_a_question_that_closed(
    change: str, world: World
) -> None:
    with sandbox():
        _follower_with_news(world)
        field = "audience" if change in Audience.values else "visibility"
        Question.objects.filter(pk=world.questions["open"].pk).update(**{field: change})
        mail.outbox.clear()
        deliver_follow_mail()
        assert mail.outbox == []


def test_mail_to_a_follower_without_account_says_nothing_of_what_was_written(world: World) -> None:
    with sandbox():
        _follower_with_news(world)
        mail.outbox.clear()
        deliver_follow_mail()
        (letter,) = mail.outbox
    readable = {canary.word for canary in world.canaries if "visitor" in canary.readers}
    said = f"{letter.subject} {letter.body} {html_of(letter)}"
    assert set(outlets.WORD.findall(said)) <= readable
    assert not ERIC.search(said)
    assert outlets.WORD.findall(str(letter.subject)) == []


def _what(world: World, word: str) -> str:
    return next((canary.what for canary in world.canaries if canary.word == word), word)


def _tell(member: Member, world: World) -> None:
    """A due notification about every post, whether or not the member may read it; the open question last."""
    things: list[tuple[str, Post]] = [
        *(("mention_in_comment", comment) for comment in world.comments.values()),
        *(("followed_answer", answer) for answer in world.answers.values()),
        *(("mention_in_question", question) for question in reversed(world.questions.values())),
    ]
    now = timezone.now()
    Notification.objects.bulk_create(
        Notification(
            member=member,
            kind=kind,
            event_key=f"{kind}:{post.pk}",
            actor=post.author,
            place_id=post.pk if isinstance(post, Question) else post.question_id,
            thing_id=post.pk,
            mail_due_at=now,
        )
        for kind, post in things
    )
    cache.clear()


def _hide_things(world: World, question: Question) -> None:
    """Everything that can be hidden, by people who are not among those who look."""
    asker, neighbour = world.members["fatima"], world.members["nicole"]
    for visibility in HIDDEN:
        for theme in (question.theme, make_theme("wonen")):
            hidden = make_question(asker, theme=theme, visibility=visibility)
            make_answer(hidden, neighbour)
        answer = make_answer(question, neighbour, visibility=visibility)
        make_comment(question, neighbour, visibility=visibility)
        make_comment(question, neighbour, answer=answer)
        make_comment(question, neighbour, answer=world.answers["open-answer"], visibility=visibility)


def _follower_with_news(world: World) -> None:
    """A neighbour with a confirmed address, for whom mail is due about the newest answer."""
    now = timezone.now()
    EmailFollow.objects.update(confirmed_at=now, mailed_at=None, news_due_at=now)
    make_answer(world.questions["open"], world.members["nicole"])


@pytest.fixture(autouse=True)
def _empty_outbox() -> Iterator[None]:
    yield
    mail.outbox.clear()


def test_the_world_has_a_secret_in_every_state(world: World) -> None:
    whats = " ".join(canary.what for canary in world.canaries)
    assert all(state in whats for state in (*Visibility.values, *Audience.values[1:]) if state != "published")
    assert len({canary.word for canary in world.canaries}) == len(world.canaries) > 100
