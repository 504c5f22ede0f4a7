"""How the notification of a question that was given on reads; its note is for helpers alone."""

from django.utils.translation import gettext as _

from accounts import notices
from accounts.models import Member, Notification
from accounts.notices import Notice, NoticeKind
from community.models import QuestionHandOver
from community.policies import can_read_notes, visible_questions


def register_kinds() -> None:
    notices.register(NoticeKind(name="question_handed_over", category="own_post", describe=describe))


def describe(viewer: Member, notifications: list[Notification]) -> dict[int, Notice]:
    """Two queries for any number."""
    ids = [row.thing_id for row in notifications if row.thing_id is not None]
    rows = QuestionHandOver.objects.filter(pk__in=ids).select_related("question__theme", "giver").in_bulk()
    questions = {row.question_id for row in rows.values()}
    readable = set(
        visible_questions(viewer).published().filter(pk__in=questions).values_list("pk", flat=True)
    )
    return {
        notification.pk: _notice(rows[notification.thing_id])
        for notification in notifications
        if notification.thing_id in rows
        and rows[notification.thing_id].question_id in readable
        and can_read_notes(viewer, rows[notification.thing_id].question)
    }


def _notice(handed: QuestionHandOver) -> Notice:
    return Notice(
        text=_("%(who)s gaf je de vraag “%(title)s” door.")
        % {"who": handed.giver.name, "title": handed.question.title},
        url=handed.question.get_absolute_url(),
        icon="forward",
        quote=handed.note,
    )
