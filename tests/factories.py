"""Minimal things for tests. Every default is the most ordinary case; a test names what matters to it."""

import uuid
from datetime import date, timedelta
from itertools import count
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.utils import timezone

from accounts.models import Member, Role, RoleGrant
from community.models import Answer, Comment, Highlight, Question, Theme
from community.models.post import slug_of
from core.text import RENDERER_VERSION, render

_numbers = count(1)


def make_member(handle: str = "", *, role: Role | None = None, scope: str = "", **fields: Any) -> Member:
    """A member with a confirmed address; with `role` also a second factor, so that the role works."""
    handle = handle or f"lid-{next(_numbers)}"
    member: Member = Member.objects.create_user(
        email=f"{handle}@perenburg.example", handle=handle, name=fields.pop("name", handle.title()), **fields
    )
    EmailAddress.objects.create(user=member, email=member.email, verified=True, primary=True)
    if role is not None:
        give_role(member, role, scope=scope)
    return member


def give_role(member: Member, role: Role, *, scope: str = "", expires_on: date | None = None) -> RoleGrant:
    if not Authenticator.objects.filter(user=member, type=Authenticator.Type.TOTP).exists():
        Authenticator.objects.create(user=member, type=Authenticator.Type.TOTP, data={"secret": "test"})
    return RoleGrant.objects.create(
        member=member, role=role, scope=scope, expires_on=expires_on, organisation="Gemeente Perenburg"
    )


def make_theme(slug: str = "geld-en-schulden", **fields: Any) -> Theme:
    defaults = {"name": slug.replace("-", " ").capitalize(), "line": "Een regel", "icon": "euro"}
    theme, _made = Theme.objects.get_or_create(slug=slug, defaults=defaults | fields)
    return theme


def make_question(author: Member | None = None, **fields: Any) -> Question:
    title = fields.pop("title", f"Vraag nummer {next(_numbers)}?")
    body = fields.pop("body", "Ik weet niet waar ik moet beginnen.")
    return Question.objects.create(
        author=author or make_member(),
        theme=fields.pop("theme", None) or make_theme(),
        title=title,
        slug=slug_of(title),
        same_here_count=fields.pop("same_here_count", 1),
        **_text(body),
        **fields,
    )


def make_answer(question: Question | None = None, author: Member | None = None, **fields: Any) -> Answer:
    question = question or make_question()
    body = fields.pop("body", f"Bel eerst de gemeente. Dat hielp mij ({next(_numbers)}).")
    answer = Answer.objects.create(question=question, author=author or make_member(), **_text(body), **fields)
    _recount(question)
    return answer


def make_comment(
    question: Question, author: Member | None = None, *, answer: Answer | None = None, **fields: Any
) -> Comment:
    body = fields.pop("body", f"Dank je wel ({next(_numbers)}).")
    return Comment.objects.create(
        question=question, answer=answer, author=author or make_member(), **_text(body), **fields
    )


def make_highlight(answer: Answer, professional: Member | None = None, **fields: Any) -> Highlight:
    """A highlight in force for a year, unless the fields say otherwise."""
    defaults = {
        "organisation": "Gemeente Perenburg",
        "source_title": "Participatiewet, artikel 31",
        "source_url": "https://wetten.overheid.nl/BWBR0015703",
        "review_on": timezone.localdate() + timedelta(days=365),
        "answer_version": answer.version,
    }
    highlight = Highlight.objects.create(
        answer=answer,
        question=answer.question,
        professional=professional or make_member(role=Role.PROFESSIONAL),
        **defaults | fields,
    )
    _recount(answer.question)
    return highlight


def _text(body: str) -> dict[str, Any]:
    return {
        "body": body,
        "body_html": render(body).html,
        "renderer_version": RENDERER_VERSION,
        "key": uuid.uuid4(),
    }


def _recount(question: Question) -> None:
    from community.actions.counters import recount_answers, recount_highlights

    recount_answers(question.pk)
    recount_highlights(question.pk)
    question.refresh_from_db()
