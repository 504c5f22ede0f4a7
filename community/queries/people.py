"""What belongs to one person: their public page, their own questions, their drafts, their work."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Member, Role, Roles
from accounts.models.role import active_grants
from accounts.policies import Viewer, can_see_profile, roles_of
from accounts.queries.blocks import blocked_by
from community.limits import LIST_SIZE
from community.models import Answer, Draft, Highlight, Question, Theme, Visibility
from community.policies import visible_answers, visible_questions
from community.queries.lists import with_row_fields
from core.errors import NotFound
from core.paging import Page, keyset_page
from core.policy import deny

PERSON_LIST_SIZE = 10


@dataclass(frozen=True)
class PersonPage:
    """What others may see of a member: nothing that they did anonymously."""

    member: Member
    badge: Role | None
    knows_about: list[Theme]
    questions: list[Question]
    answers: list[Answer]
    is_you: bool
    is_blocked: bool


@dataclass(frozen=True)
class MyQuestions:
    page: Page[Question]


@dataclass(frozen=True)
class ShownDraft:
    title: str
    excerpt: str
    url: str
    place: str
    updated_at: datetime


@dataclass(frozen=True)
class MyDrafts:
    drafts: list[ShownDraft]


@dataclass(frozen=True)
class HighlightWorklist:
    """Highlights in the viewer's themes that somebody has to look at again, the longest waiting first."""

    highlights: list[Highlight]


def person_page(viewer: Viewer, *, handle: str) -> PersonPage:
    """The public page of one member. Four queries. Raises `NotFound` for a closed profile."""
    member = (
        Member.objects.presentable()
        .by_handle(handle)
        .annotate(grants_now=active_grants("pk"), viewer_blocked=blocked_by(viewer, "pk"))
        .first()
    )
    if member is None:
        raise NotFound
    can_see_profile(viewer, member).require()
    questions = visible_questions(viewer).filter(
        author=member, anonymous=False, visibility=Visibility.PUBLISHED
    )
    answers = (
        visible_answers(viewer)
        .filter(author=member, visibility=Visibility.PUBLISHED, question__visibility=Visibility.PUBLISHED)
        .exclude(question__anonymous=True, question__author=F("author"))
        .select_related("question__theme")
        .defer("body")
    )
    return PersonPage(
        member=member,
        badge=Roles.parse(getattr(member, "grants_now", "")).badge,
        knows_about=list(Theme.objects.filter(slug__in=member.knows_about)),
        questions=list(with_row_fields(questions, viewer).order_by("-created_at", "-id")[:PERSON_LIST_SIZE]),
        answers=list(answers.order_by("-created_at", "-id")[:PERSON_LIST_SIZE]),
        is_you=viewer.is_authenticated and viewer.pk == member.pk,
        is_blocked=bool(getattr(member, "viewer_blocked", False)),
    )


def my_questions(member: Member, *, cursor: str) -> MyQuestions:
    """One's own questions, also withdrawn and held ones. One query."""
    own = with_row_fields(visible_questions(member).filter(author=member), member)
    page = keyset_page(own, list_name="mine", order=("-created_at", "-id"), cursor=cursor, size=LIST_SIZE)
    return MyQuestions(page=page)


def my_drafts(member: Member) -> MyDrafts:
    """What one has begun to write and not sent, newest first. Two queries."""
    drafts = [d for d in Draft.objects.filter(member=member).order_by("-updated_at")[:50] if not d.is_empty]
    question_ids = {int(d.place.split(":")[1]) for d in drafts if d.place.startswith("answer:")}
    titles = dict(visible_questions(member).filter(pk__in=question_ids).values_list("pk", "title"))
    return MyDrafts(drafts=[_shown_draft(draft, titles) for draft in drafts])


def highlight_worklist(viewer: Viewer) -> HighlightWorklist:
    """Expired and suspended highlights of the viewer's themes. One query. Raises `NotAllowed` for others."""
    roles = roles_of(viewer)
    if not roles.has(Role.PROFESSIONAL):
        deny(_("Deze lijst is voor professionals.")).require()
    highlights = (
        Highlight.objects.needing_review()
        .filter(answer__in=visible_answers(viewer).filter(visibility=Visibility.PUBLISHED))
        .select_related("question__theme", "answer", "professional")
        .order_by("review_on", "pk")
    )
    themes = roles.scopes(Role.PROFESSIONAL)
    if themes is not None:
        highlights = highlights.filter(question__theme__slug__in=themes)
    return HighlightWorklist(highlights=list(highlights[:100]))


def _shown_draft(draft: Draft, titles: dict[int, str]) -> ShownDraft:
    kind, _sep, rest = draft.place.partition(":")
    excerpt = str(draft.fields.get("body", ""))[:200]
    if kind == "answer":
        question_id = int(rest)
        title = _("Antwoord op: %(title)s") % {"title": titles.get(question_id, "…")}
        url = reverse("community:question-short", args=[question_id]) + "#antwoord"
    elif kind == "comment":
        target, _sep, post_id = rest.partition(":")
        title = _("Reactie")
        name = "community:question-short" if target == "question" else "community:answer"
        url = reverse(name, args=[int(post_id)])
    elif kind == "edit":
        target, _sep, post_id = rest.partition(":")
        title, url = _("Aanpassing"), reverse("community:edit", args=[target, int(post_id)])
    else:
        title, url = str(draft.fields.get("title", "")) or _("Vraag zonder titel"), reverse("community:ask")
    return ShownDraft(title=title, excerpt=excerpt, url=url, place=draft.place, updated_at=draft.updated_at)
