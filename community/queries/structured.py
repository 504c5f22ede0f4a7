"""A question for search engines: schema.org's QAPage, with what everybody can read and nothing else."""

from typing import Any

from django.conf import settings
from django.utils.translation import get_language

from community.models import Audience, Question
from community.queries.thread_page import QuestionPage, ShownAnswer
from core.text import plain

TEXT_LENGTH = 5_000
SUMMARY_LENGTH = 200
ANSWERS = 10
"""The most that stand beside the accepted one."""


def head_of(page: QuestionPage) -> dict[str, Any]:
    """What the head of a question page says: whether everybody can read it, a summary, structured data."""
    return {
        "public": is_public(page.question),
        "summary": plain(page.question.body_html, SUMMARY_LENGTH),
        "structured": structured_question(page),
    }


def is_public(question: Question) -> bool:
    return question.is_published and question.audience == Audience.EVERYONE


def structured_question(page: QuestionPage) -> dict[str, Any] | None:
    """JSON-LD of a page, or None when a visitor could not read it. No query.

    The answer that helped is the accepted one; without it the one that a professional vouches for. A viewer
    who sees more than a visitor does not get more in here.
    """
    if not is_public(page.question) or not page.is_first_page:
        return None
    answers = [answer for answer in page.answers if answer.post.is_published]
    solution = next((answer for answer in answers if answer.is_solution), None)
    accepted = solution or next((answer for answer in answers if answer.highlight), None)
    entity: dict[str, Any] = {
        "@type": "Question",
        "name": page.question.title,
        "text": plain(page.question.body_html, TEXT_LENGTH),
        "answerCount": page.question.answer_count,
        "datePublished": page.question.created_at.isoformat(timespec="seconds"),
        "author": {"@type": "Person", "name": page.author.name},
        "url": settings.SITE_URL + page.question.get_absolute_url(),
    }
    if accepted is not None:
        entity["acceptedAnswer"] = _answer(accepted)
    others = [_answer(answer) for answer in answers if answer is not accepted][:ANSWERS]
    if others:
        entity["suggestedAnswer"] = others
    return {
        "@context": "https://schema.org",
        "@type": "QAPage",
        "inLanguage": get_language(),
        "mainEntity": entity,
    }


def _answer(answer: ShownAnswer) -> dict[str, Any]:
    """An answer; who vouches for it and with which source stands beside it."""
    described: dict[str, Any] = {
        "@type": "Answer",
        "text": plain(answer.post.body_html, TEXT_LENGTH),
        "datePublished": answer.post.created_at.isoformat(timespec="seconds"),
        "author": {"@type": "Person", "name": answer.author.name},
        "upvoteCount": answer.post.thanks_count,
        "url": settings.SITE_URL + answer.post.get_absolute_url(),
    }
    if answer.highlight is not None:
        described["reviewedBy"] = {
            "@type": "Person",
            "name": answer.highlight.professional.name,
            "worksFor": {"@type": "Organization", "name": answer.highlight.organisation},
        }
        described["citation"] = answer.highlight.source_url or answer.highlight.source_title
    return described
