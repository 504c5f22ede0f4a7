"""Which questions a search is about, besides its words."""

from dataclasses import dataclass, replace
from datetime import timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Member
from accounts.policies import Viewer, can_see_profile
from community.models import Answer, Comment, Theme, Visibility
from community.models.post import QuestionQuerySet
from community.models.search import SearchEntryQuerySet
from core.errors import Refused

PERIODS = {"week": timedelta(days=7), "month": timedelta(days=30), "year": timedelta(days=365)}


@dataclass(frozen=True)
class Filters:
    """As they stand in the address; empty or False where nothing was chosen."""

    theme: str = ""
    district: str = ""
    period: str = ""
    author: str = ""
    solved: bool = False
    highlighted: bool = False
    unanswered: bool = False

    @property
    def count(self) -> int:
        """How many were chosen."""
        return sum(bool(value) for value in vars(self).values())

    def __bool__(self) -> bool:
        return self.count > 0


def narrowed_questions(
    questions: QuestionQuerySet, filters: Filters, author: Member | None
) -> QuestionQuerySet:
    """The questions that pass; with an author those where they wrote under their own name."""
    questions = questions.filter(_about_the_question(filters, ""))
    if author is None:
        return questions
    own = {"question": OuterRef("pk"), "author": author, "visibility": Visibility.PUBLISHED}
    under_published = Q(answer__isnull=True) | Q(answer__visibility=Visibility.PUBLISHED)
    answered = Exists(Answer.objects.filter(**own))
    commented = Exists(Comment.objects.filter(under_published, **own))
    wrote = Q(author=author) | answered | commented
    return questions.filter(wrote, ~Q(anonymous=True, author=author))


def narrowed_entries(
    entries: SearchEntryQuerySet, filters: Filters, author: Member | None
) -> SearchEntryQuerySet:
    """The posts that pass; with an author those that they wrote under their own name."""
    entries = entries.filter(_about_the_question(replace(filters, theme=""), "question__"))
    if filters.theme:
        # By its id, so that the index of the theme's newest has the order that is asked for.
        entries = entries.filter(theme=Theme.objects.filter(slug=filters.theme).values("pk")[:1])
    if author is None:
        return entries
    asked = Q(answer__isnull=True, comment__isnull=True, question__author=author)
    answered = Q(answer__author=author, comment__isnull=True)
    wrote = asked | answered | Q(comment__author=author)
    return entries.filter(wrote, ~Q(question__anonymous=True, question__author=author))


def author_of(viewer: Viewer, filters: Filters) -> Member | None:
    """The member whose posts are wanted. One query, none without.

    Raises `Refused` for an unknown handle and for a closed profile: the two look the same.
    """
    handle = filters.author.strip().removeprefix("@")
    if not handle:
        return None
    member: Member | None = Member.objects.presentable().by_handle(handle).first()
    if member is None or not can_see_profile(viewer, member):
        raise Refused(_("We kennen geen open profiel met deze naam."), field="author")
    return member


def _about_the_question(filters: Filters, prefix: str) -> Q:
    def q(**conditions: object) -> Q:
        return Q(**{f"{prefix}{name}": value for name, value in conditions.items()})

    rule = Q()
    if filters.theme:
        rule &= q(theme__slug=filters.theme)
    if filters.district:
        rule &= q(district__slug=filters.district)
    if filters.period in PERIODS:
        rule &= q(created_at__gte=timezone.now() - PERIODS[filters.period])
    if filters.solved:
        rule &= q(solution__isnull=False)
    if filters.highlighted:
        rule &= q(highlighted_until__gte=timezone.localdate())
    if filters.unanswered:
        rule &= q(answer_count=0, solution__isnull=True)
    return rule
