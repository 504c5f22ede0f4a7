"""Who hears of help chats and chat questions: inboxes in the transaction, pings after."""

from collections.abc import Iterable
from datetime import datetime

from accounts.actions.inbox import drop, mail_at_once, mark_place_read, notify
from community.events import (
    ClaimEnded,
    ClaimExtended,
    QuestionClaimed,
    QuestionHandedOver,
    QuestionWaitsLong,
    WaitingChanged,
)
from core.events import Event, after_commit, in_transaction
from realtime.events import (
    ChatQuestionEnded,
    ConsentAnswered,
    ConsentAsked,
    DutyChanged,
    HelpChatHandedOver,
    HelpChatStarted,
    HelperReplaced,
    HelpRequestClosed,
    HelpRequested,
    HelpRequestReturned,
    HelpRequestTaken,
    MemberLeftRoom,
)
from realtime.live import ask_who_is_there, ring
from realtime.models import ChatQuestion, Ending, HelpRequest
from realtime.queries.help_requests import helpers_to_tell
from realtime.topics import inbox_group, question_group

RADAR_CHANGES: tuple[type[Event], ...] = (
    HelpRequested,
    HelpRequestTaken,
    HelpRequestReturned,
    HelpChatStarted,
    HelpChatHandedOver,
    HelperReplaced,
    HelpRequestClosed,
)

WAITS_NOW: tuple[type[Event], ...] = (
    HelpRequested,
    HelpRequestReturned,
    HelpChatHandedOver,
    HelperReplaced,
)
"""After these a request waits for somebody, for the first time or again."""

QUESTION_CHANGES: tuple[type[Event], ...] = (
    WaitingChanged,
    QuestionClaimed,
    ClaimExtended,
    ClaimEnded,
    QuestionHandedOver,
    QuestionWaitsLong,
)
CLAIM_CHANGES: tuple[type[Event], ...] = (QuestionClaimed, ClaimEnded)
"""What the open page of the question hears too. That somebody still writes, it learns when it looks again."""


def connect() -> None:
    for waiting in WAITS_NOW:
        in_transaction(waiting, tell_those_on_duty)
    in_transaction(HelpChatHandedOver, tell_of_hand_over)
    in_transaction(HelperReplaced, tell_former_helper)
    in_transaction(HelpRequestTaken, tell_asker)
    in_transaction(HelpRequestReturned, forget_offer)
    in_transaction(HelpChatStarted, tell_helper)
    in_transaction(HelpRequestClosed, tell_of_ending)
    in_transaction(ConsentAsked, ask_authors)
    in_transaction(ConsentAnswered, tell_maker)
    in_transaction(ChatQuestionEnded, stop_asking)
    for event in RADAR_CHANGES:
        after_commit(event, ring_help)
    after_commit(MemberLeftRoom, withdraw_from_leaver)
    after_commit(HelpRequestClosed, withdraw_the_room)
    after_commit(DutyChanged, ring_radar)
    for change in QUESTION_CHANGES:
        after_commit(change, ring_questions)
    for change in CLAIM_CHANGES:
        after_commit(change, ring_question_page)


def tell_those_on_duty(event: Event) -> None:
    """Whoever can take it; of the one who just gave it away nobody expects that."""
    request_id = getattr(event, "request_id", 0)
    request = HelpRequest.objects.select_related("theme").get(pk=request_id)
    members = helpers_to_tell(request) - {getattr(event, "helper_id", None)}
    _notify_help("help_wanted", request, members, key=_wanted_key(request), actor_id=None)


def tell_asker(event: HelpRequestTaken) -> None:
    """Somebody wants to talk; nobody else has to look any more."""
    request = HelpRequest.objects.get(pk=event.request_id)
    drop([_wanted_key(request)])
    key = f"help_taken:{request.pk}:{_stamp(request.taken_at)}"
    _notify_help("help_taken", request, [request.asker_id], key=key, actor_id=event.helper_id)
    if request.call_back_at is not None:
        # The asker is elsewhere, and the helper waits for a yes.
        mail_at_once(key)


def forget_offer(event: HelpRequestReturned) -> None:
    """The offer is off; there is nothing to say yes to any more."""
    request = HelpRequest.objects.select_related("asker").get(pk=event.request_id)
    mark_place_read(request.asker, ["help_taken"], request.pk)


def tell_of_hand_over(event: HelpChatHandedOver) -> None:
    """The asker may be elsewhere, and would wait for an answer of somebody who is gone."""
    request = HelpRequest.objects.get(pk=event.request_id)
    key = f"help_handed_over:{request.pk}:{_stamp(request.waiting_since)}"
    _notify_help("help_handed_over", request, [request.asker_id], key=key, actor_id=event.helper_id)


