"""The asker says which answer helped."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Member
from community.actions.authors import lock_author
from community.actions.counters import touch
from community.actions.locking import lock_answer
from community.events import SolutionMarked, SolutionUnmarked
from community.models import Answer, Question
from community.policies import can_mark_solution, visible_answers
from core.errors import Refused
from core.events import publish


@transaction.atomic
def mark_solution(*, member: Member, answer_id: int) -> Answer:
    """Mark the answer that helped, in place of an earlier choice. Publishes `SolutionMarked`."""
    member = lock_author(member)
    answer = lock_answer(member, answer_id)
    question = answer.question
    can_mark_solution(member, question).require()
    if not answer.is_published:
        raise Refused(_("Dit antwoord is niet meer te zien voor anderen."))
    if question.solution_id == answer.pk:
        return answer
    question.solution, question.solved_at = answer, timezone.now()
    question.save(update_fields=["solution", "solved_at"])
    touch(question.pk)
    publish(SolutionMarked(question_id=question.pk, answer_id=answer.pk, member_id=member.pk))
    return answer


@transaction.atomic
def mark_solution_from_mail(*, answer_id: int) -> Answer | None:
    """What the link in the asker's mail does: choose this answer if nothing was chosen yet.

    None when there is a solution already, or the answer can no longer be read. The signed link is the proof.
    """
    asker = Member.objects.filter(questions__answers=answer_id, is_active=True).first()
    if asker is None:
        return None
    answer = visible_answers(asker).published().filter(pk=answer_id).select_related("question").first()
    if answer is None or answer.question.solution_id is not None:
        return None
    return mark_solution(member=asker, answer_id=answer_id)


@transaction.atomic
def unmark_solution(*, member: Member, answer_id: int) -> Answer:
    """The question is open again. Publishes `SolutionUnmarked` when this answer was the solution."""
    member = lock_author(member)
    answer = lock_answer(member, answer_id)
    question = answer.question
    can_mark_solution(member, question).require()
    if question.solution_id == answer.pk:
        clear_solution(question)
        publish(SolutionUnmarked(question_id=question.pk, answer_id=answer.pk, member_id=member.pk))
    return answer


def clear_solution(question: Question) -> None:
    """Call with the question's row locked."""
    question.solution, question.solved_at, question.way_out = None, None, ""
    question.save(update_fields=["solution", "solved_at", "way_out"])
