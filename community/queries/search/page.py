"""The search page."""

from dataclasses import dataclass, field
from typing import Any

from accounts.models import Member
from accounts.policies import Viewer
from accounts.queries.blocks import blocked_by
from community.limits import LIST_SIZE, RANKED, WINDOW
from community.models import Answer, Comment, Question
from community.models.post import AnswerQuerySet, CommentQuerySet
from community.models.search import SearchEntryQuerySet
from community.policies import visible_answers, visible_comments, visible_entries, visible_questions
from community.queries.lists import with_row_fields
from community.queries.search.filters import Filters, author_of, narrowed_entries, narrowed_questions
from community.queries.search.hits import Found, after, in_order_of_time, ranked
from community.queries.search.plans import fetch
from community.queries.search.terms import Terms, terms_of
from core.excerpts import Piece, excerpt, mark
from core.paging import cursor_values, keyset_page, signed_cursor
from core.text import MAX_BODY, plain

RELEVANCE, NEWEST = "relevance", "newest"


@dataclass(frozen=True)
class Result:
    """A question that was found. `url` leads to the answer or comment when the words stand there."""

    question: Question
    title: list[Piece]
    excerpt: list[Piece]
    url: str
    in_answer: bool = False
    in_comment: bool = False


@dataclass(frozen=True)
class SearchPage:
    """`count` is None where nobody counted; `capped`: there are more, only the newest were put in order.

    `loose`: nothing had all the words, these have most. `better`: the same search in better spelling.
    """

    results: list[Result] = field(default_factory=list)
    next_cursor: str | None = None
    count: int | None = None
    capped: bool = False
    loose: bool = False
    better: str = ""
    is_first_page: bool = True


def search_page(viewer: Viewer, *, text: str, filters: Filters, sort: str, cursor: str) -> SearchPage:
    """One page of what `viewer` may find. Without words: what passes the filters, newest first.

    At most twelve queries, however many posts. Raises `OutOfDate`, and `Refused` for an author.
    """
    author = author_of(viewer, filters)
    terms = terms_of(text)
    list_name = f"search:{sort}:{text}:{filters}"
    if not terms:
        return _without_words(viewer, filters, author, list_name=list_name, cursor=cursor)
    entries = narrowed_entries(visible_entries(viewer), filters, author)
    if sort == NEWEST:
        return _newest(viewer, entries, terms, list_name=list_name, cursor=cursor)
    ranking = ranked(entries, terms)
    page, next_cursor = _slice(ranking.found, list_name=list_name, cursor=cursor)
    return SearchPage(
        results=_results(viewer, page, ranking.terms),
        next_cursor=next_cursor,
        count=len(ranking.found),
        capped=ranking.capped,
        loose=ranking.loose,
        better=_better(entries, terms),
        is_first_page=not cursor,
    )


def newest_questions(viewer: Viewer, *, text: str, filters: Filters, size: int) -> list[Question]:
    """The newest questions that a search finds, with their texts, for a feed. At most seven queries."""
    author = author_of(viewer, filters)
    terms = terms_of(text)
    questions = visible_questions(viewer).published()
    if terms:
        entries = narrowed_entries(visible_entries(viewer), filters, author)
        found, _more = in_order_of_time(entries, terms.all_words(), terms, window=RANKED)
        questions = questions.filter(pk__in=[each.question_id for each in found])
    else:
        questions = narrowed_questions(questions, filters, author)
    return list(questions.select_related("theme", "author").order_by("-created_at", "-id")[:size])


def _without_words(
    viewer: Viewer, filters: Filters, author: Member | None, *, list_name: str, cursor: str
) -> SearchPage:
    if not filters:
        return SearchPage()
    questions = narrowed_questions(visible_questions(viewer).published(), filters, author)
    page = keyset_page(
        with_row_fields(questions, viewer),
        list_name=list_name,
        order=("-created_at", "-id"),
        cursor=cursor,
        size=LIST_SIZE,
    )
    results = [Result(q, [Piece(q.title)], [], q.get_absolute_url()) for q in page.items]
    return SearchPage(results=results, next_cursor=page.next_cursor, is_first_page=not cursor)


