"""Which events ring at which sockets, always after the commit and always with ids or what all may read."""

from typing import Any

from django.conf import settings
from django.utils import translation

from accounts.events import (
    MemberSignedOut,
    MemberSuspended,
    NotificationsCreated,
    NotificationsRead,
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
    InformationAsked,
    ModerationUndone,
    PostEdited,
    PostHeld,
    PostReleased,
    PostRemoved,
    PostRestored,
    PostWithdrawn,
    QuestionAsked,
    QuestionClosed,
    QuestionReopened,
    QuoteChanged,
    SolutionMarked,
    SolutionUnmarked,
    ThreadModerated,
)
from community.models import Answer, Audience, Comment, Question
from core.events import Event, after_commit, in_transaction
from moderation.actions.alerts import open_cases
from moderation.events import (
    AlertClimbed,
    AlertGivenBack,
    AlertTaken,
    CaseClaimed,
    CaseDecided,
    CaseOpened,
)
from realtime.events import (
    DutyChanged,
    MessageScreened,
    MessagesSent,
    MessageVisibilityChanged,
    RoomAudienceChanged,
    RoomChanged,
    RoomClosed,
    RoomPaceChanged,
    RoomRead,
)
from realtime.jobs import follow_quotes_in_chat, follow_quotes_of_message
from realtime.live import ask_who_is_there, live, ring
from realtime.models import Room, RoomKind
from realtime.news import note_messages
from realtime.queries.messages import change_frame, new_frames, one_message
from realtime.topics import inbox_group, question_group, theme_group, visitors_group

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
    InformationAsked: "comment",
    QuestionClosed: "state",
    QuestionReopened: "state",
    ThreadModerated: "state",
    ModerationUndone: "state",
}
"""What the open page of a question is told; it fetches the rest, and there the policies decide."""


def connect() -> None:
    after_commit(NotificationsCreated, ring_inboxes)
    after_commit(NotificationsRead, ring_inboxes)
    after_commit(MemberSignedOut, look_who_is_there)
    after_commit(MemberSuspended, look_who_is_there)
    after_commit(RoleGranted, look_who_is_there)
    after_commit(RoleRevoked, look_who_is_there)
    after_commit(MessagesSent, hand_out_new)
    after_commit(RoomChanged, hand_out)
    after_commit(RoomAudienceChanged, look_whether_visitors_may_stay)
    for changed in (RoomClosed, RoomPaceChanged, RoomAudienceChanged):
        after_commit(changed, ring_room)
    in_transaction(MessageScreened, open_cases_about_message)
    in_transaction(MessageVisibilityChanged, quotes_of_message)
    for hiding in CHANGES_OF_SIGHT:
        in_transaction(hiding, quotes_in_chat)
    after_commit(CaseOpened, ring_desk)
    after_commit(CaseClaimed, ring_desk)
    after_commit(CaseDecided, ring_desk)
    after_commit(AlertClimbed, ring_desk)
    after_commit(AlertTaken, ring_desk)
    after_commit(AlertGivenBack, ring_desk)
    after_commit(QuestionAsked, offer_new_question)
    after_commit(DutyChanged, tell_of_duty)
    after_commit(RoomRead, tell_own_tabs)
    for event in PAGE_CHANGES:
        after_commit(event, ring_question_page)


def quotes_of_message(event: MessageVisibilityChanged) -> None:
    follow_quotes_of_message.enqueue(event.message_id)


def quotes_in_chat(event: Any) -> None:
    follow_quotes_in_chat.enqueue(event.kind, event.post_id)


def ring_inboxes(event: NotificationsCreated | NotificationsRead) -> None:
    """The bell counts anew, in every tab."""
    for member_id in event.member_ids:
        ring(inbox_group(member_id), {"t": "changed", "topic": "inbox", "what": "notification"})


def look_who_is_there(event: MemberSignedOut | MemberSuspended | RoleGranted | RoleRevoked) -> None:
    """Every socket of the member looks whether it may stay and what it may still hear."""
    ask_who_is_there(event.member_id)


def hand_out_new(event: MessagesSent) -> None:
    """New messages as everybody in the room may read them, each written once. Two queries at most."""
    with translation.override(settings.LANGUAGE_CODE):
        room, frames = new_frames(event.message_ids)
    if room is None:
        return
    live.publish_all(room.topic, frames)
    if room.kind != RoomKind.HELP:
        note_messages(room.slug, sum(frame["t"] == "msg" for frame in frames))


def look_whether_visitors_may_stay(event: RoomAudienceChanged) -> None:
    ring(visitors_group(Room.objects.get(pk=event.room_id).topic), {})


def ring_room(event: RoomClosed | RoomPaceChanged | RoomAudienceChanged) -> None:
    """Open pages see what one may do there now."""
    topic = Room.objects.get(pk=event.room_id).topic
    ring(topic, {"t": "changed", "topic": topic, "what": "room"})


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
    """`id` is the answer that changed, or under which something did; None: the question itself.

    Nobody hears of what waits for a moderator: that it is there tells something as well.
    """
    if not _is_out(event):
        return
    what, answer_id = PAGE_CHANGES[type(event)], _answer_of(event)
    # Of two threads that were joined or split, both stand open somewhere.
    for question_id in filter(None, (event.question_id, getattr(event, "other_id", None))):
        topic = f"question:{question_id}"
        ring(question_group(question_id), {"t": "changed", "topic": topic, "what": what, "id": answer_id})


def _is_out(event: Any) -> bool:
    match event:
        case AnswerPosted(answer_id=answer_id):
            return Answer.objects.published().filter(pk=answer_id).exists()
        case CommentPosted(comment_id=comment_id):
            return Comment.objects.published().filter(pk=comment_id).exists()
    return True


def _answer_of(event: Any) -> int | None:
    kind = getattr(event, "kind", "")
    if kind == "answer":
        return int(event.post_id)
    if kind == "comment":
        return Comment.objects.filter(pk=event.post_id).values_list("answer_id", flat=True).first()
    return getattr(event, "answer_id", None)


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


def ring_desk(
    event: CaseOpened | CaseClaimed | CaseDecided | AlertClimbed | AlertTaken | AlertGivenBack,
) -> None:
    """Moderators who have their queue open see it at once."""
    ring("moderation", {"t": "changed", "topic": "moderation", "what": "case", "id": event.case_id})