def tell_former_helper(event: HelperReplaced) -> None:
    request = HelpRequest.objects.get(pk=event.request_id)
    key = f"help_replaced:{request.pk}:{_stamp(request.waiting_since)}"
    members = filter(None, [event.helper_id])
    _notify_help("help_replaced", request, members, key=key, actor_id=None)


def tell_helper(event: HelpChatStarted) -> None:
    request = HelpRequest.objects.get(pk=event.request_id)
    key = f"help_started:{request.pk}:{_stamp(request.agreed_at)}"
    _notify_help("help_started", request, [event.helper_id], key=key, actor_id=request.asker_id)


def tell_of_ending(event: HelpRequestClosed) -> None:
    request = HelpRequest.objects.get(pk=event.request_id)
    drop([_wanted_key(request)])
    if request.ending == Ending.EXPIRED:
        key = f"help_expired:{request.pk}"
        _notify_help("help_expired", request, [request.asker_id], key=key, actor_id=None)
        return
    others = {request.asker_id, event.helper_id} - {event.member_id, None}
    # Whoever is blocked hears nothing: no news is the end of it.
    if request.ending != Ending.BLOCKED:
        key = f"help_closed:{request.pk}"
        _notify_help("help_closed", request, filter(None, others), key=key, actor_id=event.member_id)


def ask_authors(event: ConsentAsked) -> None:
    plan = ChatQuestion.objects.get(pk=event.chat_question_id)
    key = _asked_key(plan.pk)
    _notify_plan("consent_asked", plan, event.member_ids, key=key, actor_id=plan.maker_id)


def tell_maker(event: ConsentAnswered) -> None:
    plan = ChatQuestion.objects.get(pk=event.chat_question_id)
    key = f"consent_answered:{plan.pk}:{event.member_id}"
    _notify_plan("consent_answered", plan, [plan.maker_id], key=key, actor_id=event.member_id)


def stop_asking(event: ChatQuestionEnded) -> None:
    drop([_asked_key(event.chat_question_id)])


def ring_help(event: Event) -> None:
    """The radar of all helpers, and the open page of the two whom it concerns."""
    request_id = getattr(event, "request_id", 0)
    ring("radar", {"t": "changed", "topic": "radar", "what": "help", "id": request_id})
    request = HelpRequest.objects.get(pk=request_id)
    people = {request.asker_id, request.helper_id, getattr(event, "helper_id", None)}
    for member_id in filter(None, people):
        ring(inbox_group(member_id), {"t": "changed", "topic": "inbox", "what": "help", "id": request_id})


def withdraw_from_leaver(event: MemberLeftRoom) -> None:
    """Also long after the talk was closed."""
    ask_who_is_there(event.member_id)


def withdraw_the_room(event: HelpRequestClosed) -> None:
    """Whoever is out of the room hears nothing of it any more, also where it stands open."""
    request = HelpRequest.objects.get(pk=event.request_id)
    for member_id in filter(None, (event.helper_id, request.asker_id)):
        ask_who_is_there(member_id)


def ring_radar(event: DutyChanged) -> None:
    ring("radar", {"t": "changed", "topic": "radar", "what": "duty", "id": None})


def ring_questions(event: Event) -> None:
    """The radar of all helpers; what of it a helper may read is decided when they fetch it."""
    ring("radar", {"t": "changed", "topic": "radar", "what": "question", "id": None})


def ring_question_page(event: Event) -> None:
    question_id = getattr(event, "question_id", 0)
    topic = f"question:{question_id}"
    ring(question_group(question_id), {"t": "changed", "topic": topic, "what": "claim", "id": None})


def _wanted_key(request: HelpRequest) -> str:
    return f"help_wanted:{request.pk}:{_stamp(request.waiting_since)}"


def _asked_key(plan_id: int) -> str:
    return f"consent_asked:{plan_id}"


def _notify_help(
    kind: str, request: HelpRequest, member_ids: Iterable[int], *, key: str, actor_id: int | None
) -> None:
    about = {"actor_id": actor_id, "place_id": request.pk, "thing_id": request.pk}
    notify(kind=kind, event_key=key, member_ids=member_ids, **about)


def _notify_plan(
    kind: str, plan: ChatQuestion, member_ids: Iterable[int], *, key: str, actor_id: int
) -> None:
    about = {"actor_id": actor_id, "place_id": plan.pk, "thing_id": plan.pk}
    notify(kind=kind, event_key=key, member_ids=member_ids, **about)


def _stamp(moment: datetime | None) -> int:
    """Taking and waiting happen again in one request; the moment tells which time it is."""
    return int(moment.timestamp() * 1000) if moment is not None else 0
