"""Who may read which post."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import Member, Role, RoleGrant
from accounts.policies import Viewer, is_member, roles_of
from community.models import Answer, Audience, Comment, Post, Question, SearchEntry, Visibility
from community.models.post import AnswerQuerySet, CommentQuerySet, QuestionQuerySet
from community.models.search import SearchEntryQuerySet
from core.policy import Decision, allow, hide

STAFF_READERS = (Role.PROFESSIONAL, Role.MODERATOR)
"""Who reads, besides the asker, a question for professionals only."""


def visible_questions(viewer: Viewer) -> QuestionQuerySet:
    """The questions that `viewer` may read; equals `can_see_question` row by row."""
    return Question.objects.filter(question_filter(viewer, ""))


def can_see_question(viewer: Viewer, question: Question) -> Decision:
    if question.visibility == Visibility.MOVED:
        return hide()
    if is_member(viewer) and question.author_id == viewer.pk:
        return allow()
    slug = question.theme.slug
    moderates = roles_of(viewer).has(Role.MODERATOR, slug)
    if question.visibility in (Visibility.HELD, Visibility.REMOVED):
        return allow() if moderates else hide()
    if question.visibility != Visibility.PUBLISHED:
        return hide()
    if question.audience == Audience.EVERYONE:
        return allow()
    if question.audience == Audience.MEMBERS:
        return allow() if is_member(viewer) else hide()
    return allow() if moderates or roles_of(viewer).has(Role.PROFESSIONAL, slug) else hide()


def visible_answers(viewer: Viewer) -> AnswerQuerySet:
    """The answers that `viewer` may read, under questions that they may read."""
    return Answer.objects.filter(question_filter(viewer, "question__")).filter(_post_filter(viewer))


def can_see_answer(viewer: Viewer, answer: Answer) -> Decision:
    return _can_see_post(viewer, answer, answer.question)


def visible_comments(viewer: Viewer) -> CommentQuerySet:
    """The comments that `viewer` may read, under posts that they may read."""
    under_visible = Q(answer__isnull=True) | _post_filter(viewer, "answer__")
    return Comment.objects.filter(question_filter(viewer, "question__"), _post_filter(viewer), under_visible)


def visible_entries(viewer: Viewer) -> SearchEntryQuerySet:
    """What a search of `viewer` may find: published posts that they may read, under posts that are published.

    Held, withdrawn and removed posts are found by nobody, not even by who may still open them.
    """
    published = Q(question__visibility=Visibility.PUBLISHED) & (
        Q(answer__isnull=True) | Q(answer__visibility=Visibility.PUBLISHED)
    )
    published &= Q(comment__isnull=True) | Q(comment__visibility=Visibility.PUBLISHED)
    return SearchEntry.objects.filter(question_filter(viewer, "question__"), published)


def can_see_comment(viewer: Viewer, comment: Comment) -> Decision:
    if comment.answer is not None and not can_see_answer(viewer, comment.answer):
        return hide()
    return _can_see_post(viewer, comment, comment.question)


def readers_of(question: Question) -> QuerySet[Member]:
    """Members who can read `question`: whom a mention may reach.

    An anonymous asker is no name among the few professionals: a link on it would tell who asks.
    """
    members: QuerySet[Member] = Member.objects.presentable()
    if question.audience != Audience.PROFESSIONALS:
        return members
    grants = RoleGrant.objects.active().filter(role__in=STAFF_READERS, scope__in=("", question.theme.slug))
    staff = Member.objects.able_to_act().filter(pk__in=grants.values("member_id"))
    named = Q(pk__in=staff.values("pk"))
    return members.filter(named if question.anonymous else named | Q(pk=question.author_id))


def who_can_read(audience: str, *, theme_label: str = "") -> str:
    """The sentence above the button: who will be able to read this."""
    if audience == Audience.MEMBERS:
        return _("Alleen mensen met een account op Peerplein kunnen dit lezen.")
    if audience == Audience.PROFESSIONALS and theme_label:
        return _("Alleen professionals en moderatoren van %(theme)s kunnen dit lezen, en jijzelf.") % {
            "theme": theme_label
        }
    if audience == Audience.PROFESSIONALS:
        return _("Alleen professionals en moderatoren van het thema kunnen dit lezen, en jijzelf.")
    return _("Iedereen kan dit lezen, ook zonder account. Ook mensen van de gemeente.")


def question_filter(viewer: Viewer, prefix: str) -> Q:
    """The rule of `can_see_question` as SQL; `prefix` leads from the queried table to the question."""

    def q(**conditions: object) -> Q:
        return Q(**{f"{prefix}{name}": value for name, value in conditions.items()})

    published = q(visibility=Visibility.PUBLISHED)
    if not is_member(viewer):
        return published & q(audience=Audience.EVERYONE)
    own = q(author=viewer.pk) & ~q(visibility=Visibility.MOVED)
    rule = published & q(audience__in=(Audience.EVERYONE, Audience.MEMBERS)) | own
    roles = roles_of(viewer)
    if roles.has(Role.PROFESSIONAL):
        rule |= published & _in_themes(prefix, roles.scopes(Role.PROFESSIONAL))
    if roles.has(Role.MODERATOR):
        looked_after = q(visibility__in=(Visibility.PUBLISHED, Visibility.HELD, Visibility.REMOVED))
        rule |= looked_after & _in_themes(prefix, roles.scopes(Role.MODERATOR))
    return rule


def _in_themes(prefix: str, slugs: frozenset[str] | None) -> Q:
    return Q() if slugs is None else Q(**{f"{prefix}theme__slug__in": sorted(slugs)})


def _post_filter(viewer: Viewer, prefix: str = "") -> Q:
    """Which answers or comments are readable once their question is."""
    rule = Q(**{f"{prefix}visibility": Visibility.PUBLISHED})
    if not is_member(viewer):
        return rule
    rule |= Q(**{f"{prefix}author": viewer.pk}) & ~Q(**{f"{prefix}visibility": Visibility.MOVED})
    roles = roles_of(viewer)
    if roles.has(Role.MODERATOR):
        looked_after = Q(**{f"{prefix}visibility__in": (Visibility.HELD, Visibility.REMOVED)})
        rule |= looked_after & _in_themes(f"{prefix}question__", roles.scopes(Role.MODERATOR))
    return rule


def _can_see_post(viewer: Viewer, post: Post, question: Question) -> Decision:
    if post.visibility == Visibility.MOVED or not can_see_question(viewer, question):
        return hide()
    if post.is_published or (is_member(viewer) and post.author_id == viewer.pk):
        return allow()
    looked_after = post.visibility in (Visibility.HELD, Visibility.REMOVED)
    return allow() if looked_after and roles_of(viewer).has(Role.MODERATOR, question.theme.slug) else hide()
