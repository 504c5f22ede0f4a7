"""What feed readers and search engines may know: never more than a visitor can read, whoever asks."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import F, Max
from django.urls import reverse
from django.utils.translation import gettext as _

from community.limits import FEED_SIZE, SITEMAP_SIZE
from community.models import Answer, Question, Theme
from community.models.post import QuestionQuerySet
from community.policies import visible_answers, visible_questions
from community.queries.bylines import byline
from community.queries.search.filters import Filters
from community.queries.search.page import newest_questions
from core.errors import NotFound
from core.text import plain

SUMMARY_LENGTH = 500
VISITOR = AnonymousUser()


@dataclass(frozen=True)
class Entry:
    """One entry of a feed; `path` leads to it and `key` names it for ever."""

    key: str
    path: str
    title: str
    summary: str
    author: str
    published_at: datetime
    updated_at: datetime


@dataclass(frozen=True)
class Feed:
    key: str
    title: str
    path: str
    entries: list[Entry]


@dataclass(frozen=True)
class SitemapPart:
    """Questions with ids from `(number - 1) * SITEMAP_SIZE + 1` on; `changed_at` is the last change."""

    number: int
    changed_at: datetime


def site_feed() -> Feed:
    """The newest questions of all themes. One query."""
    entries = [_question_entry(question) for question in _newest(_public())]
    return Feed("questions", _("Nieuwe vragen op Peerplein"), reverse("community:questions"), entries)


def theme_feed(slug: str) -> Feed:
    """The newest questions of one theme. Two queries. Raises `NotFound`."""
    theme = Theme.objects.filter(slug=slug).first()
    if theme is None:
        raise NotFound
    entries = [_question_entry(question) for question in _newest(_public().filter(theme=theme))]
    title = _("Nieuwe vragen over %(theme)s") % {"theme": theme.label}
    return Feed(f"theme:{theme.slug}", title, theme.get_absolute_url(), entries)


def question_feed(question_id: int) -> Feed:
    """The newest answers to one question. Two queries. Raises `NotFound` for what is not public."""
    question = _public().select_related("theme").filter(pk=question_id).first()
    if question is None:
        raise NotFound
    answers = visible_answers(VISITOR).filter(question=question).select_related("author")
    entries = [
        _answer_entry(answer, question) for answer in answers.order_by("-created_at", "-id")[:FEED_SIZE]
    ]
    title = _("Antwoorden op: %(title)s") % {"title": question.title}
    return Feed(f"question:{question.pk}", title, question.get_absolute_url(), entries)


def search_feed(text: str, filters: Filters, *, path: str) -> Feed:
    """The newest questions that a search finds. At most seven queries. Raises `Refused` for an author."""
    found = newest_questions(VISITOR, text=text, filters=filters, size=FEED_SIZE)
    title = _("Gezocht op Peerplein: %(text)s") % {"text": text} if text else _("Gezocht op Peerplein")
    return Feed(f"search:{path}", title, path, [_question_entry(question) for question in found])


def sitemap_parts() -> list[SitemapPart]:
    """The parts that have a public, answered question in them. One query over all of these."""
    numbered = _answered().annotate(part=(F("pk") - 1) / SITEMAP_SIZE)
    parts = numbered.order_by("part").values("part").annotate(changed_at=Max("last_activity_at"))
    return [SitemapPart(number=row["part"] + 1, changed_at=row["changed_at"]) for row in parts]


def sitemap_questions(number: int) -> list[Question]:
    """Public, answered questions of one part. One query. Raises `NotFound` for a part without any."""
    first = (number - 1) * SITEMAP_SIZE
    questions = list(
        _answered()
        .filter(pk__gt=first, pk__lte=first + SITEMAP_SIZE)
        .order_by("pk")
        .only("pk", "slug", "last_activity_at")
    )
    if not questions:
        raise NotFound
    return questions


def sitemap_pages() -> list[str]:
    """The paths of pages that are always there, and of the themes. One query."""
    names = ("community:home", "community:themes", "community:questions")
    return [reverse(name) for name in names] + [theme.get_absolute_url() for theme in Theme.objects.all()]


def _public() -> QuestionQuerySet:
    return visible_questions(VISITOR).published()


def _answered() -> QuestionQuerySet:
    """A question without an answer is noindex, so it is in no sitemap either."""
    return _public().filter(answer_count__gt=0)


def _newest(questions: QuestionQuerySet) -> QuestionQuerySet:
    return questions.select_related("theme", "author").order_by("-created_at", "-id")[:FEED_SIZE]


def _question_entry(question: Question) -> Entry:
    return Entry(
        key=f"question:{question.pk}",
        path=question.get_absolute_url(),
        title=question.title,
        summary=plain(question.body_html, SUMMARY_LENGTH),
        author=byline(question, question=question, viewer=VISITOR).name,
        published_at=question.created_at,
        updated_at=question.edited_at or question.created_at,
    )


def _answer_entry(answer: Answer, question: Question) -> Entry:
    author = byline(answer, question=question, viewer=VISITOR).name
    return Entry(
        key=f"answer:{answer.pk}",
        path=answer.get_absolute_url(),
        title=_("Antwoord van %(name)s") % {"name": author},
        summary=plain(answer.body_html, SUMMARY_LENGTH),
        author=author,
        published_at=answer.created_at,
        updated_at=answer.edited_at or answer.created_at,
    )