def _newest(
    viewer: Viewer, entries: SearchEntryQuerySet, terms: Terms, *, list_name: str, cursor: str
) -> SearchPage:
    """Newest question first. A thread with more hits than one page looks at still stands there once."""
    loose = False
    if cursor:
        asked_at, question_id, loose = cursor_values(cursor, list_name=list_name, count=3)
        entries = entries.filter(after(asked_at, question_id))
    match = terms.most_words() if loose else terms.all_words()
    found, more = in_order_of_time(entries, match, terms, window=WINDOW)
    if not found and not cursor:
        loose = True
        found, more = in_order_of_time(entries, terms.most_words(), terms, window=WINDOW)
    page = found[:LIST_SIZE]
    next_cursor = None
    if len(found) > LIST_SIZE or (page and more):
        next_cursor = signed_cursor([page[-1].asked_at, page[-1].question_id, loose], list_name=list_name)
    return SearchPage(
        results=_results(viewer, page, terms),
        next_cursor=next_cursor,
        loose=loose and bool(found),
        better=_better(entries, terms) if not cursor else "",
        is_first_page=not cursor,
    )


def _slice(found: list[Found], *, list_name: str, cursor: str) -> tuple[list[Found], str | None]:
    """The page after `cursor`, which holds the relevance of the last question before it."""
    start = 0
    if cursor:
        relevance, question_id = cursor_values(cursor, list_name=list_name, count=2)
        last = (-relevance, -question_id)
        start = next(
            (n for n, each in enumerate(found) if (-each.relevance, -each.question_id) > last), len(found)
        )
    page = found[start : start + LIST_SIZE]
    if not page or start + LIST_SIZE >= len(found):
        return page, None
    return page, signed_cursor([page[-1].relevance, page[-1].question_id], list_name=list_name)


def _better(entries: SearchEntryQuerySet, terms: Terms) -> str:
    """A better spelling of words that nobody used, when the viewer would find something with it."""
    if not terms.better:
        return ""
    corrected = Terms(tuple(term for term in terms.terms if term.better))
    return terms.better if fetch(entries, corrected.all_words(), ("pk",), 1) else ""


def _results(viewer: Viewer, page: list[Found], terms: Terms) -> list[Result]:
    """The questions with their excerpts. Three queries at most: no answers or comments, one less for each."""
    questions = visible_questions(viewer).filter(pk__in=[each.question_id for each in page])
    by_id = {
        question.pk: question for question in with_row_fields(questions, viewer).defer(None).defer("body")
    }
    answers = _by_id(viewer, visible_answers(viewer), [each.best_answer for each in page])
    comments = _by_id(viewer, visible_comments(viewer), [each.best_comment for each in page])
    stems = terms.stems
    return [
        _result(
            by_id[each.question_id],
            comments.get(each.best_comment or 0) or answers.get(each.best_answer or 0),
            stems,
        )
        for each in page
        if each.question_id in by_id
    ]


def _by_id(viewer: Viewer, posts: AnswerQuerySet | CommentQuerySet, ids: list[int | None]) -> dict[int, Any]:
    """One query, none without ids."""
    wanted = [pk for pk in ids if pk is not None]
    if not wanted:
        return {}
    return posts.annotate(viewer_blocked=blocked_by(viewer)).in_bulk(wanted)


def _result(question: Question, post: Answer | Comment | None, stems: frozenset[str]) -> Result:
    texts = [plain((post or question).body_html, MAX_BODY)]
    if post is None:
        texts += [question.situation, question.need, question.tried, question.hope]
    is_anonymous = post is not None and question.anonymous and question.author_id == post.author_id
    blocked = getattr(post, "viewer_blocked", False) and not is_anonymous
    return Result(
        question=question,
        title=mark(question.title, stems),
        excerpt=[] if blocked else excerpt(" ".join(" ".join(texts).split()), stems),
        url=(post or question).get_absolute_url(),
        in_answer=isinstance(post, Answer),
        in_comment=isinstance(post, Comment),
    )
