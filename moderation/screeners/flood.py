"""The same text again in another place, and more texts than a person writes."""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from community.models import Answer, Comment, Question
from core.ratelimit import take
from core.screening import Finding, Submission, Verdict
from moderation.limits import DUPLICATE_LEAST, DUPLICATE_LOOK_BACK, DUPLICATE_WINDOW, WRITING
from moderation.screeners.folding import fold
from moderation.screeners.newcomers import POSTS, has_role


def look_for_flood(submission: Submission) -> list[Finding]:
    """Five queries for a new post; who helps in a role may give one answer twice.

    Raises `SlowDown`, which names the wait, after too many posts of any kind.
    """
    if submission.place not in POSTS or submission.replaces is not None:
        return []
    take("write", submission.author_id, WRITING)
    words = _words(submission.text)
    if len(words) < DUPLICATE_LEAST or words not in set(_said_before(submission.author_id)):
        return []
    if has_role(submission.author_id):
        return []
    sentence = _("Dit heb je al ergens geplaatst. Eén keer is genoeg: anderen vinden het daar.")
    return [Finding("flood.duplicate", Verdict.BLOCK, sentence)]


def _said_before(author_id: int) -> Iterator[str]:
    """What the member wrote lately, withdrawn or not, as far as it is long enough to count. Three queries."""
    recent = {"author": author_id, "created_at__gte": timezone.now() - DUPLICATE_WINDOW}
    for model in (Answer, Comment):
        bodies = model.objects.filter(**recent).order_by("-pk").values_list("body", flat=True)
        yield from map(_words, bodies[:DUPLICATE_LOOK_BACK])
    questions = Question.objects.filter(**recent).order_by("-pk")
    texts = questions.values_list("title", "situation", "need", "tried", "hope", "body")
    yield from (_words("\n".join(text)) for text in texts[:DUPLICATE_LOOK_BACK])


def _words(text: str) -> str:
    """The letters and figures alone: other spaces, capitals and signs make no other text."""
    return "".join(sign for sign in fold(text).text if sign.isalnum())
