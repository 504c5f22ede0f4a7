"""Finding out which questions are nearly the same, and taking a moderator's no for an answer."""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import Member
from community.actions.authors import lock_author
from community.limits import ALIKE_FROM
from community.models import Audience, MergeSuggestion, Question
from community.policies import visible_suggestions
from core.errors import NotFound
from core.words import is_stop_word, language_of, stems_of, words_of

FULL_RELEVANCE = 10_000
"""What `scores_of_related` gives for every word of a title in the title of the other."""


@transaction.atomic
def suggest_merges(question_id: int, *, scores: dict[int, int]) -> int:
    """`scores` are the public questions that resemble this one most; returns how many are nearly the same.

    Only what everybody may read is compared, so a suggestion tells a moderator of nothing hidden. What is no
    longer alike after an edit is taken back; what was dismissed stays dismissed. Three queries.
    """
    question = Question.objects.published().filter(pk=question_id, audience=Audience.EVERYONE).first()
    others = Question.objects.published().filter(pk__in=list(scores), audience=Audience.EVERYONE)
    likeness = {other: _likeness(question, other, scores[other.pk]) for other in others} if question else {}
    alike = {other: percent for other, percent in likeness.items() if percent >= ALIKE_FROM}
    about = MergeSuggestion.objects.open().filter(Q(question=question_id) | Q(into=question_id))
    kept = [other.pk for other in alike]
    about.exclude(Q(question__in=kept) | Q(into__in=kept)).delete()
    if question is not None:
        rows = [_suggestion(question, other, percent) for other, percent in alike.items()]
        MergeSuggestion.objects.bulk_create(rows, ignore_conflicts=True)
    return len(alike)


@transaction.atomic
def dismiss_suggestion(*, moderator: Member, suggestion_id: int) -> MergeSuggestion:
    """They are two questions after all. Raises `NotFound`."""
    moderator = lock_author(moderator)
    suggestion = visible_suggestions(moderator).select_for_update(of=("self",)).filter(pk=suggestion_id)
    found = suggestion.select_related("question", "into").first()
    if found is None:
        raise NotFound
    found.dismissed_at, found.dismissed_by = timezone.now(), moderator
    found.save(update_fields=["dismissed_at", "dismissed_by"])
    return found


def _suggestion(question: Question, other: Question, percent: int) -> MergeSuggestion:
    """The younger into the older: that has the answers, and the address that people know."""
    older, younger = sorted((question, other), key=lambda each: (each.created_at, each.pk))
    return MergeSuggestion(question=younger, into=older, likeness=percent)


def _likeness(question: Question | None, other: Question, score: int) -> int:
    """In percent: half how well the search finds the other by this title, half the words that both share."""
    if question is None:
        return 0
    found = min(1.0, score / FULL_RELEVANCE)
    return round(100 * (found + _shared(question.title, other.title)) / 2)


def _shared(one: str, other: str) -> float:
    """The part of the words of two titles that is in both (Dice)."""
    first, second = _stems(one), _stems(other)
    return 2 * len(first & second) / (len(first) + len(second)) if first and second else 0.0


def _stems(title: str) -> frozenset[str]:
    folded = [word.folded for word in words_of(title)]
    language = language_of(folded)
    return frozenset(stems_of(word, language)[0] for word in folded if not is_stop_word(word))
