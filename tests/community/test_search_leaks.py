"""What a search, a feed or a suggestion gives is what a database without the hidden posts would give."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.db import transaction
from django.test import Client

from accounts.models import Member
from community.actions.search_index import rebuild_entries, refresh_words, store_related
from community.models import Answer, Audience, Comment, Question, RelatedQuestion, SearchWord, Visibility
from community.policies import visible_answers, visible_comments, visible_questions
from community.queries.search.similar import scores_of_related
from tests.factories import make_answer, make_comment, make_highlight, make_member, make_question, make_theme

SUBJECTS = ("huurtoeslag", "schulden", "traplift", "mantelzorg", "urgentie")
HIDDEN = (Visibility.HELD, Visibility.WITHDRAWN, Visibility.REMOVED)
SEARCHES = (
    "huurtoeslag", "huurtoeslga", "toeslag", "schulden traplift", "geheimwoord", "geheimwoor", "geheim",
    "mantelz", "urgentie huur", "antwoordgeheim",
)  # fmt: skip
TITLES = ("Hoe vraag ik huurtoeslag aan", "Wat doe ik met geheimwoord schulden", "Mantelzorg en een traplift")


@pytest.fixture
def reader(db: None) -> Member:
    """A resident without any role, who wrote nothing."""
    return make_member("lezer")


@pytest.fixture
def everything(db: None) -> None:
    """Public threads, and threads, answers and words that the viewers may not know of."""
    theme, professional = make_theme(), make_member(role=None)
    for number in range(3):
        for subject in SUBJECTS:
            question = make_question(title=f"Vraag over {subject} nummer {number}", theme=theme)
            make_highlight(make_answer(question, body=f"Bel over {subject}."), professional)
            make_comment(question, body=f"Ik weet iets van {subject}.")
            for visibility in HIDDEN:
                answer = make_answer(question, body=f"Antwoordgeheim over {subject}.", visibility=visibility)
                make_comment(question, answer=answer, body=f"Antwoordgeheim onder {subject}.")
                make_comment(question, body=f"Antwoordgeheim bij {subject}.", visibility=visibility)
    for subject in SUBJECTS:
        for visibility in HIDDEN:
            hidden = make_question(title=f"Geheimwoord {subject} huurtoeslga", visibility=visibility)
            make_answer(hidden, body=f"Geheimwoord onder {subject}.")
        closed = make_question(title=f"Geheimwoord {subject}", audience=Audience.PROFESSIONALS)
        make_answer(closed, body=f"Geheimwoord {subject} voor {subject}.")


def index() -> None:
    rebuild_entries()
    refresh_words()
    RelatedQuestion.objects.all().delete()
    for pk in Question.objects.values_list("pk", flat=True):
        store_related(pk, scores=scores_of_related(pk))


@contextmanager
def without_hidden(viewer: Any) -> Iterator[None]:
    """The same database in which what `viewer` may not read was never written."""
    with transaction.atomic():
        Comment.objects.exclude(pk__in=visible_comments(viewer).values("pk")).delete()
        Answer.objects.exclude(pk__in=visible_answers(viewer).values("pk")).delete()
        Question.objects.exclude(pk__in=visible_questions(viewer).values("pk")).delete()
        SearchWord.objects.all().delete()
        index()
        cache.clear()
        yield
        transaction.set_rollback(True)
    cache.clear()


def outlets(client: Client) -> dict[str, str]:
    """Every page on which something is found, without what differs by itself."""
    paths = [f"/search/?q={words.replace(' ', '+')}" for words in SEARCHES]
    paths += [f"{path}&sort=newest" for path in paths] + [f"{path}&unanswered=on" for path in paths]
    paths += ["/search/?highlighted=on", "/search/?theme=geld-en-schulden"]
    paths += [f"/search/similar/?title={title.replace(' ', '+')}" for title in TITLES]
    paths += [f"/ask/?title={title.replace(' ', '+')}" for title in TITLES]
    paths += [f"/feeds/search.atom?q={words.replace(' ', '+')}" for words in SEARCHES]
    paths += ["/feeds/questions.atom", "/feeds/themes/geld-en-schulden.atom", "/sitemap.xml"]
    paths += ["/sitemaps/questions-1.xml", "/sitemaps/questions-2.xml"]
    public = visible_questions(AnonymousUser()).order_by("pk")[:4]
    paths += [f"/feeds/questions/{question.pk}.atom" for question in public]
    paths += [question.get_absolute_url() for question in public]
    return {path: _page(client, path) for path in paths}


def _page(client: Client, path: str) -> str:
    answer = client.get(path)
    text = answer.content.decode()
    changing = (
        r'nonce="[^"]*"|(?:name="(?:key|csrfmiddlewaretoken)" )?value="[^"]{30,}"|<updated>[^<]*</updated>'
    )
    return f"{answer.status_code} " + re.sub(changing, "", text)


@pytest.mark.usefixtures("everything")
@pytest.mark.parametrize("who", ["visitor", "reader"])
def test_hidden_posts_change_nothing_that_is_found(who: str, reader: Member) -> None:
    index()
    client = Client()
    if who == "reader":
        client.force_login(reader, backend="accounts.backends.MemberBackend")
    viewer = reader if who == "reader" else AnonymousUser()
    found = outlets(client)
    with without_hidden(viewer):
        bare = outlets(client)
    assert found.keys() == bare.keys()
    assert {path for path in found if found[path] != bare[path]} == set()
    shown = "".join(text for path, text in found.items() if "geheim" not in path.lower())
    assert "eheimwoord" not in shown
    assert "ntwoordgeheim" not in shown


@pytest.mark.django_db
def test_a_feed_is_the_same_for_everybody(daan: Member, mira: Member) -> None:
    make_question(title="Voor iedereen over huur")
    make_question(title="Alleen deelnemers over huur", audience=Audience.MEMBERS)
    make_question(title="Alleen professionals over huur", audience=Audience.PROFESSIONALS)
    index()
    for path in ("/feeds/questions.atom", "/feeds/themes/geld-en-schulden.atom", "/feeds/search.atom?q=huur"):
        pages = set()
        for member in (None, daan, mira):
            client = Client()
            if member is not None:
                client.force_login(member, backend="accounts.backends.MemberBackend")
            pages.add(client.get(path).content)
        assert len(pages) == 1
        [page] = pages
        assert b"Voor iedereen over huur" in page
        assert b"Alleen" not in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    "hidden", [{"visibility": "held"}, {"visibility": "withdrawn"}, {"audience": "members"}]
)
def test_a_question_that_is_not_public_has_no_feed_and_nothing_to_share(
    hidden: dict[str, str], fatima: Member
) -> None:
    question = make_question(fatima, **hidden)
    make_answer(question)
    client = Client()
    client.force_login(fatima, backend="accounts.backends.MemberBackend")
    assert client.get(f"/feeds/questions/{question.pk}.atom").status_code == 404
    page = client.get(question.get_absolute_url()).content.decode()
    assert '<meta name="robots" content="noindex">' in page
    assert "og:title" not in page
    assert "ld+json" not in page
    assert question.slug not in Client().get("/sitemaps/questions-1.xml").content.decode()
