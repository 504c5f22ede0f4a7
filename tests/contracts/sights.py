"""The ways in which words come out to one person: each reads everything that there is of it."""

import re
from collections.abc import Callable
from html import unescape
from typing import Any

from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from accounts.emails import deliver_due_mail
from accounts.models import Notification
from community.emails import deliver_follow_mail
from community.models import EmailFollow, Question
from moderation.models import Appeal, Case, Decision
from tests.accounts.letters import html_of
from tests.contracts import outlets
from tests.contracts.states import ASIDE, KINDS, SUBJECT, Told
from tests.contracts.world import World, sandbox

ROOM = "/chat/geld-en-schulden/"
SHOWS = ("newest", "unanswered", "active", "solved", "highlighted")
POSTS = ("question", "answer", "comment")

States = tuple[World, list[Told]]
Tell = Callable[[States, str], str]


def read_all(world: World, person: str, paths: list[str], **headers: str) -> str:
    browser = world.browser(person)
    with sandbox():
        answers = [browser.get(path, headers=headers) for path in paths]
    assert all(answer.status_code < 500 for answer in answers)
    return "\n".join(f"{answer.headers.get('Location', '')} {answer.content.decode()}" for answer in answers)


def _things(told: list[Told], kind: str) -> list[Any]:
    return list({each.thing.pk: each.thing for each in told if each.kind == kind}.values())


def thread_pages(states: States, person: str) -> str:
    """The threads themselves, also as search engines read them."""
    shorts = [f"/questions/{pk}/" for pk in Question.objects.values_list("pk", flat=True)]
    browser = states[0].browser(person)
    with sandbox():
        leads = [browser.get(path).headers.get("Location", path) for path in shorts]
    return read_all(states[0], person, leads)


def _short_paths(told: list[Told]) -> list[str]:
    return [f"/{kind}s/{post.pk}/" for kind in POSTS for post in _things(told, kind)]


def _permalinks(states: States, person: str) -> str:
    return read_all(states[0], person, _short_paths(states[1]))


def _fragments(states: States, person: str) -> str:
    """What an open page fetches when a ring says that something changed."""
    world, told = states
    answers = [f"/answers/{post.pk}/" for post in _things(told, "answer")]
    return read_all(world, person, answers, **{"X-Fragment": "1"})


def _histories(states: States, person: str) -> str:
    pages = ("history", "edit", "withdraw")
    paths = [f"{path}{page}/" for path in _short_paths(states[1]) for page in pages]
    return read_all(states[0], person, paths)


def _lists(states: States, person: str) -> str:
    places = ("/questions/", "/themes/geld-en-schulden/")
    return read_all(states[0], person, [f"{place}?show={show}" for place in places for show in SHOWS])


def _all_pages_of(browser: Client, path: str) -> str:
    """A list to its end, by the link to what follows."""
    told, following = "", path
    for _page in range(20):
        page = browser.get(following).content.decode()
        told += page
        link = re.search(r'href="(\?[^"]*cursor=[^"]+)"', page)
        if link is None:
            return told
        following = f"{path.partition('?')[0]}{unescape(link[1])}"
    raise AssertionError(path)


def _search(states: States, person: str) -> str:
    browser, ways = states[0].browser(person), ("", "&sort=newest", "&theme=wonen")
    paths = [f"/search/?q={word}{way}" for word in (SUBJECT, ASIDE) for way in ways]
    with sandbox():
        return "".join(_all_pages_of(browser, path) for path in paths)


def _similar(states: States, person: str) -> str:
    similar = f"/search/similar/?title=Hoe+zit+het+met+{SUBJECT}"
    return read_all(states[0], person, [similar, f"/ask/?title=Mijn+{SUBJECT}+klopt"])


def _home(states: States, person: str) -> str:
    return read_all(states[0], person, ["/", "/themes/"])


def _profiles(states: States, person: str) -> str:
    return read_all(states[0], person, [f"/people/{handle}/" for handle in ("nicole", "sol", "noor", "joke")])


def _own_pages(states: States, person: str) -> str:
    return read_all(states[0], person, outlets.own_pages())


def _feeds(states: States, person: str) -> str:
    feeds = ["/feeds/questions.atom", "/feeds/themes/geld-en-schulden.atom"]
    feeds.append(f"/feeds/search.atom?q={SUBJECT}")
    feeds += [f"/feeds/questions/{pk}.atom" for pk in Question.objects.values_list("pk", flat=True)]
    return read_all(states[0], person, feeds)


