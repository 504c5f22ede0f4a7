"""One author writes one thing at a time."""

import uuid
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import Member
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
    member: Member = Member.objects.with_standing().select_for_update(of=("self",)).get(pk=author.pk)
    return member


def earlier_post(mine: QuerySet[P], *, author: Member, key: uuid.UUID, body: str) -> P | None:
    """The post that this submit repeats: the same form sent twice, or the same words a moment ago."""
    own = mine.filter(author=author)
    same_form = own.filter(key=key).first()
    if same_form is not None:
        return same_form
    return own.filter(body=body, created_at__gte=timezone.now() - IDENTICAL_WINDOW).order_by("-pk").first()
