"""After an office hour: what was agreed to becomes questions of the community.

Each pair is its asker's question with the host's answer, highlighted by the host. It is published by the
very actions that members use, so screening, counters and notifications are the same.
"""

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Member
from community.actions.answers import post_answer
from community.actions.authors import lock_author
from community.actions.highlights import Vouching, highlight_answer
from community.actions.questions import QuestionText, ask_question
from community.models import Question
from core.errors import Conflict, DomainError, Refused
from core.events import publish
from core.text import clean_line
from realtime.actions.office_hours import lock_office_hour
from realtime.actions.office_queue import lock_queued
from realtime.events import OfficeHourArchived, OfficeHourChanged, OfficeHourOver, OfficeQuestionLeft
from realtime.limits import OFFICE_ARCHIVED_WITHIN
from realtime.models import OfficeHour, OfficeQuestion, Phase, QueueState
from realtime.office_policies import can_archive
from realtime.titles import title_of


@transaction.atomic
def publish_pair(*, host: Member, office_question_id: int, title: str, vouching: Vouching) -> Question:
    """Make a question with a highlighted answer out of an answered pair whose asker agreed.

    Raises `NotFound`, `NotAllowed`, `Conflict`, `Refused`, `SlowDown`; then nothing is published.
    """
    host = lock_author(host)
    _lock_askers(OfficeQuestion.objects.filter(pk=office_question_id))
    pair = lock_queued(office_question_id)
    can_archive(host, pair.office_hour).require()
    _require_publishable(pair)
    asked = _ask(pair, title=title)
    answer = post_answer(
        author=host, question_id=asked.pk, body=_whole_answer(pair), key=pair.key, sure=True
    ).post
    if not answer.is_published:
        raise Refused(
            _("Een moderator moet eerst naar dit antwoord kijken. Maak het anders of laat het weg.")
        )
    highlight_answer(professional=host, answer_id=answer.pk, version=answer.version, vouching=vouching)
    pair.published = asked
    pair.save(update_fields=["published"])
    publish(OfficeHourChanged(office_hour_id=pair.office_hour_id))
    return asked


@transaction.atomic
def leave_out(*, host: Member, office_question_id: int) -> OfficeQuestion:
    """The host keeps this pair out of the community; it stays on the page of the office hour."""
    host = lock_author(host)
    pair = lock_queued(office_question_id)
    can_archive(host, pair.office_hour).require()
    _require_publishable(pair)
    pair.left_out_at = timezone.now()
    pair.save(update_fields=["left_out_at"])
    publish(OfficeHourChanged(office_hour_id=pair.office_hour_id))
    return pair


@transaction.atomic
def archive_office_hour(*, host: Member, office_hour_id: int) -> OfficeHour:
    """Close the books: what nobody answered becomes an open question, if its asker agreed.

    Raises `Refused` while there are pairs to decide on. Publishes `OfficeHourChanged`, and
    `OfficeQuestionLeft` for every question that could not become one.
    """
    host = lock_author(host)
    _lock_askers(OfficeQuestion.objects.waiting().filter(office_hour=office_hour_id))
    office_hour = lock_office_hour(office_hour_id)
    can_archive(host, office_hour).require()
    if _pairs_to_decide(office_hour).exists():
        raise Refused(_("Beslis eerst over alle vragen waarvan de vrager ja zei."))
    _close_books(office_hour)
    return office_hour


def close_forgotten_office_hours() -> int:
    """Close the books of hosts who did not, or whose role ended; pairs nobody signed for are left out.

    Returns how many. Publishes as `archive_office_hour`.
    """
    forgotten = OfficeHour.objects.past().filter(
        archived_at__isnull=True, ends_at__lt=timezone.now() - OFFICE_ARCHIVED_WITHIN
    )
    closed = 0
    for office_hour_id in forgotten.values_list("pk", flat=True):
        with transaction.atomic():
            _lock_askers(OfficeQuestion.objects.waiting().filter(office_hour=office_hour_id))
            office_hour = lock_office_hour(office_hour_id)
            if office_hour.phase == Phase.OVER:
                _pairs_to_decide(office_hour).update(left_out_at=timezone.now())
                _close_books(office_hour)
                closed += 1
    return closed


