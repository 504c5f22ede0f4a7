"""Which events ring at which sockets, always after the commit and always with ids or what all may read."""

from typing import Any

from django.conf import settings
from django.utils import translation

from accounts.events import (
    MemberSignedOut,
    MemberSuspended,
    NotificationsCreated,
    RoleGranted,
    RoleRevoked,
)
from community.events import (
    CHANGES_OF_SIGHT,
    AnswerHighlighted,
    AnswerPosted,
    AnswerThanked,
    CommentPosted,
    HighlightEnded,
    HighlightSuspended,
    PostEdited,
    PostHeld,
    PostReleased,
    PostRemoved,
    PostRestored,
    PostWithdrawn,
    QuestionAsked,
    QuoteChanged,
    SolutionMarked,
    SolutionUnmarked,
)
from community.models import Audience, Question
from core.events import Event, after_commit, in_transaction
from moderation.actions.alerts import open_cases
from moderation.events import CaseClaimed, CaseDecided, CaseOpened
from realtime.events import (
    DutyChanged,
    MessageScreened,
    MessageVisibilityChanged,
    RoomChanged,
    RoomRead,
)
from realtime.jobs import follow_quotes_in_chat, follow_quotes_of_message
from realtime.live import ask_who_is_there, live, ring
from realtime.models import Room
from realtime.queries.messages import change_frame, one_message
from realtime.topics import inbox_group, question_group, theme_group

PAGE_CHANGES: dict[type[Event], str] = {
    AnswerPosted: "answer",
    CommentPosted: "comment",
    AnswerThanked: "thanks",
    SolutionMarked: "solution",
    SolutionUnmarked: "solution",
    AnswerHighlighted: "highlight",
    HighlightSuspended: "highlight",
    HighlightEnded: "highlight",
    PostEdited: "edit",
    QuoteChanged: "edit",
    PostWithdrawn: "gone",
    PostRestored: "answer",
    PostHeld: "gone",
    PostRemoved: "gone",
    PostReleased: "answer",
}
"""What the open page of a question is told; it fetches the rest, and there the policies decide."""


def connect() -> None:
    after_commit(NotificationsCreated, ring_inboxes)
    after_commit(MemberSignedOut, look_who_is_there)
    after_commit(MemberSuspended, look_who_is_there)
    after_commit(RoleGranted, look_who_is_there)
    after_commit(RoleRevoked, look_who_is_there)
    after_commit(RoomChanged, hand_out)
    in_transaction(MessageScreened, open_cases_about_message)
    in_transaction(MessageVisibilityChanged, quotes_of_message)
    for hiding in CHANGES_OF_SIGHT:
        in_transaction(hiding, quotes_in_chat)
    after_commit(CaseOpened, ring_desk)
    after_commit(CaseClaimed, ring_desk)
    after_commit(CaseDecided, ring_desk)
    after_commit(QuestionAsked, offer_new_question)
    after_commit(DutyChanged, tell_of_duty)
    after_commit(RoomRead, tell_own_tabs)
    for event in PAGE_CHANGES:
        after_commit(event, ring_question_page)


def quotes_of_message(event: MessageVisibilityChanged) -> None:
    follow_quotes_of_message.enqueue(event.message_id)


def quotes_in_chat(event: Any) -> None:
    follow_quotes_in_chat.enqueue(event.kind, event.post_id)


def ring_inboxes(event: NotificationsCreated) -> None:
    for member_id in event.member_ids:
        ring(inbox_group(member_id), {"t": "changed", "topic": "inbox", "what": "notification"})


def look_who_is_there(event: MemberSignedOut | MemberSuspended | RoleGranted | RoleRevoked) -> None:
    """Every socket of the member looks whether it may stay and what it may still hear."""
    ask_who_is_there(event.member_id)


def hand_out(event: RoomChanged) -> None:
    """The message as everybody in the room may read it, written once, in the language of the site."""
    room = Room.objects.select_related("theme").get(pk=event.room_id)
    with translation.override(settings.LANGUAGE_CODE):
        message = one_message(room, event.message_id)
    if message is not None:
        # Later events may have changed the row already; the number is that of this one.
        frame = change_frame(room.topic, message, event.what) | {"n": event.n}
        live.publish(room.topic, frame)


def ring_question_page(event: Any) -> None:
    answer_id = getattr(event, "answer_id", None)
    if answer_id is None and getattr(event, "kind", "") == "answer":
        answer_id = event.post_id
    frame = {
        "t": "changed",
        "topic": f"question:{event.question_id}",
        "what": PAGE_CHANGES[type(event)],
        "id": answer_id,
    }
    ring(question_group(event.question_id), frame)


def offer_new_question(event: QuestionAsked) -> None:
    """Lists of the theme offer to show what is new; how much that is depends on who asks."""
    question = Question.objects.select_related("theme").get(pk=event.question_id)
    if question.is_published and question.audience != Audience.PROFESSIONALS:
        topic = f"theme:{question.theme.slug}"
        ring(theme_group(question.theme.slug), {"t": "changed", "topic": topic, "what": "question"})
        ring("questions", {"t": "changed", "topic": "questions", "what": "question"})


def tell_own_tabs(event: RoomRead) -> None:
    """The member's other tabs may forget the count of this room."""
    slug = Room.objects.values_list("slug", flat=True).get(pk=event.room_id)
    frame = {"t": "changed", "topic": "inbox", "what": "read", "room": slug, "seq": event.seq}
    ring(inbox_group(event.member_id), frame)


def tell_of_duty(event: DutyChanged) -> None:
    live.tell_presence()


def open_cases_about_message(event: MessageScreened) -> None:
    open_cases(place="message", thing_id=event.message_id, kinds=event.kinds, rules=event.rules)


def ring_desk(event: CaseOpened | CaseClaimed | CaseDecided) -> None:
    """Moderators who have their queue open see it at once."""
    ring("moderation", {"t": "changed", "topic": "moderation", "what": "case", "id": event.case_id})