def _sitemap(states: States, person: str) -> str:
    return read_all(states[0], person, ["/sitemap.xml", "/sitemaps/pages.xml", "/sitemaps/questions-1.xml"])


def _openness(states: States, person: str) -> str:
    pages = ("moderation/", "moderation.csv", "moderation.json", "moderation/statements.json")
    return read_all(states[0], person, [f"/openness/{page}" for page in pages])


def _room(states: States, person: str) -> str:
    world, told = states
    seqs = [message.seq for message in _things(told, "message")]
    paths = [
        ROOM,
        f"{ROOM}?q={SUBJECT}",
        f"{ROOM}?before=4",
        f"{ROOM}since/0/",
        f"{ROOM}?reply_to={seqs[-1]}",
    ]
    return read_all(world, person, [*paths, *(f"{ROOM}messages/{seq}/" for seq in seqs)])


def _frames(states: States, person: str) -> str:
    """What a socket gets when it comes back, over HTTP."""
    return read_all(states[0], person, [f"{ROOM}since/0/"], accept="application/json")


def _reports(states: States, person: str) -> str:
    """The page on which one reports each of them."""
    world, told = states
    paths = [f"/report/{kind}/{each.pk}/" for kind in KINDS for each in _things(told, kind)]
    return read_all(world, person, paths)


def _desk(states: States, person: str) -> str:
    cases = [f"/moderation/cases/{pk}/" for pk in Case.objects.values_list("pk", flat=True)]
    appeals = [f"/appeals/{pk}/" for pk in Appeal.objects.values_list("pk", flat=True)]
    letters = [f"/letters/{pk}/" for pk in Decision.objects.values_list("pk", flat=True)]
    return read_all(states[0], person, ["/moderation/", "/moderation/log/", *cases, *appeals, *letters])


def _notices(states: States, person: str) -> str:
    """Inbox and mail, with a notification about each of them that is due now."""
    world, told = states
    if person == "visitor":
        return ""
    kinds = {"question": "mention_in_question", "answer": "followed_answer", "comment": "mention_in_comment",
             "message": "mention_in_message"}  # fmt: skip
    with sandbox():
        Notification.objects.all().delete()
        cache.clear()
        for each in {id(each.thing): each for each in told}.values():
            thing: Any = each.thing
            place = {"question": thing.pk, "message": getattr(thing, "room_id", 0)}
            Notification.objects.create(
                member=world.members[person],
                kind=kinds[each.kind],
                event_key=f"{each.kind}:{thing.pk}",
                actor=thing.author,
                place_id=place.get(each.kind, getattr(thing, "question_id", 0)),
                thing_id=thing.pk,
                mail_due_at=timezone.now(),
            )
        inbox = world.browser(person).get("/inbox/").content.decode()
        mail.outbox.clear()
        deliver_due_mail()
        letters = [f"{letter.subject} {letter.body} {html_of(letter)}" for letter in mail.outbox]
    return "\n".join([inbox, *letters])


def _mail_without_account(states: States, person: str) -> str:
    """To followers who have no account; only the visitor stands for them."""
    if person != "visitor":
        return ""
    now = timezone.now()
    with sandbox():
        for number, question in enumerate(Question.objects.all()):
            EmailFollow.objects.create(
                question=question, email=f"buur{number}@perenburg.example", confirmed_at=now, news_due_at=now
            )
        mail.outbox.clear()
        deliver_follow_mail()
        return "\n".join(f"{letter.subject} {letter.body} {html_of(letter)}" for letter in mail.outbox)


OUTLETS: dict[str, Tell] = {
    "question pages and structured data": thread_pages,
    "permalinks": _permalinks,
    "live fragments": _fragments,
    "history, edit and withdraw pages": _histories,
    "lists": _lists,
    "search": _search,
    "suggestions and similar questions": _similar,
    "home": _home,
    "profiles": _profiles,
    "own pages": _own_pages,
    "feeds": _feeds,
    "sitemap": _sitemap,
    "openness": _openness,
    "rooms": _room,
    "frames": _frames,
    "report pages": _reports,
    "desk, letters and appeals": _desk,
    "inbox and mail": _notices,
    "mail without account": _mail_without_account,
}
