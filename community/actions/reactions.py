"""Thanks, and same here. Each can be taken back."""

from django.db import transaction

from accounts.models import Member
from community.actions.counters import recount_same_here, recount_thanks
from community.actions.locking import lock_answer, lock_question
from community.events import AnswerThanked
from community.limits import THANKING
from community.models import Answer, Question, SameHere, Thanks
from community.policies import can_same_here, can_thank
from core.events import publish
from core.ratelimit import take


@transaction.atomic
def thank(*, member: Member, answer_id: int) -> Answer:
    """Say that an answer helped; once is enough. Publishes `AnswerThanked` the first time."""
    answer = lock_answer(member, answer_id)
    can_thank(member, answer).require()
    _thanks, made = Thanks.objects.get_or_create(member=member, answer=answer)
    if made:
        take("thank", member.pk, THANKING)
        recount_thanks(answer.pk)
        publish(AnswerThanked(answer_id=answer.pk, question_id=answer.question_id, member_id=member.pk))
    return answer


@transaction.atomic
def take_back_thanks(*, member: Member, answer_id: int) -> Answer:
    answer = lock_answer(member, answer_id)
    Thanks.objects.filter(member=member, answer=answer).delete()
    recount_thanks(answer.pk)
    return answer


@transaction.atomic
def say_same_here(*, member: Member, question_id: int) -> Question:
    """Say "I have this question too"; saying it twice changes nothing."""
    question = lock_question(member, question_id)
    can_same_here(member, question).require()
    _same, made = SameHere.objects.get_or_create(member=member, question=question)
    if made:
        take("thank", member.pk, THANKING)
        recount_same_here(question.pk)
    return question


@transaction.atomic
def take_back_same_here(*, member: Member, question_id: int) -> Question:
    """The asker stays counted: it is their question."""
    question = lock_question(member, question_id)
    SameHere.objects.filter(member=member, question=question).exclude(member_id=question.author_id).delete()
    recount_same_here(question.pk)
    return question
