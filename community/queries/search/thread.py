"""Looking for something in one thread."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from accounts.policies import Viewer
from accounts.queries.blocks import blocked_by
from community.limits import THREAD_FOUND
from community.models import Answer, Comment, Question
from community.policies import visible_answers, visible_comments, visible_entries
from community.queries.bylines import Byline, byline
from community.queries.posts import get_question
from community.queries.search.plans import fetch
from community.queries.search.terms import terms_of
from core.excerpts import Piece, excerpt
from core.text import MAX_BODY, plain


@dataclass(frozen=True)
class ThreadHit:
    """The question itself, one of its answers or a comment (its `kind`), with the words marked."""

    kind: str
    url: str
    excerpt: list[Piece]
    author: Byline
    post: Question | Answer | Comment


@dataclass(frozen=True)
class ThreadSearch:
    """What was found, in the order of the thread. `capped`: there is more; `loose`: not every word."""

    question: Question
    text: str
    hits: list[ThreadHit]
    capped: bool = False
    loose: bool = False


def search_thread(viewer: Viewer, *, question_id: int, text: str) -> ThreadSearch:
    """The posts of one thread with all words, or else with any. At most nine queries.

    Raises `NotFound`.
    """
    question = get_question(viewer, question_id)
    terms = terms_of(text)
    if not terms:
        return ThreadSearch(question, text, [])
    entries = visible_entries(viewer).filter(question=question)
    rows = fetch(entries, terms.all_words(), ("comment_id", "answer_id"), THREAD_FOUND)
    loose = not rows
    if loose:
        rows = fetch(entries, terms.any_word(), ("comment_id", "answer_id"), THREAD_FOUND)
    posts = _posts(viewer, question, rows)
    return ThreadSearch(
        question=question,
        text=text,
        hits=[_hit(viewer, question, post, terms.stems) for post in posts],
        capped=len(rows) == THREAD_FOUND,
        loose=loose and bool(posts),
    )


def _posts(
    viewer: Viewer, question: Question, rows: list[tuple[int | None, int | None]]
) -> list[Question | Answer | Comment]:
    """As they stand in the thread: the question, its comments, each answer and what stands under it.

    Without those of whom the viewer blocked; an anonymous asker's stay, or it would tell who asks.
    """
    unnamed = Q(author=question.author_id) if question.anonymous else Q(pk__in=[])
    shown = ~blocked_by(viewer) | unnamed
    answers = visible_answers(viewer).filter(
        shown, pk__in=[answer for comment, answer in rows if answer is not None and comment is None]
    )
    comments = visible_comments(viewer).filter(
        shown, pk__in=[comment for comment, _answer in rows if comment is not None]
    )
    posts: list[Question | Answer | Comment] = [question] if (None, None) in rows else []
    posts += [*answers.select_related("author"), *comments.select_related("author", "answer")]
    return sorted(posts, key=_place)


def _place(post: Question | Answer | Comment) -> tuple[Any, ...]:
    """Where a post stands in its thread."""
    if isinstance(post, Question):
        return (0, 0, 0, 0, 0)
    if isinstance(post, Answer):
        return (2, post.created_at, post.pk, 0, 0)
    under = (1, 0, 0) if post.answer is None else (2, post.answer.created_at, post.answer.pk)
    return (*under, post.created_at.timestamp(), post.pk)


def _hit(
    viewer: Viewer, question: Question, post: Question | Answer | Comment, stems: frozenset[str]
) -> ThreadHit:
    texts = [plain(post.body_html, MAX_BODY)]
    if isinstance(post, Question):
        texts += [question.title, question.situation, question.need, question.tried, question.hope]
    kinds = {Question: "question", Answer: "answer", Comment: "comment"}
    return ThreadHit(
        kind=kinds[type(post)],
        url=post.get_absolute_url(),
        excerpt=excerpt(" ".join(" ".join(texts).split()), stems),
        author=byline(post, question=question, viewer=viewer),
        post=post,
    )
