"""What a page asks of the database stays the same however much there is. Counted whole, session included."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Member, Notification
from community.actions.start import StartChoices, choose_start
from community.models import Draft, Follow, Question, Revision, SameHere, Thanks, Theme
from tests.factories import make_answer, make_comment, make_highlight, make_member, make_question

SignIn = Callable[[Member], Client]

SMALL, LARGE = 2, 14
QUESTION_SIGNED_IN, QUESTION_ANONYMOUS, LIST, START = 8, 5, 6, 8
NEWS_READ = 3
"""Who had unread news of a thread and opens it: one statement with its savepoint."""

BUDGETS = {
    "/": (LIST, LIST),
    "/themes/": (LIST, LIST),
    "/themes/geld-en-schulden/": (LIST, LIST),
    "/questions/": (LIST, LIST),
    "/questions/?show=newest": (LIST, LIST),
    "/questions/?show=unanswered": (LIST, LIST),
    "/questions/?show=solved": (LIST, LIST),
    "/questions/?show=highlighted": (LIST, LIST),
    "/questions/?show=popular": (LIST, LIST),
    "{question}": (QUESTION_ANONYMOUS, QUESTION_SIGNED_IN + NEWS_READ),
    "{question-short}": (LIST, LIST),
    "{answer}": (6, 8),
    "{comment}": (7, 9),
    "/people/joke/": (6, 8),
    "/ask/": (LIST, 10),
    "/help-now/": (2, 4),
    "/demo/": (4, 6),
}
"""Address to most queries for a visitor and for a member."""

OWN = {
    "/inbox/": 8,
    "/me/": 6,
    "/me/questions/": LIST,
    "/me/drafts/": LIST,
    "/me/highlights/": LIST,
    "/me/start/": 7,
    "/me/for-you/?show=newest": LIST,
    "/me/for-you/?show=waiting": LIST,
    "/me/for-you/?show=followed": LIST,
    "{history}": LIST,
    "{edit}": LIST,
}
"""The same for pages of one's own."""


@pytest.fixture
def place(debts: Theme, joke: Member, daan: Member, housing: Theme) -> "Place":
    return Place(debts=debts, mentor=joke, professional=daan)


class Place:
    """One theme that grows, with a question that everything happens to."""

    def __init__(self, *, debts: Theme, mentor: Member, professional: Member) -> None:
        self.theme, self.mentor, self.professional = debts, mentor, professional
        mentor.profile_public = True
        mentor.knows_about = [debts.slug]
        mentor.save()
        self.question = make_question(professional, theme=debts, version=2, title="Waar begin ik?")
        self.answer = make_answer(self.question, mentor)
        self.comment = make_comment(self.question, mentor, answer=self.answer)

    def grow(self, times: int) -> None:
        """Answers, comments, thanks, highlights, followers, questions, news, drafts and versions."""
        for _time in range(times):
            self._add_to_the_thread()
            self._add_a_question()

    def paths(self) -> dict[str, str]:
        return {
            "{question}": self.question.get_absolute_url(),
            "{question-short}": f"/questions/{self.question.pk}/",
            "{answer}": f"/answers/{self.answer.pk}/",
            "{comment}": f"/comments/{self.comment.pk}/",
            "{history}": f"/questions/{self.question.pk}/history/",
            "{edit}": f"/questions/{self.question.pk}/edit/",
        }

    def _add_to_the_thread(self) -> None:
        writer = make_member()
        answer = make_answer(self.question, writer)
        make_comment(self.question, writer, answer=answer)
        make_comment(self.question, self.mentor, answer=answer)
        make_comment(self.question, writer)
        make_highlight(answer, self.professional)
        Thanks.objects.create(member=self.professional, answer=answer)
        Follow.objects.create(member=writer, question=self.question)
        SameHere.objects.create(member=writer, question=self.question)
        Notification.objects.create(
            member=self.professional,
            kind="answer",
            event_key=f"answer:{answer.pk}",
            actor=writer,
            place_id=self.question.pk,
            thing_id=answer.pk,
        )
        Draft.objects.create(
            member=self.professional, place=f"comment:answer:{answer.pk}", fields={"body": "Dank je"}
        )

    def _add_a_question(self) -> None:
        now = timezone.now()
        asker = make_member()
        waiting = make_question(asker, theme=self.theme)
        own = make_question(self.professional, theme=self.theme)
        answer = make_answer(own, self.mentor)
        due = make_highlight(answer, self.professional)
        due.review_on = timezone.localdate() - timedelta(days=1)
        due.save()
        good = make_question(asker, theme=self.theme)
        vouched = make_answer(good, self.mentor)
        make_highlight(vouched, self.professional)
        Question.objects.filter(pk=good.pk).update(solution=vouched, solved_at=now)
        Draft.objects.create(
            member=self.professional, place=f"answer:{waiting.pk}", fields={"body": "Nog niet af"}
        )
        Revision.objects.create(
            question=self.question,
            version=Revision.objects.count() + 3,
            writer=self.professional,
            written_at=now,
            fields={"body": "Eerst zo"},
        )


def queries(client: Client, path: str) -> int:
    """The queries of a cold start: nothing is remembered between requests."""
    cache.clear()
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(path)
    assert answer.status_code in (200, 302), path
    return len(captured)


@pytest.mark.parametrize("address", BUDGETS)
def test_a_page_keeps_its_budget_at_two_sizes(address: str, place: Place, signed_in: SignIn) -> None:
    path = place.paths().get(address, address)
    most = dict(zip(("visitor", "member"), BUDGETS[address], strict=True))
    browsers = {"visitor": Client(), "member": signed_in(place.professional)}
    place.grow(SMALL)
    small = {who: queries(browser, path) for who, browser in browsers.items()}
    place.grow(LARGE)
    large = {who: queries(browser, path) for who, browser in browsers.items()}
    assert small == large
    assert all(large[who] <= most[who] for who in most), large


@pytest.mark.parametrize("address", OWN)
def test_a_page_of_ones_own_keeps_its_budget_at_two_sizes(
    address: str, place: Place, signed_in: SignIn
) -> None:
    browser, path = signed_in(place.professional), place.paths().get(address, address)
    place.grow(SMALL)
    small = queries(browser, path)
    place.grow(LARGE)
    large = queries(browser, path)
    assert small == large <= OWN[address]


def test_a_start_page_of_ones_own_keeps_its_budget_at_two_sizes(place: Place, signed_in: SignIn) -> None:
    """Who somebody is, what they chose, and one query for each of four groups."""
    member = place.professional
    choose_start(member=member, chosen=StartChoices(themes=[place.theme]))
    browser = signed_in(member)
    place.grow(SMALL)
    small = queries(browser, "/")
    place.grow(LARGE)
    assert small == queries(browser, "/") <= START