def remind_hosts() -> int:
    """Say of every office hour with questions that it is over and still open. Returns how many are.

    Publishes `OfficeHourOver`.
    """
    asked = OfficeQuestion.objects.exclude(state=QueueState.WITHDRAWN).values("office_hour")
    over = OfficeHour.objects.past().filter(archived_at__isnull=True, pk__in=asked)
    open_ones = list(over.values_list("pk", flat=True))
    with transaction.atomic():
        for office_hour_id in open_ones:
            publish(OfficeHourOver(office_hour_id=office_hour_id))
    return len(open_ones)


def _close_books(office_hour: OfficeHour) -> None:
    for question in OfficeQuestion.objects.waiting().filter(office_hour=office_hour).in_order():
        _open_or_leave(question, office_hour)
    office_hour.archived_at = timezone.now()
    office_hour.ended_at = office_hour.ended_at or office_hour.ends_at
    office_hour.save(update_fields=["archived_at", "ended_at"])
    publish(OfficeHourArchived(office_hour_id=office_hour.pk))
    publish(OfficeHourChanged(office_hour_id=office_hour.pk))


def _pairs_to_decide(office_hour: OfficeHour) -> QuerySet[OfficeQuestion]:
    """Answered first questions whose asker agreed, and which the host neither published nor left out."""
    pairs = OfficeQuestion.objects.answered().first_ones().filter(office_hour=office_hour)
    return pairs.filter(may_publish=True, published__isnull=True, left_out_at__isnull=True)


def _lock_askers(questions: QuerySet[OfficeQuestion]) -> None:
    """Before the office hour, as everybody does: an asker who acts holds their own row first."""
    askers = Member.objects.filter(pk__in=questions.values("author"))
    list(askers.select_for_update(no_key=True).order_by("pk").values_list("pk"))


def _require_publishable(pair: OfficeQuestion) -> None:
    if pair.follows_id is not None or pair.state != QueueState.ANSWERED or not pair.may_publish:
        raise Conflict(_("Deze vraag kan niet worden geplaatst. De vrager heeft zich misschien bedacht."))
    if pair.published_id is not None or pair.left_out_at is not None:
        raise Conflict(_("Over deze vraag is al beslist."))


def _open_or_leave(question: OfficeQuestion, office_hour: OfficeHour) -> None:
    """An own savepoint each: one that is refused does not stop the others."""
    question.office_hour = office_hour
    if question.may_publish:
        try:
            with transaction.atomic():
                question.published = _ask(question, title=title_of(question.body))
                question.save(update_fields=["published"])
            return
        except DomainError:
            question.published = None
    publish(OfficeQuestionLeft(office_question_id=question.pk))


def _ask(question: OfficeQuestion, *, title: str) -> Question:
    asked = ask_question(
        author=question.author,
        text=QuestionText(title=clean_line(title, field="title"), body=_whole_question(question)),
        theme=question.office_hour.theme,
        key=question.key,
        anonymous=question.anonymous,
        sure=True,
    ).post
    if not asked.is_published:
        raise Refused(_("Een moderator moet eerst naar deze vraag kijken. Dan kan hij nog niet geplaatst."))
    return asked


def _follow_up(pair: OfficeQuestion) -> OfficeQuestion | None:
    """The follow-up that comes along: answered, and its asker agreed to that too."""
    return OfficeQuestion.objects.answered().filter(follows=pair, may_publish=True).first()


def _whole_question(pair: OfficeQuestion) -> str:
    follow_up = _follow_up(pair)
    if follow_up is None:
        return pair.body
    return f"{pair.body}\n\n**{_('En daarna:')}** {follow_up.body}"


def _whole_answer(pair: OfficeQuestion) -> str:
    follow_up = _follow_up(pair)
    if follow_up is None:
        return pair.answer
    return f"{pair.answer}\n\n**{_('Op de vervolgvraag:')}** {follow_up.answer}"
