"""Keeping who waits: a row for as long as an asker waits, made anew from the question."""

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from community.events import ClaimEnded, WaitingChanged
from community.models import Claim, ClaimEnd, Question, Waiting
from community.models.post import QuestionQuerySet
from community.urgency import language_of_text, urgency_of
from core.events import publish
from core.screening import screen

AT_ONCE = 500
"""The most rows that one run puts right; what is left comes with the next."""


def note_waiting(question_id: int, *, words_changed: bool = False) -> None:
    """Call in the transaction of whatever happened to the question. Two queries when nothing changes.

    Publishes `WaitingChanged`, and `ClaimEnded` where there is nothing left to answer.
    """
    question = Question.objects.get(pk=question_id)
    row = Waiting.objects.filter(question=question_id).first()
    since = question.waits_since
    if since is None:
        if row is not None:
            row.delete()
            publish(WaitingChanged(question_id))
        if not question.is_published or question.is_locked or question.is_solved:
            _end_claim(question_id)
    elif row is None or row.since != since or row.theme_id != question.theme_id or words_changed:
        stands = {"since": since, "theme_id": question.theme_id}
        Waiting.objects.update_or_create(question=question, defaults=stands | _read(question))
        publish(WaitingChanged(question_id))


def recount_waiting() -> int:
    """Put right what no event told of, and read the words that nobody read yet; returns how many rows."""
    done = 0
    for question_id in [*_missing(), *_superfluous(), *_elsewhere(), *_unread()][:AT_ONCE]:
        with transaction.atomic():
            # As every other writer of the thread: who holds the question decides what follows from it.
            list(Question.objects.select_for_update(no_key=True).filter(pk=question_id).values_list("pk"))
            note_waiting(question_id, words_changed=True)
            done += 1
    return done


def note_all_waiting() -> None:
    """Rows for all that wait and have none, in one go; their words are read later, by `recount_waiting`."""
    missing = _that_wait().filter(waiting__isnull=True)
    rows = missing.values_list("pk", "theme", "answer_count", "created_at", "asker_spoke_at").iterator()
    Waiting.objects.bulk_create(
        (
            Waiting(question_id=pk, theme_id=theme_id, since=spoke_at if answers and spoke_at else asked_at)
            for pk, theme_id, answers, asked_at, spoke_at in rows
        ),
        batch_size=1000,
        ignore_conflicts=True,
    )


def _read(question: Question) -> dict[str, object]:
    text = f"{question.title}\n{question.situation}\n{question.need}\n{question.body}"
    screening = screen(text=text, author_id=question.author_id, place="comparison")
    urgency = urgency_of(text, screening.findings)
    return {
        "level": urgency.level,
        "signs": list(urgency.signs),
        "language": language_of_text(text),
    }


def _end_claim(question_id: int) -> None:
    claim = Claim.objects.open().filter(question=question_id).first()
    if claim is not None:
        claim.ended_at, claim.end = timezone.now(), ClaimEnd.GONE
        claim.save(update_fields=["ended_at", "end"])
        publish(ClaimEnded(question_id, claim.helper_id, ClaimEnd.GONE))


def _that_wait() -> QuestionQuerySet:
    """`Question.waits_since` as SQL."""
    spoke_last = Q(asker_spoke_at__gt=F("helper_spoke_at")) | Q(
        helper_spoke_at__isnull=True, asker_spoke_at__isnull=False
    )
    pending = Question.objects.published().filter(
        solved_at__isnull=True, locked_at__isnull=True, needs_info_at__isnull=True
    )
    return pending.filter(Q(answer_count=0) | spoke_last)


def _missing() -> list[int]:
    missing = _that_wait().filter(waiting__isnull=True).order_by("-pk")
    return list(missing.values_list("pk", flat=True)[:AT_ONCE])


def _superfluous() -> list[int]:
    gone = Waiting.objects.exclude(question__in=_that_wait())
    return list(gone.values_list("question", flat=True)[:AT_ONCE])


def _elsewhere() -> list[int]:
    """Whose question is in another theme now, or that were written before rows knew their theme."""
    moved = Waiting.objects.filter(Q(theme__isnull=True) | ~Q(theme=F("question__theme")))
    return list(moved.values_list("question", flat=True)[:AT_ONCE])


def _unread() -> list[int]:
    return list(Waiting.objects.filter(language="").values_list("question", flat=True)[:AT_ONCE])
