"""Who hears of office hours: inboxes in the transaction, pings after."""

from collections.abc import Iterable

from accounts.actions.inbox import drop, notify
from core.events import after_commit, in_transaction
from realtime.events import (
    OfficeHourArchived,
    OfficeHourCancelled,
    OfficeHourChanged,
    OfficeHourMoved,
    OfficeHourOver,
    OfficeQuestionAnswered,
    OfficeQuestionDeclined,
    OfficeQuestionLeft,
)
from realtime.live import ring
from realtime.models import OfficeHour, OfficeQuestion
from realtime.topics import theme_group


def connect() -> None:
    in_transaction(OfficeHourMoved, tell_new_time)
    in_transaction(OfficeHourCancelled, tell_queue)
    in_transaction(OfficeHourOver, remind_host)
    in_transaction(OfficeHourArchived, forget_reminder)
    in_transaction(OfficeQuestionAnswered, tell_of_answer)
    in_transaction(OfficeQuestionDeclined, tell_of_decline)
    in_transaction(OfficeQuestionLeft, tell_of_no_answer)
    after_commit(OfficeHourChanged, ring_office_hour)


def tell_new_time(event: OfficeHourMoved) -> None:
    """Of several changes the last is what counts."""
    office_hour = OfficeHour.objects.get(pk=event.office_hour_id)
    drop([_moved_key(office_hour, revision) for revision in range(office_hour.revision)])
    key = _moved_key(office_hour, office_hour.revision)
    _tell("office_moved", office_hour, _in_queue(office_hour), key=key)


def tell_queue(event: OfficeHourCancelled) -> None:
    office_hour = OfficeHour.objects.get(pk=event.office_hour_id)
    drop([_moved_key(office_hour, revision) for revision in range(office_hour.revision)])
    _tell("office_cancelled", office_hour, _in_queue(office_hour), key=f"office_cancelled:{office_hour.pk}")


def remind_host(event: OfficeHourOver) -> None:
    """Once, however often it is said."""
    office_hour = OfficeHour.objects.get(pk=event.office_hour_id)
    notify(
        kind="office_over",
        event_key=_over_key(office_hour.pk),
        member_ids=[office_hour.host_id],
        actor_id=None,
        place_id=office_hour.pk,
        thing_id=office_hour.pk,
    )


def forget_reminder(event: OfficeHourArchived) -> None:
    drop([_over_key(event.office_hour_id)])


def tell_of_answer(event: OfficeQuestionAnswered) -> None:
    _notify_asker("office_answered", event.office_question_id)


def tell_of_decline(event: OfficeQuestionDeclined) -> None:
    _notify_asker("office_declined", event.office_question_id)


def tell_of_no_answer(event: OfficeQuestionLeft) -> None:
    _notify_asker("office_unanswered", event.office_question_id)


def ring_office_hour(event: OfficeHourChanged) -> None:
    slug = OfficeHour.objects.values_list("theme__slug", flat=True).get(pk=event.office_hour_id)
    topic = f"theme:{slug}"
    frame = {"t": "changed", "topic": topic, "what": "office_hour", "id": event.office_hour_id}
    ring(theme_group(slug), frame)


def _in_queue(office_hour: OfficeHour) -> Iterable[int]:
    return (
        OfficeQuestion.objects.waiting().filter(office_hour=office_hour).values_list("author_id", flat=True)
    )


def _moved_key(office_hour: OfficeHour, revision: int) -> str:
    return f"office_moved:{office_hour.pk}:{revision}"


def _over_key(office_hour_id: int) -> str:
    return f"office_over:{office_hour_id}"


def _tell(kind: str, office_hour: OfficeHour, member_ids: Iterable[int], *, key: str) -> None:
    notify(
        kind=kind,
        event_key=key,
        member_ids=member_ids,
        actor_id=office_hour.host_id,
        place_id=office_hour.pk,
        thing_id=office_hour.pk,
    )


def _notify_asker(kind: str, office_question_id: int) -> None:
    question = OfficeQuestion.objects.select_related("office_hour").get(pk=office_question_id)
    notify(
        kind=kind,
        event_key=f"{kind}:{question.pk}",
        member_ids=[question.author_id],
        actor_id=question.office_hour.host_id,
        place_id=question.office_hour_id,
        thing_id=question.pk,
    )
