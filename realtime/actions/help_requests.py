"""Asking for a help chat, taking it, and both saying yes.

Rows are locked in one order: the member who acts, the request, the room.
"""

import secrets
import uuid

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Member
from community.actions.authors import lock_author
from community.models import Theme
from community.policies import can_ask_anonymously
from core.errors import Conflict, NotFound
from core.events import publish
from core.ratelimit import take
from realtime.actions.texts import checked_text
from realtime.events import HelpChatStarted, HelpRequested, HelpRequestReturned, HelpRequestTaken
from realtime.help_policies import can_ask_for_help, can_see_help_request, can_take
from realtime.limits import ASKING_HELP, HELP_ABOUT_LENGTH, HELP_KEPT
from realtime.models import HelpDecline, HelpRequest, HelpState, Room, RoomKind, RoomMember, Wanted


@transaction.atomic
def ask_for_help(
    *,
    asker: Member,
    theme: Theme,
    about: str,
    wanted: str = Wanted.ANYONE,
    anonymous: bool = False,
    sure: bool = False,
) -> HelpRequest:
    """Ask for somebody to talk with; whoever has an open request keeps that one.

    Raises `NotAllowed`, `SlowDown`, `Refused`, `AskFirst`. Publishes `HelpRequested`.
    """
    asker = lock_author(asker)
    can_ask_for_help(asker).require()
    if anonymous:
        can_ask_anonymously(asker).require()
    earlier = HelpRequest.objects.open().filter(asker=asker).first()
    if earlier is not None:
        return earlier
    text = checked_text(
        about, author=asker, place="help_request", limit=HELP_ABOUT_LENGTH, field="about", sure=sure
    )
    take("help", asker.pk, ASKING_HELP)
    request = HelpRequest.objects.create(
        asker=asker, theme=theme, about=text, wanted=wanted, anonymous=anonymous
    )
    publish(HelpRequested(request_id=request.pk))
    return request


@transaction.atomic
def ask_call_back(*, asker: Member, key: uuid.UUID) -> HelpRequest:
    """The asker goes on with the day and hears it when somebody takes the request."""
    request = lock_own_request(asker, key)
    require_state(request, HelpState.WAITING)
    if request.call_back_at is None:
        request.call_back_at = timezone.now()
        request.save(update_fields=["call_back_at"])
    return request


@transaction.atomic
def take_help_request(*, helper: Member, key: uuid.UUID) -> HelpRequest:
    """Say: I want to talk with this person. Of all who try, one gets it; the others hear `Conflict`.

    Raises `NotFound`, `NotAllowed`, `Conflict`. Publishes `HelpRequestTaken`.
    """
    helper = lock_author(helper)
    request = lock_request(key)
    can_take(helper, request).require()
    if request.helper_id == helper.pk and not request.is_closed:
        return request
    if request.state != HelpState.WAITING:
        raise Conflict(_("Een collega was je net voor. Deze hulpvraag is al opgepakt."))
    request.state, request.helper, request.taken_at = HelpState.OFFERED, helper, timezone.now()
    request.save(update_fields=["state", "helper", "taken_at"])
    publish(HelpRequestTaken(request_id=request.pk, helper_id=helper.pk))
    return request


@transaction.atomic
def give_back(*, helper: Member, key: uuid.UUID) -> HelpRequest:
    """The helper cannot after all, before the asker said yes. Publishes `HelpRequestReturned`."""
    helper = lock_author(helper)
    request = lock_request(key)
    if request.helper_id != helper.pk:
        raise NotFound
    require_state(request, HelpState.OFFERED)
    wait_again(request)
    publish(HelpRequestReturned(request_id=request.pk, helper_id=helper.pk))
    return request


@transaction.atomic
def refuse_helper(*, asker: Member, key: uuid.UUID) -> HelpRequest:
    """The asker rather talks with somebody else; why is not asked. Publishes `HelpRequestReturned`."""
    request = lock_own_request(asker, key)
    require_state(request, HelpState.OFFERED)
    refused = request.helper_id
    if refused is not None:
        HelpDecline.objects.get_or_create(request=request, helper_id=refused)
    wait_again(request)
    publish(HelpRequestReturned(request_id=request.pk, helper_id=refused or 0))
    return request


@transaction.atomic
def agree_to_talk(*, asker: Member, key: uuid.UUID) -> HelpRequest:
    """The second yes: the room opens, for these two alone. A repeat changes nothing.

    Raises `NotFound`, `Conflict`. Publishes `HelpChatStarted`.
    """
    request = lock_own_request(asker, key)
    if request.state == HelpState.TALKING:
        return request
    require_state(request, HelpState.OFFERED)
    if request.helper is None:
        raise Conflict(_("Deze helper is er niet meer. Er wordt iemand anders gezocht."))
    room = request.room or _make_room(request)
    _let_in(room, request.helper, shown_as="")
    request.room, request.state, request.agreed_at = room, HelpState.TALKING, timezone.now()
    request.save(update_fields=["room", "state", "agreed_at"])
    publish(HelpChatStarted(request_id=request.pk, helper_id=request.helper.pk))
    return request


def lock_request(key: uuid.UUID) -> HelpRequest:
    """The request, locked; what the member may know of it is for the caller to decide."""
    locked = HelpRequest.objects.select_for_update(of=("self",), no_key=True)
    request = locked.select_related("theme", "room", "helper").filter(key=key).first()
    if request is None:
        raise NotFound
    return request


def lock_own_request(asker: Member, key: uuid.UUID) -> HelpRequest:
    asker = lock_author(asker)
    request = lock_request(key)
    can_see_help_request(asker, request).require()
    if request.asker_id != asker.pk:
        raise NotFound
    return request


def require_state(request: HelpRequest, state: HelpState) -> None:
    """Two people act on one request; whoever comes second hears how it stands."""
    if request.state != state:
        raise Conflict(_("Dit is net veranderd. Kijk hieronder hoe het nu staat."))


def wait_again(request: HelpRequest) -> None:
    request.state, request.waiting_since = HelpState.WAITING, timezone.now()
    request.helper = request.taken_at = request.agreed_at = None
    request.save(update_fields=["state", "waiting_since", "helper", "taken_at", "agreed_at"])


def _make_room(request: HelpRequest) -> Room:
    room = Room.objects.create(
        slug=f"hulp-{secrets.token_hex(8)}",
        kind=RoomKind.HELP,
        theme=request.theme,
        name="Hulpgesprek",
        name_en="Help chat",
        retention_days=HELP_KEPT.days,
    )
    _let_in(room, request.asker, shown_as=_("Anonieme bewoner") if request.anonymous else "")
    return room


def _let_in(room: Room, member: Member, *, shown_as: str) -> None:
    RoomMember.objects.update_or_create(
        room=room, member=member, defaults={"shown_as": shown_as, "left_at": None}
    )
