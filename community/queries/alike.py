"""Suggestions to merge, for moderators: which two, why, and both side by side."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import Role
from accounts.policies import Viewer, roles_of
from community.limits import ALIKE_SHOWN, SHARED_WORDS_SHOWN
from community.models import MergeSuggestion, Question
from community.policies import visible_questions, visible_suggestions
from community.queries.bylines import Byline, byline
from core.policy import deny
from core.words import all_stems_of, is_stop_word, words_of


@dataclass(frozen=True)
class Alike:
    """A suggestion with its reason: `question` may go to `into`."""

    suggestion: MergeSuggestion
    question: Question
    into: Question
    reason: str


@dataclass(frozen=True)
class AlikePage:
    suggestions: list[Alike]


@dataclass(frozen=True)
class Side:
    """One of two questions beside each other."""

    question: Question
    author: Byline


def alike_page(viewer: Viewer) -> AlikePage:
    """The likest first. One query. Raises `NotAllowed` for who does not moderate."""
    if not roles_of(viewer).has(Role.MODERATOR):
        deny(_("Deze lijst is voor moderatoren.")).require()
    return AlikePage(_alike(visible_suggestions(viewer).likest_first()[:ALIKE_SHOWN]))


def alike_of(viewer: Viewer, question: Question) -> list[Alike]:
    """Those about one question. One query."""
    about = visible_suggestions(viewer).filter(Q(question=question) | Q(into=question))
    return _alike(about.likest_first()[:ALIKE_SHOWN])


def sides_of(viewer: Viewer, question: Question, into_id: int | None) -> list[Side]:
    """Both questions, when the viewer may read the other; else nothing. One query."""
    if into_id is None or into_id == question.pk:
        return []
    other = visible_questions(viewer).published().select_related("theme", "author").filter(pk=into_id).first()
    if other is None:
        return []
    return [Side(each, byline(each, question=each, viewer=viewer)) for each in (question, other)]


def with_alike(questions: QuerySet[Question], viewer: Viewer) -> QuerySet[Question]:
    """Each question with `is_alike`: whether a suggestion about it waits for this viewer."""
    about = visible_suggestions(viewer).filter(Q(question=OuterRef("pk")) | Q(into=OuterRef("pk")))
    return questions.annotate(is_alike=Exists(about))


def reason_words(suggestion: MergeSuggestion) -> str:
    """Why the two are suggested: how alike, and the words that both titles have."""
    words = _shared_words(suggestion.question.title, suggestion.into.title)
    if not words:
        return _("Lijkt voor %(n)d%% hetzelfde.") % {"n": suggestion.likeness}
    shown = ", ".join(f"“{word}”" for word in words[:SHARED_WORDS_SHOWN])
    return _("Lijkt voor %(n)d%% hetzelfde. In beide titels: %(words)s.") % {
        "n": suggestion.likeness,
        "words": shown,
    }


def _alike(rows: QuerySet[MergeSuggestion]) -> list[Alike]:
    found = rows.select_related("question__theme", "into__theme")
    return [
        Alike(suggestion=row, question=row.question, into=row.into, reason=reason_words(row)) for row in found
    ]


def _shared_words(one: str, other: str) -> list[str]:
    """The words of the first title that the second has too, in whatever form."""
    there = {stem for word in words_of(other) for stem in all_stems_of(word.folded)}
    shared = [
        one[word.start : word.end].lower()
        for word in words_of(one)
        if not is_stop_word(word.folded) and not there.isdisjoint(all_stems_of(word.folded))
    ]
    return list(dict.fromkeys(shared))
