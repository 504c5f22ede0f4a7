"""How an author appears under a post. The only place that knows what anonymity hides."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Role, Roles
from accounts.models.role import STAFF_ROLES
from accounts.policies import Viewer
from community.models import Post, Question


@dataclass(frozen=True)
class Byline:
    """Who wrote it, as others may see it. `handle` and `url` are empty for an anonymous author."""

    name: str
    handle: str = ""
    url: str = ""
    badge: Role | None = None
    anonymous: bool = False
    is_asker: bool = False
    is_you: bool = False

    @property
    def badge_label(self) -> str:
        return str(self.badge.label) if self.badge else ""


def byline(post: Post, *, question: Question, viewer: Viewer) -> Byline:
    """The byline of `post` in the thread of `question`.

    Needs `post.author` loaded, and reads `post.author_grants` (annotated by `active_grants`) when there.
    """
    is_asker = post.author_id == question.author_id
    is_you = viewer.is_authenticated and post.author_id == viewer.pk
    if question.anonymous and is_asker:
        name = _("Anonieme bewoner")
        return Byline(name=name, anonymous=True, is_asker=is_asker, is_you=is_you)
    author = post.author
    return Byline(
        name=author.name,
        handle=author.handle,
        url=reverse("community:person", args=[author.handle]),
        badge=_badge(Roles.parse(getattr(post, "author_grants", "")), question.theme.slug),
        is_asker=is_asker,
        is_you=is_you,
    )


def _badge(roles: Roles, theme_slug: str) -> Role | None:
    """The highest role that the author has in this theme; elsewhere they speak as a neighbour."""
    return next((role for role in STAFF_ROLES if roles.has(role, theme_slug)), None)
