"""Looking for something in one thread."""

from dataclasses import dataclass

from django.db.models import Q

from accounts.policies import Viewer
from accounts.queries.blocks import blocked_by
from community.limits import THREAD_FOUND
from community.models import Answer, Question
from community.policies import visible_answers, visible_entries
from community.queries.bylines import Byline, byline
from community.queries.posts import get_question
from community.queries.search.plans import fetch
from community.queries.search.terms import terms_of
from core.excerpts import Piece, excerpt
from core.text import MAX_BODY, plain


@dataclass(frozen=True)
class ThreadHit:
    """The question itself, or one of its answers, with the words marked."""

    url: str
    excerpt: list[Piece]
    author: Byline
    post: Question | Answer


@dataclass(frozen=True)
class ThreadSearch:
    """What was found, in the order of the thread. `capped`: there is more; `loose`: not every word."""

    question: Question
    text: str
    hits: list[ThreadHit]
    capped: bool = False
    loose: bool = False


def search_thread(viewer: Viewer, *, question_id: int, text: str) -> ThreadSearch:
    """The question and answers of one thread with all words, or else with any. At most eight queries.

    Raises `NotFound`.
    """
    question = get_question(viewer, question_id)
    terms = terms_of(text)
    if not terms:
        return ThreadSearch(question, text, [])
    entries = visible_entries(viewer).filter(question=question)
    rows = fetch(entries, terms.all_words(), ("answer_id",), THREAD_FOUND)
    loose = not rows
    if loose:
        rows = fetch(entries, terms.any_word(), ("answer_id",), THREAD_FOUND)
    posts = _posts(viewer, question, {row[0] for row in rows})
    return ThreadSearch(
        question=question,
        text=text,
        hits=[_hit(viewer, question, post, terms.stems) for post in posts],
        capped=len(rows) == THREAD_FOUND,
        loose=loose and bool(posts),
    )


def _posts(viewer: Viewer, question: Question, ids: set[int | None]) -> list[Question | Answer]:
    """Without answers of whom the viewer blocked; an anonymous asker's stay, or it would tell who asks."""
    answers = visible_answers(viewer).filter(pk__in=[pk for pk in ids if pk is not None])
    unnamed = Q(author=question.author_id) if question.anonymous else Q(pk__in=[])
    answers = answers.filter(~blocked_by(viewer) | unnamed)
    posts: list[Question | Answer] = [question] if None in ids else []
    return [*posts, *answers.select_related("author").order_by("created_at", "pk")]


def _hit(viewer: Viewer, question: Question, post: Question | Answer, stems: frozenset[str]) -> ThreadHit:
    texts = [plain(post.body_html, MAX_BODY)]
    if isinstance(post, Question):
        texts += [question.title, question.situation, question.need, question.tried, question.hope]
    return ThreadHit(
        url=post.get_absolute_url(),
        excerpt=excerpt(" ".join(" ".join(texts).split()), stems),
        author=byline(post, question=question, viewer=viewer),
        post=post,
    )
