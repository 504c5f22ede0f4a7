"""One author writes one thing at a time."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import Member
from accounts.queries.standing import fill_in_standing
from community.limits import IDENTICAL_WINDOW
from community.models import Post

P = TypeVar("P", bound=Post)


@dataclass(frozen=True)
class Posted(Generic[P]):
    """What stands there now; `repeated` when this submit only repeats an earlier one."""

    post: P
    repeated: bool


def lock_author(author: Member) -> Member:
    """The author as stored now, locked until the transaction ends.

    Reads standing and roles again, so that a suspension that came a moment ago counts.
    """
    members = Member.objects.with_standing().select_for_update(of=("self",), no_key=True)
    member: Member = members.get(pk=author.pk)
    return member


def lock_authors(author_ids: Collection[int]) -> dict[int, Member]:
    """The same for several, in an order in which nobody waits for each other. Three queries at most."""
    members = Member.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=author_ids)
    authors = {member.pk: member for member in members.order_by("pk")}
    fill_in_standing(authors.values())
    return authors


def earlier_post(same: QuerySet[P], *, author: Member, key: uuid.UUID) -> P | None:
    """The post that this submit repeats: the same form sent twice, or the same words a moment ago.

    `same` are the posts with these very words in this very place.
    """
    again = Q(key=key) | Q(created_at__gte=timezone.now() - IDENTICAL_WINDOW)
    return same.filter(again, author=author).order_by("-pk").first()


def unused_key(posts: QuerySet[P], *, author: Member, key: uuid.UUID) -> uuid.UUID:
    """The key of the form; a new one when its author went back and sent the form with other words."""
    return uuid.uuid4() if posts.filter(author=author, key=key).exists() else key
