"""The queue of an office hour: put in, taken out, answered, left aside."""

import uuid
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Member
from community.actions.authors import lock_author
from community.policies import can_ask_anonymously
from core.errors import Conflict, NotFound, Refused
from core.events import publish
from core.ratelimit import take
from core.text import render
from realtime.actions.office_hours import lock_office_hour
from realtime.actions.texts import checked_line, checked_text
from realtime.events import OfficeHourChanged, OfficeQuestionAnswered, OfficeQuestionDeclined
from realtime.limits import OFFICE_TEXT_LENGTH, QUEUEING
from realtime.models import OfficeHour, OfficeQuestion, QueueState
from realtime.office_policies import can_answer_queue, can_queue


@dataclass(frozen=True)
class QueueEntry:
    """What stands in the form."""

    body: str
    anonymous: bool
    may_publish: bool


@transaction.atomic
def queue_question(
    *, author: Member, office_hour_id: int, entry: QueueEntry, key: uuid.UUID, sure: bool = False
) -> OfficeQuestion:
    """Stand in the queue; once one's question is answered, one more that follows it.

    The same form sent twice stands there once. Raises `NotFound`, `NotAllowed`, `SlowDown`, `Refused`,
    `AskFirst`. Publishes `OfficeHourChanged`.
    """
    author = lock_author(author)
    office_hour = lock_office_hour(office_hour_id)
    can_queue(author, office_hour).require()
    if entry.anonymous:
        can_ask_anonymously(author).require()
    earlier = OfficeQuestion.objects.filter(author=author, key=key).first()
    if earlier is not None:
        return earlier
    first = _first_question(office_hour, author)
    body = checked_text(
        entry.body, author=author, place="office_question", limit=OFFICE_TEXT_LENGTH, sure=sure
    )
    take("queue", author.pk, QUEUEING)
    question = OfficeQuestion.objects.create(
        office_hour=office_hour,
        author=author,
        key=key,
        follows=first,
        body=body,
        # A name under the second question would tell who asked the first.
        anonymous=first.anonymous if first is not None else entry.anonymous,
        may_publish=entry.may_publish,
    )
    publish(OfficeHourChanged(office_hour_id=office_hour.pk))
    return question


@transaction.atomic
def leave_queue(*, author: Member, office_question_id: int) -> OfficeQuestion:
    """Take back one's question while it has no answer. Publishes `OfficeHourChanged`."""
    question = _lock_own(author, office_question_id)
    if question.state != QueueState.WAITING:
        raise Conflict(_("Je vraag is al behandeld. Hij staat niet meer in de rij."))
    question.state = QueueState.WITHDRAWN
    # A follow-up that is taken back leaves room for another one.
    question.follows = None
    question.save(update_fields=["state", "follows"])
    publish(OfficeHourChanged(office_hour_id=question.office_hour_id))
    return question


@transaction.atomic
def set_consent(*, author: Member, office_question_id: int, may_publish: bool) -> OfficeQuestion:
    """Whether question and answer may stay; until they became a question of the community."""
    question = _lock_own(author, office_question_id)
    if question.published_id is not None or question.office_hour.archived_at is not None:
        raise Conflict(_("Het spreekuur is al bewaard. Je keuze kan niet meer veranderen."))
    question.may_publish = may_publish
    question.save(update_fields=["may_publish"])
    publish(OfficeHourChanged(office_hour_id=question.office_hour_id))
    return question


@transaction.atomic
def answer_queued(*, host: Member, office_question_id: int, body: str, sure: bool = False) -> OfficeQuestion:
    """The host's answer, or a better one. Publishes `OfficeQuestionAnswered` the first time."""
    host = lock_author(host)
    question = _lock_for_host(host, office_question_id)
    if question.state not in (QueueState.WAITING, QueueState.ANSWERED) or question.published_id is not None:
        raise Conflict(_("Deze vraag is intussen ingetrokken of al behandeld."))
    answer = checked_text(body, author=host, place="office_answer", limit=OFFICE_TEXT_LENGTH * 3, sure=sure)
    first_time = question.state == QueueState.WAITING
    question.answer, question.answer_html = answer, render(answer).html
    question.state = QueueState.ANSWERED
    question.answered_at = question.answered_at or timezone.now()
    question.save(update_fields=["answer", "answer_html", "state", "answered_at"])
    if first_time:
        publish(OfficeQuestionAnswered(office_question_id=question.pk))
    publish(OfficeHourChanged(office_hour_id=question.office_hour_id))
    return question


@transaction.atomic
def decline_queued(*, host: Member, office_question_id: int, reason: str) -> OfficeQuestion:
    """Leave a question aside, with a reason that only its asker reads. Publishes `OfficeQuestionDeclined`."""
    host = lock_author(host)
    question = _lock_for_host(host, office_question_id)
    if question.state != QueueState.WAITING:
        raise Conflict(_("Deze vraag is intussen ingetrokken of al behandeld."))
    empty = _("Schrijf waarom. De vrager leest dit.")
    question.declined_because = checked_line(
        reason, author=host, place="office_hour", limit=200, empty=empty, field="reason"
    )
    question.state = QueueState.DECLINED
    question.save(update_fields=["declined_because", "state"])
    publish(OfficeQuestionDeclined(office_question_id=question.pk))
    publish(OfficeHourChanged(office_hour_id=question.office_hour_id))
    return question


def _first_question(office_hour: OfficeHour, author: Member) -> OfficeQuestion | None:
    """The answered question that a new one would follow, or None for a first question."""
    own = OfficeQuestion.objects.filter(office_hour=office_hour, author=author)
    first = own.first_ones().exclude(state=QueueState.WITHDRAWN).first()
    if first is None:
        return None
    if first.state == QueueState.WAITING:
        raise Refused(_("Je vraag staat al in de rij. Na het antwoord kun je er één achteraan stellen."))
    if first.state == QueueState.DECLINED:
        raise Refused(_("Je had al een vraag voor dit spreekuur. Stel je nieuwe vraag gewoon op Peerplein."))
    if own.filter(follows=first).exists():
        raise Refused(_("Je hebt al een vervolgvraag gesteld. Zo komt iedereen aan de beurt."))
    return first


def office_hour_of(office_question_id: int) -> int:
    """The id of the office hour that a question is for. Raises `NotFound`."""
    found = OfficeQuestion.objects.filter(pk=office_question_id).values_list("office_hour_id", flat=True)
    office_hour_id = found.first()
    if office_hour_id is None:
        raise NotFound
    return office_hour_id


def lock_queued(office_question_id: int) -> OfficeQuestion:
    """The question with its office hour, both locked, the office hour first."""
    office_hour = lock_office_hour(office_hour_of(office_question_id))
    locked = OfficeQuestion.objects.select_for_update(of=("self",), no_key=True).select_related("author")
    question = locked.get(pk=office_question_id)
    question.office_hour = office_hour
    return question


def _lock_own(author: Member, office_question_id: int) -> OfficeQuestion:
    author = lock_author(author)
    question = lock_queued(office_question_id)
    if question.author_id != author.pk:
        raise NotFound
    return question


def _lock_for_host(host: Member, office_question_id: int) -> OfficeQuestion:
    question = lock_queued(office_question_id)
    can_answer_queue(host, question.office_hour).require()
    return question
