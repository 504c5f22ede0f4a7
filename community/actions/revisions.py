"""The history of a text, and the check that nobody overwrites what they have not seen."""

from collections.abc import Mapping

from django.utils import timezone
from django.utils.translation import gettext as _

from community.limits import GRACE_PERIOD
from community.models import Post, Revision
from core.errors import Conflict


def check_version(post: Post, version: int, *, words: Mapping[str, str]) -> None:
    """Raise `Conflict` with the stored words when `post` is no longer at `version`."""
    if post.version != version:
        raise Conflict(
            _("Deze tekst is intussen aangepast, misschien door jou in een ander venster."),
            details={"stored": dict(words), "version": post.version},
        )


def keep_revision(post: Post, *, words: Mapping[str, str]) -> None:
    """Store the words that are about to be replaced, and count the post one version on.

    Within the grace period after the last version the words leave no trace, but the version still
    counts, so that a second window is noticed.
    """
    written_at = post.edited_at or post.created_at
    if timezone.now() - written_at > GRACE_PERIOD:
        Revision.objects.create(
            **{type(post).__name__.lower(): post},
            version=post.version,
            writer_id=post.author_id,
            written_at=written_at,
            fields=dict(words),
        )
    post.version += 1
