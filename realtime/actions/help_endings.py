"""How a help chat goes on or ends: handed over, closed with its outcome, blocked, or over by itself."""

import uuid

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import Member
from community.actions.authors import lock_author
from core.events import publish
from realtime.actions.help_requests import lock_own_request, lock_request, require_state, wait_again
from realtime.actions.texts import checked_text
from realtime.events import (
    HelpChatHandedOver,
    HelperReplaced,
    HelpRequestClosed,
    MemberLeftRoom,
    RoomClosed,
)
from realtime.help_policies import can_block, can_end, can_hand_over, can_replace_helper, is_asker
from realtime.limits import CALL_BACK_WAITS_AT_MOST, HAND_OVER_LENGTH, HELP_KEPT, HELP_WAITS_AT_MOST
from realtime.models import (
    Ending,
    HandOver,
    HelpBlock,
    HelpDecline,
    HelpRequest,
    HelpState,
    Room,
    RoomMember,
)


@transaction.atomic
def hand_over(*, helper: Member, key: uuid.UUID, note: str, sure: bool = False) -> HelpRequest:
    """Pass the talk on: it waits again, with a note for the next helper. Publishes `HelpChatHandedOver`."""
    helper = lock_author(helper)
    request = lock_request(key)
    can_hand_over(helper, request).require()
    text = checked_text(
        note, author=helper, place="help_note", limit=HAND_OVER_LENGTH, field="note", sure=sure
    )
    HandOver.objects.create(request=request, helper=helper, note=text)
    _leave(request.room, helper.pk)
    wait_again(request)
    publish(HelpChatHandedOver(request_id=request.pk, helper_id=helper.pk))
    return request


@transaction.atomic
def replace_helper(*, asker: Member, key: uuid.UUID) -> HelpRequest:
    """The asker goes on with somebody else, for one, because the helper fell silent; why is not asked.

    It waits again with what was written, which the next helper reads after the asker's yes. Publishes
    `HelperReplaced`.
    """
    request = lock_own_request(asker, key)
    can_replace_helper(asker, request).require()
    former = request.helper_id
    if former is not None:
        HelpDecline.objects.get_or_create(request=request, helper_id=former)
        _leave(request.room, former)
    wait_again(request)
    publish(HelperReplaced(request_id=request.pk, helper_id=former or 0))
    return request


@transaction.atomic
def cancel_help_request(*, asker: Member, key: uuid.UUID) -> HelpRequest:
    """Not needed any more; a repeat changes nothing. Publishes `HelpRequestClosed`."""
    request = lock_own_request(asker, key)
    if not request.is_closed:
        _close(request, Ending.CANCELLED, by=asker)
    return request


@transaction.atomic
def end_help_chat(*, member: Member, key: uuid.UUID, outcome: str) -> HelpRequest:
    """Close the talk and write down what came of it. Publishes `HelpRequestClosed` and `RoomClosed`."""
    member = lock_author(member)
    request = lock_request(key)
    can_end(member, request).require()
    request.outcome, request.outcome_by_asker = outcome, is_asker(member, request)
    _close(request, Ending.DONE, by=member)
    return request


@transaction.atomic
def tell_outcome(*, asker: Member, key: uuid.UUID, outcome: str) -> HelpRequest:
    """What the asker says afterwards counts, whatever the helper had written down."""
    request = lock_own_request(asker, key)
    require_state(request, HelpState.CLOSED)
    request.outcome, request.outcome_by_asker = outcome, True
    request.save(update_fields=["outcome", "outcome_by_asker"])
    return request


@transaction.atomic
def block_other(*, member: Member, key: uuid.UUID) -> HelpRequest:
    """End it at once and never meet this person in a help chat again. Publishes what closing publishes."""
    member = lock_author(member)
    request = lock_request(key)
    can_block(member, request).require()
    other = request.helper_id if is_asker(member, request) else request.asker_id
    if other is not None:
        HelpBlock.objects.get_or_create(member=member, blocked_id=other)
        _leave(request.room, other)
    if not request.is_closed:
        _close(request, Ending.BLOCKED, by=member)
    return request


def close_forgotten_requests() -> int:
    """Close what waited too long, so that nobody hopes in vain; returns how many."""
    now = timezone.now()
    waits_here = Q(call_back_at__isnull=True, waiting_since__lt=now - HELP_WAITS_AT_MOST)
    waits_elsewhere = Q(waiting_since__lt=now - CALL_BACK_WAITS_AT_MOST)
    unanswered = Q(state=HelpState.OFFERED, taken_at__lt=now - CALL_BACK_WAITS_AT_MOST)
    waiting = Q(state=HelpState.WAITING) & (waits_here | waits_elsewhere)
    closed = 0
    for key in HelpRequest.objects.filter(waiting | unanswered).values_list("key", flat=True):
        with transaction.atomic():
            request = lock_request(key)
            if request.state in (HelpState.WAITING, HelpState.OFFERED):
                _close(request, Ending.EXPIRED, by=None)
                closed += 1
    return closed


def forget_old_help_requests() -> int:
    """Empty the words of requests that were closed long ago; figures stay. Returns how many."""
    old = HelpRequest.objects.filter(closed_at__lt=timezone.now() - HELP_KEPT).exclude(about="")
    HandOver.objects.filter(request__in=old).update(note="")
    return old.update(about="")


def _close(request: HelpRequest, ending: Ending, *, by: Member | None) -> None:
    now = timezone.now()
    request.state, request.ending, request.closed_at, request.closed_by = HelpState.CLOSED, ending, now, by
    request.save(update_fields=["state", "ending", "closed_at", "closed_by", "outcome", "outcome_by_asker"])
    if request.room is not None:
        room = Room.objects.select_for_update(no_key=True).get(pk=request.room.pk)
        if room.closed_at is None:
            room.closed_at = now
            room.save(update_fields=["closed_at"])
            publish(RoomClosed(room_id=room.pk))
    publish(
        HelpRequestClosed(
            request_id=request.pk, helper_id=request.helper_id, member_id=by.pk if by is not None else None
        )
    )


def _leave(room: Room | None, member_id: int) -> None:
    """Out of the room: what is written there from now on, and what was, is not theirs to read.

    Publishes `MemberLeftRoom`.
    """
    inside = RoomMember.objects.filter(room=room, member=member_id, left_at__isnull=True)
    if inside.update(left_at=timezone.now()) and room is not None:
        publish(MemberLeftRoom(room_id=room.pk, member_id=member_id))
